"""Which time a cell or a header speaks of: a month, a quarter, a year, or some other span."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from core.quarter import Period, Quarter, find_periods, locate_periods
from data_loaders.files.grid import Value, text_of

TimeInText = tuple[Period, int, int]

_MONTHS = (
    ("januar", "january", "jan"), ("februar", "february", "feb"), ("marts", "march", "mar"),
    ("april", "apr"), ("maj", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("august", "aug"), ("september", "sept", "sep"), ("oktober", "october", "okt", "oct"),
    ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_WORDED_MONTH = re.compile(
    rf"\b({_NAME})\b\.?(?:[\s,./-]*({_YEAR})(?!\d)|[\s-]?'?(\d\d)(?![\d.]))", re.IGNORECASE
)
_NUMBERED_MONTH = re.compile(
    rf"(?<![\d.])(?:({_YEAR})[-/M](0[1-9]|1[0-2])|(0[1-9]|1[0-2])[./]({_YEAR}))(?![\d.-])"
)
_YEARLESS = re.compile(
    rf"(?<![\w.,])(?:([1-4])\s*\.?\s*(?:kvartal|kvt|kv)\b\.?|[KQ]\s?([1-4])(?!\w)|({_NAME})\b\.?)",
    re.IGNORECASE,
)
_NO_YEAR = 1  # as the year of a month or a quarter that does not say its own
_DAY_IN_WORDS = rf"(\d{{1,2}})\.?\s*({_NAME})\.?"
_LONG_DAY = re.compile(rf"\b{_DAY_IN_WORDS}\s+({_YEAR})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:-|–|—|til|to)\s*", re.IGNORECASE)
_LONG_SPAN = re.compile(
    rf"\b{_DAY_IN_WORDS}(?:\s+({_YEAR}))?{_BETWEEN.pattern}{_DAY_IN_WORDS}\s+({_YEAR})",
    re.IGNORECASE,
)
_TWO_DIGITS = re.compile(r"\d\d")
_ANY_YEAR = re.compile(rf"(?<!\d)(?<!\d[./-]){_YEAR}(?!\d|[./-]\d)")
_ANY_DAY = re.compile(rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d-\d\d")
_ONLY_YEAR = re.compile(rf"(?:(?:kalender|regnskabs)?år(?:et)?\s+)?({_YEAR})", re.IGNORECASE)
_PART_OF_YEAR = re.compile(r"[kq]?\s*(\d{1,2})\s*\.?\s*(?:kvartal|kvt|kv)?\.?", re.IGNORECASE)
_SHORT = re.compile(rf"(\d{{1,2}})\s*[./-]\s*({_YEAR})")
_DAY = re.compile(rf"(\d{{2}})[.-](\d{{2}})[.-]({_YEAR})|({_YEAR})-(\d{{2}})-(\d{{2}})")
_JOINED = re.compile(rf"({_YEAR})(0[1-9]|1[0-2]|[1-4])")
_ROLLING = re.compile(
    r"rullende|glidende|løbende\s+(?:år|12|tolv)|(?:seneste|sidste)\s+(?:12|tolv|4|fire)\b|rolling|"
    r"(?:12|tolv)\s*(?:mdr|måneder)",
    re.IGNORECASE,
)
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 60_000  # days of 1982 and 2064 as Excel counts them
_SERIAL_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of a calendar has no zone


@lru_cache(maxsize=1_000)
def count_months(period: Period) -> int:
    """Return how many months a span is, if it is one, three or twelve whole ones; else 0."""
    first, last = period.first, period.last
    whole = first.day == 1 and last == _month(last.year, last.month).last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    fits_quarters = months != 3 or bool(period.quarters)
    return months if whole and months in (1, 3, 12) and fits_quarters else 0


def rolling_year_to(last: date) -> Period:
    """Return the twelve months that end with a day, which is the last of its month."""
    return Period((Quarter.from_day(last) - 3).period.first, last)


def mentions_rolling_year(text: str) -> bool:
    """Whether a text says that its figures are of rolling twelve months."""
    return bool(_ROLLING.search(text))


@lru_cache(maxsize=5_000)
def find_times(text: str) -> Sequence[TimeInText]:
    """Find the times that a text mentions, in order, each with where it starts and ends."""
    if not _TWO_DIGITS.search(text):
        return []  # at a glance: no time is without its year
    found = locate_periods(text)
    if not found:
        spans = [
            (period, *hit.span())
            for hit in _LONG_SPAN.finditer(text)
            for period in find_periods(_span_in_digits(hit))
        ]
        return spans or _months(text)
    joined = [found[0]]
    for period, start, end in found[1:]:
        before, begin, until = joined[-1]
        if _BETWEEN.fullmatch(text[until:start]):
            joined[-1] = (Period(before.first, period.last), begin, end)
        elif start >= until:
            joined.append((period, start, end))
    return joined


def find_yearless_times(text: str) -> list[TimeInText]:
    """Find the months and quarters without a year, "Jan" and "K1", in a text without other times.

    See `is_yearless` and `in_year`.
    """
    return (
        []
        if find_times(text)
        else [(_of_no_year(hit), *hit.span()) for hit in _YEARLESS.finditer(text)]
    )


def is_yearless(period: Period) -> bool:
    """Whether a month or a quarter is of a year that is not said."""
    return period.first.year == _NO_YEAR


def place_in_year(period: Period, year: int) -> Period:
    """Return the same month or quarter of a year."""
    if count_months(period) == 3:
        return Quarter(year, Quarter.from_day(period.first).number).period
    return _month(year, period.first.month)


def read_only_year(text: str) -> int:
    """Return the year where a text is only that, "2024" or "Kalenderår 2024"; else 0."""
    only = _ONLY_YEAR.fullmatch(text)
    return int(only[1]) if only else 0


def find_years(text: str) -> set[int]:
    """Return the years that a text mentions, but for those of single days."""
    spans = {day.year for period, _, _ in find_times(text) for day in (period.first, period.last)}
    return spans | set(
        map(int, _ANY_YEAR.findall(_ANY_DAY.sub(" ", write_days_in_digits(strip_times(text)))))
    )


def strip_times(text: str) -> str:
    """Take the times that a text mentions out of it, also those without a year."""
    for _, start, end in reversed(find_times(text) or find_yearless_times(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def read_period(value: Value, *, year: str = "", months: bool = False) -> Period | None:
    """Return the time that a cell means; None where it means none, or several.

    Args:
        value: The cell: a day stands for its month, written as text the month's last one only.
        year: The year, where the cell only has a number or a name.
        months: Whether a bare number is that of a month, and not of a quarter.
    """
    if isinstance(value, date):
        return _month(value.year, value.month)
    text = text_of(value)
    if year and (found := _part(text, int(year), months=months)):
        return found
    if only := _ONLY_YEAR.fullmatch(text):
        return Period(date(int(only[1]), 1, 1), date(int(only[1]), 12, 31))
    if pair := _SHORT.fullmatch(text):
        is_month = months or int(pair[1]) > 4 or text.startswith("0")
        return _numbered(int(pair[2]), int(pair[1]), months=is_month)
    if pair := _JOINED.fullmatch(text):
        return _numbered(int(pair[1]), int(pair[2]), months=len(pair[2]) == 2)
    found_there = list(dict.fromkeys(period for period, _, _ in find_times(text)))
    return _widened(text, found_there[0]) if len(found_there) == 1 else _ending(text)


def are_month_numbers(values: Sequence[Value]) -> bool:
    """Whether the bare numbers of a column are months: some are more than four, or begin with 0."""
    texts = set(map(text_of, values))
    pairs = [_SHORT.fullmatch(text) or re.fullmatch(r"(\d{1,2})", text) for text in texts]
    return any(pair and (int(pair[1]) > 4 or pair[1].startswith("0")) for pair in pairs)


def write_day(value: Value) -> str:
    """Write a cell of a column of days as a day, also where it is a spreadsheet's bare number."""
    if isinstance(value, int | float) and _FIRST_SERIAL < value < _LAST_SERIAL:
        return f"{_SERIAL_BEGIN + timedelta(days=int(value)):%d.%m.%Y}"
    return text_of(value)


