"""How much absence each afdeling has in each quarter, so that the published figures come out.

The rolling figures are given; the single quarters follow from them. With a constant number of
medarbejdere N, D(q) = D(q−4) + N·(R(q) − R(q−1)), beginning with a first year that has a winter.
"""

from decimal import Decimal
from itertools import pairwise

from core.quarter import Quarter
from sample_data.municipality import (
    AELDRE,
    BORGER,
    FAMILIE,
    KULTUR,
    MILJOE,
    OEKONOMI,
    SKOLE,
    Afdeling,
)

FIRST = Quarter(2022, 1)
QUARTERS = tuple(FIRST + step for step in range(12))

# Rolling fraværsdagsværk per medarbejder, 2022K4–2024K4. The last two are published.
_ALL = {
    OEKONOMI: "11.40 11.74 11.88 11.66 12.67 12.75 12.66 12.37 10.31",
    BORGER: "11.80 12.10 12.20 12.05 11.90 11.62 11.38 11.15 10.70",
    MILJOE: "13.60 14.05 14.30 14.25 14.45 14.30 14.10 13.86 12.56",
    KULTUR: "12.10 12.45 12.60 12.50 12.55 12.20 11.92 11.64 10.70",
    SKOLE: "15.95 16.50 16.75 16.52 16.22 15.86 15.52 15.19 14.70",
    FAMILIE: "13.90 14.30 14.45 14.25 13.95 13.60 13.25 12.95 12.85",
    AELDRE: "16.80 17.27 17.45 17.22 16.95 16.60 16.30 16.02 15.73",
}
# The part of it that is langtid.
_LONG = {
    OEKONOMI: "3.60 3.62 3.68 3.74 4.30 4.38 4.30 4.15 3.28",
    BORGER: "4.50 4.55 4.60 4.55 4.60 4.52 4.45 4.33 3.88",
    MILJOE: "5.10 5.15 5.25 5.30 5.40 5.38 5.40 5.39 5.39",
    KULTUR: "4.70 4.75 4.82 4.80 4.78 4.70 4.62 4.54 4.54",
    SKOLE: "6.35 6.50 6.62 6.58 6.62 6.46 6.28 6.10 5.61",
    FAMILIE: "6.30 6.42 6.50 6.55 6.60 6.66 6.72 6.78 7.08",
    AELDRE: "6.80 6.92 7.00 6.98 7.00 6.98 6.96 6.99 7.29",
}
# How the first year's absence falls on its quarters: colds have a season, long illness hardly one.
_SHORT_SEASON = (Decimal("0.310"), Decimal("0.230"), Decimal("0.175"), Decimal("0.285"))
_LONG_SEASON = (Decimal("0.255"), Decimal("0.250"), Decimal("0.235"), Decimal("0.260"))


def compute_absence(afdeling: Afdeling) -> dict[Quarter, tuple[Decimal, Decimal]]:
    """Return an afdeling's short and long fraværsdagsværk in each quarter."""
    everything, long = _parse_decimals(_ALL[afdeling]), _parse_decimals(_LONG[afdeling])
    short = [total - langtid for total, langtid in zip(everything, long, strict=True)]
    headcount = afdeling.medarbejdere
    shorts = _derive_quarters(short, _SHORT_SEASON, headcount)
    longs = _derive_quarters(long, _LONG_SEASON, headcount)
    return dict(zip(QUARTERS, zip(shorts, longs, strict=True), strict=True))


def _parse_decimals(text: str) -> list[Decimal]:
    """Parse numbers with blanks between them."""
    return [Decimal(word) for word in text.split()]


def _derive_quarters(
    rolling: list[Decimal], season: tuple[Decimal, ...], headcount: int
) -> list[Decimal]:
    """Return the dagsværk of each single quarter, from dagsværk per medarbejder over four of them.

    `season` is how the first year falls on its quarters, `headcount` the number of medarbejdere.
    """
    quarters = [(rolling[0] * headcount * part).quantize(Decimal("0.01")) for part in season]
    quarters[3] = rolling[0] * headcount - sum(quarters[:3])
    for before, after in pairwise(rolling):
        quarters.append(quarters[-4] + headcount * (after - before))
    return quarters
