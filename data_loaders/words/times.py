"""Months, quarters, years and other spans of days, as cells, headers and titles write them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from core.quarter import Period, Quarter, find_quarters
from data_loaders.files.values import Value, format_cell
from data_loaders.words.days import (
    BETWEEN,
    DAY,
    MONTH,
    MONTH_NUMBERS,
    OPEN_END,
    YEAR,
    find_last_day_of_month,
    find_worded_spans,
    read_day,
    read_day_in_text,
    read_span,
    strip_drawn_day,
    write_days_in_digits,
)
from data_loaders.words.year_pairs import find_pairs_of_years, mask_pairs


class TimeInText(NamedTuple):
    """A time that a text mentions, and where it starts and ends there."""

    period: Period
    start: int
    end: int


_MONTHS = 12
_NO_YEAR = 1  # as the year of a month or a quarter that does not say its own
_BETWEEN = re.compile(BETWEEN, re.IGNORECASE)
_SPAN = re.compile(rf"({DAY}){BETWEEN}({DAY})", re.IGNORECASE)
_WORDED_MONTH = re.compile(
    rf"\b({MONTH})\b\.?(?:[\s,./-]*({YEAR})(?!\d)|[\s-]?'?(\d\d)(?![\d.]))", re.IGNORECASE
)
_NUMBERED_MONTH = re.compile(
    rf"(?<![\d.])(?:({YEAR})[-/M](0[1-9]|1[0-2])(?!-)|0?(0[1-9]|1[0-2])[./]({YEAR}))(?![\d.])"
)
_SPAN_OF_MONTHS = re.compile(
    rf"(?<![\w.])({MONTH})\b\.?{BETWEEN}({MONTH})\b\.?[\s,./-]*({YEAR})(?!\d)", re.IGNORECASE
)
_YEARLESS = re.compile(
    rf"(?<![\w.,])(?:([1-4])\s*\.?\s*(?:kvartal|kvt|kv)\b\.?|[KQ]\s?([1-4])(?!\w)|({MONTH})\b\.?)",
    re.IGNORECASE,
)
_TWO_DIGITS = re.compile(r"\d\d")
_ANY_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_YEAR_OF_NO_DAY = re.compile(rf"(?<!\d)(?<!\d[./-]){YEAR}(?!\d|[./-]\d)")
_ANY_DAY = re.compile(rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{YEAR}|{YEAR}-\d\d-\d\d")
_ONLY_YEAR = re.compile(rf"(?:(?:kalender|regnskabs)?år(?:et)?\s+)?({YEAR})", re.IGNORECASE)
_HALF_YEAR = re.compile(rf"([12])\.? ?(?:halvår|halvaar|hå) ?({YEAR})", re.IGNORECASE)
_PART_OF_YEAR = re.compile(r"[kq]?\s*(\d{1,2})\s*\.?\s*(?:kvartal|kvt|kv)?\.?", re.IGNORECASE)
# SAP numbers its periods with three digits: "012.2024" is December.
_NUMBER_AND_YEAR = re.compile(rf"(\d{{1,2}}|0\d\d)\s*[./-]\s*({YEAR})")
_YEAR_AND_NUMBER = re.compile(rf"({YEAR})(?:[./-]?0(0[1-9]|1[0-2])|(0[1-9]|1[0-2]|[1-4]))")
_ONLY_DAY = re.compile(rf"\d\d[.-]\d\d[.-]{YEAR}|{YEAR}-\d\d-\d\d")
_ROLLING = re.compile(
    r"rullende|glidende|løbende\s+(?:år|12|tolv)|(?:seneste|sidste)\s+(?:12|tolv|4|fire)\b|rolling|"
    r"(?:12|tolv)\s*(?:mdr|måneder)",
    re.IGNORECASE,
)
# SAP's own numbers of tables of people: absences are infotype 2001, its table PA2001.
_INFOTYPE = re.compile(r"(?<![^\W_])(?:IT|PA|infotype)[ _-]?\d{4}(?!\d)", re.IGNORECASE)


# Periods: made, measured and written


def make_calendar_year(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def make_rolling_year(last: date) -> Period:
    """Return the twelve months that end with a day, which is the last of its month."""
    return Period((Quarter.from_day(last) - 3).period.first, last)


@lru_cache(maxsize=1_000)
def count_months(period: Period) -> int:
    """Return how many months a span is, if it is one, three or twelve whole ones; else 0."""
    first, last = period.first, period.last
    is_whole = first.day == 1 and last == find_last_day_of_month(last.year, last.month)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    fits_quarters = months != 3 or bool(period.quarters)
    return months if is_whole and months in (1, 3, 12) and fits_quarters else 0


def is_yearless(period: Period) -> bool:
    """Whether a month or a quarter is of a year that is not said."""
    return period.first.year == _NO_YEAR


def place_in_year(period: Period, year: int) -> Period:
    """Return the same months of a year; those from one year into the next end in it."""
    first, last = period.first.month, period.last.month
    return Period(date(year - (last < first), first, 1), find_last_day_of_month(year, last))


def write_period(period: Period) -> str:
    """Write a period as the store keeps it.

    "2024", "2024K4", "2024-10", a day "2024-10-01", or a span of days "2024-01-01/2024-06-30".
    """
    first, last = period.first, period.last
    if period == make_calendar_year(first.year):
        return str(first.year)
    if len(period.quarters) == 1:
        return str(period.quarters[0])
    if count_months(period) == 1:
        return f"{first:%Y-%m}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


# Times within a text


@lru_cache(maxsize=5_000)
def find_times(text: str) -> Sequence[TimeInText]:
    """Find the times that a text mentions, in order: spans of days, else quarters, else months.

    Two that "til" or a dash joins are one, also "oktober - december 2024". None is without its
    year; see `find_yearless_times`.
    """
    if not _TWO_DIGITS.search(text):
        return []  # at a glance: no time is without its year
    if pairs := find_pairs_of_years(text):
        return find_times(mask_pairs(text, pairs))
    if times := _find_spans_or_quarters(text):
        return _join_times(text, times)
    spans = [TimeInText(Period(*days), *place) for days, *place in find_worded_spans(text)]
    return spans or _join_times(text, _find_months(text))


def _join_times(text: str, times: Sequence[TimeInText]) -> list[TimeInText]:
    """Make one of two times that "til" or a dash joins; of two in one place the first counts."""
    merged = list(times[:1])
    for time in times[1:]:
        before = merged[-1]
        if _BETWEEN.fullmatch(text[before.end : time.start]):
            span = Period(before.period.first, time.period.last)
            merged[-1] = TimeInText(span, before.start, time.end)
        elif time.start >= before.end:
            merged.append(time)
    return merged


def names_part_of_pair(text: str) -> bool:
    """Whether a text names a quarter or a month of two years, "Q1 2024/25": of neither for sure."""
    masked = mask_pairs(text, find_pairs_of_years(text))
    return masked != text and bool(_YEARLESS.search(masked))


def find_yearless_times(text: str) -> list[TimeInText]:
    """Find the months and quarters without a year, "Jan" and "K1": see `place_in_year`."""
    joined = find_yearless_spans(text)
    if all(count_months(time.period) for time in joined):
        return joined
    return _list_yearless(text)


def find_yearless_spans(text: str) -> list[TimeInText]:
    """Find the times without a year in a text without other times; "okt - nov" is one."""
    has_others = find_times(text) or find_pairs_of_years(text)
    return [] if has_others else _join_times(text, _list_yearless(text))


def _list_yearless(text: str) -> list[TimeInText]:
    return [TimeInText(_make_yearless(match), *match.span()) for match in _YEARLESS.finditer(text)]


def strip_times(text: str) -> str:
    """Take the times that a text mentions out of it, also those without a year."""
    for _, start, end in reversed(find_times(text) or find_yearless_times(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def find_years(text: str) -> set[int]:
    """Return the years that a text mentions, but for those of single days."""
    text_left = _ANY_DAY.sub(" ", write_days_in_digits(strip_times(text)))
    periods = [time.period for time in find_times(text)]
    of_periods = {day.year for period in periods for day in (period.first, period.last)}
    return of_periods | set(map(int, _YEAR_OF_NO_DAY.findall(text_left)))


def find_years_of(
    parts: Sequence[Period], levels: Iterable[Sequence[str]], *, answer: str = ""
) -> dict[Period, Period]:
    """Place months and quarters without a year in the years that fit what is written nearest.

    Args:
        parts: The months and quarters.
        levels: Texts around them, the nearest first: the first level that says a year decides.
        answer: The year that a user has said, if any, which goes before all texts.

    Nothing is placed where a part fits no year or several.
    """
    if year := read_only_year(answer):
        return {part: place_in_year(part, year) for part in parts}
    for level in levels:
        texts = list(map(strip_drawn_day, level))
        if years := set[int]().union(*map(find_years, texts)):
            return _place_in_years(parts, years, texts)
    return {}


def find_year_of(parts: Sequence[Period], levels: Iterable[Sequence[str]]) -> int:
    """Return the year of the last of some months or quarters that lack it; 0 where none fits."""
    placed_times = find_years_of(parts, levels)
    return placed_times[parts[-1]].first.year if placed_times else 0


def find_periods(text: str) -> tuple[Period, ...]:
    """Find what a title, a header or a file's name says of time, without repeats.

    Spans of days, quarters and months come before years. The day that a file was drawn is neither.
    """
    text = strip_drawn_day(text)
    if times := find_times(text):
        return tuple(dict.fromkeys(time.period for time in times))
    if pairs := find_pairs_of_years(text):
        years = [int(text[start : start + 4]) for start, _ in pairs]
        return tuple(make_calendar_year(year + after) for year in years for after in (0, 1))
    years = _ANY_YEAR.findall(_ANY_DAY.sub(" ", _INFOTYPE.sub(" ", text)))
    return tuple(dict.fromkeys(make_calendar_year(int(year)) for year in years))


def mentions_rolling_year(text: str) -> bool:
    """Whether a text says that its figures are of rolling twelve months."""
    return bool(_ROLLING.search(text))


def _place_in_years(
    parts: Sequence[Period], years: Iterable[int], texts: Sequence[str]
) -> dict[Period, Period]:
    """Place each part in the one year in which it is within what the texts speak of.

    A text that speaks of less than the parts does not tell: it is of when the file was made.
    """
    times = chain(map(find_times, texts), map(_find_spans_or_quarters, texts))
    spans = [time.period for time in chain.from_iterable(times)]
    last = max((span.last for span in spans), default=None)
    placed_times = {}
    for part in parts:
        options = [place_in_year(part, year) for year in sorted(years)]
        if len(options) > 1:
            options = [
                o for o in options if any(s.first <= o.first <= o.last <= s.last for s in spans)
            ]
        if len(options) != 1 or (last and options[0].last > last):
            return {}
        placed_times[part] = options[0]
    return placed_times


# Cells that are a time


def read_only_year(text: str) -> int:
    """Return the year where a text is only that, "2024" or "Kalenderår 2024"; else 0."""
    match = _ONLY_YEAR.fullmatch(text)
    return int(match[1]) if match else 0


def read_period(value: Value, *, year: str = "", months: bool = False) -> Period | None:
    """Return the time that a cell means; None where it means none, or several.

    Args:
        value: The cell: a day stands for its month, written as text the month's last one only.
        year: The year, where the cell only has a number or a name.
        months: Whether a bare number is that of a month, and not of a quarter.
    """
    if isinstance(value, date):
        return _make_month(value.year, value.month)
    text = format_cell(value)
    if year and (part := _read_part_of_year(text, int(year), months=months)):
        return part
    if whole_year := read_only_year(text):
        return make_calendar_year(whole_year)
    if numbered := _read_numbers(text, months=months):
        return numbered
    periods = list(dict.fromkeys(time.period for time in find_times(text)))
    if len(periods) != 1:
        return _read_month_end(text)
    is_rolling = count_months(periods[0]) == 3 and mentions_rolling_year(text)
    return make_rolling_year(periods[0].last) if is_rolling else periods[0]


def parse_period(value: Value) -> Period:
    """Read a cell as a year, half-year, quarter, month, day or span of days.

    A day proper is that day alone. ValueError for anything else, also for nothing.
    """
    text = format_cell(value)
    period = None if isinstance(value, date) else _read_half_year(text) or read_period(value)
    if period is None:
        day = read_day(value)
        period = None if day is None or day == OPEN_END else Period(day, day)
    if period is None or period.last < period.first:
        raise ValueError(text)
    return period


def are_month_numbers(values: Sequence[Value]) -> bool:
    """Whether the bare numbers of a column are months: some are more than four, or begin with 0."""
    texts = set(map(format_cell, values))
    pairs = [_NUMBER_AND_YEAR.fullmatch(t) or re.fullmatch(r"(\d{1,2})", t) for t in texts]
    return any(pair and (int(pair[1]) > 4 or pair[1].startswith("0")) for pair in pairs)


def _make_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), find_last_day_of_month(year, month))


def _make_numbered(year: int, number: int, *, months: bool) -> Period | None:
    if months and 1 <= number <= 12:
        return _make_month(year, number)
    return Quarter(year, number).period if 1 <= number <= 4 else None


def _make_yearless(match: re.Match[str]) -> Period:
    if match[3]:
        return _make_month(_NO_YEAR, MONTH_NUMBERS[match[3].casefold()])
    return Quarter(_NO_YEAR, int(match[1] or match[2])).period


def _read_part_of_year(text: str, year: int, *, months: bool) -> Period | None:
    """Read "4", "4. kvt." or "oktober" beside a year of its own."""
    if number := MONTH_NUMBERS.get(text.casefold().rstrip(".")):
        return _make_month(year, number)
    match = _PART_OF_YEAR.fullmatch(text)
    is_bare = text.strip(" .").isdecimal()
    return _make_numbered(year, int(match[1]), months=months and is_bare) if match else None


def _read_numbers(text: str, *, months: bool) -> Period | None:
    """Read a month or a quarter that is two numbers: "10.2024", "4/2024", "202410", "20244"."""
    if pair := _NUMBER_AND_YEAR.fullmatch(text):
        is_month = months or int(pair[1]) > 4 or text.startswith("0")
        return _make_numbered(int(pair[2]), int(pair[1]), months=is_month)
    if pair := _YEAR_AND_NUMBER.fullmatch(text):
        number = pair[2] or pair[3]
        return _make_numbered(int(pair[1]), int(number), months=len(number) == 2)
    return None


def _read_half_year(text: str) -> Period | None:
    match = _HALF_YEAR.fullmatch(text)
    if not match:
        return None
    year, first_month = int(match[2]), 1 if match[1] == "1" else 7
    return Period(date(year, first_month, 1), find_last_day_of_month(year, first_month + 5))


def _read_month_end(text: str) -> Period | None:
    """Return the month that ends with the day that a text is; None for any other text."""
    day = read_day_in_text(text) if _ONLY_DAY.fullmatch(text) else None
    month = _make_month(day.year, day.month) if day else None
    return month if month and month.last == day else None


def _find_spans_or_quarters(text: str) -> list[TimeInText]:
    """Find the spans of days that a text mentions, else its quarters, which may overlap."""
    spans = []
    for match in _SPAN.finditer(text):
        try:
            spans.append(TimeInText(Period(*read_span(match[1], match[2])), *match.span()))
        except ValueError:
            continue
    return spans or [TimeInText(quarter.period, *place) for quarter, *place in find_quarters(text)]


def _find_months(text: str) -> list[TimeInText]:
    worded = [
        TimeInText(_make_month(int(m[2] or f"20{m[3]}"), MONTH_NUMBERS[m[1].casefold()]), *m.span())
        for m in _WORDED_MONTH.finditer(text)
    ]
    numbered = [
        TimeInText(_make_month(int(m[1] or m[4]), int(m[2] or m[3])), *m.span())
        for m in _NUMBERED_MONTH.finditer(text)
    ]
    spans = [
        TimeInText(Period(_make_month(year, first).first, _make_month(year, last).last), *m.span())
        for m in _SPAN_OF_MONTHS.finditer(text)
        for first, last in [[MONTH_NUMBERS[name.casefold()] for name in m.groups()[:2]]]
        for year in [int(m[3])]
        if first <= last
    ]
    return sorted(spans + worded + numbered, key=attrgetter("start"))
