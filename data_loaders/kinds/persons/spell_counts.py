"""How many spells began in each enhed and quarter, how long they were, and who had several.

What is kept is a sum for each enhed and quarter: nobody's spell, and no person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.quarter import Quarter
from data_loaders.files.columns import Integers, Mask
from data_loaders.kinds.persons.spells import Spells, number_day

REPEATED = 3  # so many short spells in twelve months are repeated short absence
_QUARTERS = 4


@dataclass(frozen=True)
class SpellCounts:
    """Numbers by enhed and quarter.

    `begun` are the spells that began in the quarter, and `days` their calendar days. `repeaters`
    are the people with REPEATED short spells or more that began in the twelve months that end with
    the quarter; None for a quarter whose twelve months the list does not cover.
    """

    begun: Integers
    days: Integers
    repeaters: tuple[Integers | None, ...]


def count_spells(
    spells: Spells, *, enheder: int, quarters: Sequence[Quarter], most: int
) -> SpellCounts:
    """Count spells where and when they began; a short one is no longer than `most` calendar days.

    `enheder` is the number of codes, and `quarters` are those that the list covers, in order. Who
    has repeated short absence counts once, in the enhed where the newest short spell began.
    """
    begun = np.zeros((enheder, len(quarters)), np.int64)
    days = np.zeros_like(begun)
    repeaters: list[Integers | None] = []
    for place, quarter in enumerate(quarters):
        is_new = _find_begun(spells, quarter, quarter)
        np.add.at(begun[:, place], spells.enhed[is_new], 1)
        np.add.at(days[:, place], spells.enhed[is_new], spells.lengths[is_new])
        first = quarter - (_QUARTERS - 1)
        is_covered = place >= _QUARTERS - 1 and quarters[place - _QUARTERS + 1] == first
        is_short = _find_begun(spells, first, quarter) & (spells.lengths <= most)
        repeaters.append(_count_repeaters(spells, is_short, enheder) if is_covered else None)
    return SpellCounts(begun, days, tuple(repeaters))


def _find_begun(spells: Spells, first: Quarter, last: Quarter) -> Mask:
    """Say of each spell whether it began from one quarter to another."""
    begin, end = number_day(first.period.first), number_day(last.period.last)
    return (spells.first >= begin) & (spells.first <= end)


def _count_repeaters(spells: Spells, is_short: Mask, enheder: int) -> Integers:
    """Count the people with enough of some spells; these are in order of person and first day."""
    person, enhed = spells.person[is_short], spells.enhed[is_short]
    counts = np.zeros(enheder, np.int64)
    if len(person):
        newest = np.append(np.flatnonzero(person[1:] != person[:-1]), len(person) - 1)
        number = np.diff(newest, prepend=-1)
        np.add.at(counts, enhed[newest[number >= REPEATED]], 1)
    return counts
