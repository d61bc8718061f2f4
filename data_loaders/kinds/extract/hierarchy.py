"""Where each unit belongs: by its columns, by headings above it, or by how far in it stands."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core import danish
from core.settings import Settings
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.kinds.extract import unit_names
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.table.totals import CheckedTotal, fold_name

_LEVELS = ("afdeling", "omraade")
_DAYS = ("dagsvaerk", "korttid", "langtid")
_LONGEST_HEADING = 80
_INDENT = re.compile(r"[\s.·>-]*")
_NO_HEADING = re.compile(r"[:.]$|\d{4}|\bside\b", re.IGNORECASE)
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class PlacedLines:
    """The rows of a sheet with the afdeling and the område of each unit.

    `parents` are the rows that were taken for a sum since others stand further in below them.
    """

    lines: Lines
    groups: list[list[str | None]]
    problems: tuple[Problem, ...] = ()
    parents: frozenset[int] = frozenset()


def place_lines(table: HeadedTable, lines: Lines, settings: Settings) -> PlacedLines:
    """Tell each unit's afdeling and område.

    Their columns tell; where a column is empty beside the units, the lines around them do. In a
    sheet without an afdeling, a row whose name stands further out than the next row's is the group
    of those below; so is a row with only a name, above the units.
    """
    if "afdeling" in table.layout.columns:
        return PlacedLines(lines, [_read_groups(table, lines, level) for level in _LEVELS])
    depths = _measure_depths(table, lines)
    if len(set(depths.values())) > 1:
        return _place_by_depth(table, lines, depths, settings)
    return _place_by_headings(table, lines)


def find_unclear_parents(
    table: HeadedTable, parents: Collection[int], sums: Sequence[CheckedTotal]
) -> list[Problem]:
    """Find rows above others that stand further in, whose days are not the sum of theirs."""
    days = [s for s in sums if s.line.index in parents and s.column in _DAYS]
    agreeing = {s.line.index for s in days if s.agrees}
    message = (
        "Rækkerne under »{}« er rykket ind, men dens fravær er ikke deres sum. Er den en enhed, så "
        "fjern indrykningen (eller mellemrummene) i rækkerne under den; er den en sum, så ret den."
    )
    column = table.layout.columns["enhed"]
    wrong = {s.line.index: s.line.label for s in days if s.line.index not in agreeing}
    return [
        table.make_problem("unclear_total", message.format(label), index, column=column)
        for index, label in wrong.items()
    ]


def _read_groups(table: HeadedTable, lines: Lines, level: str) -> list[str | None]:
    column = table.layout.columns.get(level)
    if column is None or any(map(format_cell, lines.list_cells(column))):
        return unit_names.read_groups(lines, column)
    return _take_groups_from_lines(lines, column)


def _take_groups_from_lines(lines: Lines, column: int) -> list[str | None]:
    """Take a group's name from the line above its units, or else from the one below them."""
    names = {
        line.index: line.group or line.label
        for line in lines.totals
        if format_cell(lines.rows[line.index][column])
    }
    names |= {i: text for i in lines.texts if (text := format_cell(lines.rows[i][column]))}
    places = sorted(names)
    above = bool(places) and places[0] < lines.units[0]
    groups: list[str | None] = []
    for index in lines.units:
        place = bisect_left(places, index) - above
        groups.append(names[places[place]] if 0 <= place < len(places) else None)
    return groups


def _measure_depths(table: HeadedTable, lines: Lines) -> dict[int, int]:
    """Measure how far in each row stands, by a column of levels or by the name's indentation.

    None where the rows do not begin furthest out: then the spaces mean something else.
    """
    rows = sorted([*lines.units, *lines.texts, *(line.index for line in lines.totals)])
    columns = table.layout.columns
    level = columns.get("niveau")
    keys = [columns[key] for key in ("enhed", "enhed_navn") if key in columns]
    if level is not None:
        depths = {
            i: int(text) for i in rows if (text := format_cell(lines.rows[i][level])).isdecimal()
        }
    else:
        indents = {i: _measure_indent(lines.rows[i], keys) for i in rows}
        depths = {i: depth for i, depth in indents.items() if depth is not None}
    return depths if depths and depths[min(depths)] == min(depths.values()) else {}


def _measure_indent(row: Row, keys: Sequence[int]) -> int | None:
    texts = [text for key in keys if isinstance(text := row[key], str) and format_cell(text)]
    spaces = (space.end() for text in texts if (space := _INDENT.match(text)))
    return max(spaces, default=0) if texts else None


