"""The sample's rows: every unit in every quarter, the same at every run."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from core.quarter import Quarter
from sample_data.curves import QUARTERS, compute_absence
from sample_data.municipality import AFDELINGER, ENHEDER, Afdeling, Enhed

SEED = "Chefforum"
# About one in twenty of the employees is behind the long-term absence; gamma-distributed
# weights of that shape make it fall on few, and most on few of the small units.
LONG_TERM_ILL = 0.05
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class SampleRow:
    """One unit in one quarter: average headcount and full-time equivalents, dagsværk by length.

    With a `personalegruppe` it is the part of the unit that is in it.
    """

    quarter: Quarter
    omraade: str
    afdeling: str
    enhed: str
    enhed_navn: str
    medarbejdere: Decimal
    fuldtidsstillinger: Decimal
    korttid: Decimal
    langtid: Decimal
    personalegruppe: str = ""

    @property
    def dagsvaerk(self) -> Decimal:
        """All absence, short and long."""
        return self.korttid + self.langtid


@cache
def make_rows() -> tuple[SampleRow, ...]:
    """Return all rows, by quarter and, within it, by the unit's number."""
    courses = {enhed: _UnitCourse.draw(enhed) for enhed in ENHEDER}
    unordered = [
        row
        for index, quarter in enumerate(QUARTERS)
        for afdeling in AFDELINGER
        for row in _make_afdeling_rows(afdeling, quarter, index, courses=courses)
    ]
    return tuple(sorted(unordered, key=lambda row: (row.quarter, row.enhed)))


@dataclass(frozen=True)
class _UnitCourse:
    """What is drawn for a unit: by quarter its size, short and long absence; and its part-time."""

    size: tuple[float, ...]
    short: tuple[float, ...]
    long: tuple[float, ...]
    full_time: Decimal

    @classmethod
    def draw(cls, enhed: Enhed) -> "_UnitCourse":
        """Draw what chance gives a unit; the same each time, from its number."""
        chance = Random(f"{SEED} {enhed.number}")  # noqa: S311 - no secret is made of it
        level, trend = chance.lognormvariate(0, 0.16), chance.gauss(0, 0.012)
        drift = [chance.gauss(0, 0.012) for _ in QUARTERS]
        return cls(
            size=tuple(enhed.size * (1 + sum(drift[:index])) for index in range(len(QUARTERS))),
            short=tuple(
                level * (1 + trend * index) * chance.lognormvariate(0, 0.6 / enhed.size**0.5)
                for index in range(len(QUARTERS))
            ),
            long=tuple(level * spell for spell in _draw_spells(enhed.size, chance)),
            full_time=Decimal(repr(chance.uniform(0.81, 0.91))),
        )


def _draw_spells(size: int, chance: Random) -> list[float]:
    """Draw the weight of a unit's long absence in each quarter, 1.0 on average."""
    # Long illness reaches over the end of a quarter: each figure shares in the one before.
    shape = max(size * LONG_TERM_ILL, 0.4)
    fresh = [chance.gammavariate(shape, 1 / shape) for _ in range(len(QUARTERS) + 2)]
    return [
        0.35 * older + 0.35 * old + 0.3 * new
        for older, old, new in zip(fresh, fresh[1:], fresh[2:], strict=False)
    ]


def _make_afdeling_rows(
    afdeling: Afdeling, quarter: Quarter, index: int, *, courses: dict[Enhed, _UnitCourse]
) -> list[SampleRow]:
    """Make one quarter's rows of an afdeling's enheder; their absence sums to the afdeling's."""
    staff = _draw_staff(afdeling, quarter, index, courses=courses)
    short, long = compute_absence(afdeling)[quarter]
    kort = [float(head) * courses[enhed].short[index] for enhed, head in staff]
    lang = [float(head) * courses[enhed].long[index] for enhed, head in staff]
    shares = zip(
        share_out(short, kort, step=HUNDREDTH), share_out(long, lang, step=HUNDREDTH), strict=True
    )
    return [
        SampleRow(
            quarter=quarter,
            omraade=afdeling.omraade,
            afdeling=afdeling.name,
            enhed=enhed.number,
            enhed_navn=enhed.name,
            medarbejdere=head,
            fuldtidsstillinger=(head * courses[enhed].full_time).quantize(HUNDREDTH),
            korttid=korttid,
            langtid=langtid,
        )
        for (enhed, head), (korttid, langtid) in zip(staff, shares, strict=True)
    ]


def _draw_staff(
    afdeling: Afdeling, quarter: Quarter, index: int, *, courses: dict[Enhed, _UnitCourse]
) -> list[tuple[Enhed, Decimal]]:
    """Share an afdeling's medarbejdere out over the units that exist in a quarter."""
    units = [
        enhed
        for enhed in ENHEDER
        if enhed.find_afdeling(quarter) == afdeling and enhed.compute_presence(quarter)
    ]
    sizes = [courses[enhed].size[index] * float(enhed.compute_presence(quarter)) for enhed in units]
    heads = share_out(Decimal(afdeling.medarbejdere), sizes, step=Decimal("0.1"))
    return list(zip(units, heads, strict=True))


def share_out(total: Decimal, weights: Sequence[float], *, step: Decimal) -> list[Decimal]:
    """Share a total by weight in whole steps, so that the shares sum to it exactly.

    What rounding down leaves over goes to the largest remainders, the first of equals first.
    """
    steps = int(total / step)
    exact = [steps * weight / sum(weights) for weight in weights]
    step_counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: step_counts[place] - exact[place])
    for place in by_remainder[: steps - sum(step_counts)]:
        step_counts[place] += 1
    return [count * step for count in step_counts]
