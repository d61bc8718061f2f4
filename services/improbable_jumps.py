"""Figures that an enhed's own history makes improbable: most often a slip in the file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from core import danish
from core.nodes import unit_identity
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter

_FEWEST_QUARTERS = 6
_FEW_QUARTERS = 12
_WIDENED = Decimal("1.41")  # the limits of so few points are provisional
# Three standard deviations by the median of the moving ranges, which one outlier does not widen.
_LIMIT = Decimal(3) / Decimal("0.954")
_TELLING_SHARE = Decimal("0.5")  # a change of less than half of what is usual is no slip


@dataclass(frozen=True)
class Past:
    """One enhed in one quarter as stored; `people` are medarbejdere, else fuldtidsstillinger."""

    quarter: Quarter
    dagsvaerk: Decimal | None
    people: Decimal | None


@dataclass(frozen=True)
class _Measure:
    words: str
    decimals: int
    least: Decimal  # a smaller change than this is never worth a warning


_DAYS = _Measure("fraværsdagsværk pr. medarbejder eller fuldtidsstilling", 1, Decimal(1))
_SUMMED = ("dagsvaerk", "medarbejdere", "fuldtidsstillinger")
_PEOPLE = _Measure("medarbejdere eller fuldtidsstillinger", 1, Decimal(5))


def improbable(history: Mapping[str, Sequence[Past]], rows: Sequence[UnitQuarter]) -> list[Problem]:
    """Warn of rows that lie far outside their enhed's own history.

    The history is what is stored, by `unit_identity`, and the file's other quarters; six quarters
    are the fewest that tell. A value is improbable outside the limits of an individuals chart, by
    medians, if it is also more than half above or below the usual.
    """
    rows = _whole_units(rows)
    known: dict[str, dict[Quarter, Past]] = defaultdict(dict)
    for unit, quarters in history.items():
        known[unit] |= {past.quarter: past for past in quarters}
    for row in rows:
        known[unit_identity(row.enhed)][row.quarter] = _past(row)
    found = []
    for row in rows:
        own = known[unit_identity(row.enhed)]
        others = [past for quarter, past in sorted(own.items()) if quarter != row.quarter]
        found += _checked(row, own[row.quarter], others)
    return found


def _whole_units(rows: Sequence[UnitQuarter]) -> list[UnitQuarter]:
    """Put together the rows of each enhed, which may have one for each personalegruppe."""
    whole: dict[tuple[Quarter, str], UnitQuarter] = {}
    for row in rows:
        place = (row.quarter, unit_identity(row.enhed))
        whole[place] = _with(whole[place], row) if place in whole else row
    return list(whole.values())


def _with(one: UnitQuarter, other: UnitQuarter) -> UnitQuarter:
    sums = {name: _sum(getattr(one, name), getattr(other, name)) for name in _SUMMED}
    return replace(one, **sums)  # type: ignore[arg-type]


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _past(row: UnitQuarter) -> Past:
    people = row.medarbejdere if row.medarbejdere is not None else row.fuldtidsstillinger
    return Past(row.quarter, row.dagsvaerk, people)


def _checked(row: UnitQuarter, now: Past, others: Sequence[Past]) -> list[Problem]:
    """Check the days of each, and the people; a slip in the people is said once."""
    people = [past.people for past in others if past.people]
    if now.people is not None and (limits := _outside(now.people, people, _PEOPLE)):
        return [_problem(row, now.people, limits, len(people), _PEOPLE)]
    days = [rate for past in others if (rate := _rate(past)) is not None]
    rate = _rate(now)
    if rate is not None and (limits := _outside(rate, days, _DAYS)):
        return [_problem(row, rate, limits, len(days), _DAYS)]
    return []


def _rate(past: Past) -> Decimal | None:
    return past.dagsvaerk / past.people if past.dagsvaerk is not None and past.people else None


def _outside(
    value: Decimal, others: Sequence[Decimal], measure: _Measure
) -> tuple[Decimal, Decimal] | None:
    """Return the limits that a value lies outside; None where it does not, or none can be told."""
    if len(others) < _FEWEST_QUARTERS:
        return None
    usual = median(others)
    spread = median(abs(later - earlier) for earlier, later in pairwise(others)) * _LIMIT
    reach = spread * _WIDENED if len(others) <= _FEW_QUARTERS else spread
    reach = max(reach, usual * _TELLING_SHARE, measure.least)
    return None if abs(value - usual) <= reach else (max(usual - reach, Decimal(0)), usual + reach)


def _problem(
    row: UnitQuarter,
    value: Decimal,
    limits: tuple[Decimal, Decimal],
    quarters: int,
    measure: _Measure,
) -> Problem:
    shown, low, high = (danish.format_number(n, measure.decimals) for n in (value, *limits))
    message = (
        f"Enheden {row.enhed_navn} har {shown} {measure.words} i {row.quarter.label}. Efter dens "
        f"andre {quarters} kvartaler er {low} til {high} sandsynligt. Kontrollér række {row.row}."
    )
    return problem("improbable_jump", message, sheet=row.sheet, value=shown)
