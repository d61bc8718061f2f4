"""Sickness absence in each node, and the target of the year beside it."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import lines, template
from charts.chart import Chart
from charts.palette import Palette, palette
from core import danish
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow
from phrases.cell_text import write_cell

_COLUMNS = ("target", "value")
_TICK = 0.17  # half the height of a target's line


def chart(result: MaaltalResult, *, dark: bool = False) -> Chart:
    """Draw a dot per node for its rolling figure and a dashed line for its target."""
    rows: Sequence[MaaltalRow] = result.rows
    inks = palette(dark=dark)
    fig = lines.figure(rows, lines.span(rows, _COLUMNS), dark=dark)
    fig.add_traces(
        [*lines.ways(rows, _COLUMNS, inks), _targets(result, rows, inks), _dots(result, rows, inks)]
    )
    lines.write(fig, [_told(result, row) for row in rows], inks)
    fig.update_xaxes(tickformat=".0f")
    return Chart("maaltal", _title(result, rows), _alt(result, rows), fig)


def _has_both(row: MaaltalRow) -> bool:
    return row.value is not None and row.target is not None


def _targets(result: MaaltalResult, rows: Sequence[MaaltalRow], inks: Palette) -> go.Scatter:
    """All targets as one broken line: up and down at each."""
    x: list[float | None] = []
    y: list[float | None] = []
    said: list[str] = []
    for place, row in enumerate(rows):
        if row.target is not None:
            x += [row.target, row.target, None]
            y += [-place - _TICK, -place + _TICK, None]
            text = f"{template.label(row.name)}<br>Måltal: {write_cell(result, row, 'target')}"
            said += [text, text, ""]
    year = rows[0].target_year if rows else ""
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        name=f"Måltal {year}",
        line={"color": inks.maaltal, "width": 3, "dash": "2px,2px"},
        customdata=said,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _dots(result: MaaltalResult, rows: Sequence[MaaltalRow], inks: Palette) -> go.Scatter:
    when = result.quarter.label
    return go.Scatter(
        x=[row.value for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        mode="markers",
        name=result.quarter.short_label,
        marker={"size": 15, "color": inks.langtid},
        cliponaxis=False,
        customdata=[
            f"{template.label(row.name)}<br>{when}: {write_cell(result, row, 'value')}"
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _told(result: MaaltalResult, row: MaaltalRow) -> tuple[str, str, bool]:
    value, known = write_cell(result, row, "value"), row.value is not None
    if not known:
        return row.name, value, False
    if not row.reported:
        return row.name, f"{value} (ingen måltal)", True
    if row.target is None:
        return row.name, f"{value} (måltal vises ikke)", True
    return row.name, f"{value} (måltal {write_cell(result, row, 'target')})", True


def _title(result: MaaltalResult, rows: Sequence[MaaltalRow]) -> str:
    """Count the nodes that are at their target or below it, as they are shown."""
    known = [row for row in rows if row.distance is not None]
    if not known:
        return "Sygefravær og måltal"
    decimals = result.noegletal.measure("distance").decimals
    year = f"måltallet for {rows[0].target_year}"
    there = [row for row in known if danish.round_half_up(row.distance or 0, decimals) <= 0]
    if len(known) == 1:
        return f"{known[0].name} er {'på eller under' if there else 'over'} {year}"
    many = {"omraade": "områder", "afdeling": "afdelinger"}.get(result.level.value, "enheder")
    if not there:
        return f"Ingen af {danish.format_number(len(known), 0)} {many} er nået til {year}"
    count, of = (danish.format_number(len(each), 0) for each in (there, known))
    return f"{count} af {of} {many} er på eller under {year}"


def _alt(result: MaaltalResult, rows: Sequence[MaaltalRow]) -> str:
    said = "; ".join(
        f"{name}: {figures}" for name, figures, _ in (_told(result, row) for row in rows)
    )
    return (
        f"Sygefraværet ved opgørelsen for {result.quarter.label} og det vægtede måltal for hver "
        f"{result.level.label.lower()}, dagsværk {result.denominator.per}. "
        f"{said or danish.NO_DATA.capitalize()}."
    )
