"""Danish writing: every number, date and list that a user reads passes through here.

Figures are rounded here and nowhere else, half away from zero, from their exact decimal value.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "da_DK"
MINUS = "−"
HIDDEN = "vises ikke"
NO_DATA = "ingen data"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

Number = float | int | Decimal


def rounded(value: Number, decimals: int) -> Decimal:
    """Round half away from zero to a number of decimals, never giving a negative zero.

    What stands beyond a float's tenth decimal is noise of a division, and does not decide.
    """
    exact = Decimal(f"{value:.10f}") if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def number(value: Number, decimals: int = 1) -> str:
    """Write a number: `1234.56` → "1.234,6", `-0.5` → "−0,5"."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(rounded(value, decimals), format=pattern, locale=LOCALE)
    return text.replace("-", MINUS)


def signed(value: Number, decimals: int = 1) -> str:
    """Write a change with its sign: "+0,4", "−0,5", and "0,0" where nothing is left of it."""
    return ("+" if rounded(value, decimals) > 0 else "") + number(value, decimals)


def percent(share: Number, decimals: int = 0) -> str:
    """Write a share of 0–1: `0.432` → "43 %"."""
    return f"{number(share * 100, decimals)} %"


def percentage_points(change: Number, decimals: int = 0) -> str:
    """Write a change between shares of 0–1: `0.011` → "+1 procentpoint"."""
    return f"{signed(change * 100, decimals)} procentpoint"


def date_long(day: date) -> str:
    """Write a day: "31. december 2024"."""
    text: str = format_date(day, format="long", locale=LOCALE)
    return text


def month(day: date) -> str:
    """Write the month of a day: "december 2024"."""
    text: str = format_date(day, format="MMMM y", locale=LOCALE)
    return text


def date_short(day: date) -> str:
    """Write a day as in a table or a field: "31.12.2024"."""
    return f"{day:%d.%m.%Y}"


def moment(at: datetime) -> str:
    """Write a moment in UTC as Danish clock time: "14. januar 2025 kl. 09.12"."""
    local = at.replace(tzinfo=UTC).astimezone(COPENHAGEN)
    return f"{date_long(local.date())} kl. {local:%H.%M}"


def day(at: datetime) -> str:
    """Write the Danish day of a moment in UTC: "14. januar 2025"."""
    return date_long(at.replace(tzinfo=UTC).astimezone(COPENHAGEN).date())


def listed(words: Sequence[str], *, most: int | None = None) -> str:
    """Join words as a sentence does: "a, b og c"; of more than `most` the rest are counted."""
    if most is not None and len(words) > most:
        words = [*words[:most], f"{number(len(words) - most, 0)} mere"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


def counted(count: int, one: str, many: str) -> str:
    """Write a count with its noun: "1 enhed", "2 enheder"."""
    return f"{number(count, 0)} {one if count == 1 else many}"
