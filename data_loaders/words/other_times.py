"""Words beside figures that say another time than they are read as: a month beside its quarter."""

import re
from collections.abc import Iterable

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


def find_other_time(texts: Iterable[str], period: Period) -> str:
    """Return the first text that says a part of a period, or weeks or half a year; "" for none.

    A text that says the period itself may name others beside it, but for what it says a month is.
    """
    return next((text for text in texts if _says_other_time(text, period)), "")


def _says_other_time(text: str, period: Period) -> bool:
    says_month = bool(_MONTH_WORD.search(text))
    spans = find_title_periods([text])
    if is_of_making(text) or (period in spans and not says_month):
        return False
    if _NO_QUARTER.search(text):
        return True
    named = times.find_times(text)
    months = {time.period for time in named if times.count_months(time.period) == 1}
    yearless = times.find_yearless_times(times.strip_times(text) if months else text)
    if months or says_month:
        year = period.first.year
        months |= {times.place_in_year(time.period, year) for time in yearless}
    inside = {m for m in months if times.count_months(m) == 1 and _is_part_of(m, period)}
    parts = [span for span in spans if _is_part_of(span, period)]
    return len(inside) == 1 or bool(parts)


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


def _is_part_of(span: Period, period: Period) -> bool:
    return span != period and period.first <= span.first and span.last <= period.last
