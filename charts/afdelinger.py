"""Each afdeling's development beside the others', all on one scale."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor

from charts import event_marks
from charts.chart import Chart
from charts.figure import SMALL, Figure, count_lines, escape_label, make_scale, name_panel
from core import danish
from metrics.result import SeriesResult
from metrics.rows import SeriesRow
from phrases.basis import mark_preliminary
from phrases.cell_text import write_cell
from phrases.trends import describe_movement

COLUMNS = 3
QUARTERS = 9
_PANEL = 96
_LINE = 16
_GAP = 20
_AXIS = 44
_GAP_BESIDE = 0.05  # of the width
_LETTERS_IN_A_ROW = 54  # of names, on a telephone
_WIDE, _LETTERS_IN_A_WIDE_ROW = 4, 128
_ROOM_FOR_VALUE = 0.3
_MOVES = {"er faldet": "er faldet til", "er steget": "er steget til", "er uændret": "er uændret på"}

Panel = list[SeriesRow]


def draw_chart(
    result: SeriesResult,
    *,
    selected: str = "",
    columns: int = COLUMNS,
    quarters: int = QUARTERS,
    dark: bool = False,
) -> Chart:
    """Draw a small line chart for each afdeling of an `udvikling`, `columns` beside each other.

    `selected` is the key of the afdeling in focus, drawn in the accent colour. Two columns suit a
    telephone, four a wide page.
    """
    panels = _select_panels(result, quarters)
    letters = _LETTERS_IN_A_WIDE_ROW if columns >= _WIDE else _LETTERS_IN_A_ROW
    names = [escape_label(panel[-1].name, width=letters // columns) for panel in panels]
    fig = _make_grid(names, columns, dark=dark)
    for place, (name, panel) in enumerate(zip(names, panels, strict=True)):
        at, focus = name_panel(place), panel[-1].key == selected
        _draw_line(fig, result, panel, at=at, focus=focus)
        starts = result.events.find_breaks(panel[-1])
        event_marks.draw_breaks(fig, starts, [row.quarter for row in panel], panel=at)
        _write_name(fig, f"<b>{name}</b>" if focus else name, at)
    _set_axes(fig, panels, columns=columns)
    title = write_title(result, selected=selected, quarters=quarters)
    return fig.make_chart("afdelinger", title, _write_alt(result, panels))


def _select_panels(result: SeriesResult, quarters: int) -> list[Panel]:
    """Return the rows of the latest quarters: a list per afdeling, in the organisation's order."""
    newest = sorted({row.quarter for row in result.rows})[-quarters:]
    rows = [row for row in result.rows if row.quarter in newest]
    order = list(dict.fromkeys(row.key for row in rows))
    by_key = groupby(
        sorted(rows, key=lambda row: (order.index(row.key), row.quarter)),
        key=lambda row: row.key,
    )
    return [list(panel) for _, panel in by_key]


def _make_grid(names: Sequence[str], columns: int, *, dark: bool) -> Figure:
    """Make a figure with an empty panel for each name, and room above each for the longest name."""
    rows = max(ceil(len(names) / columns), 1)
    head = max((count_lines(name) for name in names), default=1) * _LINE + _GAP
    inner = rows * _PANEL + (rows - 1) * head
    fig = Figure(dark=dark, height=inner + head + _AXIS)
    fig.split(len(names), columns=columns, gaps=(_GAP_BESIDE, head / inner))
    fig.layout["margin"] |= {"t": head, "l": 4, "r": 14}
    return fig


def _draw_line(fig: Figure, result: SeriesResult, panel: Panel, *, at: str, focus: bool) -> None:
    """Draw an afdeling's line, and its last point with the figure beside it."""
    colour = fig.inks.accent if focus else fig.inks.langtid
    axes = {"xaxis": f"x{at}", "yaxis": f"y{at}"}
    fig.add_scatter(
        x=list(range(len(panel))),
        y=[row.value for row in panel],
        mode="lines",
        line={"color": colour, "width": 3 if focus else 2},
        hover=[_write_hover(result, row) for row in panel],
        **axes,
    )
    last = panel[-1]
    latest = write_cell(result, last, "value")
    has_figure = last.value is not None
    fig.add_scatter(
        x=[len(panel) - 1 if has_figure else 0],
        y=[last.value if has_figure else None],
        mode="markers+text",
        text=[f"<b>{latest}</b>"],
        textposition="middle right",
        textfont={"color": colour},
        marker={"size": 7, "color": colour},
        cliponaxis=False,
        **axes,
    )


