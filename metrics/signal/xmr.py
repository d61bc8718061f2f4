"""The limits of an XmR chart and the four rules that tell a signal from noise (Wheeler)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from metrics.signal.shifts import Array

Positions = NDArray[np.intp]
MOVING_RANGE_FACTOR = 2.66
WIDENING = 1.41
FEW_POINTS = 12  # so many or fewer give provisional, wider limits
IN_A_ROW = 7
SETTLED = 12  # after three years a new level is the usual one
LEAST_USUAL = 4  # a level of less than a year is nothing to compare with
_NO_DIFFERENCE = 1e-9


class Rule(StrEnum):
    """What made a point a signal; the most telling rule first."""

    UDENFOR = "udenfor"
    TO_AF_TRE = "to af tre"
    SYV_PAA_SAMME_SIDE = "syv på samme side"
    SYV_I_SAMME_RETNING = "syv i samme retning"


@dataclass(frozen=True)
class Signal:
    """A signal that ends at a point: by which rule, upwards or not, and where it began."""

    rule: Rule
    rises: bool
    start: int


@dataclass(frozen=True)
class ControlLimits:
    """Centre and half width of the limits at each point of a segment, and its signals."""

    centre: Array
    width: float
    signals: tuple[Signal | None, ...]


def compute_limits(values: Array, starts: Sequence[int], lone: Sequence[int]) -> ControlLimits:
    """Draw the limits of one segment, a series between two breaks.

    `starts` are the positions where a new level begins, `lone` those of single values off their
    level. The mean is that of the usual level (`_find_usual_level`), so that a step does not hide
    itself by moving the mean; the moving ranges are those within the levels, so that it does not
    hide itself by widening the limits. Levels before the usual one keep their own mean.
    """
    inner = [start for start in starts if 0 < start < len(values)]
    levels = list(zip([0, *inner], [*inner, len(values)], strict=True))
    ordinary = np.setdiff1d(np.arange(len(values)), lone)
    width = _compute_width(values, levels, ordinary)
    usual = _find_usual_level(levels)
    centre, marks = np.empty(len(values)), list[Signal | None]()
    for start, end in [*levels[: levels.index(usual)], usual]:
        mean = float(values[_select_positions(ordinary, start, end)].mean())
        last = len(values) if (start, end) == usual else end
        centre[start:last] = mean
        deviations = _round_noise(values[start:last] - mean, float(np.abs(values).max()))
        marks += [_shift_signal(signal, start) for signal in find_signals(deviations, width)]
    return ControlLimits(centre, width, tuple(marks))


def make_empty_limits(size: int) -> ControlLimits:
    """Make the limits of a segment too short to have any: NaN, and no signals."""
    return ControlLimits(np.full(size, np.nan), np.nan, (None,) * size)


def find_signals(deviations: Array, width: float) -> list[Signal | None]:
    """Find the signal that ends at each point, judged by the points up to it; None for no signal.

    `deviations` are those from the centre, `width` is the distance from the centre to a limit.
    """
    return [_find_signal(deviations[: end + 1], width) for end in range(len(deviations))]


def find_signal_start(chain: Sequence[Signal | None], newest: Signal) -> int:
    """Return where the unbroken chain of signals that ends with the newest began.

    A trend is chained to trends only, and a level to levels: each says what held all the while.
    """
    start, is_trend = newest.start, newest.rule is Rule.SYV_I_SAMME_RETNING
    for at in range(len(chain) - 1, -1, -1):
        signal = chain[at]
        if at < start - 1:
            break
        if signal is None or (signal.rule is Rule.SYV_I_SAMME_RETNING) != is_trend:
            continue
        if signal.rises == newest.rises:
            start = min(start, signal.start)
    return start


def _find_usual_level(levels: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the level that others are judged against.

    The newest that has lasted three years; else the longest that the newest has come after; a
    level of less than a year is no such.
    """
    settled = [level for level in levels if level[1] - level[0] >= SETTLED]
    older = [level for level in levels[:-1] if level[1] - level[0] >= LEAST_USUAL]
    if settled or not older:
        return (settled or levels)[-1]
    return max(older, key=lambda level: (level[1] - level[0], level))


def _compute_width(values: Array, levels: list[tuple[int, int]], ordinary: Positions) -> float:
    ranges = [np.abs(np.diff(values[_select_positions(ordinary, *level)])) for level in levels]
    wider = WIDENING if len(values) <= FEW_POINTS else 1.0
    return float(np.concatenate(ranges).mean()) * MOVING_RANGE_FACTOR * wider


def _round_noise(deviations: Array, size: float) -> Array:
    """Round off what is noise of the arithmetic, so that equal values stay equal."""
    grain = size * _NO_DIFFERENCE or 1.0
    return np.round(deviations / grain) * grain


def _select_positions(positions: Positions, start: int, end: int) -> Positions:
    return positions[(positions >= start) & (positions < end)]


def _shift_signal(signal: Signal | None, by: int) -> Signal | None:
    return signal and Signal(signal.rule, signal.rises, signal.start + by)


def _find_signal(deviations: Array, width: float) -> Signal | None:
    """Find the signal that ends at the last point, by the most telling rule.

    Each rule is asked of rises and of falls: `towards` are deviations that count as positive. It
    returns where its signal starts; None where there is none.
    """
    for rule, start_of in _RULES.items():
        for rises, towards in ((True, deviations), (False, -deviations)):
            start = start_of(towards, width)
            if start is not None:
                return Signal(rule, rises, start)
    return None


def _find_outside(towards: Array, width: float) -> int | None:
    """The newest alone, or with those that make it two of three."""
    if towards[-1] <= width:
        return None
    start = _find_two_of_three(towards, width)
    return len(towards) - 1 if start is None else start


def _find_two_of_three(towards: Array, width: float) -> int | None:
    """Two of three where the newest is one of them; from the first that all after it bear out."""
    newest, first = len(towards) - 1, max(0, len(towards) - 3)
    beyond = (first + np.flatnonzero(towards[first:] > width * 2 / 3)).tolist()
    if len(beyond) < 2 or beyond[-1] != newest:
        return None
    return next(at for at in beyond if (towards[at:] > 0).all())


def _find_one_side(towards: Array, width: float) -> int | None:
    del width
    newest = towards[-IN_A_ROW:]
    return len(towards) - IN_A_ROW if len(newest) == IN_A_ROW and (newest > 0).all() else None


def _find_one_direction(towards: Array, width: float) -> int | None:
    del width
    rises = np.diff(towards[-IN_A_ROW:]) > 0
    return len(towards) - IN_A_ROW if len(rises) == IN_A_ROW - 1 and rises.all() else None


_RULES = {
    Rule.UDENFOR: _find_outside,
    Rule.TO_AF_TRE: _find_two_of_three,
    Rule.SYV_PAA_SAMME_SIDE: _find_one_side,
    Rule.SYV_I_SAMME_RETNING: _find_one_direction,
}
