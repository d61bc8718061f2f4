"""What is wrong with a header, and what must be asked of it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

from core.danish import format_count, join_words
from core.nodes import Level
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.privacy.person_names import (
    is_like_name,
    measure_name_shape_share,
    measure_name_share,
)
from data_loaders.problem import Problem
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.declaration import UNIT_FIELDS, CellType, Declaration
from data_loaders.table.figure_columns import FigureCells, read_figure_columns
from data_loaders.table.layout import Layout
from data_loaders.table.problem_collector import ProblemCollector
from data_loaders.table.totals import is_mean
from data_loaders.words.amount_words import PEOPLE_FIELDS, counts_days, strip_hours
from data_loaders.words.header_names import (
    FIELD_LABELS,
    PARTS,
    find_rule,
    is_bare_word,
    is_other_measure,
    normalize,
)
from data_loaders.words.spell_lengths import read_span_of_days

_HEADERS_NAMED = 20
_COLUMNS_NAMED = 5
_DAYS = ("dagsvaerk", *PARTS)
_NO_HEADER = "(uden overskrift)"


def collect_header_problems(
    sheet: Sheet, layout: Layout, declaration: Declaration, collector: ProblemCollector
) -> None:
    """Say which fields several columns fit equally well, and which needed ones have none."""
    for name in layout.mapping.columns.keys() & layout.shared:
        field, header = declaration[name], layout.headers[layout.shared[name]]
        if field.type is CellType.NUMBER and not field.fits_header(normalize(header)):
            place = layout.shared[name], header
            for warning in find_overruled_header(sheet, layout.index, place, chosen_as=field.label):
                collector.add(warning)
    for name, places in layout.clashes.items():
        named = f"»{declaration[name].label}«"
        collector.add(make_ambiguous_column(sheet, layout, places, named=named))
        collector.ask(ask_for_clash(layout, name, places, named=named))
    lacking = _find_lacking(layout, declaration)
    if not lacking:
        return
    named_groups = name_lacking(layout, declaration)
    collector.add(make_missing_column(sheet, layout, named_groups))
    read_figures = cache(partial(read_figure_columns, sheet, layout, layout.free))
    for group, named in zip(lacking, named_groups, strict=True):
        is_number = declaration[group[0]].type is CellType.NUMBER
        question = ask_for_missing(
            layout,
            group[0],
            named=named,
            read_figures=read_figures if is_number else None,
            is_discreet=declaration.discreet,
        )
        if question.choices:
            collector.ask(question)


def make_ambiguous_column(
    sheet: Sheet, layout: Layout, places: Sequence[int], *, named: str
) -> Problem:
    """Say which columns fit a field equally well, with their addresses where headers do not do."""
    headers = [layout.headers[place] or _NO_HEADER for place in places]
    cells = [sheet.address(layout.index, place) for place in places]
    # Headers tell a few columns apart, where they differ.
    with_cells = len(set(headers)) < len(headers) or len(headers) > _COLUMNS_NAMED
    columns = [
        f"»{header}« ({cell})" if with_cells else f"»{header}«"
        for header, cell in zip(headers, cells, strict=True)
    ]
    return problem(
        "ambiguous_column",
        f"Flere kolonner kan være {named}: {join_words(columns, limit=_COLUMNS_NAMED)}. Vælg den "
        "rigtige, eller giv den en entydig overskrift.",
        sheet=sheet.name,
        cell=cells[-1],
        column=headers[-1],
    )


def make_missing_column(
    sheet: Sheet, layout: Layout, named: Sequence[str], *, hint: str = ""
) -> Problem:
    """Say which fields have no column, and which headers there are."""
    headers = [
        f"{sheet.address(layout.index, place)}: tekst, {len(header)} tegn"
        if is_like_name(header)
        else f"»{header}«"
        for place, header in enumerate(layout.headers)
        if header
    ]
    message = (
        f"Der mangler en kolonne med {join_words(list(named))}. Fundne overskrifter: "
        f"{join_words(headers, limit=_HEADERS_NAMED)}.{hint}"
    )
    cell = sheet.address(layout.index, 0)
    return problem("missing_column", message, sheet=sheet.name, cell=cell)


def ask_for_clash(layout: Layout, name: str, places: Sequence[int], *, named: str) -> Question:
    """Ask which of the columns that fit a field equally well it is."""
    return _ask_for_column(layout, name, places, named=named, code="ambiguous_column")


def ask_for_missing(
    layout: Layout,
    name: str,
    *,
    named: str,
    read_figures: Callable[[], Mapping[int, FigureCells]] | None,
    is_discreet: bool = False,
) -> Question:
    """Ask which free column a field is: of a figure, which of those that `read_figures` gives.

    A share, a plan and a date are none. Each is offered with its first figures and their sum, but
    for a discreet list, whose cells are not shown.
    """
    if read_figures is None:
        return _ask_for_column(layout, name, layout.free, named=named, code="missing_column")
    columns = read_figures()
    headers = {place: layout.headers[place] for place in columns}
    places = [
        place
        for place, header in headers.items()
        if not is_other_measure(header) or (name in _DAYS and is_of_hours(header))
    ]
    if name in PEOPLE_FIELDS:
        places = [place for place in places if not counts_days(headers[place])]
    about = {} if is_discreet else {place: columns[place].describe() for place in places}
    return _ask_for_column(layout, name, places, named=named, code="missing_column", about=about)


def is_of_hours(header: str) -> bool:
    """Whether a header is of absence in hours, of which 7.4 are a dagsværk."""
    amount = strip_hours(header)
    rule = find_rule(amount) if amount != header else None
    return rule is not None and rule.field in _DAYS


def _ask_for_column(
    layout: Layout,
    name: str,
    places: Sequence[int],
    *,
    named: str,
    code: str,
    about: Mapping[int, str] = MappingProxyType({}),
) -> Question:
    names = label_columns(layout.headers)
    choices = tuple(
        Choice(names[place], f"{names[place]} ({about[place]})" if place in about else names[place])
        for place in places
    )
    return Question(f"column:{name}", f"Hvilken kolonne er {named}?", choices, code)


def name_lacking(layout: Layout, declaration: Declaration) -> list[str]:
    """Name the needed columns that a sheet lacks, in Danish; of each, all that would do."""
    return [
        " eller ".join(f"»{declaration[name].label}«" for name in group)
        for group in _find_lacking(layout, declaration)
    ]


def _find_lacking(layout: Layout, declaration: Declaration) -> list[tuple[str, ...]]:
    has = {*layout.columns, *layout.clashes}
    return [group for group in declaration.needs if not has & set(group)]


_LONGEST_TEXT = 60
_NAMED_BARE, _NAMED_UNITS = 0.5, 0.8  # the share of names in a column of "Navn", and of "Enhed"
_SHAPED, _FEWEST_SHAPED = 0.9, 3  # the share, and number, of texts that may be names


def make_ragged_row(sheet: Sheet, index: int, column: int, text: str) -> Problem:
    """Say that a cell stands beyond the headers: a decimal comma was taken for a delimiter."""
    shown_text = text[:_LONGEST_TEXT]
    what = f"»{shown_text}«" if shown_text else "det"
    return problem(
        "ragged_row",
        f"Rækken har flere celler, end der er kolonneoverskrifter: {what} "
        "står uden for tabellen. Ofte er et decimalkomma taget for skilletegn mellem kolonner. Gem "
        "filen med semikolon mellem kolonnerne eller som .xlsx.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        value=shown_text,
    )


def make_text_row(sheet: Sheet, index: int, column: int, text: str) -> Problem:
    """Say that a row among the others has only words, or averages of them, and is not read."""
    shown_text = text[:_LONGEST_TEXT]
    reason = "er et gennemsnit af andre rækker" if is_mean(text) else "har kun tekst"
    return problem(
        "text_row",
        f"Rækken{f' »{shown_text}«' if shown_text else ''} {reason} og er ikke læst.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        value=shown_text,
    )


def make_filled_down(sheet: Sheet, index: int, column: int, *, header: str, count: int) -> Problem:
    """Say, once for a column, that so many blanks were read as the cell above."""
    cells = format_count(count, "tom celle", "tomme celler")
    return problem(
        "filled_down",
        f"I kolonnen »{header}« er {cells} læst som »det samme som ovenfor«.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        column=header,
    )


def find_people(
    sheet: Sheet, layout: Layout, *, label: str, aliases: Aliases, sign: str = ""
) -> Iterator[Problem]:
    """Give a problem where the enheder of a table, of a kind with this label, are people.

    Names tell, or another `sign` of it, in Danish. Enheder that the organisation knows are none.
    """
    contents = ColumnContents(sheet, layout.index, layout.headers)
    places = [layout.columns[name] for name in UNIT_FIELDS if name in layout.columns]
    for place in places:
        texts = contents.read_texts(place)
        names = [text for text in texts if not aliases.is_known(Level.ENHED.value, text)]
        if _are_names_of_people(names, layout.headers[place]):
            seen = f"i kolonnen »{layout.headers[place]}« står navne på mennesker"
            yield _make_people(sheet, layout, place, seen=seen, label=label)
            return
        if len(names) < len(texts):
            return
    if places and sign:
        yield _make_people(sheet, layout, places[0], seen=sign, label=label)


def _are_names_of_people(texts: Sequence[str], header: str) -> bool:
    """Whether a column of enheder has people's names; less tells where it is headed "Navn" only."""
    if not is_bare_word(header):
        return measure_name_share(texts) >= _NAMED_UNITS
    is_shaped = len({*texts}) >= _FEWEST_SHAPED and measure_name_shape_share(texts) >= _SHAPED
    return is_shaped or measure_name_share(texts) >= _NAMED_BARE


