"""A line a node: its name at the left and its figures at the right, above what is drawn of it."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import template
from charts.palette import Palette
from core.quarter import Quarter
from metrics.result import AnyResult
from metrics.rows import Row
from phrases.cell_text import write_cell

ROW = 54
_KEY_AND_AXIS = 74
_NAME_WIDTH = 38
_KEY = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def make_figure(
    rows: Sequence[Row], span: Sequence[float], *, dark: bool, suffix: str = ""
) -> go.Figure:
    """Return an empty figure with a line for each row, the first at 0 and the others below it.

    `span` is the range of the x axis, whose numbers end with `suffix`.
    """
    fig = template.make_figure(dark=dark, height=ROW * len(rows) + _KEY_AND_AXIS)
    fig.update_xaxes(showgrid=True, **template.make_scale(span, most=6, suffix=suffix))
    fig.update_yaxes(range=[-len(rows) + 0.55, 0.9], showticklabels=False)
    return fig.update_layout(showlegend=True, legend=_KEY, margin={"t": 34})


def find_span(rows: Sequence[Row], columns: Sequence[str]) -> list[float]:
    """Return the range of the x axis: wider than the figures by 12 %, and by at least 0.6."""
    cells = [row.figure(name) for row in rows for name in columns]
    figures = [figure for figure in cells if figure is not None]
    low, high = (min(figures), max(figures)) if figures else (0, 1)
    room = max((high - low) * 0.12, 0.6)
    return [max(low - room, 0), high + room]


def draw_ways(rows: Sequence[Row], columns: Sequence[str], inks: Palette) -> list[go.Scatter]:
    """Draw a grey line from the first column's figure to the last's, for each row that has all."""
    return [
        go.Scatter(
            x=[row.figure(name) for name in columns],
            y=[-place, -place],
            mode="lines",
            line={"color": inks.comparison, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
        for place, row in enumerate(rows)
        if all(row.figure(name) is not None for name in columns)
    ]


def draw_dots(
    result: AnyResult, column: str, *, quarter: Quarter, marker: dict[str, object]
) -> go.Scatter:
    """Draw a dot at each row's figure of a column, the figure at a quarter."""
    return go.Scatter(
        x=[row.figure(column) for row in result.rows],
        y=[-place for place, _ in enumerate(result.rows)],
        mode="markers",
        name=quarter.short_label,
        marker=marker,
        cliponaxis=False,
        customdata=[
            f"{template.escape_label(row.name)}<br>{quarter.label}: "
            f"{write_cell(result, row, column)}"
            for row in result.rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def write_texts(fig: go.Figure, texts: Sequence[tuple[str, str, bool]], inks: Palette) -> None:
    """Write each node's name and figures above its line, from (name, figures, has a figure)."""
    for place, (name, figures, is_figure) in enumerate(texts):
        above = {"y": -place + 0.24, "yanchor": "bottom", "xref": "paper"}
        fig.add_annotation(
            text=template.escape_label(name, width=_NAME_WIDTH),
            x=0,
            xanchor="left",
            align="left",
            **above,
        )
        fig.add_annotation(
            text=f"<b>{figures}</b>" if is_figure else figures,
            x=1,
            xanchor="right",
            font={"color": inks.ink if is_figure else inks.muted},
            **above,
        )
