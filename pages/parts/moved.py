"""Which figures a load moved, as the history keeps it."""

import json

from core.quarter import Quarter
from metrics.noegletal import RULLENDE

_TOLD = "value"


def told(changes: str) -> str:
    """Say what a load did to the kommune's figure; "" for one that could not move it."""
    kept = json.loads(changes)
    if not kept:
        return ""
    before, after = kept["before"], kept["after"]
    becomes = _figure(after)
    if not becomes:
        return ""
    if before == after:
        return "hovedtallene er de samme"
    was = _figure(before)
    return f"hele kommunen fra {was} til {becomes}" if was else f"hele kommunen {becomes}"


def _figure(kept: dict[str, object]) -> str:
    """Write the figure with its quarter: "14,0 (4. kvt. 2024)"; "" where there is none."""
    value = kept[_TOLD]
    if not isinstance(value, float):
        return ""
    quarter = Quarter.parse(str(kept["quarter"]))
    return f"{RULLENDE.measure(_TOLD).text(value)} ({quarter.short_label})"
