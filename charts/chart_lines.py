"""A node's figures as a line of a chart that is laid out as a table, and in its alt text."""

from collections.abc import Sequence

from charts.table_figure import ChartLine
from core.danish import ERASED, HIDDEN, NO_DATA
from metrics.result import MaaltalResult, RullendeResult
from metrics.rows import RullendeRow, index_by_key
from phrases.cell_text import UNCHANGED, describe_node, write_cell, write_change
from phrases.maaltal import NOT_HANDED_IN, write_target_cell

FIGURES, TARGETS = ("value", "change"), ("target", "distance")
_HEADS = {"value": "Denne<br>opgørelse", "change": "Ændring", "distance": "Afstand"}
ABSENCES = frozenset({HIDDEN, NO_DATA, ERASED, NOT_HANDED_IN})
WORDS = ABSENCES | {UNCHANGED}


def choose_columns(maaltal: MaaltalResult | None, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that there are figures for: nobody is asked for a target everywhere."""
    has_targets = maaltal is not None and maaltal.rows
    return tuple(name for name in columns if has_targets or name not in TARGETS)


def write_heads(maaltal: MaaltalResult | None, columns: Sequence[str]) -> list[str]:
    """Write the heads of columns, in two lines where they are long."""
    year = maaltal.rows[0].target_year if maaltal and maaltal.rows else ""
    return [_HEADS.get(name, f"Måltal<br>{year}") for name in columns]


def make_line(
    result: RullendeResult,
    row: RullendeRow,
    maaltal: MaaltalResult | None,
    columns: Sequence[str],
    *,
    remark: str = "",
    is_selected: bool = False,
) -> ChartLine:
    """Write a node's figures under the columns; an absence is said once in a line."""
    cells: list[str] = []
    for column in columns:
        text = _write_cell(result, row, maaltal, column)
        cells.append("" if text in ABSENCES and text in cells else text)
    return ChartLine(row.name, tuple(cells), WORDS, remark, is_selected)


def _write_cell(
    result: RullendeResult, row: RullendeRow, maaltal: MaaltalResult | None, column: str
) -> str:
    if column == "change":
        return write_change(result, row)
    if column not in TARGETS:
        return write_cell(result, row, column)
    target = index_by_key(maaltal.rows).get(row.key) if maaltal else None
    return write_target_cell(maaltal, target, column) if maaltal and target else ""


def describe_lines(
    result: RullendeResult, maaltal: MaaltalResult | None, columns: Sequence[str]
) -> str:
    """Say each node's figures: "Skolen: 12,3, ændring −0,4, måltal 12,0, afstand 0,3"."""
    descriptions = [_describe_line(result, row, maaltal, columns) for row in result.rows]
    return "; ".join(descriptions) or NO_DATA.capitalize()


def _describe_line(
    result: RullendeResult, row: RullendeRow, maaltal: MaaltalResult | None, columns: Sequence[str]
) -> str:
    parts = [describe_node(result, row)]
    for column in TARGETS:
        text = _write_cell(result, row, maaltal, column) if column in columns else ""
        if text and (column == "target" or text not in ABSENCES):
            parts.append(f"{'måltal' if column == 'target' else 'afstand'} {text}")
    return ", ".join(parts)
