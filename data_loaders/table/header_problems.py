"""What is wrong with a header, and what must be asked of it."""

from collections.abc import Sequence

from core.danish import join_words
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.overruled_headers import find_overruled_header
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.table.declaration import CellType, Declaration
from data_loaders.table.layout import Layout
from data_loaders.table.problem_collector import ProblemCollector
from data_loaders.words.header_names import is_other_measure, normalize

_HEADERS_NAMED = 20
_COLUMNS_NAMED = 5
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
    has = {*layout.columns, *layout.clashes}
    lacking = [group for group in declaration.needs if not has & set(group)]
    if not lacking:
        return
    named_groups = [_name_group(declaration, group) for group in lacking]
    collector.add(make_missing_column(sheet, layout, named_groups))
    for group, named in zip(lacking, named_groups, strict=True):
        is_number = declaration[group[0]].type is CellType.NUMBER
        collector.ask(ask_for_missing(layout, group[0], named=named, is_number=is_number))


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
    headers = [f"»{header}«" for header in layout.headers if header]
    message = (
        f"Der mangler en kolonne med {join_words(list(named))}. Fundne overskrifter: "
        f"{join_words(headers, limit=_HEADERS_NAMED)}.{hint}"
    )
    cell = sheet.address(layout.index, 0)
    return problem("missing_column", message, sheet=sheet.name, cell=cell)


def ask_for_clash(layout: Layout, name: str, places: Sequence[int], *, named: str) -> Question:
    """Ask which of the columns that fit a field equally well it is."""
    return _ask_for_column(layout, name, places, named=named, code="ambiguous_column")


def ask_for_missing(layout: Layout, name: str, *, named: str, is_number: bool) -> Question:
    """Ask which free column a field is: a share or a number of persons is no figure."""
    places = [
        place
        for place in layout.free
        if not (is_number and is_other_measure(layout.headers[place]))
    ]
    return _ask_for_column(layout, name, places, named=named, code="missing_column")


def _ask_for_column(
    layout: Layout, name: str, places: Sequence[int], *, named: str, code: str
) -> Question:
    names = label_columns(layout.headers)
    choices = tuple(Choice(names[place], names[place]) for place in places)
    return Question(f"column:{name}", f"Hvilken kolonne er {named}?", choices, code)


def _name_group(declaration: Declaration, group: Sequence[str]) -> str:
    return " eller ".join(f"»{declaration[name].label}«" for name in group)
