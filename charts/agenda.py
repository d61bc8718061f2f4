"""One of the agenda's other nøgletal: over its periods, or from place to place, with its target."""

import re
from collections.abc import Sequence
from math import inf

from charts import node_lines
from charts.chart import Chart
from charts.figure import SMALL, Figure, escape_label
from core import danish
from metrics.result import AgendaResult
from metrics.rows import AgendaRow
from phrases.agenda import write_met_places, write_target
from phrases.cell_text import find_shown_change, write_cell
from phrases.periods import write_period
from phrases.trends import describe_movement

PERIODS = 8
_HEIGHT = 260
_ROOM, _ROOM_BESIDE = 1.2, 1.04
_THICK, _TICK = 0.26, 0.2
_ROW, _HIGH_ROW, _MARGINS = 42, 60, 20
_BAR, _FEW = 0.6, 6
_TICK_WIDTH = 10


def draw_periods(result: AgendaResult, *, dark: bool = False) -> Chart:
    """Draw a bar for each of the latest periods of one nøgletal in one place: a series of it."""
    rows: Sequence[AgendaRow] = result.rows[-PERIODS:]
    fig = Figure(dark=dark, height=_HEIGHT)
    _draw_columns(fig, result, rows)
    fig.update_axes(
        "x",
        tickvals=list(range(len(rows))),
        ticktext=[escape_label(write_period(row.period), width=_TICK_WIDTH) for row in rows],
        range=[-0.5, len(rows) - 0.5],
        showline=True,
    )
    fig.update_axes("y", range=[0, _find_highest(rows) * _ROOM], showticklabels=False)
    fig.layout["bargap"] = max(1 - _BAR * len(rows) / _FEW, 1 - _BAR)
    fig.layout["margin"]["t"] = 20
    _draw_target(fig, result, rows)
    name = f"noegletal-tid-{_make_slug(rows[-1].key)}"
    return fig.make_chart(name, _write_news(result, rows), _write_alt_of_periods(result, rows))


def draw_places(result: AgendaResult, *, dark: bool = False) -> Chart:
    """Draw a bar for each place of one nøgletal, with a dashed line at the target."""
    rows: Sequence[AgendaRow] = result.rows
    is_high = any(len(row.place) > node_lines.NAME_WIDTH for row in rows)
    height = _HIGH_ROW if is_high else _ROW
    fig = Figure(dark=dark, height=height * len(rows) + _MARGINS)
    _draw_bars(fig, result, rows)
    node_lines.write_texts(fig, [_write_row(result, row) for row in rows])
    fig.update_axes("x", range=[0, _find_highest(rows) * _ROOM_BESIDE], visible=False)
    _mark_targets(fig, rows)
    name = f"noegletal-sted-{_make_slug(rows[0].noegletal)}-{result.level.value}"
    return fig.make_chart(name, _write_title(result, rows), _write_alt_of_places(result, rows))


def _make_slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-")


def _find_highest(rows: Sequence[AgendaRow]) -> float:
    """Return the largest figure or target, which the axis must reach; 1.0 where there is none."""
    figures = [figure for row in rows for figure in (row.value, row.target)]
    return max([figure for figure in figures if figure is not None and figure > 0], default=1.0)


def _draw_columns(fig: Figure, result: AgendaResult, rows: Sequence[AgendaRow]) -> None:
    fig.add_bars(
        x=list(range(len(rows))),
        y=[row.value or 0 for row in rows],
        text=[write_cell(result, row, "value") for row in rows],
        textposition="outside",
        textfont={"color": fig.inks.ink},
        cliponaxis=False,
        marker={"color": fig.inks.langtid},
        hover=[_write_hover(result, row, write_period(row.period)) for row in rows],
    )


