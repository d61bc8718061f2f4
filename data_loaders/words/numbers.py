"""Numbers as people and systems write them, read a whole column at a time.

"1.234" is a thousand in Danish and a little over one in English: one cell cannot tell, but the
other cells of its column can.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from data_loaders.files.values import ErrorCell, Value, format_cell, to_exact_decimal


class NumberStyle(StrEnum):
    """What separates thousands and decimals."""

    DANISH = "dansk"
    ENGLISH = "engelsk"


@dataclass(frozen=True)
class NumberFault:
    """Why a cell holds no number: the code of the problem that it is."""

    code: str


Number = Decimal | NumberFault | None

MOST_DECIMALS = 10
LARGEST = Decimal(10) ** 9

_BLANK = frozenset({"", "-", "–", "—", "−"})
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200f\u202a-\u202f\u205f-\u2069\ufeff]+")
_OVERFLOW = re.compile(r"\*+|#{2,}")
_ERROR = re.compile(
    r"#(REF|REFERENCE|DIV/0|DIVISION/0|N/A|I/T|NULL|NUL|NUM|VALUE|VÆRDI|NAME|NAVN|SPILL|CALC|FEJL)"
    r"[!?]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?P<open>\()? ?(?P<before>[-−–+])? ?(?P<body>[\d.,](?:[\d., ]*[\d.,])?)"
    r" ?(?P<after>[-−–+]|CR|DR)? ?(?P<close>\))?",
    re.IGNORECASE,
)
_BODY = {
    NumberStyle.DANISH: re.compile(r"(?:[1-9]\d{0,2}(?:([. ])\d{3})(?:\1\d{3})*|\d+)?(?:,\d+)?"),
    NumberStyle.ENGLISH: re.compile(r"(?:[1-9]\d{0,2}(?:([, ])\d{3})(?:\1\d{3})*|\d+)?(?:\.\d+)?"),
}
# What nearly all cells look like, decided at a glance: a hundred thousand rows have many of them.
_SIMPLE = {
    NumberStyle.DANISH: re.compile(r"-?\d+(?:,\d+)?"),
    NumberStyle.ENGLISH: re.compile(r"-?\d+(?:\.\d+)?"),
}
_TELLING = re.compile(r"-?\d+([.,])(?:\d\d?|\d{4,})")
_WITH_UNIT = re.compile(
    r"(.*\d[-−–)]?)\s*(?:dage|dagsværk|dagsv|dgv|dg|stk|medarb(?:ejdere)?|pers(?:oner)?|ansatte|"
    r"årsværk|fte|stillinger)\.?",
    re.IGNORECASE,
)
_UNIT_SHARE = 0.9
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_ROUNDED = re.compile(r"\d{5,}00000|\d{15,}0")
_DAY_ZERO = datetime.fromisoformat("1899-12-31")
_LEAP_DAY = datetime.fromisoformat("1900-03-01")  # from here on Excel counts a day too many
_LAST_ELAPSED = datetime.fromisoformat("1901-01-01")
_CLOCK = re.compile(r"([-−]?)(\d{1,5}):([0-5]\d)(?::([0-5]\d))?")
_WITH_HOURS = re.compile(r"(.*\d)\s*(?:timer|tim|hours|hrs|t|h)\.?", re.IGNORECASE)
_MINUS = frozenset({"-", "−", "–", "cr"})


def parse_number(text: str, style: NumberStyle) -> Decimal:
    """Read a number in one style: "1.234,50-" is −1234.50 in Danish.

    The sign may stand before or after, as a hyphen, a real minus, "CR", or as brackets; spaces of
    every width may separate thousands. ValueError for anything else.
    """
    if _SIMPLE[style].fullmatch(text):
        return Decimal(text.replace(",", "."))
    parts = _SIGNED.fullmatch(_SPACES.sub(" ", text).strip())
    if not parts or not _BODY[style].fullmatch(parts["body"]):
        raise ValueError(text)
    before, after = parts["before"] or "", (parts["after"] or "").casefold()
    bracketed = bool(parts["open"])
    if bracketed != bool(parts["close"]) or bracketed + bool(before) + bool(after) > 1:
        raise ValueError(text)
    body = parts["body"].replace(" ", "")
    thousands, decimal = (".", ",") if style is NumberStyle.DANISH else (",", ".")
    amount = Decimal(body.replace(thousands, "").replace(decimal, "."))
    return -amount if bracketed or before in _MINUS or after in _MINUS else amount


def find_proven_style(values: Iterable[Value]) -> frozenset[NumberStyle]:
    """Return the style that a column's texts prove, as a set: empty when they prove none.

    Cells that hold numbers proper say nothing. Where texts disagree, the larger part decides.
    """
    votes = dict.fromkeys(NumberStyle, 0)
    for value in values:
        styles = _find_fitting_styles(value) if isinstance(value, str) else ()
        for style in styles if len(styles) == 1 else ():
            votes[style] += 1
    return frozenset({max(NumberStyle, key=votes.__getitem__)} if any(votes.values()) else ())


def find_possible_styles(values: Iterable[Value]) -> frozenset[NumberStyle]:
    """Return the styles that a column may be in when it proves none: both if that matters."""
    return frozenset(NumberStyle if any(map(has_two_readings, values)) else {NumberStyle.DANISH})


def settle_style(
    values: Sequence[Value],
    *,
    chosen: str,
    others: Iterable[Iterable[Value]],
    is_right: Callable[[NumberStyle], bool] | None = None,
) -> NumberStyle | None:
    """Return the style of a column's numbers; None where there are two ways to read them.

    Args:
        values: The column's cells.
        chosen: The style that somebody has said, "" where nobody has.
        others: The file's other columns of numbers, which count where this one proves none.
        is_right: What else may tell, before they do: whether its sums agree when read in a style.
    """
    if chosen:
        return NumberStyle(chosen)
    fitting = find_proven_style(values) or find_possible_styles(values)
    if len(fitting) > 1 and is_right:
        fitting = frozenset(filter(is_right, NumberStyle)) or fitting
    if len(fitting) > 1:
        fitting = frozenset().union(*map(find_proven_style, others))
    return next(iter(fitting)) if len(fitting) == 1 else None


def has_two_readings(value: Value) -> bool:
    """Whether a cell's text is a different number in each style."""
    readings = _read_in_each_style(value).values() if isinstance(value, str) else ()
    return len(set(readings)) == len(NumberStyle)