def _place_by_depth(
    table: HeadedTable, lines: Lines, depths: dict[int, int], settings: Settings
) -> PlacedLines:
    rows = sorted(depths)
    parents = {row for row, below in pairwise(rows) if depths[below] > depths[row]}
    named = dict(zip(lines.units, _read_names(table, lines), strict=True))
    names = {row: named.get(row) or _find_first_text(lines.rows[row]) for row in parents}
    top = min(depths.values())
    roots = {row for row in parents if depths[row] == top}
    is_one_root = len(roots) == 1 and sum(depth == top for depth in depths.values()) == 1
    kommune_rows = {row for row in roots if _is_whole(names[row], settings)}
    over = roots if is_one_root and len(set(depths.values())) > 2 else kommune_rows
    above = _find_ancestors(depths, parents - over)
    sums = {
        place: (names[row], "" if row in over else names[row])
        for place, row in enumerate(lines.units)
        if row in parents
    }
    lines_left = lines.move_to_totals(sums).drop_texts(parents)
    groups = _split_two_levels([[names[row] for row in above.get(i, ())] for i in lines_left.units])
    note = _make_groups_note(table, parents - over, names, how="indrykning")
    return PlacedLines(lines_left, groups, (note,), frozenset(parents))


def _find_ancestors(depths: dict[int, int], parents: set[int]) -> dict[int, tuple[int, ...]]:
    """Return, for each row, the rows that it stands under, outermost first."""
    open_groups: list[int] = []
    ancestors = {}
    for row, depth in sorted(depths.items()):
        while open_groups and depths[open_groups[-1]] >= depth:
            open_groups.pop()
        ancestors[row] = tuple(open_groups)
        if row in parents:
            open_groups.append(row)
    return ancestors


def _place_by_headings(table: HeadedTable, lines: Lines) -> PlacedLines:
    """Take rows with only a name for the group of the units below; two such in a row nest."""
    headings = [i for i in lines.texts if i < lines.units[-1] and _is_heading(table, lines.rows[i])]
    none: list[str | None] = [None] * len(lines.units)
    if not headings or headings[0] > lines.units[0]:
        return PlacedLines(lines, [none, _read_groups(table, lines, "omraade")])
    names = {i: _find_first_text(lines.rows[i]) for i in headings}
    chains: dict[int, list[str]] = {}
    current: list[str] = []
    run: list[str] = []
    for row in sorted([*lines.units, *headings]):
        if row in names:
            run.append(names[row])
            continue
        if run:
            current = run if len(run) > 1 else [*current[:-1], *run]
            run = []
        chains[row] = current
    groups = _split_two_levels([chains[i] for i in lines.units])
    note = _make_groups_note(table, set(headings), names, how="rækker med kun et navn")
    return PlacedLines(lines.drop_texts(set(headings)), groups, (note,))


def _split_two_levels(chains: Sequence[Sequence[str]]) -> list[list[str | None]]:
    """The nearest group is the afdeling, the one above it the område."""
    return [[chain[-back] if len(chain) >= back else None for chain in chains] for back in (1, 2)]


def _is_heading(table: HeadedTable, row: Row) -> bool:
    filled = [(c, text) for c, value in enumerate(row) if (text := format_cell(value))]
    first_figure = min(table.layout.number_columns.values(), default=0)
    if len(filled) != 1 or filled[0][0] >= first_figure:
        return False
    text = filled[0][1]
    return len(text) <= _LONGEST_HEADING and not _NO_HEADING.search(text)


def _read_names(table: HeadedTable, lines: Lines) -> list[str]:
    none: list[str | None] = [None] * len(lines.units)
    return [unit.name for unit in unit_names.read_units(lines, table.layout.columns, none)]


def _find_first_text(row: Row) -> str:
    return _INDENT.sub("", next((text for v in row if (text := _read_text(v))), ""), count=1)


def _read_text(value: Value) -> str:
    return format_cell(value) if isinstance(value, str) else ""


def _is_whole(name: str, settings: Settings) -> bool:
    kommune = fold_name(settings.municipality)
    return fold_name(name) in {
        kommune,
        kommune.removesuffix(" kommune"),
        "kommunen",
        "hele kommunen",
    }


def _make_groups_note(
    table: HeadedTable, rows: set[int], names: dict[int, str], *, how: str
) -> Problem:
    named = [f"»{names[row]}«" for row in sorted(rows)] or ["ingen"]
    listed = danish.join_words(named, limit=_NAMES_SHOWN)
    message = f"Filen har ingen kolonne med afdeling. Afdelinger er læst af {how}: {listed}."
    first = min(rows, default=table.layout.index)
    return table.make_problem(
        "groups_from_rows", message, first, column=table.layout.columns["enhed"]
    )
