"""How each område has moved since the opgørelse before: where it was, and where it is."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import lines, template
from charts.chart import Chart
from charts.palette import Palette, palette
from core import danish
from core.quarter import Quarter
from metrics import words
from metrics.cells import Row, cell, spoken
from metrics.result import KpiResult

_COLUMNS = ("previous", "value")


def chart(result: KpiResult, *, dark: bool = False) -> Chart:
    """Draw a line per område from the previous figure to this one, with both written above it."""
    rows: Sequence[Row] = result.frame.to_dict("records")
    inks = palette(dark=dark)
    fig = lines.figure(rows, lines.span(rows, _COLUMNS), dark=dark)
    fig.add_traces([*lines.ways(rows, _COLUMNS, inks), *_dots(result, rows, inks)])
    lines.write(fig, [_told(result, row) for row in rows], inks)
    fig.update_xaxes(tickformat=".0f")
    return Chart(
        name="omraader", title=words.largest_change(result), alt=_alt(result, rows), figure=fig
    )


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


def _told(result: KpiResult, row: Row) -> tuple[str, str, bool]:
    """What is written above a row's line, and whether there is a figure."""
    value = cell(result, row, "value")
    moved = all(words.known(row[column]) for column in _COLUMNS)
    figures = f"{value} ({cell(result, row, 'change')})" if moved else value
    return str(row["name"]), figures, words.known(row["value"])


def _alt(result: KpiResult, rows: Sequence[Row]) -> str:
    said = [spoken(result, row) for row in rows]
    return (
        f"Sygefraværet i hvert område ved opgørelsen for {result.quarter.label} og ændringen siden "
        f"{(result.quarter - 1).label}, i dagsværk {result.denominator.per}. "
        f"{'; '.join(said) if said else danish.NO_DATA.capitalize()}."
    )
