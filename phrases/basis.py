"""What the figures of a result rest on: their period, the limit of long absence, the masks."""

from core.danish import HIDDEN, join_words
from metrics.result import AnyResult
from metrics.rows import SickLeaveRow

_SPLIT_BY_OPUS = {"kvartal", "rullende"}


def describe_period(result: AnyResult) -> str:
    """Write the period: "1. januar 2024 – 31. december 2024 (rullende fire kvartaler)"."""
    return f"{result.period} ({result.noegletal.covers})"


def describe_threshold(result: AnyResult) -> str:
    """Say where long-term absence begins, or that the data do not tell short from long."""
    rows = [row for row in result.rows if isinstance(row, SickLeaveRow)]
    usual = result.settings.threshold_text
    if not rows:
        return result.threshold or usual
    shown_shorts = [row.short for row in rows if not row.masked and not row.missing]
    if shown_shorts and all(short is None for short in shown_shorts):
        return "uden opdeling i korttid og langtid"
    limits = sorted({source.threshold for source in result.sources if source.threshold})
    if not limits:
        return usual
    of_spells = f"langtid er over {join_words([str(days) for days in limits])} kalenderdage"
    if not {source.kind for source in result.sources} & _SPLIT_BY_OPUS:
        return of_spells
    return f"{usual}; i fraværsforløb: {of_spells}"


def explain_masked_cell(smallest_group: int) -> str:
    """Write what stands in a masked cell: "vises ikke (færre end 5 medarbejdere)"."""
    return f"{HIDDEN} (færre end {smallest_group} medarbejdere)"
