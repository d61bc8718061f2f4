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
class StoredQuarter:
    """One enhed in one quarter as stored; `people` are medarbejdere, else fuldtidsstillinger."""

    quarter: Quarter
    dagsvaerk: Decimal | None
    people: Decimal | None


@dataclass(frozen=True)
class _ComparedMeasure:
    words: str
    decimals: int
    least: Decimal  # a smaller change than this is never worth a warning


_DAYS = _ComparedMeasure("fraværsdagsværk pr. medarbejder eller fuldtidsstilling", 1, Decimal(1))
_SUMMED = ("dagsvaerk", "medarbejdere", "fuldtidsstillinger")
_PEOPLE = _ComparedMeasure("medarbejdere eller fuldtidsstillinger", 1, Decimal(5))


def find_improbable_jumps(
    history: Mapping[str, Sequence[StoredQuarter]], rows: Sequence[UnitQuarter]
) -> list[Problem]:
    """Warn of rows that lie far outside their enhed's own history.

    The history is what is stored, by `unit_identity`, and the file's other quarters; six quarters
    are the fewest that tell. A value is improbable outside the limits of an individuals chart, by
    medians, if it is also more than half above or below the usual.
    """
    rows = _sum_personalegrupper(rows)
    units: dict[str, dict[Quarter, StoredQuarter]] = defaultdict(dict)
    for unit, quarters in history.items():
        units[unit] |= {past.quarter: past for past in quarters}
    for row in rows:
        units[unit_identity(row.enhed)][row.quarter] = _convert_row(row)
    problems = []
    for row in rows:
        stored = units[unit_identity(row.enhed)]
        past_quarters = [past for quarter, past in sorted(stored.items()) if quarter != row.quarter]
        problems += _check_row(row, stored[row.quarter], past_quarters)
    return problems


def _sum_personalegrupper(rows: Sequence[UnitQuarter]) -> list[UnitQuarter]:
    """Put together the rows of each enhed, which may have one for each personalegruppe."""
    sums: dict[tuple[Quarter, str], UnitQuarter] = {}
    for row in rows:
        place = (row.quarter, unit_identity(row.enhed))
        sums[place] = _add_rows(sums[place], row) if place in sums else row
    return list(sums.values())


def _add_rows(row: UnitQuarter, added: UnitQuarter) -> UnitQuarter:
    sums = {name: _add_amounts(getattr(row, name), getattr(added, name)) for name in _SUMMED}
    return replace(row, **sums)  # type: ignore[arg-type]


def _add_amounts(amount: Decimal | None, added: Decimal | None) -> Decimal | None:
    return None if amount is None or added is None else amount + added


def _convert_row(row: UnitQuarter) -> StoredQuarter:
    people = row.medarbejdere if row.medarbejdere is not None else row.fuldtidsstillinger
    return StoredQuarter(row.quarter, row.dagsvaerk, people)


def _check_row(
    row: UnitQuarter, now: StoredQuarter, history: Sequence[StoredQuarter]
) -> list[Problem]:
    """Check the days of each, and the people; a slip in the people is said once."""
    people = [past.people for past in history if past.people]
    if now.people is not None and (limits := _find_exceeded_limits(now.people, people, _PEOPLE)):
        return [_make_problem(row, now.people, limits, len(people), _PEOPLE)]
    days = [rate for past in history if (rate := _compute_rate(past)) is not None]
    rate = _compute_rate(now)
    if rate is not None and (limits := _find_exceeded_limits(rate, days, _DAYS)):
        return [_make_problem(row, rate, limits, len(days), _DAYS)]
    return []


def _compute_rate(past: StoredQuarter) -> Decimal | None:
    return past.dagsvaerk / past.people if past.dagsvaerk is not None and past.people else None


def _find_exceeded_limits(
    value: Decimal, history: Sequence[Decimal], measure: _ComparedMeasure
) -> tuple[Decimal, Decimal] | None:
    """Return the limits that a value lies outside; None where it does not, or none can be told."""
    if len(history) < _FEWEST_QUARTERS:
        return None
    usual = median(history)
    spread = median(abs(later - earlier) for earlier, later in pairwise(history)) * _LIMIT
    reach = spread * _WIDENED if len(history) <= _FEW_QUARTERS else spread
    reach = max(reach, usual * _TELLING_SHARE, measure.least)
    return None if abs(value - usual) <= reach else (max(usual - reach, Decimal(0)), usual + reach)


def _make_problem(
    row: UnitQuarter,
    value: Decimal,
    limits: tuple[Decimal, Decimal],
    quarters: int,
    measure: _ComparedMeasure,
) -> Problem:
    figure, low, high = (danish.format_number(n, measure.decimals) for n in (value, *limits))
    message = (
        f"Enheden {row.enhed_navn} har {figure} {measure.words} i {row.quarter.label}. Efter dens "
        f"andre {quarters} kvartaler er {low} til {high} sandsynligt. Kontrollér række {row.row}."
    )
    return problem("improbable_jump", message, sheet=row.sheet, value=figure)
