"""What a cell can hold, and how it is written; nothing is interpreted here.

The process that reads files imports this at every file: it needs nothing but the standard library.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.cpr import REMOVED

MAX_CELLS = 20_000_000  # of all sheets, as rectangles: a million rows of twenty columns
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


def to_column_letters(column_index: int) -> str:
    """Return the letters that a spreadsheet shows above a column: 0 is "A", 26 is "AA"."""
    name = ""
    while column_index >= 0:
        column_index, place = divmod(column_index, 26)
        name = chr(ord("A") + place) + name
        column_index -= 1
    return name


def to_column_index(name: str) -> int:
    """Return the place, from 0, of a column named by its letters: "A" is 0, "AA" is 26."""
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def to_exact_decimal(number: float) -> Decimal:
    """Return the shortest decimal that reads back as this number, without a trailing ",0"."""
    if isinstance(number, float) and not number.is_integer():
        return Decimal(repr(number))
    return Decimal(int(number))


def format_cell(value: Value) -> str:
    """Write a cell as a user sees it, on one line: whole numbers without decimals, days Danish."""
    return _TEXTS[type(value)](value)


def clean_text(text: str) -> str:
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
    visible = (mark for mark in line if unicodedata.category(mark) not in _UNSEEN)
    return " ".join("".join(visible).split())


def name_place(sheet: str) -> str:
    """Say where something stands: "på arket »Ark1«", or "i filen" where a sheet has no name."""
    return f"på arket »{sheet}«" if sheet else "i filen"


# By type, since it is asked of millions of cells.
_TEXTS: dict[type, Callable[[Any], str]] = {
    str: clean_text,
    float: lambda number: str(int(number)) if number.is_integer() else str(number),
    int: str,
    bool: lambda value: "SAND" if value else "FALSK",
    date: lambda day: f"{day:%d.%m.%Y}",
    datetime: lambda day: f"{day:%d.%m.%Y}",
    ErrorCell: lambda error: clean_text(error.text),
    Hidden: lambda cell: REMOVED if cell.mark else _TAKEN_AWAY,
    type(None): lambda _: "",
}