def _make_people(sheet: Sheet, layout: Layout, place: int, *, seen: str, label: str) -> Problem:
    message = (
        f"Rækkerne ligner personer: {seen}. »{label}« har en række pr. enhed. Træk filen pr. "
        "enhed, eller skriv enhedernes numre og navne, hvis det er dem. Filens tekster vises ikke."
    )
    header, cell = layout.headers[place], sheet.address(layout.index, place)
    return problem("people_not_units", message, sheet=sheet.name, cell=cell, column=header)


def make_no_rows(sheet: Sheet, index: int) -> Problem:
    """Say that nothing stands under a header, whose last row has this index."""
    message = "Der er ingen rækker med indhold under kolonneoverskrifterne."
    return problem("no_rows", message, sheet=sheet.name, cell=sheet.address(index, 0))


SUMS = "sums"  # the question whether rows are sums of others, and its answers
ARE_SUMS, ARE_UNITS = "summer", "enheder"


def make_nameless_sum(sheet: Sheet, index: int, column: int, names: Sequence[str]) -> Problem:
    """Say that rows were left out since they are the sum of others, though no word says so."""
    message = (
        f"Tallene for {_join_names(names)} er summen af de rækker, der står ved siden af. De er "
        "læst som summer og tæller ikke med som enheder."
    )
    cell = sheet.address(index, column)
    return problem("nameless_sum", message, sheet=sheet.name, cell=cell)


