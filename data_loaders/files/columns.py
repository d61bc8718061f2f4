"""Columns in which each different value stands once, so that it is understood once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_loaders.files.encoder import ColumnEncoder
from data_loaders.files.values import Value

Codes = NDArray[np.int32]
Integers = NDArray[np.int64]
RowIndexes = NDArray[np.int64]
Mask = NDArray[np.bool_]
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, eq=False)
class EncodedColumn(Generic[T]):
    """A column: `values[codes[i]]` is what stands in row i. Equal values may stand twice.

    In a sheet's columns no two values are the same one of the same type, and each stands in some
    row; they are in no particular order.
    """

    values: Sequence[T]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> T:
        return self.values[int(self.codes[row])]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EncodedColumn) and self.cells() == other.cells()

    __hash__ = None  # type: ignore[assignment]

    def cells(self) -> list[T]:
        """Return the value of every row."""
        return list(map(self.values.__getitem__, self.codes.tolist()))

    def map(self, change: Callable[[T], U]) -> "EncodedColumn[U]":
        """Change every value."""
        return EncodedColumn([change(value) for value in self.values], self.codes)

    def take(self, rows: RowIndexes | slice) -> "EncodedColumn[T]":
        """Return some of the rows."""
        return EncodedColumn(self.values, self.codes[rows])

    def compact(self) -> "EncodedColumn[T]":
        """Leave out the values that stand in no row."""
        used = np.flatnonzero(np.bincount(self.codes, minlength=len(self.values)))
        if len(used) == len(self.values):
            return self
        places = np.zeros(len(self.values), np.int32)
        places[used] = np.arange(len(used), dtype=np.int32)
        return EncodedColumn([self.values[place] for place in used.tolist()], places[self.codes])

    def where(self, test: Callable[[T], bool]) -> Mask:
        """Say of each row whether its value passes a test."""
        passed = np.fromiter(map(test, self.values), np.bool_, len(self.values))
        return passed[self.codes]

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the rows as Arrow; None is null."""
        return pa.array(self.values, kind).take(pa.array(self.codes))

    def to_integers(self) -> Integers:
        """Return the rows, whose values are whole numbers, as an array."""
        return np.array(self.values, np.int64)[self.codes]


def repeat_value(value: T, count: int) -> EncodedColumn[T]:
    """Return a column that has one value in each of its rows."""
    return EncodedColumn([value], np.zeros(count, np.int32))


def join_columns(columns: Sequence[EncodedColumn[T]]) -> EncodedColumn[T]:
    """Put columns below each other."""
    values: list[T] = []
    codes = [np.empty(0, np.int32)]
    for column in columns:
        codes.append(column.codes + np.int32(len(values)))
        values += column.values
    return EncodedColumn(values, np.concatenate(codes))


def encode_cells(cells: Iterable[Value]) -> EncodedColumn[Value]:
    """Hold each different cell of a column once."""
    encoder = ColumnEncoder()
    encoder.extend(list(cells))
    return EncodedColumn(encoder.values, np.array(encoder.codes, np.int32))


def merge_equal_values(column: EncodedColumn[Value]) -> EncodedColumn[Value]:
    """Let each value stand once that stands several times."""
    distinct = encode_cells(column.values)
    return EncodedColumn(distinct.values, distinct.codes[column.codes])
