"""How exactly a figure is printed for a reader, and what the reader can know of it from that.

Exact averages are equations in whole people: whoever has enough of them solves for a hidden group.
So everybody but HR gets a figure as it is printed, and nothing finer.
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from core.danish import Number
from core.edition import Edition

COARSE_BELOW = 40  # members; a smaller group has whole dagsværk per member in the public edition
_NOISE = Decimal("1e-10")  # what stands beyond is noise of a division, and does not decide
_FINEST = Decimal("0.01")


class Precision(StrEnum):
    """Whether a reader gets figures as they were computed, or as they are printed."""

    EXACT = "exact"
    PRINTED = "printed"


class Unit(StrEnum):
    """What a figure is counted in, as its declaration names it.

    "forløb" are spells per member of the denominator.
    """

    DAGSVAERK = "dagsværk"
    ANDEL = "andel"
    ANTAL = "antal"
    FORLOEB = "forløb"
    KALENDERDAGE = "kalenderdage"
    VARIES = "varierer"


_STEPS = {
    Unit.DAGSVAERK: Decimal("0.1"),
    Unit.ANDEL: Decimal("0.01"),
    Unit.ANTAL: Decimal(1),
    Unit.FORLOEB: Decimal("0.1"),
    Unit.KALENDERDAGE: Decimal("0.1"),
    Unit.VARIES: _FINEST,
}


class PrintedInterval(NamedTuple):
    """The values that one printed figure stands for, both ends with it."""

    low: float
    high: float


def find_printed_step(unit: str, *, edition: Edition, employees: float | None = None) -> Decimal:
    """Return the step that a figure of a unit is printed with: 0.1, 1, or 0.01 for a share.

    `employees` is how many are in the group that the figure is of; None where it is of none, as an
    effect on something else. Raises ValueError for an unknown unit.
    """
    is_coarse = (
        unit == Unit.DAGSVAERK
        and edition is Edition.OFFENTLIG
        and employees is not None
        and employees < COARSE_BELOW
    )
    return Decimal(1) if is_coarse else _STEPS[Unit(unit)]


def round_as_printed(value: Number, step: Decimal) -> float:
    """Round a figure half away from zero to the nearest multiple of a step."""
    exact = Decimal(f"{value:.10f}") if isinstance(value, float) else Decimal(value)
    steps = (exact.quantize(_NOISE, rounding=ROUND_HALF_UP) / step).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )
    return float(steps * step + 0)


def find_printed_interval(printed: float, step: Decimal) -> PrintedInterval:
    """Return the interval that a printed figure stands for."""
    half, at = step / 2, Decimal(f"{printed:.10f}")
    return PrintedInterval(float(at - half), float(at + half))
