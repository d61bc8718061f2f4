"""Single quarters between the limits of their usual fluctuations: for analysts."""

from collections.abc import Sequence
from math import isnan

from charts.chart import Chart
from charts.figure import SMALL, Figure, make_scale
from core import danish
from metrics.signal.verdict import Point, Verdict
from phrases.signal import describe_verdict, explain_verdict

HEIGHT = 260
_ROOM_FOR_NAMES = 84
_ROOM = 0.06  # above and below, of the range of the figures


def draw_chart(verdict: Verdict, *, key: str, unit: str, dark: bool = False) -> Chart:
    """Draw the quarters of a verdict, with the mean and the limits of each in its season.

    `unit` is that of the figures. Quarters that are more than the usual fluctuations stand out.
    """
    points = verdict.points
    fig = Figure(dark=dark, height=HEIGHT)
    for limit in ("lower", "upper"):
        _draw_line(fig, [getattr(point, limit) for point in points], dash="dash")
    _draw_line(fig, [point.centre for point in points], dash="solid")
    _draw_quarters(fig, points)
    quarters = [point.quarter for point in points]
    fig.update_axes(
        "x",
        tickvals=[at for at, point in enumerate(quarters) if at == 0 or point.number == 1],
        ticktext=[f"{point.number}. kvt.<br>{point.year}" for at, point in enumerate(quarters)
                  if at == 0 or point.number == 1],
        range=[-0.5, max(len(points), 1) - 0.5],
        showline=True,
    )  # fmt: skip
    span = _find_span(points)
    fig.update_axes("y", showgrid=True, **make_scale(span, most=5, decimals=1))
    if points:
        _name_lines(fig, points[-1])
    alt = explain_verdict(verdict, unit=unit)
    return fig.make_chart(f"udsving-{key}", describe_verdict(verdict), alt)


def _find_span(points: Sequence[Point]) -> tuple[float, float]:
    """Return a range that holds all quarters and their limits, and a little more."""
    values = [
        value
        for point in points
        for value in (point.value, point.lower, point.upper)
        if not isnan(value)
    ]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = max((high - low) * _ROOM, 0.1)
    return low - room, high + room


def _draw_line(fig: Figure, values: Sequence[float], *, dash: str) -> None:
    fig.add_scatter(
        x=list(range(len(values))),
        y=[None if isnan(value) else value for value in values],
        mode="lines",
        line={"color": fig.inks.comparison, "width": 1, "dash": dash},
    )


def _draw_quarters(fig: Figure, points: Sequence[Point]) -> None:
    fig.add_scatter(
        x=list(range(len(points))),
        y=[point.value for point in points],
        mode="lines+markers",
        line={"color": fig.inks.langtid, "width": 2},
        marker={
            "color": [fig.inks.accent if point.flagged else fig.inks.langtid for point in points],
            "opacity": 1,
            "line": {"color": fig.inks.ground, "width": 1},
            "size": [10 if point.flagged else 6 for point in points],
            "symbol": ["diamond" if point.flagged else "circle" for point in points],
        },
        hover=[f"{point.quarter.label}: {danish.format_number(point.value)}" for point in points],
    )


def _name_lines(fig: Figure, last: Point) -> None:
    """Write beside the last quarter what the lines are."""
    fig.layout["margin"]["r"] = _ROOM_FOR_NAMES
    names = {"Øvre grænse": last.upper, "Gennemsnit": last.centre, "Nedre grænse": last.lower}
    for text, height in names.items():
        if not isnan(height):
            fig.add_text(
                f"{text}<br>{danish.format_number(height)}",
                align="left",
                x=1,
                xref="paper",
                xanchor="left",
                xshift=4,
                y=height,
                font={"size": SMALL},
            )
