"""What an upload did to the figures, in words."""

import json
from datetime import datetime

from core import danish
from core.quarter import Quarter
from metrics.figure_correction import CorrectedMeasure
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
    moved = f"fra {text_before} til {text_after}" if text_before else text_after
    return f"hele kommunen {moved}"


def describe_sent_effects(changes: str) -> list[str]:
    """Say of each opgørelse that was sent what a load did to its printed figure.

    "Opgørelsen for 4. kvartal 2024, udsendt 29. januar 2025: 14,0 → 14,2 (+0,2)".
    """
    return [
        describe_move(
            Quarter.parse(sent["quarter"]),
            CorrectedMeasure(RULLENDE.measure(_MEASURE), sent["before"], sent["after"]),
            sent_at=datetime.fromisoformat(sent["sent_at"]),
        )
        for sent in json.loads(changes or "{}").get("sent", [])
    ]


def describe_move(
    quarter: Quarter, corrected: CorrectedMeasure, *, sent_at: datetime | None
) -> str:
    """Write the kommune's figure in an opgørelse before and after, marked where it was sent."""
    before, after = corrected.texts
    change = f" ({corrected.change_text})" if corrected.change_text else ""
    return f"Opgørelsen for {name_opgoerelse(quarter, sent_at)}: {before} → {after}{change}"


def name_opgoerelse(quarter: Quarter, sent_at: datetime | None) -> str:
    """Name an opgørelse with the day it was sent: "4. kvartal 2024, udsendt 29. januar 2025"."""
    return (
        f"{quarter.label}, udsendt {danish.format_moment_date(sent_at)}"
        if sent_at
        else quarter.label
    )


def _format_figure(headline: dict[str, object]) -> str:
    """Write the figure with its quarter: "14,0 (4. kvt. 2024)"; "" where there is none."""
    value = headline[_MEASURE]
    if not isinstance(value, float):
        return ""
    quarter = Quarter.parse(str(headline["quarter"]))
    return f"{RULLENDE.measure(_MEASURE).text(value)} ({quarter.short_label})"
