"""A figure that was sent, and that the data now give otherwise."""

from dataclasses import dataclass

from core.quarter import Quarter
from metrics.declaration import Measure


@dataclass(frozen=True)
class CorrectedMeasure:
    """One measure of a figure as it was sent and as the data have it `now`, differing as shown.

    `unit` is the row's own, where the measure's varies.
    """

    measure: Measure
    sent: float
    now: float
    unit: str = ""


@dataclass(frozen=True)
class FigureCorrection:
    """How a figure that was sent differs from what the data now give, and why.

    `of` is the quarter, or the years or period, that the figure is of; `is_rolling` says that it is
    of the four quarters up to that one. It came `by_late_data`, or by a changed organisation or
    way of counting. `is_shown` says that the figure itself is shown, not only compared with.
    """

    of: Quarter | str
    by_late_data: bool
    is_rolling: bool = False
    is_shown: bool = False
    measures: tuple[CorrectedMeasure, ...] = ()
