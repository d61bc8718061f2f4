"""Who works in the enheder: each row split by personalegruppe, into parts that sum to it exactly.

Nothing else follows from the parts. An enhed's mix is the same in all quarters; the absence falls
on its personalegrupper by how ill each is elsewhere, and by chance.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random

from sample_data.rows import HUNDREDTH, SEED, SampleRow, make_rows, share_out

ADMINISTRATION, TECHNICAL = "Administration", "Teknik & service"
TEACHERS, PEDAGOGUES, SOCIAL_WORKERS = "Lærere", "Pædagoger", "Socialrådgivere"
CARERS, CLINICIANS = "SOSU", "Sundhedsfaglige"

# Short and long absence of a medarbejder, beside one in the administration of the same enhed.
ABSENCE = {
    ADMINISTRATION: (1.0, 1.0),
    TECHNICAL: (1.3, 1.7),
    TEACHERS: (1.0, 1.2),
    PEDAGOGUES: (1.3, 1.6),
    SOCIAL_WORKERS: (1.1, 1.5),
    CARERS: (1.4, 1.9),
    CLINICIANS: (1.1, 1.1),
}
# How many of a hundred are what, in the enheder whose number begins so; the longest one counts.
MIX = {
    "01": {ADMINISTRATION: 100},
    "0140": {TECHNICAL: 100},
    "0150": {ADMINISTRATION: 50, TECHNICAL: 50},
    "0170": {ADMINISTRATION: 30, TECHNICAL: 70},
    "11": {ADMINISTRATION: 35, SOCIAL_WORKERS: 65},
    "1101": {ADMINISTRATION: 100},
    "1140": {ADMINISTRATION: 85, SOCIAL_WORKERS: 15},
    "12": {ADMINISTRATION: 100},
    "1201": {ADMINISTRATION: 8, TECHNICAL: 92},
    "1210": {ADMINISTRATION: 30, TECHNICAL: 70},
    "1220": {TECHNICAL: 100},
    "13": {ADMINISTRATION: 100},
    "131": {TEACHERS: 90, ADMINISTRATION: 10},
    "1320": {ADMINISTRATION: 25, TECHNICAL: 75},
    "1330": {ADMINISTRATION: 25, TECHNICAL: 75},
    "136": {ADMINISTRATION: 20, TECHNICAL: 80},
    "137": {TECHNICAL: 100},
    "138": {TECHNICAL: 100},
    "21": {TEACHERS: 67, PEDAGOGUES: 27, TECHNICAL: 6},
    "2107": {TEACHERS: 43, PEDAGOGUES: 52, TECHNICAL: 5},
    "2121": {PEDAGOGUES: 100},
    "2122": {PEDAGOGUES: 100},
    "22": {PEDAGOGUES: 90, TECHNICAL: 10},
    "2240": {PEDAGOGUES: 100},
    "2290": {PEDAGOGUES: 60, TEACHERS: 40},
    "24": {SOCIAL_WORKERS: 80, PEDAGOGUES: 20},
    "2415": {CLINICIANS: 100},
    "2420": {CLINICIANS: 100},
    "2430": {PEDAGOGUES: 100},
    "2435": {PEDAGOGUES: 100},
    "2450": {PEDAGOGUES: 100},
    "2455": {PEDAGOGUES: 100},
    "250": {CARERS: 78, CLINICIANS: 13, TECHNICAL: 9},
    "251": {CARERS: 94, CLINICIANS: 6},
    "252": {CLINICIANS: 100},
    "2530": {CLINICIANS: 55, TECHNICAL: 45},
    "2535": {TECHNICAL: 100},
    "254": {CARERS: 55, PEDAGOGUES: 45},
    "255": {PEDAGOGUES: 70, CARERS: 30},
    "256": {CLINICIANS: 60, PEDAGOGUES: 40},
    "257": {CARERS: 50, CLINICIANS: 50},
}
WHOLE_NUMBER = 4  # digits of an enhed's number


@cache
def make_staff_rows() -> tuple[SampleRow, ...]:
    """Return the rows of every enhed's personalegrupper, in the order of `make_rows()`."""
    return tuple(part for row in make_rows() for part in _split_row(row))


def _split_row(row: SampleRow) -> Iterator[SampleRow]:
    """Split a row into one for each personalegruppe of the enhed; the parts sum to it exactly."""
    mix = _find_mix(row.enhed)
    chance = Random(f"{SEED} personalegrupper {row.enhed} {row.quarter}")  # noqa: S311 - no secret
    heads = share_out(row.medarbejdere, list(mix.values()), step=Decimal("0.1"))
    sizes = [float(head) for head in heads]
    short, long = (
        [
            size * ABSENCE[name][length] * chance.lognormvariate(0, spread)
            for name, size in zip(mix, sizes, strict=True)
        ]
        for length, spread in enumerate((0.08, 0.25))
    )
    shares = zip(
        mix,
        heads,
        share_out(row.fuldtidsstillinger, sizes, step=HUNDREDTH),
        share_out(row.korttid, short, step=HUNDREDTH),
        share_out(row.langtid, long, step=HUNDREDTH),
        strict=True,
    )
    for name, head, posts, korttid, langtid in shares:
        yield replace(
            row,
            personalegruppe=name,
            medarbejdere=head,
            fuldtidsstillinger=posts,
            korttid=korttid,
            langtid=langtid,
        )


def _find_mix(number: str) -> dict[str, int]:
    """Return how many of a hundred are in each personalegruppe, from an enhed's number."""
    lengths = range(WHOLE_NUMBER, 0, -1)
    return next(MIX[number[:length]] for length in lengths if number[:length] in MIX)
