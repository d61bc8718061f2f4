"""How each område has moved since the opgørelse before: where it was, and where it is."""

from collections.abc import Sequence

from charts import node_lines
from charts.chart import Chart
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from phrases import headlines
from phrases.cell_text import describe_nodes, write_cell

_COLUMNS = ("previous", "value")


def draw_chart(result: RullendeResult, *, dark: bool = False) -> Chart:
    """Draw a line per område from the previous figure to this one, with both written above it."""
    rows: Sequence[RullendeRow] = result.rows
    fig = node_lines.make_figure(rows, node_lines.find_span(rows, _COLUMNS), dark=dark)
    places = node_lines.list_places(rows)
    node_lines.draw_ways(fig, result, _COLUMNS, places=places)
    node_lines.draw_before_and_now(fig, result, places=places, sizes=(13, 15))
    node_lines.write_texts(fig, [_write_row(result, row) for row in rows])
    title = headlines.name_largest_change(result)
    return fig.make_chart("omraader", title, _write_alt(result, rows))


def _write_row(result: RullendeResult, row: RullendeRow) -> tuple[str, str, bool]:
    """Return what is written above a row's line: name, figures, and whether there is a figure."""
    value = write_cell(result, row, "value")
    moved = all(row.figure(column) is not None for column in _COLUMNS)
    figures = f"{value} ({write_cell(result, row, 'change')})" if moved else value
    return row.name, figures, row.value is not None


def _write_alt(result: RullendeResult, rows: Sequence[RullendeRow]) -> str:
    return (
        f"Sygefraværet i hvert område ved opgørelsen for {result.quarter.label} og ændringen siden "
        f"{(result.quarter - 1).label}, i dagsværk {result.denominator.per}. "
        f"{describe_nodes(result, rows)}."
    )
