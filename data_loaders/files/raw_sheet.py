"""A sheet as its dialect reads it, row by row, and what must be said of the file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_loaders.files.values import Value, to_column_letters


@dataclass(frozen=True)
class SheetFrame:
    """All of a sheet but its cells; `top`, `left` is the place of its first cell, from 0.

    A text file is one sheet whose name is "". `percent_columns` are the places of columns where
    some number is shown as a percentage, though the cell holds the fraction; there are none in
    dialects that do not tell.
    """

    name: str
    hidden: bool = False
    top: int = 0
    left: int = 0
    percent_columns: tuple[int, ...] = ()

    def row_number(self, index: int) -> int:
        """The number that a spreadsheet shows beside the sheet's row `index`."""
        return self.top + index + 1

    def address(self, index: int, column: int) -> str:
        """The address of the cell in row `index` and column `column`: "D7" in a spreadsheet."""
        return f"{to_column_letters(self.left + column)}{self.row_number(index)}"


@dataclass(frozen=True)
class RawSheet(SheetFrame):
    """A sheet's rows while they are read, once; what lies beyond the end of a row is empty.

    Where the rows hold cells as a library gives them, `to_value` makes a value of one; it leaves a
    value as it is.
    """

    rows: Iterable[Sequence[Any]] = field(kw_only=True)
    to_value: Callable[[Any], Value] | None = field(kw_only=True, default=None)


@dataclass(frozen=True)
class Note:
    """What must be said of a file that was read: a problem's code, its message, and its sheet."""

    code: str
    message: str
    sheet: str = ""
