"""What rows of absence come to, day by day and by hand: an independent way to the same figures.

The rules are those of the domain: a spell is joined over all rows of a person with nothing but days
off between them, and is long by its calendar days; a row's dagsværk lie evenly on its weekdays, or
on all days where they are more; a day of one employment holds one dagsværk, or its largest row.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import holidays
from hypothesis import strategies as st

from core.quarter import Quarter

HALF = Fraction(1, 2)
Key = tuple[str, str, bool, bool]  # enhed, quarter, part-day, long


@dataclass(frozen=True)
class Absence:
    person: str
    job: str
    enhed: str
    first: date
    last: date
    dagsvaerk: Fraction
    is_part: bool = False

    @property
    def days(self) -> list[date]:
        return list_days(self.first, self.last)

    @property
    def carrying(self) -> list[date]:
        """The days that the dagsværk lie on."""
        weekdays = [day for day in self.days if day.isoweekday() <= 5]
        return weekdays if self.dagsvaerk <= len(weekdays) else self.days


def list_days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def is_day_off(day: date) -> bool:
    is_eve = (day.month, day.day) in ((12, 24), (12, 31))
    return day.isoweekday() > 5 or is_eve or day in holidays.country_holidays("DK", years=day.year)


def measure(rows: Sequence[Absence]) -> dict[tuple[str, date], int]:
    """The calendar days of the spell that each person's each day is in."""
    is_daily = all(row.first == row.last for row in rows)
    lengths: dict[tuple[str, date], int] = {}
    for person in {row.person for row in rows}:
        sick = sorted({day for row in rows if row.person == person for day in row.days})
        worked = {day.isoweekday() for day in sick} if is_daily else set(range(1, 8))
        spells = [[sick[0]]]
        for day in sick[1:]:
            between = list_days(spells[-1][-1] + timedelta(1), day - timedelta(1))
            if all(is_day_off(d) or d.isoweekday() not in worked for d in between):
                spells[-1].append(day)
            else:
                spells.append([day])
        for spell in spells:
            length = (spell[-1] - spell[0]).days + 1
            lengths |= {(person, day): length for day in spell}
    return lengths


def count(rows: Sequence[Absence], threshold: int) -> dict[Key, Fraction]:
    """Walk the days of each row, those that began first before others."""
    lengths = measure(rows)
    shares = [(row, row.dagsvaerk / max(len(row.carrying), 1)) for row in rows]
    shares.sort(key=lambda pair: (pair[0].first, -pair[0].last.toordinal()))
    holds: dict[tuple[str, date], Fraction] = defaultdict(lambda: Fraction(1))
    for row, share in shares:
        for day in row.carrying:
            holds[row.job, day] = max(holds[row.job, day], share)
    sums: dict[Key, Fraction] = defaultdict(Fraction)
    for row, share in shares:
        for day in row.carrying:
            counted = min(share, holds[row.job, day])
            holds[row.job, day] -= counted
            is_long = lengths[row.person, row.first] > threshold
            sums[row.enhed, str(Quarter.from_day(day)), row.is_part, is_long] += counted
    return dict(sums)


@st.composite
def cut_illness(draw: st.DrawFn, *, by_day: bool) -> list[Absence]:
    """One illness as some source cuts it: by days, months or notes, in jobs and in halves."""
    first = date(2023, 9, 1) + timedelta(draw(st.integers(0, 420)))
    days = list_days(first, first + timedelta(draw(st.integers(0, 60))))
    worked = draw(st.sampled_from([{1, 2, 3, 4, 5}, {1, 3, 5}, {2, 4}])) if by_day else set()
    if by_day:
        pieces = [[day] for day in days if day.isoweekday() in worked and not is_day_off(day)]
    else:
        cuts = set(draw(st.lists(st.sampled_from(days), max_size=3)))
        cuts |= {day for day in days if day.day == 1} if draw(st.booleans()) else set()
        ends = sorted({*cuts, days[0], days[-1] + timedelta(1)})
        pieces = [list_days(a, b - timedelta(1)) for a, b in pairwise(ends)]
        off = draw(st.booleans())  # whether a piece leaves out the days off at its end
        pieces = [[day for day in piece if not (off and is_day_off(day))] for piece in pieces]
    person, halves, two = draw(st.integers(0, 2)), draw(st.booleans()), draw(st.booleans())
    rows = []
    for piece in filter(None, pieces):
        weekdays = sum(day.isoweekday() <= 5 for day in piece)
        row = Absence(str(person), str(2 * person), "0", piece[0], piece[-1], Fraction(weekdays))
        half = replace(row, dagsvaerk=row.dagsvaerk * HALF)
        other = replace(half, job=str(2 * person + 1), enhed="1") if two else half
        rows += [half, other] if halves or two else [row]
    return rows
