"""Days as people and systems write them, alone in a cell or within a text."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from babel import Locale

from core.danish import COPENHAGEN
from data_loaders.files.values import Value, format_cell

OPEN_END = date.max  # "31.12.9999": for as long as anyone knows
DATE_ORDER = "dates"  # the question of how a file's dates are written
YEAR = r"(?:19|20)\d\d"
# A day in digits within a text; whether there is such a day is another question.
DAY = r"(?:\d{1,2}[.\-/]\d{1,2}[.\-/](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2})"
BETWEEN = r"\s*(?:-|–|—|til|to)\s*"


def _number_months(*languages: str) -> dict[str, int]:
    """Return the number of each month by its full and its short names, in small letters."""
    return {
        name.casefold().rstrip("."): number
        for language in languages
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months["format"][width].items()
    }


def _join_names(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


# Files come in Danish or English; British English has "Sept", which Danes write too.
MONTH_NUMBERS = _number_months("da", "en", "en_GB")
MONTH = _join_names(MONTH_NUMBERS)
DANISH_MONTH = _join_names((*_number_months("da"), "sept"))

_NO_DAY = re.compile(r"0{1,2}[.\-/]0{1,2}[.\-/]0{4}|0{4}-00-00|0{8}|[-–—]")
_CLOCK = re.compile(r"[T ]\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?$")
_ZONED = re.compile(
    r"(.*?\d)[T ](\d{1,2})[:.](\d\d)(?:[:.]\d\d(?:[.,]\d+)?)? ?"
    r"(?:Z|UTC|GMT|([+-])(\d\d):?(\d\d)?)",
    re.IGNORECASE,
)
_OPEN_YEAR = 9999
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 18 May 1927 to 11 January 2119
_SERIAL_ZERO = date(1899, 12, 30)
_PIVOT = 69  # as in POSIX: "69" is 1969, "68" is 2068
_MONTHS_OF_YEAR = 12
# With full stops the day is first; with hyphens it mostly is, but they may show otherwise.
_EITHER_ORDER = re.compile(r"(\d{1,2})([/-])(\d{1,2})(\2(?:\d{4}|\d\d)(?!\d).*)")
_MONTH_MAY_BE_FIRST = re.compile(r".*/|\d{4}-")
_DAY_AND_MONTH = rf"(\d{{1,2}})\.?\s*({MONTH})\.?"
_WORDED_DAY = re.compile(rf"\b{_DAY_AND_MONTH}\s+({YEAR})", re.IGNORECASE)
# The first day may stand without its month: "1.-15. november 2024".
_WORDED_SPAN = re.compile(
    rf"\b(?:{_DAY_AND_MONTH}(?:\s+({YEAR}))?|(\d{{1,2}})(?:\.|(?=[-–])))"
    rf"{BETWEEN}{_DAY_AND_MONTH}\s+({YEAR})",
    re.IGNORECASE,
)
_DRAWN = (
    r"(?:udtr[æa]e?k|udtrukket|\btr[æa]e?k(?:dato|dag|ket|tidspunkt)|k[øo]e?rt\b|k[øo]e?rsel|dannet|"
    r"rapportdato|udskrevet|genereret|eksporteret)"
)
_DRAWN_DAY = re.compile(rf"{_DRAWN}[^\d\n]{{0,30}}({DAY})", re.IGNORECASE)
_DRAWN_HEADER = re.compile(_DRAWN, re.IGNORECASE)


class DateOrder(StrEnum):
    """What a date such as 10/01/2024 begins with."""

    DAY_FIRST = "dag først"
    MONTH_FIRST = "måned først"


def find_last_day_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def read_day(value: Value) -> date | None:
    """Read a cell as a day; None for no day ("", "00.00.0000"), OPEN_END for one in the year 9999.

    A number counts days as spreadsheets do; a moment in UTC or with an offset is on the day that it
    was in Denmark. ValueError for anything else.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _read_serial(value)
    text = format_cell(value)
    if moment := _ZONED.fullmatch(text):
        return _read_zoned_day(moment)
    text = _CLOCK.sub("", text)
    if not text or _NO_DAY.fullmatch(text):
        return None
    for form, reader in _FORMS:
        if parts := form.fullmatch(text):
            return reader(parts)
    raise ValueError(text)


def read_span(first: Value, last: Value) -> tuple[date, date]:
    """Read the two days of a span, the month before the day where the other order is impossible.

    ValueError where one of them is no day.
    """
    try:
        days = read_day(first), read_day(last)
    except ValueError:
        if not all(_MONTH_MAY_BE_FIRST.match(format_cell(value)) for value in (first, last)):
            raise
        days = read_day(put_day_first(first)), read_day(put_day_first(last))
    begin, end = days
    if begin is None or end is None:
        raise ValueError(f"{format_cell(first)} - {format_cell(last)}")
    return begin, end