def _draw_bars(fig: Figure, result: AgendaResult, rows: Sequence[AgendaRow]) -> None:
    fig.add_bars(
        x=[row.value or 0 for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        orientation="h",
        width=_THICK,
        marker={"color": fig.inks.langtid},
        hover=[_write_hover(result, row, escape_label(row.place)) for row in rows],
    )


def _write_hover(result: AgendaResult, row: AgendaRow, where: str) -> str:
    texts = [where, write_cell(result, row, "value"), row.status]
    return "<br>".join(texts[:2] if texts[1] == texts[2] else texts)


def _draw_target(fig: Figure, result: AgendaResult, rows: Sequence[AgendaRow]) -> None:
    """Draw the latest target as a dashed line with its name on it, over a bar that is below it."""
    row = rows[-1]
    if row.target is None:
        return
    is_at_left = (row.value or 0) > row.target >= (rows[0].value or 0)
    line = {"color": fig.inks.maaltal, "width": 1.5, "dash": "dash"}
    fig.add_horizontal(row.target, line=line)
    fig.add_text(
        f"Mål {write_target(result, row)}",
        x=0 if is_at_left else 1,
        xref="x domain",
        xanchor="left" if is_at_left else "right",
        y=row.target,
        yanchor="bottom",
        font={"color": fig.inks.maaltal, "size": SMALL},
    )


def _mark_targets(fig: Figure, rows: Sequence[AgendaRow]) -> None:
    for place, row in enumerate(rows):
        for limit in {
            row.figure(name)
            for name in ("target_from", "target_to")
            if row.figure(name) is not None
        }:
            fig.add_line(
                x0=limit,
                x1=limit,
                y0=-place - _TICK,
                y1=-place + _TICK,
                line={"color": fig.inks.maaltal, "width": 2, "dash": "2px,2px"},
            )


def _write_row(result: AgendaResult, row: AgendaRow) -> tuple[str, str, bool]:
    value, has_figure = write_cell(result, row, "value"), row.value is not None
    if has_figure and row.target is not None:
        value = f"{value} (mål {write_target(result, row)})"
    return row.place, value, has_figure


def _write_news(result: AgendaResult, rows: Sequence[AgendaRow]) -> str:
    """Say where it is, and whether it has risen: "Målplaner færdige er steget til 60 %"."""
    last = rows[-1]
    value = write_cell(result, last, "value")
    change = find_shown_change(result, last)
    if change is None:
        return f"{last.name}: {value}"
    measure = result.noegletal.measure("value")
    counted = measure.counted_in(last.measure_unit, change)
    move = describe_movement(counted, change)
    return f"{last.name} {move if move == 'er uændret' else f'{move} til'} {value}"


def _write_title(result: AgendaResult, rows: Sequence[AgendaRow]) -> str:
    """Count the places that are at their target, or else name the one with most."""
    name = rows[0].noegletal
    finding = write_met_places(rows, result.level)
    if finding:
        return f"{name}: {finding}"
    largest = max(rows, key=lambda row: -inf if row.value is None else row.value)
    if largest.value is None:
        return name
    return f"{name}: størst i {largest.place} ({write_cell(result, largest, 'value')})"


def _write_alt_of_periods(result: AgendaResult, rows: Sequence[AgendaRow]) -> str:
    figures = "; ".join(
        f"{write_period(row.period)}: {write_cell(result, row, 'value')}" for row in rows
    )
    return f"Søjlediagram over {rows[-1].name}{_describe_target(result, rows[-1])}. {figures}."


def _write_alt_of_places(result: AgendaResult, rows: Sequence[AgendaRow]) -> str:
    descriptions = "; ".join(
        f"{name}: {figures}" for name, figures, _ in (_write_row(result, r) for r in rows)
    )
    count = danish.format_count(len(rows), "sted", "steder")
    about = f"{rows[0].noegletal} i {count}, {_name_latest_period(rows)}"
    return f"Søjlediagram over {about}. {descriptions}."


def _name_latest_period(rows: Sequence[AgendaRow]) -> str:
    return f"seneste tal er for {write_period(rows[0].period)}"


def _describe_target(result: AgendaResult, row: AgendaRow) -> str:
    return f", mål {write_target(result, row)}" if row.target is not None else ""
