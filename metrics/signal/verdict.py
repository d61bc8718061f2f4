"""The verdict on the newest quarter of a series: a rise, a fall, or the usual fluctuations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, groupby
from math import isfinite, nan
from typing import Any

import numpy as np

from core import danish
from core.errors import NoDataError, UsageError
from core.quarter import Quarter
from metrics.signal.adjust import (
    MIN_POINTS,
    Adjusted,
    adjust_for_season,
    count_breaks_before,
    count_missing_quarters,
)
from metrics.signal.xmr import (
    FEW_POINTS,
    ControlLimits,
    Rule,
    compute_limits,
    find_signal_start,
    make_empty_limits,
)


class VerdictKind(StrEnum):
    """What the newest quarter is."""

    STIGNING = "stigning"
    FALD = "fald"
    INGEN = "ingen"
    FOR_FAA = "for få"


@dataclass(frozen=True)
class Point:
    """One quarter as the chart draws it.

    `value` is as given; `centre`, `lower` and `upper` are in the season of its quarter, NaN in a
    segment too short for limits. `rule` is the rule that makes the quarter a signal, None where it
    is none.
    """

    quarter: Quarter
    value: float
    centre: float
    lower: float
    upper: float
    rule: Rule | None

    @property
    def flagged(self) -> bool:
        """Whether the quarter is a signal."""
        return self.rule is not None

    def round_figures(self, decimals: int) -> "Point":
        """Return the point with its figures as they are printed."""
        names = ("value", "centre", "lower", "upper")
        return replace(self, **_round_figures(self, names, decimals))


@dataclass(frozen=True)
class Verdict:
    """Whether the newest quarter of a series is a signal.

    `rule` and `since` tell of the signal, None where there is none. `lower` and `upper` are the
    limits of the newest quarter in the unit and season of its value, NaN where it cannot be
    judged; then `missing` says how many quarters more are needed, and `after_break` that there
    are so few because the series begins anew at a break. `judged` is the number of points since
    the newest break; with 12 or fewer the limits are `provisional`. With `by_season` False the
    points are differences to the same quarter of the year before. The newest quarter
    `is_preliminary` where it was not over when its data were drawn.
    """

    quarter: Quarter
    kind: VerdictKind
    rule: Rule | None = None
    since: Quarter | None = None
    lower: float = nan
    upper: float = nan
    judged: int = 0
    provisional: bool = False
    by_season: bool = True
    missing: int = 0
    after_break: bool = False
    points: tuple[Point, ...] = ()
    is_preliminary: bool = False

    def round_figures(self, decimals: int) -> "Verdict":
        """Return the verdict with its limits and points as they are printed."""
        rounded = replace(self, **_round_figures(self, ("lower", "upper"), decimals))
        points = tuple(point.round_figures(decimals) for point in self.points)
        return replace(rounded, points=points)


def _round_figures(of: Point | Verdict, names: Sequence[str], decimals: int) -> dict[str, Any]:
    """Round the figures of those names; what is no number stays so."""
    figures = {name: getattr(of, name) for name in names}
    return {
        name: float(danish.round_half_up(figure, decimals))
        for name, figure in figures.items()
        if isfinite(figure)
    }


def judge(series: Sequence[tuple[Quarter, float]], *, breaks: Sequence[Quarter] = ()) -> Verdict:
    """Judge the newest quarter of a series of *single* quarters, never of rolling figures.

    Args:
        series: quarters with their values, e.g. dagsværk per medarbejder in the quarter. The unit
            is free: the verdict is the same on any scale. Quarters may be missing in between.
        breaks: the first quarter of each new way of counting. Mean, limits and rules begin anew
            there; the season is taken from the whole series, each part on its own level.

    The values are divided by their seasonal index, from three years on, else compared with the
    year before. Limits are the mean ± 2.66 times the mean moving range, 1.41 times wider with 12
    points or fewer. Signals: outside the limits; two of three beyond two thirds of the same
    limit; seven in a row on one side; seven in a row in one direction. The newest quarter must be
    part of the signal. A step is set apart before the mean and the ranges are taken, and is news
    until the new level has lasted three years.

    Of series without a change about one in nineteen is taken for a signal by chance (measured on
    twelve quarters). A step of 20 % is found in 91 of 100 where quarters vary by 4 % of the level,
    in 79 where they vary by 5 %: there the widened limits are themselves some 20 % wide. The more
    alike neighbouring quarters are beside the season, the more alarms.

    Sources: Wheeler, Understanding Variation; Provost & Murray, The Health Care Data Guide.

    Raises:
        NoDataError: there is no quarter.
        UsageError: a quarter stands twice, or a value is negative or not a number.
    """
    values = _check_series(series)
    newest = max(values)
    past = [start for start in breaks if start <= newest]
    missing = count_missing_quarters(tuple(values), past)
    if missing:
        is_after_break = count_breaks_before(newest, past) > count_breaks_before(min(values), past)
        return Verdict(newest, VerdictKind.FOR_FAA, missing=missing, after_break=is_after_break)
    return _judge_adjusted(adjust_for_season(values, past))


def _check_series(series: Sequence[tuple[Quarter, float]]) -> dict[Quarter, float]:
    """Return the values by quarter, oldest first."""
    if not series:
        raise NoDataError("Der er ingen kvartaler at vurdere.")
    values = dict(sorted(series))
    if len(values) < len(series):
        raise UsageError("Et kvartal står to gange; hvert kvartal skal have én værdi.")
    for quarter, value in values.items():
        if not isfinite(value) or value < 0:
            raise UsageError(
                f"Værdien for {quarter.label} er {value}; den skal være et tal på mindst 0."
            )
    return values


def _judge_adjusted(series: Adjusted) -> Verdict:
    """Judge the newest quarter of a series without season by its segment's limits."""
    segments = _split_segments(series)
    first, limits = segments[-1]
    signal = limits.signals[-1]
    start = first + find_signal_start(limits.signals, signal) if signal else None
    kind = (
        VerdictKind.INGEN
        if signal is None
        else VerdictKind.STIGNING
        if signal.rises
        else VerdictKind.FALD
    )
    points = tuple(chain.from_iterable(_make_points(series, *part) for part in segments))
    return Verdict(
        quarter=series.quarters[-1],
        kind=kind,
        rule=signal.rule if signal else None,
        since=None if start is None else series.quarters[start],
        lower=points[-1].lower,
        upper=points[-1].upper,
        judged=len(limits.centre),
        provisional=len(limits.centre) <= FEW_POINTS,
        by_season=series.by_season,
        points=points,
    )


