"""What an upload did to the figures, in words."""

import json

from core.quarter import Quarter
from metrics.noegletal import RULLENDE

_MEASURE = "value"


def describe_effect(changes: str) -> str:
    """Say what a load did to the kommune's figure; "" for one that could not move it."""
    headlines = json.loads(changes)
    if not headlines:
        return ""
    before, after = headlines["before"], headlines["after"]
    text_after = _format_figure(after)
    if not text_after:
        return ""
    if before == after:
        return "hovedtallene er de samme"
    text_before = _format_figure(before)
    return (
        f"hele kommunen fra {text_before} til {text_after}"
        if text_before
        else f"hele kommunen {text_after}"
    )


def _format_figure(headline: dict[str, object]) -> str:
    """Write the figure with its quarter: "14,0 (4. kvt. 2024)"; "" where there is none."""
    value = headline[_MEASURE]
    if not isinstance(value, float):
        return ""
    quarter = Quarter.parse(str(headline["quarter"]))
    return f"{RULLENDE.measure(_MEASURE).text(value)} ({quarter.short_label})"
