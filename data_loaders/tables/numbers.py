"""Numbers as people and systems write them, decided for a whole column at a time.

"1.234" is a thousand in Danish and a little over one in English: one cell cannot tell, but the
other cells of its column can.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from data_loaders.files.grid import ErrorCell, Value, exact, text_of


class Style(StrEnum):
    """What separates thousands and decimals."""

    DANISH = "dansk"
    ENGLISH = "engelsk"


@dataclass(frozen=True)
class Fault:
    """A cell that holds no number; `code` is the problem's."""

    code: str


Number = Decimal | Fault | None

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
    Style.DANISH: re.compile(r"(?:[1-9]\d{0,2}(?:([. ])\d{3})(?:\1\d{3})*|\d+)?(?:,\d+)?"),
    Style.ENGLISH: re.compile(r"(?:[1-9]\d{0,2}(?:([, ])\d{3})(?:\1\d{3})*|\d+)?(?:\.\d+)?"),
}
# What nearly all cells look like, decided at a glance: a hundred thousand rows have many of them.
_SIMPLE = {
    Style.DANISH: re.compile(r"-?\d+(?:,\d+)?"),
    Style.ENGLISH: re.compile(r"-?\d+(?:\.\d+)?"),
}
_TELLING = re.compile(r"-?\d+([.,])(?:\d\d?|\d{4,})")
_WITH_UNIT = re.compile(
    r"(.*\d[-−–)]?)\s*(?:dage|dagsværk|dagsv|dgv|dg|stk|medarb(?:ejdere)?|pers(?:oner)?|ansatte|"
    r"årsværk|fte|stillinger)\.?",
    re.IGNORECASE,
)
_UNIT_SHARE = 0.9
_MINUS = frozenset({"-", "−", "–", "cr"})


def parse(text: str, style: Style) -> Decimal:
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
    thousands, decimal = (".", ",") if style is Style.DANISH else (",", ".")
    size = Decimal(body.replace(thousands, "").replace(decimal, "."))
    return -size if bracketed or before in _MINUS or after in _MINUS else size


def proven(values: Iterable[Value]) -> frozenset[Style]:
    """Return the style that a column's texts prove, as a set: empty when they prove none.

    Cells that hold numbers proper say nothing. Where texts disagree, the larger part decides.
    """
    only = dict.fromkeys(Style, 0)
    for value in values:
        fits = _fitting(value) if isinstance(value, str) else ()
        for style in fits if len(fits) == 1 else ():
            only[style] += 1
    return frozenset({max(Style, key=only.__getitem__)} if any(only.values()) else ())


def undecided(values: Iterable[Value]) -> frozenset[Style]:
    """Return the styles that a column may be in when it proves none: both if that matters."""
    return frozenset(Style if any(map(is_ambiguous, values)) else {Style.DANISH})


def is_ambiguous(value: Value) -> bool:
    """Whether a cell's text is a different number in each style."""
    return isinstance(value, str) and len(set(_readings(value).values())) == len(Style)


def read(values: Sequence[Value], style: Style) -> list[Number]:
    """Read a column; a cell that is empty gives None, one that is no number a Fault."""
    return [_number(value, style) for value in values]


def is_blank(value: Value) -> bool:
    """Whether a cell of a number column holds nothing; a lone dash is nothing."""
    return value is None or (isinstance(value, str) and text_of(value) in _BLANK)


def without_units(values: Sequence[Value]) -> list[Value]:
    """Take "dage" and the like off a column's texts, if nearly all of them have it: "12,5 dage"."""
    lettered = (v for v in values if isinstance(v, str) and not v[-1:].isdecimal())
    found = {value: hit[1] for value in lettered if (hit := _WITH_UNIT.fullmatch(value))}
    if not found:
        return list(values)
    texts = [value for value in values if isinstance(value, str) and not is_blank(value)]
    if sum(text in found for text in texts) < len(texts) * _UNIT_SHARE:
        return list(values)
    return [found.get(value, value) if isinstance(value, str) else value for value in values]


def decimals(numbers: Iterable[Number]) -> int:
    """Return the most decimals that any of the numbers is printed with, at most ten."""
    places = (-int(n.as_tuple().exponent) for n in numbers if isinstance(n, Decimal))
    return min(max(places, default=0), MOST_DECIMALS)


def _number(value: Value, style: Style) -> Number:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _plausible(exact(value)) if math.isfinite(value) else Fault("invalid_number")
    if is_blank(value):
        return None
    if isinstance(value, ErrorCell):
        return Fault("error_cell")
    if not isinstance(value, str):
        return Fault("invalid_number")
    try:
        return _plausible(parse(value, style))
    except ValueError:
        return _fault(value.strip())


def _plausible(number: Decimal) -> Number:
    return number if abs(number) < LARGEST else Fault("implausible_number")


def _fault(text: str) -> Fault:
    if _OVERFLOW.fullmatch(text):
        return Fault("overflow")
    return Fault("error_cell" if _ERROR.fullmatch(text) else "invalid_number")


def _fitting(text: str) -> tuple[Style, ...]:
    telling = _TELLING.fullmatch(text)
    if telling:
        return (Style.DANISH,) if telling[1] == "," else (Style.ENGLISH,)
    return tuple(_readings(text))


def _readings(text: str) -> dict[Style, Decimal]:
    readings = {}
    for style in Style:
        try:
            readings[style] = parse(text, style)
        except ValueError:
            continue
    return readings