def read_numbers(values: Sequence[Value], style: NumberStyle) -> list[Number]:
    """Read a column; a cell that is empty gives None, one that is no number a NumberFault."""
    return [_read_number(value, style) for value in values]


def is_blank(value: Value) -> bool:
    """Whether a cell of a number column holds nothing; a lone dash is nothing."""
    return value is None or (isinstance(value, str) and format_cell(value) in _BLANK)


def strip_units(values: Sequence[Value]) -> list[Value]:
    """Take "dage" and the like off a column's texts, if nearly all of them have it: "12,5 dage"."""
    worded = (v for v in values if isinstance(v, str) and not v[-1:].isdecimal())
    amounts = {value: hit[1] for value in worded if (hit := _WITH_UNIT.fullmatch(value))}
    if not amounts:
        return list(values)
    texts = [value for value in values if isinstance(value, str) and not is_blank(value)]
    if sum(text in amounts for text in texts) < len(texts) * _UNIT_SHARE:
        return list(values)
    return [amounts.get(value, value) if isinstance(value, str) else value for value in values]


def is_scientific(text: str) -> bool:
    """Whether a text is a number of which a spreadsheet shows the first digits: "7,00112E+11"."""
    return bool(_SCIENTIFIC.fullmatch(text))


def is_rounded(text: str) -> bool:
    """Whether a text is a long number that ends in zeros, as one does that was cut to its start."""
    return bool(_ROUNDED.fullmatch(text))


def read_hours(value: Value) -> Value:
    """Return a cell of hours as a number: "7:24" is 7.4, "37 t." is "37"; others as they are.

    More than a day in a cell that shows the time of day is a moment of the calendar's first days.
    """
    if isinstance(value, datetime) and value < _LAST_ELAPSED:
        since = value - (_DAY_ZERO if value < _LEAP_DAY else _DAY_ZERO - timedelta(days=1))
        return since.total_seconds() / 3600
    if not isinstance(value, str):
        return value
    if clock := _CLOCK.fullmatch(value.strip()):
        hours = int(clock[2]) + int(clock[3]) / 60 + int(clock[4] or 0) / 3600
        return -hours if clock[1] else hours
    worded = _WITH_HOURS.fullmatch(value.strip())
    return worded[1] if worded else value


def count_decimals(numbers: Iterable[Number]) -> int:
    """Return the most decimals that any of the numbers is printed with, at most ten."""
    places = (-int(n.as_tuple().exponent) for n in numbers if isinstance(n, Decimal))
    return min(max(places, default=0), MOST_DECIMALS)


def _read_number(value: Value, style: NumberStyle) -> Number:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return (
            _check_size(to_exact_decimal(value))
            if math.isfinite(value)
            else NumberFault("invalid_number")
        )
    if is_blank(value):
        return None
    if isinstance(value, ErrorCell):
        return NumberFault("error_cell")
    if not isinstance(value, str):
        return NumberFault("invalid_number")
    try:
        return _check_size(parse_number(value, style))
    except ValueError:
        return _classify_fault(value.strip())


def _check_size(number: Decimal) -> Number:
    return number if abs(number) < LARGEST else NumberFault("implausible_number")


def _classify_fault(text: str) -> NumberFault:
    if _OVERFLOW.fullmatch(text):
        return NumberFault("overflow")
    return NumberFault("error_cell" if _ERROR.fullmatch(text) else "invalid_number")


def _find_fitting_styles(text: str) -> tuple[NumberStyle, ...]:
    telling = _TELLING.fullmatch(text)
    if telling:
        return (NumberStyle.DANISH,) if telling[1] == "," else (NumberStyle.ENGLISH,)
    return tuple(_read_in_each_style(text))


def _read_in_each_style(text: str) -> dict[NumberStyle, Decimal]:
    readings = {}
    for style in NumberStyle:
        try:
            readings[style] = parse_number(text, style)
        except ValueError:
            continue
    return readings
