"""Single quarters between the limits of their usual fluctuations: for analysts."""

from collections.abc import Sequence
from math import isnan

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import Palette, choose_palette
from core import danish
from metrics.signal.verdict import Point, Verdict
from phrases.signal import describe_verdict, explain_verdict

HEIGHT = 260
_ROOM_FOR_NAMES = 84
_ROOM = 0.06  # above and below, of the range of the figures


def draw_chart(verdict: Verdict, *, key: str, unit: str, dark: bool = False) -> Chart:
    """Draw the quarters of a verdict, cleared of season, with their mean and limits.

    `unit` is that of the figures. Quarters that are more than the usual fluctuations stand out.
    """
    inks = choose_palette(dark=dark)
    points = verdict.points
    fig = template.make_figure(dark=dark, height=HEIGHT)
    for limit in ("lower", "upper"):
        fig.add_trace(
            _draw_line([getattr(point, limit) for point in points], inks.comparison, dash="dash")
        )
    fig.add_trace(_draw_line([point.centre for point in points], inks.comparison))
    fig.add_trace(_draw_quarters(points, inks))
    quarters = [point.quarter for point in points]
    fig.update_xaxes(
        tickvals=[at for at, point in enumerate(quarters) if at == 0 or point.number == 1],
        ticktext=[f"{point.number}. kvt.<br>{point.year}" for at, point in enumerate(quarters)
                  if at == 0 or point.number == 1],
        range=[-0.5, max(len(points), 1) - 0.5],
        showline=True,
    )  # fmt: skip
    span = _find_span(points)
    fig.update_yaxes(showgrid=True, **template.make_scale(span, most=5, decimals=1))
    if points:
        _name_lines(fig, points[-1])
    return Chart(
        f"udsving-{key}", describe_verdict(verdict), explain_verdict(verdict, unit=unit), fig
    )


def _find_span(points: Sequence[Point]) -> tuple[float, float]:
    """Return a range that holds all quarters and their limits, and a little more."""
    values = [
        value
        for point in points
        for value in (point.adjusted, point.lower, point.upper)
        if not isnan(value)
    ]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = max((high - low) * _ROOM, 0.1)
    return low - room, high + room


def _draw_line(values: Sequence[float], colour: str, *, dash: str = "solid") -> go.Scatter:
    return go.Scatter(
        x=list(range(len(values))),
        y=[None if isnan(value) else value for value in values],
        mode="lines",
        line={"color": colour, "width": 1, "dash": dash},
        hoverinfo="skip",
    )


def _draw_quarters(points: Sequence[Point], inks: Palette) -> go.Scatter:
    return go.Scatter(
        x=list(range(len(points))),
        y=[point.adjusted for point in points],
        mode="lines+markers",
        line={"color": inks.langtid, "width": 2},
        marker={
            "color": [inks.accent if point.flagged else inks.langtid for point in points],
            "opacity": 1,
            "line": {"color": inks.ground, "width": 1},
            "size": [10 if point.flagged else 6 for point in points],
            "symbol": ["diamond" if point.flagged else "circle" for point in points],
        },
        customdata=[
            f"{point.quarter.label}: {danish.format_number(point.value)}" for point in points
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name_lines(fig: go.Figure, last: Point) -> None:
    """Write beside the last quarter what the lines are."""
    fig.update_layout(margin={"r": _ROOM_FOR_NAMES})
    names = {"Øvre grænse": last.upper, "Gennemsnit": last.centre, "Nedre grænse": last.lower}
    for text, height in names.items():
        if not isnan(height):
            fig.add_annotation(
                text=f"{text}<br>{danish.format_number(height)}",
                align="left",
                x=1,
                xref="paper",
                xanchor="left",
                xshift=4,
                y=height,
                font={"size": template.SMALL},
            )
