"""The development of one node: its chart, and the table of what the chart shows."""

from dataclasses import replace

from bilag import result_tables, target_cells
from bilag.cover import name_measure
from bilag.model import ChartSection
from charts import udvikling
from charts.images import Size
from metrics.result import MaaltalResult, SeriesResult
from phrases.cell_text import write_cell
from phrases.figure_tables import make_quarter_table
from phrases.text_tables import TextColumn, TextTable

_SERIES = ("value", "long", "short", "long_share")
_WIDTH, _HEIGHT = 620, 240
_KOMMUNE = TextColumn("kommune", "Kommunen")


def draw_development(
    series: SeriesResult,
    key: str,
    *,
    maaltal: MaaltalResult | None = None,
    kommune: SeriesResult | None = None,
    height: int = _HEIGHT,
    caption: str = "De seneste opgørelser",
) -> ChartSection:
    """Draw a node's `udvikling` with its target, and the kommune's beside that of a part of it."""
    table = make_table(series, key, maaltal=maaltal, kommune=kommune, caption=caption)
    return ChartSection(
        udvikling.draw_chart(series, key=key, maaltal=maaltal, kommune=kommune, height=height),
        name_measure(series),
        Size(_WIDTH),
        table,
        bars=result_tables.choose_bars(series.select_node(key)),
        lines=(target_cells.LINE,),
        comparisons=(_KOMMUNE.key,),
        newest_first=True,
    )


def make_table(
    series: SeriesResult,
    key: str,
    *,
    maaltal: MaaltalResult | None,
    kommune: SeriesResult | None,
    caption: str,
) -> TextTable:
    """Make the table behind the chart: a line per opgørelse, newest first."""
    table = make_quarter_table(series.select_node(key), _SERIES, caption=caption)
    targets = maaltal.select_node(key) if maaltal else None
    if targets and targets.rows:
        table = target_cells.add_column(table, targets)
    return _add_kommune(table, kommune) if kommune else table


def _add_kommune(table: TextTable, kommune: SeriesResult) -> TextTable:
    """Add a column with the kommune's figure at each opgørelse."""
    texts = {row.quarter.label: write_cell(kommune, row, "value") for row in kommune.rows}
    rows = tuple(
        replace(row, cells=(*row.cells, texts.get(row.cells[0], ""))) for row in table.rows
    )
    return replace(table, columns=(*table.columns, _KOMMUNE), rows=rows)
