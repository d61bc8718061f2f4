"""The share of langtidsfriske in each node, with that of the two years before in grey."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import lines, template
from charts.chart import Chart
from charts.palette import palette
from core import danish
from metrics import words
from metrics.cells import Row, cell, spoken
from metrics.langtidsfriske import moved
from metrics.result import KpiResult

_THICK, _THIN = 0.2, 0.1
_ROOM = 1.15
_ROOM_FOR_ZERO = 18  # its label is wider than the margin, and would be left out


def chart(result: KpiResult, *, dark: bool = False) -> Chart:
    """Draw a bar per node for the share, and a thin one below it for the one before."""
    rows: Sequence[Row] = result.frame.to_dict("records")
    inks = palette(dark=dark)
    known = [
        row[name] for row in rows for name in ("value", "pair_before") if words.known(row[name])
    ]
    fig = lines.figure(rows, [0, 100 * max(known, default=1) * _ROOM], dark=dark)
    now = _bars(result, rows, "value", name=_years(rows), ink=inks.langtid)
    before = _bars(result, rows, "pair_before", name="De to år før", ink=inks.comparison)
    fig.add_traces([now.update(width=_THICK, offset=-_THICK / 2)])
    if any(words.known(row["pair_before"]) for row in rows):
        fig.add_traces([before.update(width=_THIN, offset=-_THICK / 2 - _THIN - 0.02)])
    lines.write(fig, [_told(result, row) for row in rows], inks)
    fig.update_xaxes(tickformat=".0f", ticksuffix="\N{NO-BREAK SPACE}%")
    fig.update_layout(barmode="overlay", margin={"l": _ROOM_FOR_ZERO})
    return Chart("langtidsfriske", _title(result, rows), _alt(result, rows), fig)


def _years(rows: Sequence[Row]) -> str:
    return str(rows[0]["years"]) if rows else ""


def _bars(result: KpiResult, rows: Sequence[Row], column: str, *, name: str, ink: str) -> go.Bar:
    return go.Bar(
        x=[100 * row[column] if words.known(row[column]) else None for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        orientation="h",
        name=name,
        marker={"color": ink},
        customdata=[
            f"{template.label(row['name'])}<br>{name}: {cell(result, row, column)}" for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _told(result: KpiResult, row: Row) -> tuple[str, str, bool]:
    value = cell(result, row, "value")
    if moved(row):
        change = danish.format_signed(row["change"] * 100, 0)
        return str(row["name"]), f"{value} ({change})", True
    return str(row["name"]), value, words.known(row["value"])


def _title(result: KpiResult, rows: Sequence[Row]) -> str:
    """Name the node with the largest share."""
    known = [row for row in rows if words.known(row["value"])]
    if not known:
        return "Langtidsfriske"
    top = max(known, key=lambda row: row["value"])
    return f"Andelen er størst i {top['name']}: {cell(result, top, 'value')}"


def _alt(result: KpiResult, rows: Sequence[Row]) -> str:
    said = "; ".join(spoken(result, row) for row in rows) or danish.NO_DATA.capitalize()
    return (
        f"Andelen af langtidsfriske i {_years(rows)} for hver {result.level.label.lower()}, hvor "
        f"den er kendt med andelen i de to år før under sig. {said}."
    )
