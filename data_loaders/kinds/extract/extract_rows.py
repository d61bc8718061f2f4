"""The rows under a header, each with its unit, its time and its figures; sums put apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.quarter import Period
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.kinds.extract import extract_lines, extract_totals, number_columns, unit_names
from data_loaders.kinds.extract.hierarchy import PlacedLines
from data_loaders.kinds.extract.number_columns import FigureColumn
from data_loaders.table.layout import Layout
from data_loaders.table.totals import CheckedTotal, SummableColumn, fold_name, reconcile

_DAYS = ("dagsvaerk", "korttid", "langtid")
_LEVELS = 6  # of sums: of teams, enheder, afdelinger, områder, the kommune; one more to stop at


@dataclass(frozen=True)
class ExtractRows:
    """The rows under a header, sorted by kind, with what each unit's row is about."""

    lines: extract_lines.Lines
    named_units: list[unit_names.NamedUnit]
    periods: list[Period | None]
    groups: list[list[str | None]]
    columns: dict[str, FigureColumn]


def build_rows(
    layout: Layout, placed: PlacedLines, periods: list[Period | None], mapping: Mapping
) -> ExtractRows:
    """Read the units and the figures of the rows whose places in the organisation are known."""
    named = unit_names.read_units(placed.lines, layout.columns, placed.groups[0])
    columns = number_columns.read_columns(layout, placed.lines, placed.groups, mapping)
    return ExtractRows(placed.lines, named, periods, placed.groups, columns)


def set_sums_apart(
    body: ExtractRows, layout: Layout, settings: Settings, mapping: Mapping
) -> tuple[ExtractRows, list[int]]:
    """Count as totals the rows that sum others and are named so, level by level.

    Returns also the places of units that sum others, but have a name of their own.
    """
    allowed = extract_totals.list_sum_names(settings.municipality, body.groups)
    for level in range(_LEVELS):
        names = [unit.name for unit in body.named_units]
        sums_of_units = _find_sums(body, body.columns)
        named = {i for i, name in enumerate(names) if fold_name(name.strip("* ")) in allowed}
        # One row that repeats one other may be chance, but not in a file that has such sums.
        fewest = 1 if level else 2
        sums = {i for i, n in sums_of_units.items() if n >= fewest and i in named}
        if not sums:
            # In a group's own row people who work in two of its units may be counted once.
            days = _find_sums(body, _DAYS) if named else {}
            sums_of_units |= {i: n for i, n in days.items() if i in named}
            return body, [i for i, n in sorted(sums_of_units.items()) if n > 1]
        body = _count_as_totals(body, layout, sums, mapping)
    return body, []


def reconcile_rows(body: ExtractRows, *, staffed: bool) -> list[CheckedTotal]:
    """Compare every total line with what it sums; also within its own time where it has one.

    Where the rows are of personalegrupper, `staffed`, an enhed may be summed as well.
    """
    kommune: list[str | None] = [""] * len(body.named_units)
    parted = [[unit.number for unit in body.named_units], [unit.name for unit in body.named_units]]
    levels = [*body.groups, *(parted if staffed else ())]
    by_time = [_name_in_periods(body.periods, level) for level in (*levels, kommune)]
    groups = [*levels, *by_time]
    summed = {
        field: SummableColumn(column.units, column.totals, groups)
        for field, column in body.columns.items()
        if column.settled
    }
    return reconcile(body.lines.totals, summed, groups=groups, units=len(body.lines.units))


def name_in_period(period: Period | None, group: str) -> str:
    """Name a group in a time; "" is the whole kommune."""
    return f"{period.first}/{period.last} {group}" if period else ""


def _find_sums(body: ExtractRows, fields: Collection[str]) -> dict[int, int]:
    names = [unit.name for unit in body.named_units]
    columns = [column for field, column in body.columns.items() if field in fields]
    return extract_totals.find_sums(
        extract_totals.SummedRows(names, body.periods, body.groups, columns)
    )


def _count_as_totals(
    body: ExtractRows, layout: Layout, sums: Collection[int], mapping: Mapping
) -> ExtractRows:
    """Count some units as totals after all, each of its own time."""
    group_names = {fold_name(name) for level in body.groups for name in level if name}
    names = [unit.name for unit in body.named_units]
    covered = _name_in_periods(
        body.periods, [n if fold_name(n) in group_names else "" for n in names]
    )
    lines = body.lines.move_to_totals({i: (names[i], covered[i] or "") for i in sums})
    units_left = [i for i in range(len(body.named_units)) if i not in sums]
    groups = [[level[i] for i in units_left] for level in body.groups]
    return ExtractRows(
        lines,
        [body.named_units[i] for i in units_left],
        [body.periods[i] for i in units_left],
        groups,
        number_columns.read_columns(layout, lines, groups, mapping),
    )


def _name_in_periods(
    periods: Sequence[Period | None], groups: Sequence[str | None]
) -> list[str | None]:
    pairs = zip(periods, groups, strict=True)
    return [None if group is None else name_in_period(period, group) for period, group in pairs]
