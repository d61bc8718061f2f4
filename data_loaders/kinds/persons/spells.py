"""From spells of absence to each enhed's dagsværk in each quarter.

A spell is short or long by its whole length in calendar days. A day of somebody who is absent twice
belongs to the spell that began first, the longer of two that began together. A spell's dagsværk lie
evenly on its weekdays; on all its days where they are more than one a weekday, as for somebody who
works at weekends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.quarter import Quarter
from data_loaders.files.columns import Integers, Mask

MICRO = 1_000_000  # amounts are counted in millionths of an hour or of a dagsværk
DIGITS = 12  # and dagsværk, when summed, in units of 10⁻¹²: whole numbers add up exactly
_TENTHS_OF_HOUR = 74
_DAYS_APART = 10_000_000  # more than any calendar has between two days


@dataclass(frozen=True)
class Spells:
    """Spells, one a place in each array.

    `person` and `enhed` are codes from 0; `first` and `last` are days counted from 1970, both
    included; `amount` is in millionths of an hour, or of a dagsværk where `in_hours` is not set;
    `is_part` says whether only part of each day was lost.
    """

    person: Integers
    enhed: Integers
    first: Integers
    last: Integers
    amount: Integers
    in_hours: Mask
    is_part: Mask

    def take(self, places: Integers | Mask) -> "Spells":
        """Keep some spells."""
        return Spells(**{name: values[places] for name, values in vars(self).items()})


@dataclass(frozen=True)
class SpellSums:
    """Dagsværk in units of 10⁻¹², by enhed, quarter, part-day or not, and short or long."""

    units: Integers

    def find_sum(self, enhed: int, quarter: int, *, part: bool, long: bool) -> int:
        """Return one sum."""
        return int(self.units[enhed, quarter, int(part), int(long)])


def sum_spells(
    spells: Spells, *, enheder: int, quarters: Sequence[Quarter], threshold: int
) -> tuple[SpellSums, int]:
    """Sum spells by enhed and quarter, and count those that lost days to an earlier one.

    `enheder` is the number of codes; a spell of more than `threshold` days is long.
    """
    order = np.lexsort((-spells.last, spells.first, spells.person))
    ordered = spells.take(order)
    begin = find_uncovered(ordered)
    is_long = ordered.last - ordered.first + 1 > threshold
    spread, every_day = _spread_amounts(ordered)
    shape = (enheder, len(quarters), 2, 2)
    total = np.zeros(enheder * len(quarters) * 4, np.int64)
    for place, quarter in enumerate(quarters):
        period = quarter.period
        first = np.maximum(begin, _number_day(period.first))
        last = np.minimum(ordered.last, _number_day(period.last))
        places = np.flatnonzero(first <= last)
        part = ordered.take(places)
        days = _count_days(first[places], last[places], every_day=every_day[places])
        halves = part.is_part * 2 + is_long[places]
        index = (part.enhed * len(quarters) + place) * 4 + halves
        np.add.at(total, index, _share_dagsvaerk(part, days, spread[places]))
    return SpellSums(total.reshape(shape)), int((begin > ordered.first).sum())


def count_weekdays(first: Integers, last: Integers) -> Integers:
    """Count the days from Monday to Friday between two days, both included."""
    days = np.busday_count(first.astype("datetime64[D]"), (last + 1).astype("datetime64[D]"))
    return days.astype(np.int64)


def find_uncovered(spells: Spells) -> Integers:
    """Return each spell's first day that no earlier spell of the person covers.

    The spells are in order of person and first day. A spell that is covered wholly begins after its
    last day.
    """
    if not len(spells.person):
        return spells.first
    ends = spells.person * _DAYS_APART + spells.last
    covered_until = np.concatenate(([-_DAYS_APART], np.maximum.accumulate(ends)[:-1]))
    return np.maximum(spells.first, covered_until - spells.person * _DAYS_APART + 1)


def _spread_amounts(spells: Spells) -> tuple[Integers, Mask]:
    """Return the number of days that each spell's amount lies on, and whether that is every day."""
    worked = count_weekdays(spells.first, spells.last)
    a_day = np.where(spells.in_hours, _TENTHS_OF_HOUR * MICRO // 10, MICRO)
    every_day = spells.amount > worked * a_day
    return np.where(every_day, spells.last - spells.first + 1, np.maximum(worked, 1)), every_day


def _count_days(first: Integers, last: Integers, *, every_day: Mask) -> Integers:
    return np.where(every_day, last - first + 1, count_weekdays(first, last))


def _share_dagsvaerk(spells: Spells, days: Integers, spread: Integers) -> Integers:
    """Return the share of each spell's dagsværk that lies on some of its days, rounded once."""
    divisor = spread * np.where(spells.in_hours, _TENTHS_OF_HOUR, 1)
    factor = np.where(spells.in_hours, 10 * MICRO, MICRO)
    units, remainder = np.divmod(spells.amount * days, divisor)
    share: Integers = units * factor + (remainder * factor + divisor // 2) // divisor
    return share


def _number_day(day: object) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))  # type: ignore[call-overload]
