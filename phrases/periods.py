"""Periods of HR's own list as people write them."""

from datetime import date

from core import danish
from core.errors import UsageError
from core.quarter import Quarter

_YEAR, _MONTH = len("2024"), len("2024-10")


def write_period(code: str) -> str:
    """Write a period: "2024", "4. kvartal 2024", "oktober 2024", "1. oktober 2024"."""
    try:
        return Quarter.parse(code).label if "K" in code else _write_days(code)
    except (UsageError, ValueError):
        return code


def _write_days(code: str) -> str:
    if len(code) == _YEAR:
        return code
    if len(code) == _MONTH:
        return danish.format_month(date.fromisoformat(f"{code}-01"))
    return " – ".join(danish.format_date_long(date.fromisoformat(day)) for day in code.split("/"))
