"""One cell of a result as users read it, in tables and charts alike."""

from collections.abc import Sequence

from core import danish
from core.nodes import is_erased_unit
from metrics.declaration import Measure
from metrics.forklaring.declarations import is_of_nobody
from metrics.result import AnyResult
from metrics.rows import ChangePartRow, Row, SickLeaveRow, UnitChangeRow
from phrases.trends import describe_movement

UNCHANGED = "uændret"
SPLIT = ("short", "long", "long_share")
_CHANGE_OF = {
    "change": "value",
    "change_year": "value",
    "since_peak": "value",
    "change_short": "short",
    "change_long": "long",
    "change_long_share": "long_share",
    "change_length": "length",
}
_EARLIER = {
    "change_year": "year_ago",
    "since_peak": "peak",
    "change_short": "previous_short",
    "change_long": "previous_long",
    "change_long_share": "previous_long_share",
    "change_length": "previous_length",
    "distance": "target",
}
_BEFORE = ("previous", "year_ago", "before")  # what a row's "change" may be since
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
    "previous_length": "length",
}
_COMPARED_WITH = {
    "previous": "previous_masked",
    "change": "previous_masked",
    "change_short": "previous_masked",
    "change_long": "previous_masked",
    "change_long_share": "previous_masked",
    "previous_length": "previous_masked",
    "change_length": "previous_masked",
    "part_share": "part_masked",
    "repeated": "repeated_masked",
    "repeated_share": "repeated_masked",
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

    A change has its sign; a masked cell is "vises ikke", a missing one "ingen data", and one of an
    enhed that was erased "slettet".
    """
    value = row.figure(column)
    if value is None and is_erased_unit(row.key):
        return danish.ERASED
    if value is None:
        masked = row.masked or getattr(row, _COMPARED_WITH.get(column, "masked"), False)
        is_hidden = masked or (
            column in SPLIT and isinstance(row, SickLeaveRow) and result.hides_split(row)
        )
        return danish.HIDDEN if is_hidden else danish.NO_DATA
    if isinstance(row, ChangePartRow | UnitChangeRow) and column == "value":
        return write_effect(result, row, value)
    if column in _CHANGE_OF:
        value = find_shown_change(result, row, column) or 0
        return _measure(result, row, _CHANGE_OF[column], value).change_text(value)
    if column == "distance":
        value = find_shown_change(result, row, column)
    return _measure(result, row, _VALUE_OF.get(column, column), value or 0).text(value)


def write_change(result: AnyResult, row: Row, column: str = "change") -> str:
    """Write a change of a row as `write_cell` does, but in a word where there is none."""
    change = find_shown_change(result, row, column)
    if change is None:
        return write_cell(result, row, column)
    measure = _measure(result, row, _CHANGE_OF.get(column, "value"), change)
    move = describe_movement(measure, change)
    return UNCHANGED if move == f"er {UNCHANGED}" else write_cell(result, row, column)


def write_words(result: AnyResult, row: Row, column: str) -> str:
    """Write one cell of a row for a page: a change of nought is "uændret", all else is a figure."""
    return (write_change if column in _CHANGE_OF else write_cell)(result, row, column)


def write_effect(result: AnyResult, row: Row, effect: float) -> str:
    """Write what a part, or an enhed, did to a figure: "−0,4", "under 0,1", "0,0" for nobody."""
    measure = _measure(result, row, "value", effect)
    nobody = isinstance(row, ChangePartRow) and is_of_nobody(row.node_change, row.part)
    return measure.effect_text(effect, is_of_nobody=nobody)


def find_shown_change(result: AnyResult, row: Row, column: str = "change") -> float | None:
    """Return a change of a row as the difference of the two figures that are shown beside it.

    Where one of them is not in the row, it is the change itself; None where there is none.
    """
    change = row.figure(column)
    if change is None:
        return None
    later = row.figure(_CHANGE_OF.get(column, "value"))
    earlier_name = _EARLIER.get(column) or next((n for n in _BEFORE if hasattr(row, n)), "")
    earlier = row.figure(earlier_name) if earlier_name else None
    if later is None or earlier is None:
        return change
    shown_as = column if column == "distance" else _CHANGE_OF.get(column, "value")
    measure = result.noegletal.measure(shown_as)
    if getattr(row, "measure_unit", "") == "%":
        measure = measure.counted_in("%", later)
    return (measure.print_whole() if row.coarse else measure).subtract_shown(later, earlier)


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
