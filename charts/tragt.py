"""Enheder by their size: which of them lie further out than chance and size explain."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from charts.chart import Chart
from charts.figure import SMALL, Figure, escape_label, make_scale
from core import danish
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from metrics.signal.funnel import judge_funnel
from phrases.basis import describe_preliminary
from phrases.cell_text import write_cell

HEIGHT = 320
_ROOM = 1.06  # beyond the largest figure
_ROOM_FOR_TITLE = 48
_LINE_DECIMALS = 2  # finer than it can be seen
_ASKED = ["key", "value", "employees"]


def draw_chart(result: RullendeResult, *, dark: bool = False) -> Chart:
    """Draw every enhed that is shown by its size and absence, between the limits of chance.

    The limits take account of how days gather in few persons. With too few enheder to draw them
    there are only the points.
    """
    has_figures = [
        row for row in result.rows if row.value is not None and row.employees is not None
    ]
    rows = sorted(has_figures, key=lambda row: row.employees or 0)
    limits = judge_funnel(
        pd.DataFrame([(row.key, row.value, row.employees) for row in rows], columns=_ASKED)
    )
    fig = Figure(dark=dark, height=HEIGHT)
    for name in ("lower", "upper"):
        fig.add_scatter(
            x=[row.employees for row in rows],
            y=[None if isnan(y) else y for y in limits[name].round(_LINE_DECIMALS)],
            mode="lines",
            line={"color": fig.inks.comparison, "width": 1, "dash": "dash"},
        )
    _draw_points(fig, result, rows, limits=limits)
    label = result.noegletal.measure("employees").label
    small = {"size": SMALL, "color": fig.inks.muted}
    widest = max((row.employees or 0 for row in rows), default=1)
    scale = make_scale((0, widest * _ROOM), most=8)
    fig.update_axes("x", title={"text": label, "font": small}, showline=True, **scale)
    fig.layout["margin"] |= {"t": 20, "b": _ROOM_FOR_TITLE}
    heights = [row.value or 0 for row in rows] + [y for y in limits["upper"] if not isnan(y)]
    scale = make_scale((0, max(heights, default=1) * _ROOM), most=6)
    fig.update_axes("y", showgrid=True, **scale)
    names = [row.name for row, out in zip(rows, limits["outside"], strict=True) if out]
    title = f"{_write_title(names)}{describe_preliminary(result)}"
    alt = f"{title} {len(rows)} enheder efter størrelse og sygefravær."
    return fig.make_chart("tragt", title, alt)


def _draw_points(
    fig: Figure, result: RullendeResult, rows: Sequence[RullendeRow], *, limits: pd.DataFrame
) -> None:
    """Draw a point for each enhed; those outside the limits are diamonds with their names."""
    outside = list(limits["outside"])
    fig.add_scatter(
        x=[row.employees for row in rows],
        y=[row.value for row in rows],
        mode="markers+text",
        text=[
            escape_label(row.name) if is_outside else ""
            for row, is_outside in zip(rows, outside, strict=True)
        ],
        textposition=[
            "bottom center" if row.value is not None and row.value < low else "top center"
            for row, low in zip(rows, limits["lower"], strict=True)
        ],
        textfont={"color": fig.inks.ink, "size": SMALL},
        cliponaxis=False,
        marker={
            "opacity": 1,
            "line": {"color": fig.inks.ground, "width": 1},
            "color": [
                fig.inks.accent if is_outside else fig.inks.langtid for is_outside in outside
            ],
            "size": [10 if is_outside else 7 for is_outside in outside],
            "symbol": ["diamond" if is_outside else "circle" for is_outside in outside],
        },
        hover=[
            f"{escape_label(row.name)}: {write_cell(result, row, 'value')} "
            f"({write_cell(result, row, 'employees')})"
            for row in rows
        ],
    )


def _write_title(names: list[str]) -> str:
    if not names:
        return "Ingen enhed afviger mere, end tilfældet og størrelsen kan forklare."
    return (
        f"{danish.join_words(names, limit=5)} afviger mere, end tilfældet og størrelsen kan "
        "forklare."
    )
