"""Two calendar years that are written as one: "2024/25"."""

import re
from collections.abc import Iterable

from data_loaders.words.days import YEAR

_PAIR_OF_YEARS = re.compile(
    rf"(?<!\d)({YEAR})\s?[/–-]\s?(\d\d|{YEAR})(?![\d./-]|[KQ]\d)", re.IGNORECASE
)
_MONTHS = 12


def find_pairs_of_years(text: str) -> list[tuple[int, int]]:
    """Find where a text names two calendar years as one, as "2024/25" does."""
    pairs = [(m.span(), int(m[1]), m[2]) for m in _PAIR_OF_YEARS.finditer(text)]
    return [
        span
        for span, first, second in pairs
        if int(second) % 100 == (first + 1) % 100 and (len(second) > 2 or int(second) > _MONTHS)
    ]


def mask_pairs(text: str, pairs: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length in which pairs of years are no years."""
    for start, end in pairs:
        text = f"{text[:start]}{'/' * (end - start)}{text[end:]}"
    return text
