"""What spells come to, day by day and by hand: an independent way to the same figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from core.quarter import Quarter

Key = tuple[str, str, bool, bool]  # enhed, quarter, part-day, long


@dataclass(frozen=True)
class Spell:
    person: str
    enhed: str
    first: date
    last: date
    dagsvaerk: Fraction
    is_part: bool = False

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    @property
    def carrying(self) -> list[date]:
        """The days that the dagsværk lie on."""
        weekdays = [day for day in self.days if day.isoweekday() <= 5]
        return weekdays if self.dagsvaerk <= len(weekdays) else self.days


def sums(spells: Iterable[Spell], threshold: int) -> dict[Key, Fraction]:
    """Walk each person's days, giving each to the spell that began first."""
    taken: set[tuple[str, date]] = set()
    found: dict[Key, Fraction] = defaultdict(Fraction)
    for spell in sorted(spells, key=lambda s: (s.first, -s.last.toordinal())):
        is_long = len(spell.days) > threshold
        carrying = set(spell.carrying)
        for day in spell.days:
            if (spell.person, day) in taken:
                continue
            taken.add((spell.person, day))
            if day in carrying and spell.dagsvaerk:
                key = (spell.enhed, str(Quarter.from_day(day)), spell.is_part, is_long)
                found[key] += spell.dagsvaerk / len(carrying)
    return dict(found)
