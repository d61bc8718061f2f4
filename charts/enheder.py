"""The enheder of one afdeling, in the organisation's order: figure and change of each."""

from collections.abc import Sequence
from dataclasses import replace

from charts.chart import Chart
from charts.figure import SMALL, Figure, count_lines, escape_label
from core import danish
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from phrases import headlines
from phrases.cell_text import describe_nodes, write_cell

_LINE = 17
_GAP = 11
_NAME_WIDTH = 26
_EDGES = 24
_ROOM_FOR_FIGURES = 1.55


def draw_chart(result: RullendeResult, *, afdeling: str, dark: bool = False) -> Chart:
    """Draw a bar per enhed of the afdeling with that key.

    An enhed without a bar is named all the same, with "vises ikke" or "ingen data".
    """
    rows = tuple(row for row in result.rows if row.parent == afdeling)
    names = [escape_label(row.name, width=_NAME_WIDTH) for row in rows]
    places, height = _place_rows(names)
    fig = Figure(dark=dark, height=height + _EDGES)
    _draw_bars(fig, result, rows, places=places)
    top = max((row.value for row in rows if row.value is not None), default=1)
    fig.update_axes("x", range=[0, top * _ROOM_FOR_FIGURES], visible=False)
    fig.update_axes(
        "y",
        range=[-height, 0],
        tickvals=places,
        ticktext=names,
        tickfont={"size": SMALL + 1, "color": fig.inks.ink},
        ticks="outside",
        ticklen=6,
        tickcolor=fig.inks.ground,
    )
    title = headlines.name_largest_change(replace(result, rows=rows))
    return fig.make_chart(f"enheder-{afdeling}", title, _write_alt(result, rows))


def _place_rows(names: Sequence[str]) -> tuple[list[float], int]:
    """Return the middle of each row, as pixels below the top (negative), and the height of all."""
    places: list[float] = []
    used = 0
    for name in names:
        height = count_lines(name) * _LINE + _GAP
        places.append(-used - height / 2)
        used += height
    return places, max(used, _LINE)


def _draw_bars(
    fig: Figure, result: RullendeResult, rows: Sequence[RullendeRow], *, places: Sequence[float]
) -> None:
    has_figure = [row.value is not None for row in rows]
    fig.add_bars(
        orientation="h",
        x=[row.value if row.value is not None else 0 for row in rows],
        y=list(places),
        width=_LINE,
        marker={"color": fig.inks.langtid},
        text=[_format_figures(result, row) for row in rows],
        textposition="outside",
        textfont={
            "color": [fig.inks.ink if is_known else fig.inks.muted for is_known in has_figure]
        },
        cliponaxis=False,
        hover=[_write_hover(result, row) for row in rows],
    )


def _format_figures(result: RullendeResult, row: RullendeRow) -> str:
    value = write_cell(result, row, "value")
    if row.value is None:
        return value
    change = f" ({write_cell(result, row, 'change')})" if row.change is not None else ""
    return f"<b>{value}</b>{change}"


def _write_hover(result: RullendeResult, row: RullendeRow) -> str:
    lines = [escape_label(row.name)]
    for part in ("value", "short", "long", "employees"):
        label = result.noegletal.measure(part).label
        lines.append(f"{label}: {write_cell(result, row, part)}")
    return "<br>".join(lines)


def _write_alt(result: RullendeResult, rows: Sequence[RullendeRow]) -> str:
    return (
        f"Søjlediagram over sygefraværet i {danish.format_count(len(rows), 'enhed', 'enheder')} "
        f"ved opgørelsen for {result.quarter.label}, dagsværk {result.denominator.per}, med "
        f"ændringen siden {(result.quarter - 1).label}. "
        f"{describe_nodes(result, rows)}."
    )
