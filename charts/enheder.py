"""The enheder of one afdeling, in the organisation's order: figure and change of each."""

from collections.abc import Sequence
from dataclasses import replace

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import Palette, palette
from core import danish
from metrics import words
from metrics.cells import Row, cell, spoken
from metrics.result import KpiResult

_LINE = 17
_GAP = 11
_NAME_WIDTH = 26
_EDGES = 24
_ROOM_FOR_FIGURES = 1.55


def chart(result: KpiResult, *, afdeling: str, dark: bool = False) -> Chart:
    """Draw a bar per enhed of the afdeling with that key.

    An enhed without a bar is named all the same, with "vises ikke" or "ingen data".
    """
    frame = result.frame[result.frame["parent"] == afdeling]
    rows: Sequence[Row] = frame.to_dict("records")
    names = [template.label(row["name"], width=_NAME_WIDTH) for row in rows]
    places, height = _places(names)
    inks = palette(dark=dark)
    fig = template.figure(dark=dark, height=height + _EDGES)
    fig.add_trace(_bars(result, rows, places=places, inks=inks))
    top = max((row["value"] for row in rows if words.known(row["value"])), default=1)
    fig.update_xaxes(range=[0, top * _ROOM_FOR_FIGURES], visible=False)
    fig.update_yaxes(
        range=[-height, 0],
        tickvals=places,
        ticktext=names,
        tickfont={"size": template.SMALL + 1, "color": inks.ink},
        ticks="outside",
        ticklen=6,
        tickcolor=inks.ground,
    )
    title = words.largest_change(replace(result, frame=frame))
    return Chart(name=f"enheder-{afdeling}", title=title, alt=_alt(result, rows), figure=fig)


def _places(names: Sequence[str]) -> tuple[list[float], int]:
    """The middle of each row from the top down, in pixels, and the height of them all."""
    places: list[float] = []
    used = 0
    for name in names:
        height = template.line_count(name) * _LINE + _GAP
        places.append(-used - height / 2)
        used += height
    return places, max(used, _LINE)


def _bars(
    result: KpiResult, rows: Sequence[Row], *, places: Sequence[float], inks: Palette
) -> go.Bar:
    known = [words.known(row["value"]) for row in rows]
    return go.Bar(
        orientation="h",
        x=[row["value"] if words.known(row["value"]) else 0 for row in rows],
        y=list(places),
        width=_LINE,
        marker={"color": inks.langtid},
        text=[_figures(result, row) for row in rows],
        textposition="outside",
        textfont={"color": [inks.ink if one else inks.muted for one in known]},
        cliponaxis=False,
        customdata=[_hover(result, row) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _figures(result: KpiResult, row: Row) -> str:
    value = cell(result, row, "value")
    if not words.known(row["value"]):
        return value
    change = f" ({cell(result, row, 'change')})" if words.known(row["change"]) else ""
    return f"<b>{value}</b>{change}"


def _hover(result: KpiResult, row: Row) -> str:
    lines = [template.label(row["name"])]
    for part in ("value", "short", "long", "employees"):
        label = result.noegletal.measure(part).label
        lines.append(f"{label}: {cell(result, row, part)}")
    return "<br>".join(lines)


def _alt(result: KpiResult, rows: Sequence[Row]) -> str:
    said = [spoken(result, row) for row in rows]
    return (
        f"Søjlediagram over sygefraværet i {danish.format_count(len(rows), 'enhed', 'enheder')} "
        f"ved opgørelsen for {result.quarter.label}, dagsværk {result.denominator.per}, med "
        f"ændringen siden {(result.quarter - 1).label}. "
        f"{'; '.join(said) if said else danish.NO_DATA.capitalize()}."
    )
