"""A file's sheets, held by column, with their cells' addresses; nothing is interpreted here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from typing import overload

from data_loaders.files.columns import (
    EncodedColumn,
    encode_cells,
    join_columns,
    merge_equal_values,
    repeat_value,
)
from data_loaders.files.raw_sheet import Note, SheetFrame
from data_loaders.files.values import Row, Value

_BATCH = 4096  # rows that are made at a time


@dataclass(frozen=True)
class Sheet(SheetFrame):
    """One sheet, held by column; all columns are of the sheet's height. An empty cell is None.

    `rows[0][0]` is the cell at `top`, `left`.
    """

    columns: tuple[EncodedColumn[Value], ...] = field(kw_only=True)
    height: int = field(kw_only=True)

    @classmethod
    def from_rows(
        cls,
        name: str,
        rows: Iterable[Iterable[Value]],
        *,
        hidden: bool = False,
        percent_columns: tuple[int, ...] = (),
    ) -> "Sheet":
        """Make a sheet, from A1 on, of rows; they may be of different lengths."""
        lists = [list(row) for row in rows]
        columns = tuple(map(encode_cells, zip_longest(*lists)))
        return cls(
            name, hidden, percent_columns=percent_columns, columns=columns, height=len(lists)
        )

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    @cached_property
    def rows(self) -> "SheetRows":
        """The sheet's rows, each as long as the sheet is wide."""
        return SheetRows(self.columns, self.height)

    def column(self, place: int, first: int = 0) -> EncodedColumn[Value]:
        """Return a column's cells from row `first` on; empty ones for a place beyond the last."""
        empty: EncodedColumn[Value] = repeat_value(None, self.height)
        column = self.columns[place] if place < self.width else empty
        return column.take(slice(first, None)).compact()

    def change_column(
        self, place: int, change: Callable[[Value], Value], first: int = 0
    ) -> "Sheet":
        """Change a column's cells from row `first` on, looking at each different one once."""
        if place >= self.width:
            return self
        above = self.columns[place].take(slice(first)).compact()
        below = self.column(place, first).map(change)
        columns = list(self.columns)
        columns[place] = merge_equal_values(join_columns([above, below]))
        return replace(self, columns=tuple(columns))

    def empty_rows(self, places: Sequence[int]) -> "Sheet":
        """Empty all cells of some rows."""
        columns = []
        for column in self.columns:
            codes = column.codes.copy()
            codes[list(places)] = len(column.values)
            emptied = EncodedColumn([*column.values, None], codes)
            columns.append(merge_equal_values(emptied).compact())
        return replace(self, columns=tuple(columns))

    def cut(self, rows: slice = slice(None), columns: slice = slice(None)) -> "Sheet":
        """Return part of the sheet as one of its own, at its place; it says nothing of looks."""
        height, width = range(self.height)[rows], range(self.width)[columns]
        return Sheet(
            self.name,
            self.hidden,
            self.top + (rows.start or 0),
            self.left + (columns.start or 0),
            columns=tuple(self.columns[place].take(rows).compact() for place in width),
            height=len(height),
        )


@dataclass(frozen=True)
class SheetRows(Sequence[Row]):
    """A sheet's rows; each is made when it is asked for."""

    columns: tuple[EncodedColumn[Value], ...]
    height: int

    def __len__(self) -> int:
        return self.height

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return self._make_rows(index)
        return [column[index] for column in self.columns]

    def __iter__(self) -> Iterator[Row]:
        for first in range(0, self.height, _BATCH):
            yield from self._make_rows(slice(first, first + _BATCH))

    def _make_rows(self, rows: slice) -> list[Row]:
        if not self.columns:
            return [[] for _ in range(self.height)[rows]]
        parts = (column.take(rows).cells() for column in self.columns)
        return list(map(list, zip(*parts, strict=True)))


@dataclass(frozen=True)
class Grid:
    """A file's sheets in its own order, the dialect that it was written in, and notes on it."""

    dialect: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
