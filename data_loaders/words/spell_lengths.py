"""Headers that sort absence by the length of its spells: "1–14 dage" and "over 14 dage"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data_loaders.words.header_names import is_other_measure

_LAST = r"\s*(?:dage?\b|dg\b|(?=\))|$)"  # a bare number is of days only at the end: "Lang (15-)"
_FROM_TO = re.compile(rf"(?<![\d.])(\d{{1,3}})\s*[-–—]\s*(\d{{1,3}}){_LAST}", re.IGNORECASE)
# Each with the number of days to add for the last day of a short spell, the first of a long one.
_SHORT = (
    (
        re.compile(
            r"(?:\btil(?: og med)?|\bt\.? ?o\.? ?m\.?|\bhøjst|\bmaks\.?|\bmax\.?|≤|<=)\s*"
            rf"(\d{{1,3}}){_LAST}",
            re.IGNORECASE,
        ),
        0,
    ),
    (re.compile(rf"(?:\bunder|\bmindre end|<)\s*(\d{{1,3}}){_LAST}", re.IGNORECASE), -1),
)
_LONG = (
    (re.compile(rf"(?:\bover|\bmere end|>)\s*(\d{{1,3}}){_LAST}", re.IGNORECASE), 1),
    (re.compile(rf"(?:\bmindst|\bfra|≥|>=)\s*(\d{{1,3}}){_LAST}", re.IGNORECASE), 0),
    (
        re.compile(r"(\d{1,3})\s*(?:dage?|dg)\s*(?:og|eller) (?:der)?(?:over|mere)", re.IGNORECASE),
        0,
    ),
    (re.compile(r"(\d{1,3})\s*(?:\+|[-–—]\s*(?:\)|$))"), 0),
)
_OPEN = 10_000  # days: the last of a spell that may be as long as it will
_YEAR = 365
_LARGEST_GAP = 2  # "under 14" and "over 14": nobody says where the 14th day is


@dataclass(frozen=True, order=True)
class SpellSpan:
    """Spells from so many days to so many, in the column of an index."""

    first: int
    last: int
    column: int


@dataclass(frozen=True)
class LengthClasses:
    """The columns, by index, of short and of long spells; `limit` is a short spell's last day."""

    short: int
    long: int
    limit: int


def find_length_classes(headers: Sequence[str]) -> LengthClasses | None:
    """Find the column of short spells and that of long ones, which begin where the short ones end.

    None where there are more of either, or where they do not meet.
    """
    spans = find_spell_spans(headers)
    if len(spans) != 2:
        return None
    short, long = spans
    return LengthClasses(short.column, long.column, short.last)


def find_spell_spans(headers: Sequence[str]) -> list[SpellSpan]:
    """Find the columns of spells of one length after another, from the shortest to the longest.

    There are none where they do not meet.
    """
    spans = sorted(
        SpellSpan(*days, column)
        for column, text in enumerate(headers)
        if text and not is_other_measure(text)
        if (days := read_span_of_days(text))
    )
    if len(spans) < 2 or spans[0].first > 1 or spans[-1].last < _OPEN:
        return []
    gaps = (later.first - earlier.last for earlier, later in pairwise(spans))
    return spans if all(0 < gap <= _LARGEST_GAP for gap in gaps) else []


def read_span_of_days(header: str) -> tuple[int, int] | None:
    """Return the first and last number of days that a header names; None where it names none."""
    if both := _FROM_TO.search(header):
        return int(both[1]), int(both[2])
    if last := _find_limit(_SHORT, header):
        return 0, last
    first = _find_limit(_LONG, header)
    return (first, _OPEN) if first else None


def is_of_middle_length(days: tuple[int, int]) -> bool:
    """Whether spells of so many days are neither from the first day on nor up to a year or more."""
    first, last = days
    return first > 1 and last < _YEAR


def _find_limit(patterns: Sequence[tuple[re.Pattern[str], int]], text: str) -> int:
    """Return the number of days that a header names by one of the patterns; 0 where it does not."""
    matches = ((pattern.search(text), offset) for pattern, offset in patterns)
    return next((int(hit[1]) + offset for hit, offset in matches if hit), 0)
