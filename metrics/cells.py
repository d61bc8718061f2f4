"""One cell of a result as users read it, in tables and charts alike."""

from collections.abc import Hashable, Mapping
from typing import Any

from core import danish
from metrics.result import KpiResult
from metrics.words import known

Row = Mapping[Hashable, Any]  # one row of a result's frame, by column
HIDDEN = "vises ikke"
_CHANGE_OF = {
    "change": "value",
    "change_year": "value",
    "since_peak": "value",
    "change_short": "short",
    "change_long": "long",
    "change_long_share": "long_share",
}
_VALUE_OF = {"previous": "value", "year_ago": "value", "peak": "value"}
_COMPARED_WITH = {
    "previous": "previous_masked",
    "change": "previous_masked",
    "change_short": "previous_masked",
    "change_long": "previous_masked",
    "change_long_share": "previous_masked",
    "year_ago": "year_ago_masked",
    "change_year": "year_ago_masked",
}


def cell(result: KpiResult, row: Row, column: str) -> str:
    """Write one cell of a row.

    A change has its sign; a masked cell is "vises ikke", a missing one "ingen data".
    """
    value = row[column]
    if not known(value):
        masked = row["masked"] or row.get(_COMPARED_WITH.get(column, "masked"), False)
        return HIDDEN if masked else danish.NO_DATA
    if column in _CHANGE_OF:
        return result.noegletal.measure(_CHANGE_OF[column]).change_text(value)
    return result.noegletal.measure(_VALUE_OF.get(column, column)).text(value)


def spoken(result: KpiResult, row: Row) -> str:
    """Say a node's figure, and its change where there is one: "Skolen: 12,3, ændring −0,4"."""
    figure = f"{row['name']}: {cell(result, row, 'value')}"
    return f"{figure}, ændring {cell(result, row, 'change')}" if known(row["change"]) else figure
