"""Columns in which each different value stands once, so that it is understood once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Typed(Generic[T]):
    """A column: `values[codes[i]]` is what stands in row i. Equal values may stand twice."""

    values: Sequence[T]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> T:
        return self.values[int(self.codes[row])]

    def take(self, rows: Rows) -> "Typed[T]":
        """Keep some rows, by place."""
        return Typed(self.values, self.codes[rows])

    def compact(self) -> "Typed[T]":
        """Leave out the values that stand in no row."""
        used, codes = np.unique(self.codes, return_inverse=True)
        return Typed([self.values[place] for place in used.tolist()], codes.astype(np.int32))

    def map(self, change: Callable[[T], U]) -> "Typed[U]":
        """Change every value."""
        return Typed([change(value) for value in self.values], self.codes)

    def where(self, test: Callable[[T], bool]) -> Mask:
        """Say of each row whether its value passes a test."""
        passed = np.fromiter(map(test, self.values), np.bool_, len(self.values))
        return passed[self.codes]

    def array(self, kind: pa.DataType) -> pa.Array:
        """Return the rows as Arrow; None is null."""
        return pa.array(self.values, kind).take(pa.array(self.codes))

    def listed(self) -> list[T]:
        """Return the value of every row."""
        values = self.values
        return [values[code] for code in self.codes.tolist()]


def constant(value: T, count: int) -> Typed[T]:
    """Return a column of one value."""
    return Typed([value], np.zeros(count, np.int32))


def joined(columns: Sequence[Typed[T]]) -> Typed[T]:
    """Put columns below each other."""
    values: list[T] = []
    codes = [np.empty(0, np.int32)]
    for column in columns:
        codes.append(column.codes + np.int32(len(values)))
        values += column.values
    return Typed(values, np.concatenate(codes))
