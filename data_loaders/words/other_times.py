"""Words beside figures that say another time than they are read as: a month beside its quarter."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.words import times
from data_loaders.words.days import BETWEEN, MONTH
from data_loaders.words.stated_period import find_title_periods, is_of_making

WHOLE, YES = "whole_period", "ja"  # the question whether figures are of the whole time
_LONGEST_TEXT = 80
_NO_QUARTER = re.compile(
    r"\buge(?:r|rne)?\b\W*\d|\bweeks?\b\W*\d|\bhalvår|\bhalf.?year|"
    rf"\b\d{{1,2}}\.?{BETWEEN}\d{{1,2}}\.?\s*(?:{MONTH})\b",
    re.IGNORECASE,
)
_MONTH_WORD = re.compile(r"\bm(?:å|aa)ned|\bmonth", re.IGNORECASE)


def find_other_time(
    texts: Iterable[str], periods: Collection[Period], *, names_end: bool = False
) -> str:
    """Return the first text that says a part of some periods, or weeks or half a year; "" for none.

    A text that says the periods themselves may name others beside them, but for what it says a
    month is. Figures of twelve months may be named by the month or quarter that they end with:
    `names_end`.
    """
    return next(
        (text for text in texts if _says_other_time(text, periods, names_end=names_end)), ""
    )


def is_of_other_time(header: str, periods: Collection[Period], *, names_end: bool = False) -> bool:
    """Whether the header of a column of figures says a time that is not the one they are read as.

    It may say each row's own time, all of them together, or the year that they are in.
    """
    ends = [p.last for p in periods] if names_end else []
    wanted = [{p, _join(periods)} for p in periods]
    if named := times.find_times(header):
        spans = {time.period for time in named}
        return not all(spans & fitting or any(s.last in ends for s in spans) for fitting in wanted)
    if times.find_yearless_spans(header):
        placed = [(p, set(_place_spans(header, p.last.year))) for p in periods]
        return not all(
            spans & {p, _join(periods)} or any(s.last in ends for s in spans) for p, spans in placed
        )
    years = times.find_years(header)
    return bool(years) and not all({p.first.year, p.last.year} & years for p in periods)


def is_apart(header: str, periods: Collection[Period]) -> bool:
    """Whether all times that a header says, and there are some, are before or after the periods.

    A month may be the one just before or after, as of a count at the turn of a quarter.
    """
    whole = _join(periods)
    years = {day.year for p in periods for day in (p.first, p.last)}
    spans = [time.period for time in times.find_times(header)] or [
        span for year in sorted(years) for span in _place_spans(header, year)
    ]
    spans = spans or list(map(times.make_calendar_year, sorted(times.find_years(header))))
    return bool(spans) and all(_is_beyond(span, whole) for span in spans)


def _is_beyond(span: Period, whole: Period) -> bool:
    slack = timedelta(days=times.count_months(span) == 1)
    return span.last < whole.first - slack or whole.last + slack < span.first


def _join(periods: Collection[Period]) -> Period:
    return Period(min(p.first for p in periods), max(p.last for p in periods))


def _place_spans(text: str, year: int) -> list[Period]:
    return [times.place_in_year(time.period, year) for time in times.find_yearless_spans(text)]


def _says_other_time(text: str, periods: Collection[Period], *, names_end: bool) -> bool:
    says_month = bool(_MONTH_WORD.search(text))
    spans = find_title_periods([text])
    if is_of_making(text) or (not says_month and {*periods, _join(periods)} & {*spans}):
        return False
    if _NO_QUARTER.search(text):
        return True
    return any(_has_part(spans, text, p, names_end=names_end) for p in periods) or all(
        _has_month(text, p, names_end=names_end, says_month=says_month) for p in periods
    )


def _has_part(spans: Sequence[Period], text: str, period: Period, *, names_end: bool) -> bool:
    """Whether a text names months of which some are a period's, and not all of them."""
    yearless = [s for s in _place_spans(text, period.last.year) if not times.count_months(s)]
    return any(_is_part_of(span, period, names_end=names_end) for span in (*spans, *yearless))


def _has_month(text: str, period: Period, *, names_end: bool, says_month: bool) -> bool:
    """Whether a text names months of a period, and not both its first and its last."""
    named = times.find_times(text)
    months = {time.period for time in named if times.count_months(time.period) == 1}
    yearless = times.find_yearless_times(times.strip_times(text) if months else text)
    if months or says_month or len(yearless) > 1:
        months |= {times.place_in_year(time.period, period.first.year) for time in yearless}
    inside = {
        m
        for m in months
        if times.count_months(m) == 1 and _is_part_of(m, period, names_end=names_end)
    }
    ends = {period.first, period.last}
    return bool(inside) and not ends <= {day for m in inside for day in (m.first, m.last)}


def make_other_time(text: str, name: str, *, sheet: str = "") -> tuple[Problem, Question]:
    """Say that a text tells another time than the figures are read as, and ask which is right."""
    shown_text = text.strip()[:_LONGEST_TEXT]
    message = (
        f"Filen er læst som {name}, men »{shown_text}« siger en anden tid. Er tallene kun af en "
        "del, så ret kolonnen eller teksten, så filen kun siger den."
    )
    choices = (Choice(YES, f"Ja, tallene er af hele {name}"),)
    question = Question(WHOLE, f"Er tallene af hele {name}?", choices, "other_time")
    return problem("other_time", message, sheet=sheet), question


def _is_part_of(span: Period, period: Period, *, names_end: bool) -> bool:
    if names_end and span.last == period.last:
        return False
    return span != period and period.first <= span.first and span.last <= period.last