def _split_segments(series: Adjusted) -> list[tuple[int, ControlLimits]]:
    """Split a series at its breaks; returns where each segment starts, and its limits."""
    parts = []
    for _, group in groupby(range(len(series.quarters)), key=lambda at: series.segments[at]):
        positions = list(group)
        first, enough = positions[0], len(positions) >= MIN_POINTS
        limits = (
            compute_limits(
                series.adjusted[positions],
                [start - first for start in series.starts],
                [position - first for position in series.lone],
            )
            if enough
            else make_empty_limits(len(positions))
        )
        parts.append((first, limits))
    return parts


def _make_points(series: Adjusted, first: int, limits: ControlLimits) -> list[Point]:
    """Put the season back into the limits of a segment; no value is below 0."""
    last = first + len(limits.centre)
    factor, offset = series.factor[first:last], series.offset[first:last]
    lower, centre, upper = (
        (limits.centre + width) * factor + offset for width in (-limits.width, 0, limits.width)
    )
    return [
        Point(
            quarter=series.quarters[at],
            value=float(series.values[at]),
            centre=float(centre[at - first]),
            lower=float(np.maximum(lower[at - first], 0.0)),
            upper=float(upper[at - first]),
            rule=signal.rule if signal else None,
        )
        for at, signal in enumerate(limits.signals, start=first)
    ]
