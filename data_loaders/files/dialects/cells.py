"""What the readers of single dialects share: cells put in place, and values written alike."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import isfinite

from core.errors import FileRefusedError
from data_loaders.files.values import MAX_CELLS, ErrorCell, Row, Value

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
WIDEST_GAP = 50_000  # blank rows above a filled one: a table has none such, a stray cell has
_SPACES_A_LEVEL = 4
_POINTS_A_LEVEL = 10
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d+)?|\.\d+)\s*(pt|px|in|cm|mm)")
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835}
_MOST_SPACES = 1_000
_WHOLE = re.compile(r"\s*-?[0-9]{1,9}\s*")
# As English and Danish Excel name them, and LibreOffice those that Excel has not.
_ERROR = re.compile(
    r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|REFERENCE!|I/T|NAVN\?|VÆRDI!"
    r"|DIVISION/0!|NUL!|OVERLØB!|BEREGN!)$|Err:\d{3}$"
)
# How a text is kept a text where Excel would make it a number: ="0310".
_KEPT_TEXT = re.compile(r'="([^"]*)"$')


class DamagedFileError(Exception):
    """The bytes are not what their format says that they are."""


class Table:
    """A sheet's rows while they are read; cells come with their place, in any order.

    Blank rows and cells are there only where something follows them.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._cells = 0

    def put(self, row: int, column: int, value: Value) -> None:
        """Put a value in its place; FileRefusedError (`too_many_cells`) for one out of reach."""
        if value is None:
            return
        if row < 0 or column < 0:
            raise DamagedFileError("a place before the first")
        is_far = row - len(self.rows) > WIDEST_GAP
        if is_far or row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise make_too_many_cells_refusal()
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        cells = self.rows[row]
        missing = column + 1 - len(cells)
        if missing > 0:
            self._cells += missing
            if self._cells > MAX_CELLS:
                raise make_too_many_cells_refusal()
            cells.extend([None] * missing)
        cells[column] = value


def make_too_many_cells_refusal() -> FileRefusedError:
    """Make the refusal of a sheet with too many cells, or with one far from all others."""
    return FileRefusedError(
        f"Et ark i filen har mere end {MAX_CELLS // 1_000_000} millioner celler, eller der står en "
        "enkelt celle langt ude til højre eller langt under tabellen. Slet alt uden for tabellen, "
        "gem filen, og indlæs den igen.",
        code="too_many_cells",
    )


def make_damaged_refusal(what: str) -> FileRefusedError:
    """Make the refusal of a damaged file, which `what` names: "Regnearket"."""
    return FileRefusedError(
        f"{what} er beskadiget eller ufuldstændigt og kan ikke læses. Åbn filen i Excel, gem den "
        "som .xlsx, og indlæs den gemte fil.",
        code="unreadable",
    )


@contextmanager
def refuse_damaged(what: str, *errors: type[Exception]) -> Iterator[None]:
    """Refuse a file, which `what` names, where its library raises one of the errors given.

    They are those that the library is known to raise on damaged bytes; any other error is one of
    the program's own, and goes on.
    """
    damages: tuple[type[Exception], ...] = (DamagedFileError, *errors)
    try:
        yield
    except damages as error:
        raise make_damaged_refusal(what) from error


def read_whole_number(text: str) -> int:
    """Read a count or a place in an attribute; DamagedFileError for what is no such number."""
    if not _WHOLE.fullmatch(text):
        raise DamagedFileError("an attribute that is to be a whole number")
    return int(text)


def make_locked_refusal() -> FileRefusedError:
    """Make the refusal of a file that a password keeps closed."""
    return FileRefusedError(
        "Filen er låst med en adgangskode. Åbn den i Excel, fjern koden under Filer → Oplysninger "
        "→ Beskyt projektmappe, gem den, og indlæs den igen.",
        code="password_protected",
    )


def indent_text(value: Value, levels: float) -> Value:
    """Put spaces before a text for as far as its cell is indented, as a text file has it.

    A level is as far as Excel's button moves a text.
    """
    if not isinstance(value, str) or levels <= 0:
        return value
    return " " * min(round(levels * _SPACES_A_LEVEL), _MOST_SPACES) + value


def count_indent_levels(length: str) -> float:
    """Return how many levels of indentation a length is, as styles write it: "0.15in" is one."""
    match = _LENGTH.match(length.strip())
    return float(match[1]) * _POINTS[match[2]] / _POINTS_A_LEVEL if match else 0.0


def format_elapsed(time: timedelta) -> str:
    """Write a time of day or a duration as a spreadsheet does: "7:24:00", "255:10:10"."""
    seconds = round(time.total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hour}:{minute:02}:{second:02}"


def read_number(text: str) -> Value:
    """Read a number as formats between programs write it; what is no number is an error cell."""
    try:
        value = float(text)
    except ValueError:
        return ErrorCell(text)
    return value if isfinite(value) else ErrorCell(text)


def read_moment(text: str) -> Value:
    """Read a day or moment in ISO 8601; a text that is none, or has a time zone, stays a text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo is None else text


def read_text_cell(text: str) -> Value:
    """Read a cell of a text file: the name of an error is an error there too."""
    if _ERROR.match(text.strip()):
        return ErrorCell(text.strip())
    quoted = _KEPT_TEXT.match(text)
    return quoted[1] if quoted else text
