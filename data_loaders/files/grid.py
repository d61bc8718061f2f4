"""Cells as read, with their addresses; nothing is interpreted here."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.cpr import REMOVED

MAX_CELLS = 8_000_000  # held one by one
MAX_HELD = 20_000_000  # held by column: a million rows of twenty columns
MAX_WRITTEN = 60_000_000  # characters; a hundred thousand rows of an extract are ten million
_TAKEN_AWAY = "(fjernet)"
LONGEST_CELL = 32_767  # as in Excel
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an error ("#REF!") or a formula without a stored result ("=A1+B1")."""

    text: str


@dataclass(frozen=True)
class Hidden:
    """A cell whose content was taken away, since it was about a person.

    Two cells with the same mark are of the same person; "" tells nothing.
    """

    mark: str


Value = None | str | int | float | bool | date | datetime | ErrorCell | Hidden
Row = list[Value]


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[0][0]` is the cell at `top`, `left`, both counted from 0.

    Rows may be ragged: what lies beyond the end of one is empty. A text file is one sheet whose
    name is "". `merged` are the merged areas as places in `rows` (top, left, bottom, right, the
    last two included); `percent_columns` the places of columns where some number is shown as a
    percentage, though the cell holds the fraction. Both are empty in dialects that do not tell.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    top: int = 0
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    percent_columns: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        # Rows that are not a list are held by column, and all of one length.
        rows = self.rows if isinstance(self.rows, list) else self.rows[:1]
        return max(map(len, rows), default=0)

    def row_number(self, index: int) -> int:
        """The number that a spreadsheet shows beside `rows[index]`."""
        return self.top + index + 1

    def address(self, index: int, column: int) -> str:
        """The address of `rows[index][column]`, as a spreadsheet writes it: "D7"."""
        return f"{letters(self.left + column)}{self.row_number(index)}"


@dataclass(frozen=True)
class Note:
    """What must be said of a file that was read: a problem's code, its message, and its sheet."""

    code: str
    message: str
    sheet: str = ""


@dataclass(frozen=True)
class Grid:
    """A file's sheets in its own order, the dialect that it was written in, and notes on it."""

    dialect: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def letters(column: int) -> str:
    """Name a column counted from 0: 0 is "A", 26 is "AA"."""
    name = ""
    while column >= 0:
        column, place = divmod(column, 26)
        name = chr(ord("A") + place) + name
        column -= 1
    return name


def column_number(name: str) -> int:
    """Return the number, from 0, of a column named by its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def exact(number: float) -> Decimal:
    """Return the shortest decimal that reads back as this number, without a trailing ",0"."""
    if isinstance(number, float) and not number.is_integer():
        return Decimal(repr(number))
    return Decimal(int(number))


def text_of(value: Value) -> str:
    """Write a cell as a user sees it, on one line: whole numbers without decimals, days Danish."""
    return _TEXTS[type(value)](value)


def cleaned(text: str) -> str:
    """Write a text on one line, in Unicode's composed form, without what nobody can see.

    Control and format characters (of width zero, of direction, of terminals) are dropped: two names
    that look the same are the same.
    """
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    line = unicodedata.normalize("NFC", line)
    if line.isprintable():
        return line
    kept = (mark for mark in line if unicodedata.category(mark) not in _UNSEEN)
    return " ".join("".join(kept).split())


# By type, since it is asked of millions of cells.
_TEXTS: dict[type, Callable[[Any], str]] = {
    str: cleaned,
    float: lambda number: str(int(number)) if number.is_integer() else str(number),
    int: str,
    bool: lambda value: "SAND" if value else "FALSK",
    date: lambda day: f"{day:%d.%m.%Y}",
    datetime: lambda day: f"{day:%d.%m.%Y}",
    ErrorCell: lambda error: cleaned(error.text),
    Hidden: lambda cell: REMOVED if cell.mark else _TAKEN_AWAY,
    type(None): lambda _: "",
}
