"""Which way a figure has moved, by the change as it is shown."""

from core import danish
from metrics.declaration import Measure

_STAYED = "er uændret"


def describe_movement(measure: Measure, change: float) -> str:
    """Return "er faldet", "er steget" or "er uændret", by the change as it is shown."""
    rounded = danish.round_half_up(
        change * (100 if measure.unit == "andel" else 1), measure.decimals
    )
    return _STAYED if not rounded else "er faldet" if rounded < 0 else "er steget"


def describe_arrival(
    measure: Measure, figure: str, change: float, *, is_preliminary: bool = False
) -> str:
    """Say where a figure has moved to, as a headline does: "er faldet til 14,0 dagsværk (−0,5)"."""
    move = describe_movement(measure, change)
    has_moved = move != _STAYED
    remarks = [measure.change_text(change)] if has_moved else []
    remarks += ["foreløbig"] if is_preliminary else []
    brackets = f" ({'; '.join(remarks)})" if remarks else ""
    return f"{move} {'til' if has_moved else 'på'} {figure}{brackets}"
