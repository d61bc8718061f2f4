"""A figure that was sent, and that the data now give otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.quarter import Quarter
from metrics.declaration import Measure


@dataclass(frozen=True)
class CorrectedMeasure:
    """One measure of a figure as it was sent and as the data have it `now`, differing as shown.

    `unit` is the row's own, where the measure's varies.
    """

    measure: Measure
    sent: float | None
    now: float | None
    unit: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """The figure as it was sent and as it is now, as users read them."""
        sent, now = (
            self.measure.counted_in(self.unit, figure or 0).text(figure)
            for figure in (self.sent, self.now)
        )
        return sent, now

    @property
    def change_text(self) -> str:
        """The difference of the figures as they are shown: "+0,2"; "" where one is not known."""
        if self.sent is None or self.now is None:
            return ""
        measure = self.measure.counted_in(self.unit, self.now)
        return measure.change_text(measure.subtract_shown(self.now, self.sent))


def is_move_to_long(measures: Sequence[CorrectedMeasure]) -> bool:
    """Whether nothing differs but the split of sick leave, and days went from short to long."""
    growing = {"short": False, "long": True, "long_share": True}
    return bool(measures) and all(
        corrected.sent is not None
        and corrected.now is not None
        and growing.get(corrected.measure.name) is (corrected.now > corrected.sent)
        for corrected in measures
    )


@dataclass(frozen=True)
class FigureCorrection:
    """How a figure that was sent differs from what the data now give, and why.

    `of` is the quarter, or the years or period, that the figure is of; `is_rolling` says that it is
    of the four quarters up to that one. It came `by_late_data`, or by a changed organisation or
    way of counting. `is_shown` says that the figure itself is shown, not only compared with;
    `by_spells` that all of the data that changed are lists of spells.
    """

    of: Quarter | str
    by_late_data: bool
    is_rolling: bool = False
    is_shown: bool = False
    measures: tuple[CorrectedMeasure, ...] = ()
    by_spells: bool = False

    @property
    def is_continuation(self) -> bool:
        """Whether it is no correction: spells went on, and so are long now."""
        return self.by_spells and is_move_to_long(self.measures)


@dataclass(frozen=True)
class NodeCorrection:
    """The measures of a node that print otherwise now than in the opgørelse that was sent."""

    key: str
    name: str
    level: str
    measures: tuple[CorrectedMeasure, ...]
