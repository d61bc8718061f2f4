"""A series without its season: divided by its own index, or against the same quarter a year ago."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.quarter import Quarter
from metrics.signal.shifts import Array, find_shifts

QUARTERS_A_YEAR = 4
YEARS_FOR_SEASON = 3
MIN_POINTS = 6  # fewer give limits that say nothing, however wide
_ENOUGH = QUARTERS_A_YEAR + MIN_POINTS  # a new series can be judged after so many quarters
_NEAR_ZERO = 0.1  # of the mean: a quarter without absence has no logarithm


@dataclass(frozen=True)
class Adjusted:
    """A series without its season; each array has a number a quarter.

    A value is `adjusted * factor + offset`: the factor is the quarter's seasonal index, or 1 where
    `by_season` is False and the offset is the value a year before. `segments` counts the breaks up
    to the quarter; `starts` and `lone` are the positions that `find_shifts` found.
    """

    quarters: tuple[Quarter, ...]
    by_season: bool
    values: Array
    adjusted: Array
    factor: Array
    offset: Array
    segments: tuple[int, ...]
    starts: tuple[int, ...]
    lone: tuple[int, ...]


def count_breaks_before(quarter: Quarter, breaks: Sequence[Quarter]) -> int:
    """Count the breaks up to and with a quarter: the number of the segment that it lies in."""
    return sum(start <= quarter for start in breaks)


def count_missing_quarters(quarters: Sequence[Quarter], breaks: Sequence[Quarter]) -> int:
    """Say how many quarters more a series needs before its newest can be judged; 0 when it can."""
    later = [quarters[-1] + ahead for ahead in range(1, _ENOUGH + 1)]
    return next(
        count for count in range(_ENOUGH + 1) if _can_judge([*quarters, *later[:count]], breaks)
    )


def adjust_for_season(values: dict[Quarter, float], breaks: Sequence[Quarter]) -> Adjusted:
    """Take the season out of values by quarter, oldest first.

    With three values of each season or more they are divided by the season's index, estimated
    beside the steps and lone values of the series and the breaks; else the differences to the
    same quarter of the year before are taken, where no break lies between.
    """
    return (
        _divide_by_season(values, breaks)
        if _has_season(values)
        else _subtract_year_before(values, breaks)
    )


def _can_judge(quarters: Sequence[Quarter], breaks: Sequence[Quarter]) -> bool:
    """Whether there are enough quarters since the newest break to judge the newest of them."""
    points = quarters if _has_season(quarters) else _select_with_year_before(quarters, breaks)
    newest = count_breaks_before(quarters[-1], breaks)
    since_break = [quarter for quarter in points if count_breaks_before(quarter, breaks) == newest]
    return len(since_break) >= MIN_POINTS and since_break[-1] == quarters[-1]


def _has_season(quarters: Sequence[Quarter] | dict[Quarter, float]) -> bool:
    seasons = Counter(quarter.number for quarter in quarters)
    return len(seasons) == QUARTERS_A_YEAR and min(seasons.values()) >= YEARS_FOR_SEASON


def _select_with_year_before(
    quarters: Sequence[Quarter] | dict[Quarter, float], breaks: Sequence[Quarter]
) -> list[Quarter]:
    present = set(quarters)
    return [
        quarter
        for quarter in quarters
        if (before := quarter - QUARTERS_A_YEAR) in present
        and count_breaks_before(before, breaks) == count_breaks_before(quarter, breaks)
    ]


def _divide_by_season(values: dict[Quarter, float], breaks: Sequence[Quarter]) -> Adjusted:
    numbers = np.array(list(values.values()))
    season = np.array([quarter.number - 1 for quarter in values])
    segments = tuple(count_breaks_before(quarter, breaks) for quarter in values)
    basis = np.column_stack([np.eye(QUARTERS_A_YEAR)[season], _make_level_columns(segments)[:, 1:]])
    least = numbers.mean() * _NEAR_ZERO or 1.0
    shifts = find_shifts(np.log(np.maximum(numbers, least)), basis)
    index = np.exp(shifts.base[:QUARTERS_A_YEAR])
    factor = (index / index.mean())[season]
    return Adjusted(
        quarters=tuple(values),
        by_season=True,
        values=numbers,
        adjusted=numbers / factor,
        factor=factor,
        offset=np.zeros(len(numbers)),
        segments=segments,
        starts=shifts.starts,
        lone=shifts.lone,
    )


def _subtract_year_before(values: dict[Quarter, float], breaks: Sequence[Quarter]) -> Adjusted:
    quarters = _select_with_year_before(values, breaks)
    numbers = np.array([values[quarter] for quarter in quarters])
    before = np.array([values[quarter - QUARTERS_A_YEAR] for quarter in quarters])
    segments = tuple(count_breaks_before(quarter, breaks) for quarter in quarters)
    size = np.array(list(values.values())).mean() or 1.0
    shifts = find_shifts((numbers - before) / size, _make_level_columns(segments))
    return Adjusted(
        quarters=tuple(quarters),
        by_season=False,
        values=numbers,
        adjusted=numbers - before,
        factor=np.ones(len(numbers)),
        offset=before,
        segments=segments,
        starts=shifts.starts,
        lone=shifts.lone,
    )


def _make_level_columns(segments: tuple[int, ...]) -> Array:
    """Make a column for each segment: 1 in its own quarters, and 0 in the others."""
    return np.equal.outer(segments, np.unique(segments)).astype(np.float64)
