"""A sheet's columns with each distinct cell held once: what a million rows can be read by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
import numpy.typing as npt

from data_loaders.files.grid import Row, Sheet, Value

Codes = npt.NDArray[np.int32]
_BATCH = 4096


@dataclass(frozen=True)
class Encoded:
    """The cells of a column: cell i is `values[codes[i]]`; an empty cell has the value None.

    Each value is some cell's, and no two are the same one of the same type: 1 and "1" and True are
    three. They stand in no particular order.
    """

    values: tuple[Value, ...]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def cells(self) -> list[Value]:
        """Return the cells one by one."""
        return list(map(self.values.__getitem__, self.codes.tolist()))

    def changed(self, change: Callable[[Value], Value]) -> "Encoded":
        """Change every cell, looking at each distinct one once."""
        among = of_cells(map(change, self.values))
        return Encoded(among.values, among.codes[self.codes])

    def part(self, rows: slice) -> "Encoded":
        """Return some of the cells."""
        codes = self.codes[rows]
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.values)))
        if len(used) == len(self.values):
            return Encoded(self.values, codes)
        places = np.zeros(len(self.values), np.int32)
        places[used] = np.arange(len(used), dtype=np.int32)
        return Encoded(tuple(self.values[place] for place in used.tolist()), places[codes])


@dataclass(frozen=True)
class ColumnRows(Sequence[Row]):
    """The rows of a large sheet, held by column; a row is made when it is asked for."""

    columns: tuple[Encoded, ...]
    height: int

    def __len__(self) -> int:
        return self.height

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            return [column.values[column.codes[index]] for column in self.columns]
        return self._rows(index)

    def __iter__(self) -> Iterator[Row]:
        for first in range(0, self.height, _BATCH):
            yield from self._rows(slice(first, first + _BATCH))

    def _rows(self, rows: slice) -> list[Row]:
        if not self.columns:
            return [[] for _ in range(self.height)[rows]]
        parts = (Encoded(column.values, column.codes[rows]).cells() for column in self.columns)
        return list(map(list, zip(*parts, strict=True)))


def encoded(sheet: Sheet, column: int, first: int = 0) -> Encoded:
    """Return a column's cells in `sheet.rows[first:]`; None where a row ends before the column."""
    rows = sheet.rows
    if isinstance(rows, ColumnRows) and column < len(rows.columns):
        whole = rows.columns[column]
        return whole.part(slice(first, None)) if first else whole
    if isinstance(rows, ColumnRows):
        return of_cells([None] * len(range(len(rows))[first:]))
    return of_cells(row[column] if column < len(row) else None for row in rows[first:])


def of_cells(cells: Iterable[Value]) -> Encoded:
    """Hold each distinct cell once."""
    places: dict[tuple[type, Value], int] = {}
    codes = [places.setdefault((type(cell), cell), len(places)) for cell in cells]
    return Encoded(tuple(value for _, value in places), np.array(codes, dtype=np.int32))


def changed(sheet: Sheet, column: int, change: Callable[[Value], Value], first: int = 0) -> Sheet:
    """Return the sheet with a column's cells changed from row `first` on."""
    rows = sheet.rows
    cells = encoded(sheet, column, first).changed(change)
    if isinstance(rows, ColumnRows):
        if column >= len(rows.columns):
            return sheet
        above = rows.columns[column].part(slice(first))
        columns = list(rows.columns)
        columns[column] = _joined(above, cells)
        return replace(sheet, rows=ColumnRows(tuple(columns), rows.height))
    copies = [list(row) for row in rows]
    for row, cell in zip(copies[first:], cells.cells(), strict=True):
        if column < len(row):
            row[column] = cell
    return replace(sheet, rows=copies)


def _joined(above: Encoded, below: Encoded) -> Encoded:
    """Put a column's cells above others."""
    among = of_cells((*above.values, *below.values))
    codes = np.concatenate([above.codes, below.codes + np.int32(len(above.values))])
    return Encoded(among.values, among.codes[codes])
