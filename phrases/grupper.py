"""Groups before and after, in words: always with the caveat that it is no proof."""

from core import danish
from metrics.grupper import NO_PROOF
from metrics.result import GruppeResult
from metrics.rows import GruppeRow
from phrases.cell_text import find_shown_change

_MOVES = {-1: "faldet med {size}", 0: "uændret", 1: "steget med {size}"}


def write_sentences(result: GruppeResult) -> list[str]:
    """Say of each group how it and the rest have moved since the last opgørelse before it began."""
    rows = result.rows
    rests = {row.gruppe: row for row in rows if not row.is_group}
    return [
        _write_sentence(result, row, rests[row.gruppe])
        for row in rows
        if row.is_group and row.change is not None and rests[row.gruppe].change is not None
    ]


def write_gruppe_note(row: GruppeRow) -> str:
    """Say what must be known of a group's row, or of the rest beside it."""
    parts = []
    if row.missing:
        parts.append(
            f"Der skal være alle fire kvartaler i opgørelsen for {row.before_quarter.label} og for "
            f"{row.quarter.label}."
        )
    if row.since > row.quarter.rolling_period.first:
        since = danish.format_date_long(row.since)
        parts.append(f"Gruppen begyndte {since}: en del af de fire kvartaler ligger før.")
    if row.is_group:
        parts.append(NO_PROOF)
    return " ".join(parts)


def _write_sentence(result: GruppeResult, group: GruppeRow, remainder: GruppeRow) -> str:
    before = group.before_quarter.label
    return (
        f"I gruppen {group.gruppe} er sygefraværet siden opgørelsen for {before} "
        f"{_write_move(result, group)}; i resten af kommunen er det "
        f"{_write_move(result, remainder)}. {NO_PROOF}"
    )


def _write_move(result: GruppeResult, row: GruppeRow) -> str:
    measure = result.noegletal.measure("value")
    size = danish.round_half_up(find_shown_change(result, row) or 0, measure.decimals)
    way = (size > 0) - (size < 0)
    number = danish.format_number(abs(size), measure.decimals)
    return _MOVES[way].format(size=f"{number} dagsværk {result.denominator.per}")
