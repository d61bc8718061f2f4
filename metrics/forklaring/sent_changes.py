"""The earlier side of a change as it was sent; what the data now say beside it is a correction."""

from dataclasses import replace
from pathlib import Path

from core.nodes import Level
from core.quarter import Quarter
from metrics.declaration import Noegletal
from metrics.forklaring.declarations import SINGLE
from metrics.records import make_records
from metrics.rows import Figure, NodeChangeRow, SickLeaveRow, index_by_key, subtract_figures
from metrics.sendings import find_sent_set
from store.figures import Reader

_SENT = (Path(__file__).parents[1] / "queries" / "forklaring_sent.sql").read_text("utf-8")
_NOISE = 1e-9


def compare_with_sent(
    reader: Reader,
    rows: tuple[NodeChangeRow, ...],
    *,
    declared: Noegletal,
    level: Level,
    against: Quarter,
) -> tuple[NodeChangeRow, ...]:
    """Compare the nodes of a change with the earlier opgørelse as it was sent, where it was.

    `before` and `value` are by that, `before_now` is the earlier figure that the parts start from,
    and `correction` is the difference. What was hidden when it was sent stays hidden.
    """
    answer = reader.query(
        _SENT,
        {
            "single": declared.covers == SINGLE.covers,
            "sent": find_sent_set(reader, against),
            "quarter": str(against),
            "level": level.value,
        },
    )
    sent = index_by_key(make_records(answer, SickLeaveRow))
    return tuple(
        _compare_row(row, sent[row.key])
        if row.key in sent
        else _set_earlier_figure(row, row.before)
        for row in rows
    )


def _compare_row(row: NodeChangeRow, sent: SickLeaveRow) -> NodeChangeRow:
    if sent.denominator != row.denominator:
        return _clear_figures(row, missing=True)
    if sent.value is None and not row.missing:
        return _clear_figures(row, missing=False)
    compared = _set_earlier_figure(row, sent.value if row.before is not None else None)
    moved = subtract_figures(row.before, compared.before)
    is_noise = moved is None or abs(moved) <= _NOISE
    return replace(compared, before_now=row.before, correction=None if is_noise else moved)


def _set_earlier_figure(row: NodeChangeRow, before: Figure) -> NodeChangeRow:
    return replace(row, before=before, value=subtract_figures(row.after, before))


def _clear_figures(row: NodeChangeRow, *, missing: bool) -> NodeChangeRow:
    """Hide a row, or say that it cannot be compared: none of its figures are left."""
    return replace(
        row,
        masked=not missing,
        missing=missing,
        value=None,
        before=None,
        after=None,
        within=None,
        mix=None,
        closed=None,
        new=None,
        before_without=None,
        after_without=None,
        before_now=None,
        correction=None,
    )
