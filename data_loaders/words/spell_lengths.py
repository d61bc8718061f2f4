"""Headers that sort absence by the length of its spells: "1–14 dage" and "over 14 dage"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.words.header_names import is_other_measure

_DAYS = r"(\d{1,3})\s*(?:dage?|dg)\b"
# Each with the number of days to add for the last day of a short spell, the first of a long one.
_SHORT = (
    (re.compile(rf"(?<!\d)[01]\s*[-–—]\s*{_DAYS}", re.IGNORECASE), 0),
    (
        re.compile(
            rf"(?:\btil(?: og med)?|\bt\.? ?o\.? ?m\.?|\bhøjst|\bmaks\.?|\bmax\.?|≤|<=)\s*{_DAYS}",
            re.IGNORECASE,
        ),
        0,
    ),
    (re.compile(rf"(?:\bunder|\bmindre end|<)\s*{_DAYS}", re.IGNORECASE), -1),
)
_LONG = (
    (re.compile(rf"(?:\bover|\bmere end|>)\s*{_DAYS}", re.IGNORECASE), 1),
    (re.compile(rf"(?:\bmindst|\bfra|≥|>=)\s*{_DAYS}", re.IGNORECASE), 0),
    (re.compile(rf"{_DAYS}\s*(?:og|eller) (?:der)?(?:over|mere)", re.IGNORECASE), 0),
    (re.compile(r"(\d{1,3})\s*\+", re.IGNORECASE), 0),
)
_LARGEST_GAP = 2  # "under 14" and "over 14": nobody says where the 14th day is


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
    texts = [
        (place, text) for place, text in enumerate(headers) if text and not is_other_measure(text)
    ]
    short_columns = [(place, day) for place, text in texts if (day := _find_limit(_SHORT, text))]
    long_columns = [(place, day) for place, text in texts if (day := _find_limit(_LONG, text))]
    if len(short_columns) != 1 or len(long_columns) != 1:
        return None
    (short, last), (long, first) = short_columns[0], long_columns[0]
    return LengthClasses(short, long, last) if 0 < first - last <= _LARGEST_GAP else None


def _find_limit(patterns: Sequence[tuple[re.Pattern[str], int]], text: str) -> int:
    """Return the number of days that a header names by one of the patterns; 0 where it does not."""
    matches = ((pattern.search(text), offset) for pattern, offset in patterns)
    return next((int(hit[1]) + offset for hit, offset in matches if hit), 0)
