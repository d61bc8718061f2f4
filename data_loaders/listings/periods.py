"""Years, half-years, quarters, months, days and other spans, as cells and titles write them."""

import re
from datetime import date

from core.quarter import Period
from data_loaders.files.grid import Value, text_of
from data_loaders.tables.period import without_drawn
from data_loaders.words import times
from data_loaders.words.days import OPEN_END, read_day

_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# SAP's own numbers of tables of people: absences are infotype 2001, its table PA2001.
_INFOTYPE = re.compile(r"(?<![^\W_])(?:IT|PA|infotype)[ _-]?\d{4}(?!\d)", re.IGNORECASE)
_ANY_DAY = re.compile(r"\d{1,2}[.\-/]\d{1,2}[.\-/]\d{4}|\d{4}-\d\d-\d\d")
_HALF = re.compile(r"([12])\.? ?(?:halvår|halvaar|hå) ?((?:19|20)\d\d)", re.IGNORECASE)


def period(value: Value) -> Period:
    """Read a cell as a year, half-year, quarter, month, day or span of days.

    ValueError for anything else, also for nothing.
    """
    text = text_of(value)
    found = None if isinstance(value, date) else _half(text) or times.read_period(value)
    if found is None:
        one = read_day(value)
        found = None if one is None or one == OPEN_END else Period(one, one)
    if found is None or found.last < found.first:
        raise ValueError(text)
    return found


def of_year(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def periods_in(text: str) -> tuple[Period, ...]:
    """Find what a title, a header or a file's name says of time.

    Spans of days, quarters and months come before years. The day that a file was drawn is neither.
    """
    text = without_drawn(text)
    if found := times.find_times(text):
        return tuple(dict.fromkeys(span for span, _, _ in found))
    years = _ANY_YEAR.findall(_ANY_DAY.sub(" ", _INFOTYPE.sub(" ", text)))
    return tuple(dict.fromkeys(of_year(int(year)) for year in years))


def written(span: Period) -> str:
    """Write a period as the store keeps it.

    "2024", "2024K4", "2024-10", a day "2024-10-01", or a span of days "2024-01-01/2024-06-30".
    """
    first, last = span.first, span.last
    if span == of_year(first.year):
        return str(first.year)
    if len(span.quarters) == 1:
        return str(span.quarters[0])
    if times.count_months(span) == 1:
        return f"{first:%Y-%m}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _half(text: str) -> Period | None:
    half = _HALF.fullmatch(text)
    if not half:
        return None
    year, is_first = int(half[2]), half[1] == "1"
    return (
        Period(date(year, 1, 1), date(year, 6, 30))
        if is_first
        else Period(date(year, 7, 1), date(year, 12, 31))
    )