def make_unclear_sum(sheet: Sheet, index: int, column: int, names: Sequence[str]) -> Problem:
    """Say that rows may be the sum of others, or be so by chance."""
    message = (
        f"Tallene for {_join_names(names)} er lige summen af rækkerne ved siden af. Det kan være "
        "et tilfælde, eller de kan være summer, der ville tælle dobbelt. Vælg, hvad de er, eller "
        "skriv »I alt« foran en sum."
    )
    cell = sheet.address(index, column)
    return problem("unclear_sum", message, sheet=sheet.name, cell=cell)


def ask_for_sums(names: Sequence[str]) -> Question:
    """Ask whether rows are sums."""
    choices = (
        Choice(ARE_SUMS, "De er summer og tæller ikke med"),
        Choice(ARE_UNITS, "De er enheder og tæller med"),
    )
    return Question(SUMS, f"Hvad er rækkerne {_join_names(names)}?", choices, "unclear_sum")


MONTH_GAP = "month_gap"  # the question what it means that an enhed lacks a month
NOBODY = Choice("ingen", "Enheden havde ingen ansatte i måneden, f.eks. uden for sæsonen")
_LACKING = Choice("mangler", "Tallet mangler i filen")


def ask_for_month_gap() -> Question:
    """Ask what it means that an enhed lacks a month that others have."""
    text = "Hvad betyder det, når en enhed mangler en måned?"
    return Question(MONTH_GAP, text, (NOBODY, _LACKING), "missing_month")