def find_date_orders(values: Iterable[Value]) -> frozenset[DateOrder]:
    """Return whether some dates begin with day or month; empty where no number is over twelve."""
    matches = map(_match_either_order, values)
    pairs = [(int(parts[1]), int(parts[3])) for parts in matches if parts]
    has_day_first = any(first > _MONTHS_OF_YEAR >= second for first, second in pairs)
    has_month_first = any(second > _MONTHS_OF_YEAR >= first for first, second in pairs)
    orders = ((DateOrder.DAY_FIRST, has_day_first), (DateOrder.MONTH_FIRST, has_month_first))
    return frozenset(order for order, is_shown in orders if is_shown)


def has_two_readings(value: Value) -> bool:
    """Whether a cell is another day with its month first, and written so that it may be."""
    parts = _match_either_order(value)
    if not parts or parts[2] != "/":
        return False
    first, second = int(parts[1]), int(parts[3])
    return first != second and max(first, second) <= _MONTHS_OF_YEAR


def put_day_first(value: Value) -> Value:
    """Turn a date that has its month first; any other cell stays as it is."""
    parts = _match_either_order(value)
    return f"{parts[3]}{parts[2]}{parts[1]}{parts[4]}" if parts else value


def write_days_in_digits(text: str) -> str:
    """Write the days of a text that are in words, "14. januar 2025", in digits, "14.1.2025"."""
    return _WORDED_DAY.sub(_write_in_digits, _WORDED_SPAN.sub(_write_span_in_digits, text))


def find_worded_spans(text: str) -> list[tuple[tuple[date, date], int, int]]:
    """Find spans of days such as "1. oktober - 31. december 2024".

    Each has its first and last day, and where it starts and ends in the text.
    """
    spans = []
    for match in _WORDED_SPAN.finditer(text):
        first, last = _write_span_in_digits(match).split(" - ")
        try:
            spans.append((read_span(first, last), *match.span()))
        except ValueError:
            continue
    return spans


def find_drawn_day(lines: Iterable[str]) -> date | None:
    """Find the day that the file was drawn ("Udtrukket: 14.01.2025"); None if it is not said."""
    for line in lines:
        match = _DRAWN_DAY.search(write_days_in_digits(line))
        if match and (day := read_day_in_text(match[1])):
            return day
    return None


def names_drawn_day(header: str) -> bool:
    """Whether a header is of the day that the file was drawn."""
    return bool(_DRAWN_HEADER.search(header))


def strip_drawn_day(text: str) -> str:
    """Take the day that a file was drawn out of a text; any other text is as it was."""
    in_digits = write_days_in_digits(text)
    return _DRAWN_DAY.sub(" ", in_digits) if _DRAWN_DAY.search(in_digits) else text


def read_day_in_text(text: str) -> date | None:
    """Read what `DAY` fits; None where there is no such day."""
    try:
        return read_span(text, text)[0]
    except ValueError:
        return None


def _match_either_order(value: Value) -> re.Match[str] | None:
    return _EITHER_ORDER.fullmatch(format_cell(value)) if isinstance(value, str) else None


def _write_in_digits(day: re.Match[str]) -> str:
    return f"{int(day[1])}.{MONTH_NUMBERS[day[2].casefold()]}.{day[3]}"


def _write_span_in_digits(span: re.Match[str]) -> str:
    """Write a span of days in words, of which the first may lack its year, in digits."""
    day, month, year, day_alone, last_day, last_month, last_year = span.groups()
    number = MONTH_NUMBERS[(month or last_month).casefold()]
    first = f"{int(day or day_alone)}.{number}.{year or last_year}"
    return f"{first} - {int(last_day)}.{MONTH_NUMBERS[last_month.casefold()]}.{last_year}"


def _read_zoned_day(parts: re.Match[str]) -> date | None:
    """Return the day in Denmark of a moment such as 2024-10-06T22:00:00Z: the 7 October."""
    day, hour, minute, sign, hours, minutes = parts.groups()
    day_there = read_day(day)
    if day_there is None or day_there == OPEN_END:
        return day_there
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)
    moment = datetime.combine(day_there, time(int(hour), int(minute)), zone)
    return moment.astimezone(COPENHAGEN).date()


def _read_serial(number: float) -> date | None:
    """Read a number as a spreadsheet does: days since 1900."""
    if number == 0:
        return None
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise ValueError(number)
    return _SERIAL_ZERO + timedelta(days=int(number))


def _make_day(year: str, month: str, day: str) -> date:
    number = int(year)
    if len(year) == len("24"):
        number += 1900 if number >= _PIVOT else 2000
    return OPEN_END if number == _OPEN_YEAR else date(number, int(month), int(day))


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
        re.compile(rf"(\d{{1,2}})\.? ?({MONTH})[a-zæøå]*\.? ?(\d{{4}})", re.IGNORECASE),
        lambda parts: _make_day(parts[3], str(MONTH_NUMBERS[parts[2].casefold()]), parts[1]),
    ),
    (re.compile(r"\d{5}"), lambda parts: _read_serial(int(parts[0]))),
)
