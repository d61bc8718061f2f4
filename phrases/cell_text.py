"""One cell of a result as users read it, in tables and charts alike."""

from collections.abc import Sequence

from core import danish
from metrics.declaration import Measure
from metrics.result import AnyResult
from metrics.rows import Row, SickLeaveRow

_SPLIT = ("short", "long", "long_share")
_CHANGE_OF = {
    "change": "value",
    "change_year": "value",
    "since_peak": "value",
    "change_short": "short",
    "change_long": "long",
    "change_long_share": "long_share",
}
_VALUE_OF = {
    "previous": "value",
    "previous_now": "value",
    "year_ago": "value",
    "year_ago_now": "value",
    "peak": "value",
    "peak_now": "value",
    "value_now": "value",
    "pair_before": "value",
    "pair_before_now": "value",
}
_COMPARED_WITH = {
    "previous": "previous_masked",
    "change": "previous_masked",
    "change_short": "previous_masked",
    "change_long": "previous_masked",
    "change_long_share": "previous_masked",
    "year_ago": "year_ago_masked",
    "change_year": "year_ago_masked",
    "pair_before": "pair_before_masked",
    "target": "target_masked",
    "distance": "target_masked",
    "distance_total": "target_masked",
    "expected_reported": "target_masked",
    "expected_all": "expected_masked",
    "pace": "target_masked",
}


def write_cell(result: AnyResult, row: Row, column: str) -> str:
    """Write one cell of a row.

    A change has its sign; a masked cell is "vises ikke", a missing one "ingen data".
    """
    value = row.figure(column)
    if value is None:
        masked = row.masked or getattr(row, _COMPARED_WITH.get(column, "masked"), False)
        is_hidden = masked or (
            column in _SPLIT and isinstance(row, SickLeaveRow) and result.hides_split(row)
        )
        return danish.HIDDEN if is_hidden else danish.NO_DATA
    if column in _CHANGE_OF:
        return _measure(result, row, _CHANGE_OF[column], value).change_text(value)
    return _measure(result, row, _VALUE_OF.get(column, column), value).text(value)


def _measure(result: AnyResult, row: Row, name: str, value: float) -> Measure:
    measure = result.noegletal.measure(name).counted_in(getattr(row, "measure_unit", ""), value)
    return measure.print_whole() if row.coarse else measure


def describe_node(result: AnyResult, row: Row) -> str:
    """Say a node's figure, and its change where there is one: "Skolen: 12,3, ændring −0,4"."""
    text = f"{row.name}: {write_cell(result, row, 'value')}"
    if row.figure("change") is None:
        return text
    return f"{text}, ændring {write_cell(result, row, 'change')}"


def describe_nodes(result: AnyResult, rows: Sequence[Row]) -> str:
    """Say the figure and change of each of some nodes; "Ingen data" where there are none."""
    descriptions = [describe_node(result, row) for row in rows]
    return "; ".join(descriptions) or danish.NO_DATA.capitalize()
