"""The periods that data and figures are of, as people write them."""

from collections.abc import Sequence
from datetime import date

from core import danish
from core.errors import UsageError
from core.quarter import Quarter
from store.kinds import WHOLE

_YEAR, _MONTH = len("2024"), len("2024-10")
_MOST_LISTED = 6


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


def list_periods(codes: Sequence[str]) -> str:
    """List periods, many of them by the first and last; "" for data of no period."""
    names = [write_period(code) for code in codes if code != WHOLE]
    if len(names) > _MOST_LISTED:
        return f"{danish.format_number(len(names), 0)} perioder fra {names[0]} til {names[-1]}"
    return danish.join_words(names) if names else ""


def _write_days(code: str) -> str:
    if len(code) == _YEAR:
        return code
    if len(code) == _MONTH:
        return danish.format_month(date.fromisoformat(f"{code}-01"))
    return " – ".join(danish.format_date_long(date.fromisoformat(day)) for day in code.split("/"))