ZERO = Choice("nul", "0")  # what a blank cell means, or another choice


def describe_blanks(count: int, header: str) -> str:
    """Say that so many cells of a column are blank where others are 0."""
    cells = format_count(count, "celle", "celler")
    return (
        f"{cells} i kolonnen »{header}« er {'tom' if count == 1 else 'tomme'} eller har en streg, "
        "den første er denne. Betyder det 0, eller er tallet ukendt? Svaret huskes for filer med "
        "de samme kolonner."
    )


def ask_for_blanks(name: str, header: str, *, otherwise: Choice) -> Question:
    """Ask whether the blank cells of a field's column mean 0."""
    text = f"Hvad betyder en tom celle i kolonnen »{header}«?"
    return Question(f"blank:{name}", text, (ZERO, otherwise), "blank_or_zero")


def _join_names(names: Sequence[str]) -> str:
    return join_words([f"»{name}«" for name in names], limit=_COLUMNS_NAMED)


_LABELS_OF_DAYS = [FIELD_LABELS[field] for field in _DAYS]
_MORE = re.compile(r"akk$|akkum|kumul|aatd|aartildato|ytd|iaar$|heleaaret|halvaar|ophob|tilogmed")
_WHAT = (
    (re.compile(r"timer|hours"), "timer"),
    (re.compile(r"kalenderdag"), "kalenderdage"),
    (re.compile(r"pct|procent|percent|andel|rate"), "procent eller en andel"),
    (re.compile(r"(?:pr|per)(?:gns|antal)?(?:medarb|ansat|fuldtid|hoved|person)"), "et forhold"),
    (_MORE, "tal for mere end perioden"),
    (re.compile(r"forrige|sidste|seneste|last|prev|prior"), "tal for en anden periode"),
)


def find_overruled_header(
    sheet: Sheet, index: int, header: tuple[int, str], *, chosen_as: str
) -> Iterator[Problem]:
    """Yield a warning where a chosen column's header names another measure.

    `header` is the column's place and its words, in the sheet's row `index`; `chosen_as` is the
    name of what it was chosen as.
    """
    column_index, words = header
    cell = sheet.address(index, column_index)
    if chosen_as in _LABELS_OF_DAYS and is_of_hours(words):
        message = f"Kolonnen »{words}« er regnet om til dagsværk: 7,4 timer er ét dagsværk."
        yield problem("hours_converted", message, sheet=sheet.name, cell=cell, column=words)
        return
    rule = find_rule(words)
    is_part = read_span_of_days(words) or (rule and rule.field in PARTS)
    is_part = is_part and chosen_as == FIELD_LABELS["dagsvaerk"]
    is_more = chosen_as in _LABELS_OF_DAYS and _MORE.search(normalize(words))
    if not (is_part or is_more or is_other_measure(words)):
        return
    other_measure = "en del af fraværet" if is_part else "noget andet"
    other_measure = next(
        (name for form, name in _WHAT if form.search(normalize(words))), other_measure
    )
    message = (
        f"Kolonnen »{words}« er valgt som »{chosen_as}«, men overskriften siger {other_measure}. "
        "Tallene er læst, som om de var det, kolonnen er valgt som. Vælg en anden kolonne, hvis "
        "de ikke er."
    )
    yield problem("overruled_header", message, sheet=sheet.name, cell=cell, column=words)
