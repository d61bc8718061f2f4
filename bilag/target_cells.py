"""The targets beside the figures of a bilag: the year's, how far it is there, who has handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from core import danish
from core.nodes import Level
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow, Row
from phrases import maaltal as phrases
from phrases.cell_text import write_cell
from phrases.text_tables import TextColumn, TextTable

LINE = "target"
OF_GROUPS, OF_ENHEDER = ("target", "distance", "reported"), ("target", "distance")

Targets = Mapping[Level, MaaltalResult]  # the `maaltal` of each level, if any
NONE: Targets = MappingProxyType({})


def make_columns(maaltal: Targets, names: Sequence[str]) -> tuple[TextColumn, ...]:
    """Return the columns of targets with these names; none where there are no targets."""
    if not maaltal:
        return ()
    weighted = " (vægtet)" if "reported" in names else ""
    heads = {
        "target": f"Måltal {_find_year(maaltal)}{weighted}",
        "distance": "Afstand",
        "reported": "Enheder med måltal",
    }
    return tuple(
        TextColumn(name, heads[name], width=1.0 if weighted or name != "target" else 1.2)
        for name in names
    )


def format_cells(maaltal: Targets, key: str, names: Sequence[str]) -> tuple[str, ...]:
    """Write a node's targets under those columns; empty where nobody is asked for one."""
    if not maaltal:
        return ()
    for result in maaltal.values():
        for row in result.rows:
            if row.key == key:
                return tuple(_format_cell(result, row, name) for name in names)
    return ("",) * len(names)


def add_column(table: TextTable, maaltal: MaaltalResult) -> TextTable:
    """Add a column with the first node's target, if it has one, to the table behind a chart."""
    node = maaltal.rows[0]
    if node.target is None:
        return table
    text = write_cell(maaltal, node, LINE)
    head = TextColumn(LINE, f"Måltal {node.target_year}")
    rows = tuple(replace(row, cells=(*row.cells, text)) for row in table.rows)
    return replace(table, columns=(*table.columns, head), rows=rows)


def select_targets(maaltal: Targets, rows: Iterable[Row]) -> list[MaaltalRow]:
    """Return the targets of the nodes of some rows, where they have any."""
    keys = {row.key for row in rows}
    return [row for result in maaltal.values() for row in result.rows if row.key in keys]


def explain_targets(maaltal: Targets, level: Level) -> tuple[str, ...]:
    """Say what the targets are and, where a year ends, which of a level's were met in it."""
    if not maaltal:
        return ()
    parts = maaltal[level] if level in maaltal else maaltal[Level.KOMMUNE]
    sentences = (
        phrases.explain_table(maaltal[Level.KOMMUNE]),
        phrases.describe_ended_year(maaltal[Level.KOMMUNE], parts),
    )
    return tuple(text for text in sentences if text)


def _find_year(maaltal: Targets) -> int:
    return maaltal[Level.KOMMUNE].rows[0].target_year


def _format_cell(result: MaaltalResult, row: MaaltalRow, name: str) -> str:
    if name == "reported":
        return f"{danish.format_number(row.reported, 0)} af {danish.format_number(row.units, 0)}"
    return phrases.write_target_cell(result, row, name)
