"""The periods that data and figures are of, as people write them."""

from collections.abc import Sequence
from datetime import date

from core import danish
from core.errors import UsageError
from core.quarter import Quarter
from store.kinds import WHOLE

_YEAR, _MONTH = len("2024"), len("2024-10")
_MOST_LISTED = 6
_QUARTERS = 4
_COUNTS = ("ingen", "ét", "to", "tre", "fire")


def write_period(code: str) -> str:
    """Write a period: "2024", "4. kvartal 2024", "oktober 2024", "1. oktober 2024".

    A period of one nøgletal comes after its name: "Klimamål, oktober 2024".
    """
    name, bar, of_name = code.partition("|")
    if bar:
        return f"{name}, {write_period(of_name)}"
    try:
        return Quarter.parse(code).label if "K" in code else _write_days(code)
    except (UsageError, ValueError):
        return code


def describe_year(quarter: Quarter) -> str:
    """Write the four quarters that end with one: "hele 2024", or their first and last day."""
    if quarter.number == _QUARTERS:
        return f"hele {quarter.year}"
    return str(quarter.rolling_period)


def list_periods(codes: Sequence[str]) -> str:
    """List periods, many of them by the first and last; "" for data of no period."""
    names = [write_period(code) for code in codes if code != WHOLE]
    if len(names) > _MOST_LISTED:
        return f"{danish.format_number(len(names), 0)} perioder fra {names[0]} til {names[-1]}"
    return danish.join_words(names) if names else ""


def name_count(count: int) -> str:
    """Write a number of quarters, of a window's four at the most: "ingen", "ét", "to" …."""
    return _COUNTS[count]


def name_quarters_of_window(count: int) -> str:
    """Write how many of a window's quarters: "ét af de fire kvartaler", "alle fire kvartaler"."""
    if count == len(_COUNTS) - 1:
        return "alle fire kvartaler"
    return f"{name_count(count)} af de fire kvartaler"


def _write_days(code: str) -> str:
    if len(code) == _YEAR:
        return code
    if len(code) == _MONTH:
        return danish.format_month(date.fromisoformat(f"{code}-01"))
    return " – ".join(danish.format_date_long(date.fromisoformat(day)) for day in code.split("/"))
