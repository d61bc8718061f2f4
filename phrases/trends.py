"""Which way a figure has moved, by the change as it is shown."""

from core import danish
from metrics.declaration import Measure

_PRESENT = {"er faldet": "falder", "er steget": "stiger"}


def describe_movement(measure: Measure, change: float) -> str:
    """Return "er faldet", "er steget" or "er uændret", by the change as it is shown.

    A chart's period is over: only a page's headline says it in the present (`describe_trend`).
    """
    rounded = danish.round_half_up(
        change * (100 if measure.unit == "andel" else 1), measure.decimals
    )
    return "er uændret" if not rounded else "er faldet" if rounded < 0 else "er steget"


def describe_trend(measure: Measure, change: float) -> str:
    """Return "falder", "stiger" or "er uændret", as a headline says it."""
    move = describe_movement(measure, change)
    return _PRESENT.get(move, move)
