"""The parts of time that data are kept by, as people write them."""

from collections.abc import Sequence

from core import danish
from core.errors import UsageError
from core.quarter import Quarter
from store.kinds import WHOLE

_MOST_SHOWN = 6


def list_periods(periods: Sequence[str]) -> str:
    """Name the periods in words, many of them by the first and last; "" for data of no period."""
    names = [format_period(period) for period in periods if period != WHOLE]
    if not names:
        return ""
    if len(names) > _MOST_SHOWN:
        return f"{danish.format_number(len(names), 0)} perioder fra {names[0]} til {names[-1]}"
    return danish.join_words(names)


def format_period(period: str) -> str:
    """Write one period: "2024K4" is a quarter; a figure's own period comes after its name."""
    return _format_quarter(period, short=False) or period.replace("|", ", ")


def shorten_quarter(text: str) -> str:
    """Write a quarter as a column has room for; any other text is as it is."""
    return _format_quarter(text, short=True) or text


def _format_quarter(text: str, *, short: bool) -> str:
    if len(text) != len("2024K4") or "K" not in text:
        return ""
    try:
        quarter = Quarter.parse(text)
    except UsageError:
        return ""
    return quarter.short_label if short else quarter.label
