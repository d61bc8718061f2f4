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
def draw_absence(year: int) -> dict[Employment, Decimal]:
    """Return the dagsværk in a year of every employment that lasts a day of it; many are 0."""
    by_enhed: dict[str, list[Employment]] = defaultdict(list)
    for employment in draw_employments():
        if employment.count_days(year):
            by_enhed[employment.enhed.number].append(employment)
    return {
        employment: days
        for number, employments in by_enhed.items()
        for employment, days in zip(
            employments, _share_enhed_absence(number, year, employments), strict=True
        )
    }


def _share_enhed_absence(number: str, year: int, employments: list[Employment]) -> list[Decimal]:
    """Share an enhed's absence in a year over its employments; return their dagsværk in order."""
    chance = Random(f"{SEED} dage {number} {year}")  # noqa: S311 - no secret is made of it
    short, long = _sum_absence()[number, year]
    presence = [employment.count_days(year) / 365 for employment in employments]
    shorts = _share_short_days(short, employments, presence, chance)
    longs = _share_long_days(long, presence, chance)
    return [short_days + long_days for short_days, long_days in zip(shorts, longs, strict=True)]


@cache
def _sum_absence() -> dict[tuple[str, int], tuple[Decimal, Decimal]]:
    """Sum the short and the long absence of each enhed, by its number, and year."""
    sums: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for row in make_rows():
        short, long = sums.get((row.enhed, row.quarter.year), (Decimal(), Decimal()))
        sums[row.enhed, row.quarter.year] = (short + row.korttid, long + row.langtid)
    return sums


def _share_short_days(
    total: Decimal, employments: list[Employment], presence: list[float], chance: Random
) -> list[Decimal]:
    """Share short absence by how long each is employed and how often ill; the least ill get 0."""
    weights = [
        part
        * min(
            _draw_frequency(employment.person) * chance.lognormvariate(0, YEAR_BY_YEAR), MOST_OFTEN
        )
        for employment, part in zip(employments, presence, strict=True)
    ]
    least = NEVER_ILL * sum(weights) / max(float(total), 1.0)
    ill = [weight if weight > least else 0.0 for weight in weights]
    return share_out(total, ill if any(ill) else weights, step=HUNDREDTH)


@cache
def _draw_frequency(person: str) -> float:
    """Draw how often a person is ill, beside the usual 1.0; the same in all years."""
    chance = Random(f"{SEED} dage {person}")  # noqa: S311
    return chance.gammavariate(FREQUENCY, 1 / FREQUENCY)


def _share_long_days(total: Decimal, presence: list[float], chance: Random) -> list[Decimal]:
    """Share long absence over one person in twenty, or more where these have no room for it."""
    weights = [0.0] * len(presence)
    usual = round(LONG_TERM_ILL * len(presence))
    drawn = sorted(range(len(presence)), key=lambda _: chance.random())
    for chosen, index in enumerate(drawn):
        if chosen >= usual and LONGEST * sum(weights) >= float(total):
            break
        weights[index] = presence[index] * chance.uniform(0.7, 1.0)
    return share_out(total, weights, step=HUNDREDTH)
