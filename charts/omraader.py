"""How each område has moved since the opgørelse before: where it was, and where it is."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import node_lines, template
from charts.chart import Chart
from charts.palette import Palette, choose_palette
from core import danish
from core.quarter import Quarter
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from phrases import headlines
from phrases.cell_text import describe_node, write_cell

_COLUMNS = ("previous", "value")


def draw_chart(result: RullendeResult, *, dark: bool = False) -> Chart:
    """Draw a line per område from the previous figure to this one, with both written above it."""
    rows: Sequence[RullendeRow] = result.rows
    inks = choose_palette(dark=dark)
    fig = node_lines.make_figure(rows, node_lines.find_span(rows, _COLUMNS), dark=dark)
    fig.add_traces([*node_lines.draw_ways(rows, _COLUMNS, inks), *_draw_dots(result, rows, inks)])
    node_lines.write_texts(fig, [_write_row(result, row) for row in rows], inks)
    fig.update_xaxes(tickformat=".0f")
    return Chart(
        name="omraader",
        title=headlines.name_largest_change(result),
        alt=_write_alt(result, rows),
        figure=fig,
    )


def _draw_dots(
    result: RullendeResult, rows: Sequence[RullendeRow], inks: Palette
) -> list[go.Scatter]:
    quarter = result.quarter
    before = _draw_dot(result, rows, "previous", when=quarter - 1)
    before.marker = {
        "size": 13,
        "color": inks.ground,
        "line": {"color": inks.comparison, "width": 2.5},
    }
    now = _draw_dot(result, rows, "value", when=quarter)
    now.marker = {"size": 15, "color": inks.langtid}
    return [before, now]


def _draw_dot(
    result: RullendeResult, rows: Sequence[RullendeRow], column: str, *, when: Quarter
) -> go.Scatter:
    return go.Scatter(
        x=[row.figure(column) for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        mode="markers",
        name=when.short_label,
        cliponaxis=False,
        customdata=[
            f"{template.escape_label(row.name)}<br>{when.label}: {write_cell(result, row, column)}"
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _write_row(result: RullendeResult, row: RullendeRow) -> tuple[str, str, bool]:
    """Return what is written above a row's line: name, figures, and whether there is a figure."""
    value = write_cell(result, row, "value")
    moved = all(row.figure(column) is not None for column in _COLUMNS)
    figures = f"{value} ({write_cell(result, row, 'change')})" if moved else value
    return row.name, figures, row.value is not None


def _write_alt(result: RullendeResult, rows: Sequence[RullendeRow]) -> str:
    descriptions = [describe_node(result, row) for row in rows]
    return (
        f"Sygefraværet i hvert område ved opgørelsen for {result.quarter.label} og ændringen siden "
        f"{(result.quarter - 1).label}, i dagsværk {result.denominator.per}. "
        f"{'; '.join(descriptions) if descriptions else danish.NO_DATA.capitalize()}."
    )
