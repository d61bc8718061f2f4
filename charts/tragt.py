"""Enheder by their size: which of them lie further out than chance and size explain."""

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import palette
from core import danish
from metrics.cells import cell
from metrics.result import KpiResult
from metrics.signal.funnel import funnel

HEIGHT = 320


def chart(result: KpiResult, *, dark: bool = False) -> Chart:
    """Draw every enhed that is shown by its size and absence, between the limits of chance.

    The limits take account of how days gather in few persons. With too few enheder to draw them
    there are only the points.
    """
    inks = palette(dark=dark)
    known = result.frame["value"].notna() & result.frame["employees"].notna()
    frame = result.frame[known].sort_values("employees")
    limits = funnel(frame[["key", "value", "employees"]])
    fig = template.figure(dark=dark, height=HEIGHT)
    for name in ("lower", "upper"):
        fig.add_trace(
            go.Scatter(
                x=list(frame["employees"]),
                y=list(limits[name]),
                mode="lines",
                line={"color": inks.comparison, "width": 1, "dash": "dash"},
                hoverinfo="skip",
            )
        )
    outside = list(limits["outside"])
    rows = frame.to_dict("records")
    fig.add_trace(
        go.Scatter(
            x=list(frame["employees"]),
            y=list(frame["value"]),
            mode="markers",
            marker={
                "color": [inks.accent if one else inks.langtid for one in outside],
                "size": [10 if one else 7 for one in outside],
                "symbol": ["diamond" if one else "circle" for one in outside],
            },
            customdata=[
                f"{template.label(str(row['name']))}: {cell(result, row, 'value')} "
                f"({cell(result, row, 'employees')})"
                for row in rows
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    fig.update_xaxes(title=result.noegletal.measure("employees").label, showline=True)
    fig.update_yaxes(rangemode="tozero", showgrid=True, tickformat=".0f")
    names = [str(row["name"]) for row, out in zip(rows, outside, strict=True) if out]
    title = _title(names)
    return Chart("tragt", title, f"{title} {len(rows)} enheder efter størrelse og sygefravær.", fig)


def _title(names: list[str]) -> str:
    if not names:
        return "Ingen enhed afviger mere, end tilfældet og størrelsen kan forklare."
    return f"{danish.listed(names, most=5)} afviger mere, end tilfældet og størrelsen kan forklare."