def _write_hover(result: SeriesResult, row: SeriesRow) -> str:
    value = write_cell(result, row, "value")
    return f"{escape_label(row.name)}<br>{row.quarter.label}: {value}"


def _write_name(fig: Figure, name: str, at: str) -> None:
    """Write an afdeling's name above its panel."""
    fig.add_text(
        name,
        x=0,
        xref=f"x{at} domain",
        xanchor="left",
        y=1,
        yref=f"y{at} domain",
        yanchor="bottom",
        align="left",
        font={"size": SMALL + 1},
    )


def _set_axes(fig: Figure, panels: Sequence[Panel], *, columns: int) -> None:
    length = max((len(panel) for panel in panels), default=1)
    room = max(length * _ROOM_FOR_VALUE, 1)
    fig.update_axes("x", range=[-0.3, length - 1 + room], showticklabels=False, showline=True)
    figures = [row.value for panel in panels for row in panel if row.value is not None]
    low, high = (min(figures), max(figures)) if figures else (0, 1)
    span = floor(low - 0.5), ceil(high + 0.5)
    fig.update_axes("y", showgrid=True, **make_scale(span, most=4))
    for place, panel in enumerate(panels):
        if place + columns >= len(panels):  # nothing stands below it
            fig.layout[f"xaxis{name_panel(place)}"] |= {"showticklabels": True} | _make_ticks(panel)


def _make_ticks(panel: Panel) -> dict[str, list[object]]:
    """Name the last quarter on the axis, and near its beginning the same one of an earlier year."""
    last = len(panel) - 1
    places = sorted({last, last % 4}) if last >= 4 else [last]
    quarters = [panel[place].quarter for place in places]
    text = [f"{quarter.number}. kvt.<br>{quarter.year}" for quarter in quarters]
    return {"tickvals": list(places), "ticktext": list(text)}


@mark_preliminary
def write_title(result: SeriesResult, *, selected: str = "", quarters: int = QUARTERS) -> str:
    """Say how it goes in the afdelinger of an `udvikling`, or in the one that is `selected`."""
    panels = _select_panels(result, quarters)
    for panel in panels:
        if panel[-1].key == selected:
            return f"{panel[-1].name}: {_describe_latest(result, panel)}"
    moves = [
        _name_movement(result, panel)
        for panel in panels
        if len(panel) > 1 and _has_figures(panel, -2)
    ]
    if not moves:
        return "Sygefraværet i afdelingerne"
    falls = moves.count("er faldet")
    if not falls:
        return "Sygefraværet er ikke faldet i nogen afdeling"
    count = danish.format_count(len(moves), "afdeling", "afdelinger")
    share = "alle" if falls == len(moves) > 1 else f"{danish.format_number(falls, 0)} af"
    return f"Sygefraværet er faldet i {share} {count}"


def _describe_latest(result: SeriesResult, panel: Panel) -> str:
    """Say the latest figure of an afdeling, and which way it has moved, where that is known."""
    value = write_cell(result, panel[-1], "value")
    if not _has_figures(panel):
        return value
    figure = f"{value} dagsværk {result.denominator.per}"
    if len(panel) < 2 or not _has_figures(panel, -2):
        return figure
    return f"sygefraværet {_MOVES[_name_movement(result, panel)]} {figure}"


def _has_figures(panel: Panel, *places: int) -> bool:
    return all(panel[place].value is not None for place in (-1, *places))


def _name_movement(result: SeriesResult, panel: Panel) -> str:
    measure = result.noegletal.measure("value")
    change = measure.subtract_shown(panel[-1].value or 0, panel[-2].value or 0)
    return describe_movement(measure, change)


def _write_alt(result: SeriesResult, panels: Sequence[Panel]) -> str:
    descriptions = [_describe_panel(result, panel) for panel in panels]
    return (
        "Små kurver over sygefraværet i "
        f"{danish.format_count(len(panels), 'afdeling', 'afdelinger')} på samme skala, dagsværk "
        f"{result.denominator.per}, rullende fire kvartaler, til og med {result.quarter.label}. "
        f"{'. '.join(descriptions)}."
    )


def _describe_panel(result: SeriesResult, panel: Panel) -> str:
    first, last = panel[0], panel[-1]
    now = write_cell(result, last, "value")
    if len(panel) < 2 or not _has_figures(panel, 0):
        return f"{last.name}: {now}"
    start = first.quarter.label
    return f"{last.name}: fra {write_cell(result, first, 'value')} i {start} til {now}"
