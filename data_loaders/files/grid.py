"""Cells as read, with their addresses; nothing is interpreted here.

A grid crosses from the reading process as lines of JSON: first the dialect, then for each sheet
its name and its rows. What JSON cannot say (dates, error cells) is a two-part list.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from core.errors import FileRefusedError

MAX_CELLS = 8_000_000
MAX_WRITTEN = 60_000_000  # characters; a hundred thousand rows of an extract are ten million
LONGEST_CELL = 32_767  # as in Excel
_LONGEST_SHEET_NAME = 100
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an error ("#REF!") or a formula without a stored result ("=A1+B1")."""

    text: str


Value = None | str | int | float | bool | date | datetime | ErrorCell
Row = list[Value]


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[0][0]` is the cell at `top`, `left`, both counted from 0.

    Rows may be ragged: what lies beyond the end of one is empty. A text file is one sheet whose
    name is "".
    """

    name: str
    rows: list[Row]
    hidden: bool = False
    top: int = 0
    left: int = 0

    def row_number(self, index: int) -> int:
        """The number that a spreadsheet shows beside `rows[index]`."""
        return self.top + index + 1

    def address(self, index: int, column: int) -> str:
        """The address of `rows[index][column]`, as a spreadsheet writes it: "D7"."""
        return f"{letters(self.left + column)}{self.row_number(index)}"


@dataclass(frozen=True)
class Grid:
    """A file's sheets, in its own order, and the dialect that it was written in."""

    dialect: str
    sheets: tuple[Sheet, ...]


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
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, ErrorCell):
        return cleaned(value.text)
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


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


def write(dialect: str, sheets: Iterable[Sheet], out: IO[str]) -> None:
    """Write a grid as lines of JSON, a sheet at a time.

    Raises FileRefusedError (`too_many_cells`, `too_large`) before the cells, or the text in them,
    are more than our own process, which has no limit, should hold.
    """
    cells = written = 0
    out.write(json.dumps({"dialect": dialect}) + "\n")
    for sheet in sheets:
        name = cleaned(sheet.name)[:_LONGEST_SHEET_NAME]
        head = {"sheet": name, "hidden": sheet.hidden, "top": sheet.top, "left": sheet.left}
        written += out.write(json.dumps(head) + "\n")
        for index, row in enumerate(sheet.rows):
            _check_texts(sheet, index)
            cells += len(row)
            line = json.dumps(row, default=_packed) + "\n"
            written += len(line)
            _check_sizes(cells, written)
            out.write(line)


def read(lines: Iterator[str]) -> Grid:
    """Read what `write` wrote; ValueError when it was cut off or is something else."""
    dialect = str(json.loads(next(lines, "null"))["dialect"])
    sheets: list[Sheet] = []
    for line in lines:
        parsed = json.loads(line)
        if isinstance(parsed, dict):
            name, hidden = str(parsed["sheet"]), bool(parsed["hidden"])
            sheets.append(Sheet(name, [], hidden, int(parsed["top"]), int(parsed["left"])))
        else:
            has_special = "[" in line[1:]
            sheets[-1].rows.append([_unpacked(v) for v in parsed] if has_special else parsed)
    return Grid(dialect, tuple(sheets))


def _check_texts(sheet: Sheet, index: int) -> None:
    for column, value in enumerate(sheet.rows[index]):
        text = value.text if isinstance(value, ErrorCell) else value
        if isinstance(text, str) and len(text) > LONGEST_CELL:
            raise FileRefusedError(
                f"Cellen {sheet.address(index, column)} har over 32.767 tegn, og det er flere, end "
                "Excel kan have i en celle. Slet teksten, og indlæs filen igen.",
                code="too_large",
            )


def _check_sizes(cells: int, written: int) -> None:
    advice = "Slet de ark og kolonner, der ikke er en del af udtrækket, og indlæs filen igen."
    if cells > MAX_CELLS:
        message = f"Filen har over {MAX_CELLS // 1_000_000} millioner celler. {advice}"
        raise FileRefusedError(message, code="too_many_cells")
    if written > MAX_WRITTEN:
        message = f"Filen har over {MAX_WRITTEN // 1_000_000} millioner tegn i sine celler. "
        raise FileRefusedError(message + advice, code="too_large")


def _packed(value: object) -> list[str]:
    if isinstance(value, ErrorCell):
        return ["error", value.text]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return ["text", str(value)]


def _unpacked(value: Any) -> Value:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, text = value
    if kind == "error":
        return ErrorCell(text)
    return datetime.fromisoformat(text) if kind == "date" else str(text)
