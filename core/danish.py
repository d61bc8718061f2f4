"""Danish writing: every number, date and list that a user reads passes through here.

Figures are rounded here and nowhere else, half away from zero, from their exact decimal value.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "da_DK"
MINUS = "−"
HIDDEN = "vises ikke"
NO_DATA = "ingen data"
ERASED = "slettet"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

Number = float | int | Decimal


def round_half_up(value: Number, decimals: int) -> Decimal:
    """Round half away from zero to a number of decimals, never giving a negative zero.

    What stands beyond a float's tenth decimal is noise of a division, and does not decide.
    """
    exact = Decimal(f"{value:.10f}") if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


@lru_cache(maxsize=20_000)  # the same figures stand in many tables
def format_number(value: Number, decimals: int = 1) -> str:
    """Write a number: `1234.56` → "1.234,6", `-0.5` → "−0,5"."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(round_half_up(value, decimals), format=pattern, locale=LOCALE)
    return text.replace("-", MINUS)


def format_signed(value: Number, decimals: int = 1) -> str:
    """Write a change with its sign: "+0,4", "−0,5", and "0,0" where nothing is left of it."""
    return ("+" if round_half_up(value, decimals) > 0 else "") + format_number(value, decimals)


def format_percent(share: Number, decimals: int = 0) -> str:
    """Write a share of 0–1: `0.432` → "43 %"."""
    return f"{format_number(share * 100, decimals)} %"


def format_percentage_points(change: Number, decimals: int = 0) -> str:
    """Write a change between shares of 0–1: `0.011` → "+1 procentpoint"."""
    return f"{format_signed(change * 100, decimals)} procentpoint"


def format_file_size(size: int) -> str:
    """Write how large a file is: `84_300` → "84 kB"."""
    return f"{format_number(Decimal(max(size, 500)) / 1000, 0)} kB"


def format_date_long(day: date) -> str:
    """Write a day: "31. december 2024"."""
    text: str = format_date(day, format="long", locale=LOCALE)
    return text


def format_date_brief(day: date) -> str:
    """Write a day where its year is plain: "31. dec."."""
    text: str = format_date(day, format="d. MMM", locale=LOCALE)
    return text


def format_month(day: date) -> str:
    """Write the month of a day: "december 2024"."""
    text: str = format_date(day, format="MMMM y", locale=LOCALE)
    return text


def format_date_short(day: date) -> str:
    """Write a day as in a table or a field: "31.12.2024"."""
    return f"{day:%d.%m.%Y}"


def format_moment(at: datetime) -> str:
    """Write a moment in UTC as Danish clock time: "14. januar 2025 kl. 09.12"."""
    local = at.replace(tzinfo=UTC).astimezone(COPENHAGEN)
    return f"{format_date_long(local.date())} kl. {local:%H.%M}"


def format_moment_short(at: datetime) -> str:
    """Write a moment in UTC as Danish clock time in a table: "14.01.2025 09.12.45"."""
    local = at.replace(tzinfo=UTC).astimezone(COPENHAGEN)
    return f"{format_date_short(local.date())} {local:%H.%M.%S}"


def format_moment_date(at: datetime) -> str:
    """Write the Danish day of a moment in UTC: "14. januar 2025"."""
    return format_date_long(at.replace(tzinfo=UTC).astimezone(COPENHAGEN).date())


def join_words(words: Sequence[str], *, limit: int | None = None) -> str:
    """Join words as a sentence does: "a, b og c"; words beyond `limit` are counted."""
    if limit is not None and len(words) > limit:
        words = [*words[:limit], f"{format_number(len(words) - limit, 0)} mere"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


def format_count(count: int, singular: str, plural: str) -> str:
    """Write a count with its noun: "1 enhed", "2 enheder"."""
    return f"{format_number(count, 0)} {singular if count == 1 else plural}"
