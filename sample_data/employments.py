"""Who works where and when: invented employee numbers, as many as the extracts have heads."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from core.quarter import Quarter
from sample_data.curves import QUARTERS
from sample_data.municipality import ENHEDER, Enhed
from sample_data.rows import SEED, make_rows

# Of the employments: how many end in a quarter; of the new ones: how many are filled by someone
# who has just left another enhed; of all: how many are the second employment of somebody.
LEAVING, MOVING, SECOND = 0.022, 0.12, 0.015
EARLIEST = date(1988, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Employment:
    """One person's employment in one enhed, from `first` to `last`, both included; None is open.

    `person` is the number that all the employments of a person have in common.
    """

    person: str
    enhed: Enhed
    first: date
    last: date | None = None

    def count_days(self, year: int) -> int:
        """Count the days of a calendar year that the employment lasts."""
        first = max(self.first, date(year, 1, 1))
        last = min(self.last or date.max, date(year, 12, 31))
        return max((last - first).days + 1, 0)


@cache
def draw_employments() -> tuple[Employment, ...]:
    """Return all employments since 2022, by the enhed's number and in the order that they began."""
    without_person = [
        employment for enhed in ENHEDER for employment in _draw_enhed_employments(enhed)
    ]
    chance = Random(f"{SEED} personer")  # noqa: S311 - no secret is made of it
    holders = _draw_holders(without_person, chance)
    numbers = chance.sample(range(100_000, 1_000_000), len(without_person))
    return tuple(
        replace(employment, person=f"{numbers[holder]:06}")
        for employment, holder in zip(without_person, holders, strict=True)
    )


def _draw_enhed_employments(enhed: Enhed) -> Iterator[Employment]:
    """Draw an enhed's employments: at any time as many as it has medarbejdere, rounded."""
    chance = Random(f"{SEED} ansatte {enhed.number}")  # noqa: S311
    running: list[date] = []
    for quarter, heads in _count_heads(enhed).items():
        begin = max(quarter.period.first, enhed.opened or EARLIEST)
        while len(running) > heads:
            yield Employment(
                "", enhed, running.pop(chance.randrange(len(running))), begin - ONE_DAY
            )
        missing = heads - len(running)
        began_before = quarter == QUARTERS[0] and not enhed.opened
        running += [_draw_early_start(chance) if began_before else begin for _ in range(missing)]
        for index, first in enumerate(running):
            if chance.random() < LEAVING:
                last = _draw_month_end(quarter, chance)
                if last > max(first, begin):
                    yield Employment("", enhed, first, last)
                    running[index] = last + ONE_DAY
    yield from (Employment("", enhed, first, enhed.closed) for first in running)


def _count_heads(enhed: Enhed) -> dict[Quarter, int]:
    """Count the people employed at a time in each quarter, in the part of it that it exists."""
    return {
        row.quarter: max(round(row.medarbejdere / enhed.compute_presence(row.quarter)), 1)
        for row in make_rows()
        if row.enhed == enhed.number
    }


def _draw_early_start(chance: Random) -> date:
    """Draw the first of a month before 2022: most people have been there for a few years only."""
    months = min(int(chance.expovariate(1 / 90)) + 1, (QUARTERS[0].year - EARLIEST.year) * 12)
    year, month = divmod(QUARTERS[0].year * 12 - months, 12)
    return date(year, month + 1, 1)


def _draw_month_end(quarter: Quarter, chance: Random) -> date:
    """Draw the last day of the quarter's first or second month."""
    first = quarter.period.first
    return date(first.year, first.month + chance.choice((1, 2)), 1) - ONE_DAY


def _draw_holders(employments: list[Employment], chance: Random) -> list[int]:
    """Draw, for each employment, the index of its person's first: mostly itself."""
    holders = list(range(len(employments)))
    ended: dict[date, list[int]] = defaultdict(list)
    for index, employment in enumerate(employments):
        if employment.last:
            ended[employment.last + ONE_DAY].append(index)
    started: list[int] = []
    for index in sorted(holders, key=lambda index: employments[index].first):
        draw = chance.random()
        candidates = started if draw > 1 - SECOND else []
        if draw < MOVING:
            candidates = ended[employments[index].first]
        if candidates:
            candidate = chance.choice(candidates)
            if employments[candidate].enhed != employments[index].enhed:
                holders[index] = holders[candidate]
        started.append(index)
    return holders
