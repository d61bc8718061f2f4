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

    def days_in(self, year: int) -> int:
        """The number of days of a calendar year that the employment lasts."""
        first = max(self.first, date(year, 1, 1))
        last = min(self.last or date.max, date(year, 12, 31))
        return max((last - first).days + 1, 0)


@cache
def draw_employments() -> tuple[Employment, ...]:
    """Return all employments since 2022, by the enhed's number and in the order that they began."""
    alone = [job for enhed in ENHEDER for job in _jobs(enhed)]
    chance = Random(f"{SEED} personer")  # noqa: S311 - no secret is made of it
    holders = _holders(alone, chance)
    numbers = chance.sample(range(100_000, 1_000_000), len(alone))
    return tuple(
        replace(job, person=f"{numbers[holder]:06}")
        for job, holder in zip(alone, holders, strict=True)
    )


def _jobs(enhed: Enhed) -> Iterator[Employment]:
    """The employments of an enhed: as many at a time as it has medarbejdere, rounded to whole."""
    chance = Random(f"{SEED} ansatte {enhed.number}")  # noqa: S311
    running: list[date] = []
    for quarter, heads in _heads(enhed).items():
        begin = max(quarter.period.first, enhed.opened or EARLIEST)
        while len(running) > heads:
            yield Employment(
                "", enhed, running.pop(chance.randrange(len(running))), begin - ONE_DAY
            )
        missing = heads - len(running)
        known = quarter == QUARTERS[0] and not enhed.opened
        running += [_long_ago(chance) if known else begin for _ in range(missing)]
        for place, first in enumerate(running):
            if chance.random() < LEAVING:
                last = _month_end(quarter, chance)
                if last > max(first, begin):
                    yield Employment("", enhed, first, last)
                    running[place] = last + ONE_DAY
    yield from (Employment("", enhed, first, enhed.closed) for first in running)


def _heads(enhed: Enhed) -> dict[Quarter, int]:
    return {
        row.quarter: max(round(row.medarbejdere / enhed.presence(row.quarter)), 1)
        for row in make_rows()
        if row.enhed == enhed.number
    }


def _long_ago(chance: Random) -> date:
    """The first of a month before the sample; most people have been there for a few years only."""
    months = min(int(chance.expovariate(1 / 90)) + 1, (QUARTERS[0].year - EARLIEST.year) * 12)
    year, month = divmod(QUARTERS[0].year * 12 - months, 12)
    return date(year, month + 1, 1)


def _month_end(quarter: Quarter, chance: Random) -> date:
    """The last day of the quarter's first or second month."""
    first = quarter.period.first
    return date(first.year, first.month + chance.choice((1, 2)), 1) - ONE_DAY


def _holders(jobs: list[Employment], chance: Random) -> list[int]:
    """For each employment the one that its person began with: often the employment itself."""
    holders = list(range(len(jobs)))
    ended: dict[date, list[int]] = defaultdict(list)
    for place, job in enumerate(jobs):
        if job.last:
            ended[job.last + ONE_DAY].append(place)
    begun: list[int] = []
    for place in sorted(holders, key=lambda place: jobs[place].first):
        draw = chance.random()
        others = ended[jobs[place].first] if draw < MOVING else begun if draw > 1 - SECOND else []
        if others:
            other = chance.choice(others)
            if jobs[other].enhed != jobs[place].enhed:
                holders[place] = holders[other]
        begun.append(place)
    return holders
