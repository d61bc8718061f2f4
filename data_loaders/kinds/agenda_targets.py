"""Targets as people write them: a number, a limit or a range."""

import re
from dataclasses import dataclass
from decimal import Decimal

from data_loaders.files.values import Value, format_cell, to_exact_decimal
from data_loaders.words import numbers
from data_loaders.words.numbers import NumberStyle

_NUMBER = r"([-−]?\d(?:[\d.,]|[\u00a0\u202f ](?=\d))*)"
_SHARE = r"\s*(%|pct\b\.?|procent\b)?"
_REST = r"(?:\s+[^\d]*)?"  # "mindst 3 dage"
_LEAST = r"(?:≥|>=|=>|>|mindst|minimum|min\.?|over|fra|mere end|flere end|ikke under)"
_MOST = (
    r"(?:≤|<=|=<|<|højst|højest|maksimalt|maksimum|maks\.?|max\.?|under|op til|mindre end|"
    r"færre end|ikke over)"
)
_ONE = re.compile(rf"{_NUMBER}{_SHARE}{_REST}", re.IGNORECASE)
_LIMIT = re.compile(rf"(?:({_LEAST})|{_MOST})\s*{_NUMBER}{_SHARE}{_REST}", re.IGNORECASE)
_OR_MORE = re.compile(
    rf"{_NUMBER}{_SHARE}\s*(?:(\+|eller (?:mere|flere|over|derover)|og (?:opefter|derover))|"
    r"eller (?:mindre|færre|under|derunder)|og derunder)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:mellem|fra)?\s*{_NUMBER}{_SHARE}\s*(?:-|–|—|til|og|to)\s*{_NUMBER}{_SHARE}{_REST}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A number as written; `share` says that it was followed by a percent sign."""

    number: Decimal
    share: bool = False


@dataclass(frozen=True)
class AgendaTarget:
    """What should be reached: from `least` to `most`, either None where there is no such limit."""

    least: Amount | None
    most: Amount | None


def read_amount(value: Value) -> Amount:
    """Read a value such as 43, "43 %" or "1.234,5"; ValueError for no number."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Amount(to_exact_decimal(value))
    text = format_cell(value)
    match = _ONE.fullmatch(text)
    return _make_amount(match[1], match[2]) if match else Amount(_parse_number(text))


def read_target(value: Value) -> AgendaTarget:
    """Read a target: "0", "≥ 90 %", "højst 5", "3-5"; ValueError for anything else."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact_amount = Amount(to_exact_decimal(value))
        return AgendaTarget(exact_amount, exact_amount)
    text = format_cell(value)
    if match := _RANGE.fullmatch(text):
        is_share = match[2] or match[4]
        least, most = _make_amount(match[1], is_share), _make_amount(match[3], is_share)
        if least.number > most.number:
            raise ValueError(text)
        return AgendaTarget(least, most)
    if match := _LIMIT.fullmatch(text):
        limit = _make_amount(match[2], match[3])
        return AgendaTarget(limit, None) if match[1] else AgendaTarget(None, limit)
    if match := _OR_MORE.fullmatch(text):
        limit = _make_amount(match[1], match[2])
        return AgendaTarget(limit, None) if match[3] else AgendaTarget(None, limit)
    exact_amount = read_amount(value)
    return AgendaTarget(exact_amount, exact_amount)


def _make_amount(number: str, share: str | None) -> Amount:
    return Amount(_parse_number(number), bool(share))


def _parse_number(text: str) -> Decimal:
    """Read a number as Danes write it, else as English is written; ValueError for neither."""
    try:
        return numbers.parse_number(text, NumberStyle.DANISH)
    except ValueError:
        return numbers.parse_number(text, NumberStyle.ENGLISH)
