"""Days as people and systems write them."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from data_loaders.files.grid import Value, text_of

OPEN_END = date.max  # "31.12.9999": for as long as anyone knows
DATE_ORDER = "dates"  # the question of how a file's dates are written
MONTH_NAMES = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = r"(?P<name>" + "|".join(MONTH_NAMES) + r"|may|oct)[a-zæøå]*\.?"

_NONE = re.compile(r"0{1,2}[.\-/]0{1,2}[.\-/]0{4}|0{4}-00-00|0{8}|[-–—]")
_CLOCK = re.compile(r"[T ]\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?Z?$")
_OPEN_YEAR = 9999
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 18 May 1927 to 11 January 2119
_SERIAL_ZERO = date(1899, 12, 30)
_PIVOT = 69  # as in POSIX: "69" is 1969, "68" is 2068
_NOTHING = ""
_MONTHS = 12
# With full stops the day is first; with hyphens it mostly is, but they may show otherwise.
_EITHER_WAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})(\2(?:\d{4}|\d\d)(?!\d).*)")


class DateOrder(StrEnum):
    """What a date such as 10/01/2024 begins with."""

    DAY_FIRST = "dag først"
    MONTH_FIRST = "måned først"


def read_day(value: Value) -> date | None:
    """Read a cell as a day; None for no day ("", "00.00.0000"), OPEN for one in the year 9999.

    ValueError for anything else.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _read_serial(value)
    text = _CLOCK.sub(_NOTHING, text_of(value))
    if not text or _NONE.fullmatch(text):
        return None
    for form, reader in _FORMS:
        if parts := form.fullmatch(text):
            return reader(parts)
    raise ValueError(text)


def find_date_orders(values: Iterable[Value]) -> frozenset[DateOrder]:
    """Return what some dates show that they begin with; nothing where no number is over twelve."""
    pairs = [(int(parts[1]), int(parts[3])) for parts in map(_match_either_order, values) if parts]
    day_first = any(first > _MONTHS >= second for first, second in pairs)
    month_first = any(second > _MONTHS >= first for first, second in pairs)
    shown = ((DateOrder.DAY_FIRST, day_first), (DateOrder.MONTH_FIRST, month_first))
    return frozenset(order for order, is_shown in shown if is_shown)


def has_two_readings(value: Value) -> bool:
    """Whether a cell is another day with its month first, and written so that it may be."""
    parts = _match_either_order(value)
    if not parts or parts[2] != "/":
        return False
    first, second = int(parts[1]), int(parts[3])
    return first != second and max(first, second) <= _MONTHS


def put_day_first(value: Value) -> Value:
    """Turn a date that has its month first; any other cell stays as it is."""
    parts = _match_either_order(value)
    return f"{parts[3]}{parts[2]}{parts[1]}{parts[4]}" if parts else value


def _match_either_order(value: Value) -> re.Match[str] | None:
    return _EITHER_WAY.fullmatch(text_of(value)) if isinstance(value, str) else None


def month_number(name: str) -> int:
    """Return the number of a month, by the beginning of its Danish or English name."""
    short = {"may": "maj", "oct": "okt"}.get(name.casefold(), name.casefold())
    return MONTH_NAMES.index(short[:3]) + 1


def _read_serial(number: float) -> date | None:
    """Read a number as a spreadsheet does: days since 1900."""
    if number == 0:
        return None
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise ValueError(number)
    return _SERIAL_ZERO + timedelta(days=int(number))


def _make_day(year: str, month: str, day_of_month: str) -> date:
    number = int(year)
    if len(year) == len("24"):
        number += 1900 if number >= _PIVOT else 2000
    return OPEN_END if number == _OPEN_YEAR else date(number, int(month), int(day_of_month))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (
        re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4}|\d\d)"),
        lambda parts: _make_day(parts[3], parts[2], parts[1]),
    ),
    (
        re.compile(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})"),
        lambda parts: _make_day(parts[1], parts[2], parts[3]),
    ),
    (
        re.compile(r"(\d{4})(\d\d)(\d\d)"),
        lambda parts: _make_day(parts[1], parts[2], parts[3]),
    ),
    (
        re.compile(rf"(\d{{1,2}})\.? ?{MONTH} ?(\d{{4}})", re.IGNORECASE),
        lambda parts: _make_day(parts[3], str(month_number(parts["name"])), parts[1]),
    ),
    (re.compile(r"\d{5}"), lambda parts: _read_serial(int(parts[0]))),
)
