"""Cut a sheet with several tables, below each other or side by side, into one sheet a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.problem import LONGEST_VALUE, Problem
from data_loaders.table import header_rows
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.layout import Layout
from data_loaders.words.header_names import NUMBER_FIELDS
from data_loaders.words.stated_period import join_cells

_UNITS = {"enhed", "enhed_navn", "enhed?", "niveau2", "niveau3"}
_FIGURES = {*NUMBER_FIELDS}
_FEWEST_FIELDS = 2
_FIGURE = re.compile(r"[-−(]?[\d., ]*\d[-−)]?")


@dataclass(frozen=True)
class Region:
    """A table of a sheet, as a sheet of its own whose cells have the same addresses.

    `id` names it among the sheet's tables: the address of its first header, "" where it is the
    only one. `titles` are the rows above the sheet's first table, where this is another.
    """

    sheet: Sheet
    id: str = ""
    titles: tuple[Row, ...] = ()

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The rows above the sheet's first table as text."""
        return tuple(map(join_cells, self.titles))


@dataclass(frozen=True, eq=False)
class HeadedTable:
    """A table of a sheet with its header; two are the same only if they are one object."""

    region: Region
    layout: Layout

    @property
    def sheet(self) -> Sheet:
        """The table as a sheet of its own."""
        return self.region.sheet

    @property
    def titles(self) -> list[str]:
        """The lines above the header."""
        return self.layout.list_titles(self.sheet)

    def make_problem(self, code: str, message: str, index: int, *, column: int) -> Problem:
        """Make a problem of the cell at a row's index and a column."""
        return problem(
            code,
            message,
            sheet=self.sheet.name,
            cell=self.sheet.address(index, column),
            column=self.layout.headers[column],
            value=self.read_text(index, column),
        )

    def read_text(self, index: int, column: int) -> str:
        """Return a cell as a problem shows it."""
        row = self.sheet.rows[index]
        return format_cell(row[column])[:LONGEST_VALUE] if column < len(row) else ""


def split_tables(sheet: Sheet) -> list[Region]:
    """Return the tables of a sheet, each with the lines above it; the whole sheet where it is one.

    A header that is written again, as on every page of a print, begins no new table.
    """
    headers = _find_headers(sheet)
    below = (
        [sheet.cut(slice(*span)) for span in _find_table_spans(sheet, headers)]
        if len(headers) > 1
        else []
    )
    pairs = zip(below or [sheet], headers, strict=False)
    tables = [part for table, header in pairs for part in _cut_side_by_side(table, header)]
    if len(tables) < 2:
        return [Region(sheet)]
    first = headers[0].index - headers[0].depth + 1
    titles = tuple(sheet.rows[:first])
    return [Region(table, id=_name_corner(table), titles=titles) for table in tables]


def _find_headers(sheet: Sheet) -> list[HeaderCandidate]:
    """Find the headers that begin a table: each of another wording than the one before."""
    headers: list[HeaderCandidate] = []
    last = -1
    patience = header_rows.SearchPatience()
    for index, row in enumerate(sheet.rows):
        if index <= last or not header_rows.may_be_header(row) or not patience.try_row(row):
            continue
        best = _find_best_header(sheet, index)
        if best is None:
            continue
        last = best.index
        if not headers or _write_wording(best) not in map(_write_wording, headers):
            headers.append(best)
    return headers


def _find_best_header(sheet: Sheet, index: int) -> HeaderCandidate | None:
    """Return the header that begins at a row, or none: its last row is at most two further down."""
    options = [
        candidate
        for lowest in range(index, min(index + header_rows.DEEPEST, len(sheet.rows)))
        for candidate in header_rows.list_header_candidates(sheet, lowest)
        if candidate.index - candidate.depth + 1 >= index and _is_table(candidate)
    ]
    return max(options, key=lambda c: (len(c.recognised_fields), -c.depth, -c.index), default=None)


def _is_table(candidate: HeaderCandidate) -> bool:
    fields = {field for field, _ in candidate.recognised_fields}
    has_key = bool(fields & {*_UNITS, "afdeling", "omraade"})
    return has_key and bool(fields & _FIGURES) and len(fields) >= _FEWEST_FIELDS


def _write_wording(candidate: HeaderCandidate) -> tuple[str, ...]:
    return tuple(header.casefold() for header in candidate.headers if header)


def _find_table_spans(sheet: Sheet, headers: Sequence[HeaderCandidate]) -> list[tuple[int, int]]:
    """Give each header the lines of text right above it, and the rows down to the next one's."""
    tops = [0]
    for header in headers[1:]:
        top = header.index - header.depth + 1
        while top > 0 and not _has_figures(sheet.rows[top - 1]):
            top -= 1
        tops.append(top)
    return list(zip(tops, [*tops[1:], len(sheet.rows)], strict=True))


def _has_figures(row: Row) -> bool:
    return any(map(_is_figure, row[1:]))


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) or bool(_FIGURE.fullmatch(format_cell(value)))


def _cut_side_by_side(sheet: Sheet, header: HeaderCandidate) -> list[Sheet]:
    """Cut where a blank column stands between two tables, or where the same headers begin again."""
    starts = _find_starts(header)
    pieces = [_cut_header(header, a, b) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    if len(starts) < 2 or not all(map(_is_table, pieces)):
        return [sheet]
    ends = [*starts[1:], None]
    return [sheet.cut(columns=slice(a, b)) for a, b in zip([0, *starts[1:]], ends, strict=True)]


def _find_starts(header: HeaderCandidate) -> list[int]:
    """Find the columns where tables side by side begin: after gaps, else where heads repeat."""
    filled = [column for column, words in enumerate(header.headers) if words]
    gaps = [c for c in filled if c and not header.headers[c - 1]]
    if gaps:
        return sorted({filled[0], *gaps})
    again = [c for c in filled if header.parts[c] == header.parts[filled[0]]]
    return again if len(again) > 1 else filled[:1]


def _cut_header(header: HeaderCandidate, first: int, last: int | None) -> HeaderCandidate:
    return HeaderCandidate(header.index, header.parts[first:last], header.depth)


def _name_corner(sheet: Sheet) -> str:
    for index, row in enumerate(sheet.rows):
        if header_rows.may_be_header(row) and (best := _find_best_header(sheet, index)):
            column = next(c for c, words in enumerate(best.headers) if words)
            return sheet.address(best.index - best.depth + 1, column)
    return sheet.address(0, 0)
