"""How each område has moved since the opgørelse before: where it was, and where it is."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import Palette, palette
from core import danish
from core.quarter import Quarter
from metrics import words
from metrics.cells import Row, cell, spoken
from metrics.result import KpiResult

_ROW = 54
_NAME_WIDTH = 38
_KEY_AND_AXIS = 74
_KEY = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def chart(result: KpiResult, *, dark: bool = False) -> Chart:
    """Draw a line per område from the previous figure to this one, with both written above it."""
    rows: Sequence[Row] = result.frame.to_dict("records")
    inks = palette(dark=dark)
    fig = template.figure(dark=dark, height=_ROW * len(rows) + _KEY_AND_AXIS)
    fig.add_traces([*_lines(rows, inks), *_dots(result, rows, inks)])
    for place, row in enumerate(rows):
        _write(fig, result, row, place=-place, inks=inks)
    fig.update_xaxes(showgrid=True, range=_span(rows), nticks=6, tickformat=".0f")
    fig.update_yaxes(range=[-len(rows) + 0.55, 0.9], showticklabels=False)
    fig.update_layout(showlegend=True, legend=_KEY, margin={"t": 34})
    return Chart(
        name="omraader", title=words.largest_change(result), alt=_alt(result, rows), figure=fig
    )


def _moved(row: Row) -> bool:
    return words.known(row["value"]) and words.known(row["previous"])


def _span(rows: Sequence[Row]) -> list[float]:
    """The axis: a little wider than the figures, and never so narrow that noise looks large."""
    figures = [row[at] for row in rows for at in ("previous", "value") if words.known(row[at])]
    low, high = (min(figures), max(figures)) if figures else (0, 1)
    room = max((high - low) * 0.12, 0.6)
    return [max(low - room, 0), high + room]


def _lines(rows: Sequence[Row], inks: Palette) -> list[go.Scatter]:
    return [
        go.Scatter(
            x=[row["previous"], row["value"]],
            y=[-place, -place],
            mode="lines",
            line={"color": inks.comparison, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
        for place, row in enumerate(rows)
        if _moved(row)
    ]


def _dots(result: KpiResult, rows: Sequence[Row], inks: Palette) -> list[go.Scatter]:
    quarter = result.quarter
    before = _dot(result, rows, "previous", when=quarter - 1)
    before.marker = {
        "size": 13,
        "color": inks.ground,
        "line": {"color": inks.comparison, "width": 2.5},
    }
    now = _dot(result, rows, "value", when=quarter)
    now.marker = {"size": 15, "color": inks.langtid}
    return [before, now]


def _dot(result: KpiResult, rows: Sequence[Row], column: str, *, when: Quarter) -> go.Scatter:
    return go.Scatter(
        x=[row[column] if words.known(row[column]) else None for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        mode="markers",
        name=when.short_label,
        cliponaxis=False,
        customdata=[
            f"{template.label(row['name'])}<br>{when.label}: {cell(result, row, column)}"
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _write(fig: go.Figure, result: KpiResult, row: Row, *, place: int, inks: Palette) -> None:
    """Put the name at the left and the figures at the right, above the område's own line."""
    above = {"y": place + 0.24, "yanchor": "bottom", "xref": "paper"}
    fig.add_annotation(
        text=template.label(row["name"], width=_NAME_WIDTH),
        x=0,
        xanchor="left",
        align="left",
        **above,
    )
    known = words.known(row["value"])
    figures = _figures(result, row)
    fig.add_annotation(
        text=f"<b>{figures}</b>" if known else figures,
        x=1,
        xanchor="right",
        font={"color": inks.ink if known else inks.muted},
        **above,
    )


def _figures(result: KpiResult, row: Row) -> str:
    value = cell(result, row, "value")
    return f"{value} ({cell(result, row, 'change')})" if _moved(row) else value


def _alt(result: KpiResult, rows: Sequence[Row]) -> str:
    said = [spoken(result, row) for row in rows]
    return (
        f"Sygefraværet i hvert område ved opgørelsen for {result.quarter.label} og ændringen siden "
        f"{(result.quarter - 1).label}, i dagsværk {result.denominator.per}. "
        f"{'; '.join(said) if said else danish.NO_DATA.capitalize()}."
    )