def write_days_in_digits(text: str) -> str:
    """Write the days of a text that are in words, "14. januar 2025", in digits."""
    return _LONG_DAY.sub(_short_day, _LONG_SPAN.sub(_span_in_digits, text))


def _widened(text: str, period: Period) -> Period:
    is_rolling_quarter = count_months(period) == 3 and mentions_rolling_year(text)
    return rolling_year_to(period.last) if is_rolling_quarter else period


def _of_no_year(hit: re.Match[str]) -> Period:
    if hit[3]:
        return _month(_NO_YEAR, _NUMBERS[hit[3].casefold()])
    return Quarter(_NO_YEAR, int(hit[1] or hit[2])).period


def _part(text: str, year: int, *, months: bool) -> Period | None:
    """Read "4", "4. kvt." or "oktober" beside a year of its own."""
    if number := _NUMBERS.get(text.casefold().rstrip(".")):
        return _month(year, number)
    only = _PART_OF_YEAR.fullmatch(text)
    if not only:
        return None
    is_bare = text.strip(" .").isdecimal()
    return _numbered(year, int(only[1]), months=months and is_bare)


def _numbered(year: int, number: int, *, months: bool) -> Period | None:
    if months and 1 <= number <= 12:
        return _month(year, number)
    return Quarter(year, number).period if 1 <= number <= 4 else None


def _ending(text: str) -> Period | None:
    """Return the month that ends with the day that a text is; None for any other text."""
    day = _DAY.fullmatch(text)
    if not day or not 1 <= int(day[2] or day[5]) <= 12:
        return None
    found = _month(int(day[3] or day[4]), int(day[2] or day[5]))
    return found if found.last.day == int(day[1] or day[6]) else None


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _months(text: str) -> list[TimeInText]:
    worded = [
        (_month(_full(hit[2] or hit[3]), _NUMBERS[hit[1].casefold()]), *hit.span())
        for hit in _WORDED_MONTH.finditer(text)
    ]
    numbered = [
        (_month(int(hit[1] or hit[4]), int(hit[2] or hit[3])), *hit.span())
        for hit in _NUMBERED_MONTH.finditer(text)
    ]
    return sorted(worded + numbered, key=lambda found: found[1])


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _span_in_digits(span: re.Match[str]) -> str:
    """Write a span of days, of which the first may lack its year, in digits."""
    day, month, year, last_day, last_month, last_year = span.groups()
    first = f"{int(day)}.{_NUMBERS[month.casefold()]}.{year or last_year}"
    return f"{first} - {int(last_day)}.{_NUMBERS[last_month.casefold()]}.{last_year}"


def _short_day(day: re.Match[str]) -> str:
    return f"{int(day[1])}.{_NUMBERS[day[2].casefold()]}.{day[3]}"
