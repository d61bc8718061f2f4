"""What is wrong with a header, and what must be asked of it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from core.danish import join_words
from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import labels
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.problem import Problem
from data_loaders.table.layout import Layout
from data_loaders.words import times
from data_loaders.words.header_names import FIELD_LABELS, NUMBER_FIELDS, is_other_measure
from data_loaders.words.spell_lengths import LengthClasses, find_length_classes

_UNIT_FIELDS = ("enhed", "enhed_navn")
_PERIODS_NAMED = 3
_COLUMNS_NAMED = 5
_HEADERS_NAMED = 20
_WHICH_YEAR = Question("year", "Hvilket år er kolonnerne fra?", (), "no_year")


@dataclass(frozen=True)
class Clash:
    """Several columns that fit the same field equally well."""

    field: str
    columns: tuple[int, ...]


def no_header() -> QuestionError:
    """Say that no row is a header, and ask for its number."""
    question = Question("header_row", "Hvilken række har kolonneoverskrifterne?", (), "no_header")
    return QuestionError(
        "Ingen række ligner kolonneoverskrifterne. Der skal være én række (eller to eller tre over "
        "hinanden) med mindst enhed, fraværsdagsværk (eller korttid og langtid) og medarbejdere "
        "eller fuldtidsstillinger.",
        code="no_header",
        question=question,
    )


def with_problems(sheet: Sheet, layout: Layout, clashes: Sequence[Clash]) -> Layout:
    """Add what is wrong with a layout: fields that several columns fit, and fields that none do."""
    clashing = {clash.field for clash in clashes}
    lacking = _lacking({*layout.columns, *clashing})
    if layout.periods:
        lacking = {field: name for field, name in lacking.items() if field == "enhed"}
    problems = [_ambiguous(sheet, layout, clash) for clash in clashes]
    problems += [_missing(sheet, layout, lacking)] if lacking else []
    questions = [_which(layout, clash) for clash in clashes]
    if any(times.is_yearless(period) for period, _ in layout.periods):
        problems.append(_no_year(sheet, layout))
        questions.append(_WHICH_YEAR)
    elif not lacking:
        problems += _incomplete(sheet, layout, clashing)
    for field, name in lacking.items():
        questions += _of_classes(layout, field) or [_which_unused(layout, field, name)]
    return replace(layout, problems=tuple(problems), questions=tuple(questions))


def _ambiguous(sheet: Sheet, layout: Layout, clash: Clash) -> Problem:
    headers = [layout.headers[column] or "(uden overskrift)" for column in clash.columns]
    cells = [sheet.address(layout.index, column) for column in clash.columns]
    named = [f"»{h}« ({c})" for h, c in zip(headers, cells, strict=True)]
    return problem(
        "ambiguous_column",
        f"Flere kolonner kan være {FIELD_LABELS[clash.field]}: "
        f"{join_words(named, limit=_COLUMNS_NAMED)}. Giv den rigtige en entydig overskrift, eller "
        "slet de andre.",
        sheet=sheet.name,
        cell=cells[-1],
        column=headers[-1],
    )


def _no_year(sheet: Sheet, layout: Layout) -> Problem:
    columns = sorted(place for period, by in layout.periods for place in by.values())
    named = join_words([f"»{layout.headers[column]}«" for column in columns], limit=_PERIODS_NAMED)
    return problem(
        "no_year",
        f"Kolonnerne {named} siger måned eller kvartal, men ikke år, og hverken en titellinje, "
        "arkets navn eller filens navn siger entydigt, hvilket år det er. Skriv året over "
        "kolonnerne eller i titlen, f.eks. »Sygefravær 2024«.",
        sheet=sheet.name,
        cell=sheet.address(layout.index, columns[0]),
        column=layout.headers[columns[0]],
    )


def _lacking(has: AbstractSet[str]) -> dict[str, str]:
    """Name what is needed and not there, by the field that would do."""
    lacking = {}
    if not has & {*_UNIT_FIELDS}:
        lacking["enhed"] = "enhed (nummer eller navn)"
    if not (has & {"dagsvaerk"} or has >= {"korttid", "langtid"}):
        lacking["dagsvaerk"] = "fraværsdagsværk (eller både korttid og langtid)"
    if not has & {"medarbejdere", "fuldtidsstillinger"}:
        lacking["medarbejdere"] = "medarbejdere eller fuldtidsstillinger"
    return lacking


def _missing(sheet: Sheet, layout: Layout, lacking: dict[str, str]) -> Problem:
    found = join_words([f"»{header}«" for header in layout.headers if header], limit=_HEADERS_NAMED)
    named = join_words(list(lacking.values()))
    message = f"Der mangler en kolonne med {named}. Fundne overskrifter: {found}."
    if "dagsvaerk" in lacking and (by_length := find_length_classes(layout.headers)):
        message += f" {_as_classes(layout, by_length)} Er de dagsværk, så vælg dem."
    row = sheet.address(layout.index, 0)
    return problem("missing_column", message, sheet=sheet.name, cell=row)


def _incomplete(sheet: Sheet, layout: Layout, clashing: AbstractSet[str]) -> list[Problem]:
    """Name the periods that lack a column which the others have."""
    by_need: dict[tuple[str, ...], list[Period]] = {}
    for period, columns in layout.periods:
        needs = tuple(
            _lacking({*layout.columns, *clashing} - _fields(layout) | {*columns}).values()
        )
        if needs:
            by_need.setdefault(needs, []).append(period)
    row = sheet.address(layout.index, 0)
    return [
        problem(
            "missing_column",
            f"Der mangler en kolonne med {join_words(list(needs))} for {_shown(periods)}. Hver "
            "periode skal have sine egne kolonner.",
            sheet=sheet.name,
            cell=row,
        )
        for needs, periods in by_need.items()
    ]


def _fields(layout: Layout) -> set[str]:
    return {field for _, columns in layout.periods for field in columns}


def _shown(periods: Sequence[Period]) -> str:
    names = [p.quarters[0].label if times.count_months(p) == 3 else str(p) for p in periods]
    return join_words(names, limit=_PERIODS_NAMED)


def _which(layout: Layout, clash: Clash) -> Question:
    names = labels(layout.headers)
    choices = tuple(Choice(names[column], names[column]) for column in clash.columns)
    text = f"Hvilken kolonne er {FIELD_LABELS[clash.field]}?"
    return Question(f"column:{clash.field}", text, choices, "ambiguous_column")


def _as_classes(layout: Layout, by_length: LengthClasses) -> str:
    short, long = layout.headers[by_length.short], layout.headers[by_length.long]
    return (
        f"»{short}« og »{long}« ser ud til at være kort- og langtidsfravær med grænsen: korttid er "
        f"forløb på højst {by_length.limit} dage."
    )


def _of_classes(layout: Layout, field: str) -> list[Question]:
    """Ask whether columns by the length of spells are short and long absence, and say why."""
    by_length = find_length_classes(layout.headers)
    if field != "dagsvaerk" or by_length is None:
        return []
    names = labels(layout.headers)
    reason = _as_classes(layout, by_length)
    pairs = (
        ("korttid", by_length.short, by_length.long),
        ("langtid", by_length.long, by_length.short),
    )
    return [
        Question(
            f"column:{part}",
            f"Hvilken kolonne er {FIELD_LABELS[part]} i dagsværk? {reason}",
            (Choice(names[best], names[best]), Choice(names[other], names[other])),
            "missing_column",
        )
        for part, best, other in pairs
        if part not in layout.columns
    ]


def _which_unused(layout: Layout, field: str, name: str) -> Question:
    used = set(layout.columns.values())
    names = labels(layout.headers)
    choices = tuple(
        Choice(names[column], names[column])
        for column, header in enumerate(layout.headers)
        if header
        and column not in used
        and not (field in NUMBER_FIELDS and is_other_measure(header))
    )
    return Question(f"column:{field}", f"Hvilken kolonne er {name}?", choices, "missing_column")
