"""How many dagsværk each person is absent in a year, so that they sum to the enhed's extracts.

Nobody is given a spell: the enhed's short and long absence of a year is shared out over those who
are employed there, by how often each is ill and by chance. Long absence falls on one in twenty.
"""

from collections import defaultdict
from decimal import Decimal
from functools import cache
from random import Random

from sample_data.employments import Employment, draw_employments
from sample_data.rows import HUNDREDTH, LONG_TERM_ILL, SEED, make_rows, share_out

YEARS = (2022, 2023, 2024)
# How unequally people are ill through the years, and how much one year differs from the next: the
# share of langtidsfriske follows from these.
FREQUENCY, YEAR_BY_YEAR = 1.03, 0.55
MOST_OFTEN = 4.5  # times the usual short absence
NEVER_ILL = 0.6  # dagsværk; whoever would be ill for less is not ill that year
LONGEST = 180.0  # dagsværk of long absence in a whole year


@cache
def absence(year: int) -> dict[Employment, Decimal]:
    """Return the dagsværk of every employment that lasts a day of the year or more; many are 0."""
    by_enhed: dict[str, list[Employment]] = defaultdict(list)
    for job in draw_employments():
        if job.days_in(year):
            by_enhed[job.enhed.number].append(job)
    return {
        job: days
        for number, jobs in by_enhed.items()
        for job, days in zip(jobs, _shared(number, year, jobs), strict=True)
    }


def _shared(number: str, year: int, jobs: list[Employment]) -> list[Decimal]:
    chance = Random(f"{SEED} dage {number} {year}")  # noqa: S311 - no secret is made of it
    short, long = _totals()[number, year]
    presence = [job.days_in(year) / 365 for job in jobs]
    shorts = _short_days(short, jobs, presence, chance)
    longs = _long_days(long, presence, chance)
    return [some + others for some, others in zip(shorts, longs, strict=True)]


@cache
def _totals() -> dict[tuple[str, int], tuple[Decimal, Decimal]]:
    sums: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for row in make_rows():
        short, long = sums.get((row.enhed, row.quarter.year), (Decimal(), Decimal()))
        sums[row.enhed, row.quarter.year] = (short + row.korttid, long + row.langtid)
    return sums


def _short_days(
    total: Decimal, jobs: list[Employment], presence: list[float], chance: Random
) -> list[Decimal]:
    weights = [
        part * min(_frequency(job.person) * chance.lognormvariate(0, YEAR_BY_YEAR), MOST_OFTEN)
        for job, part in zip(jobs, presence, strict=True)
    ]
    least = NEVER_ILL * sum(weights) / max(float(total), 1.0)
    ill = [weight if weight > least else 0.0 for weight in weights]
    return share_out(total, ill if any(ill) else weights, step=HUNDREDTH)


@cache
def _frequency(person: str) -> float:
    chance = Random(f"{SEED} dage {person}")  # noqa: S311
    return chance.gammavariate(FREQUENCY, 1 / FREQUENCY)


def _long_days(total: Decimal, presence: list[float], chance: Random) -> list[Decimal]:
    """Fill one person after the other: one in twenty, and more where these have no room for all."""
    weights = [0.0] * len(presence)
    usual = round(LONG_TERM_ILL * len(presence))
    drawn = sorted(range(len(presence)), key=lambda _: chance.random())
    for chosen, place in enumerate(drawn):
        if chosen >= usual and LONGEST * sum(weights) >= float(total):
            break
        weights[place] = presence[place] * chance.uniform(0.7, 1.0)
    return share_out(total, weights, step=HUNDREDTH)
