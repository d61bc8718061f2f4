"""The share of langtidsfriske in each node: from that of the two years before to this one."""

from collections.abc import Sequence
from dataclasses import replace

from charts import node_lines
from charts.chart import Chart
from charts.chart_lines import ABSENCES, WORDS
from charts.figure import make_scale
from charts.table_figure import ChartLine, KeyEntry, TableFigure, TableForm
from core import danish
from metrics.result import LangtidsfriskeResult
from metrics.rows import LangtidsfriskeRow
from phrases.basis import mark_preliminary
from phrases.cell_text import UNCHANGED, describe_nodes, find_shown_change, write_cell

_DOTS = ("pair_before", "value")
_DRAWN, _NARROW_DRAWN, _FOOT = 16, 26, 28  # pixels
_BEFORE_SIZE, _NOW_SIZE = 11, 12  # pixels
_LEAST_ROOM = 2  # procentpoint on either side of all dots


def draw_chart(
    result: LangtidsfriskeResult, *, selected: str = "", narrow: bool = False, dark: bool = False
) -> Chart:
    """Draw a dot per node for the share, and a hollow one for that of the two years before.

    `selected` is the key of the node that is looked at. In a `narrow` chart, for a
    telephone, the name stands above the rest of its line.
    """
    rows: Sequence[LangtidsfriskeRow] = result.rows
    has_before = any(row.pair_before is not None for row in rows)
    fig = TableFigure(
        [
            replace(_make_line(result, row, has_before=has_before), is_selected=row.key == selected)
            for row in rows
        ],
        ["", "Andel", *(["Ændring,<br>pct.point"] if has_before else [])],
        TableForm(_NARROW_DRAWN if narrow else _DRAWN, _FOOT, narrow=narrow, has_key=True),
        dark=dark,
    )
    places = [-middle for middle in fig.middles]
    ring = {"color": fig.inks.comparison, "width": 2.5}
    hollow = {"size": _BEFORE_SIZE, "color": fig.inks.ground, "line": ring}
    full = {"size": _NOW_SIZE, "color": fig.inks.langtid}
    key = [KeyEntry(_name_years(rows), fig.inks.langtid, fig.inks.langtid)]
    if has_before:
        key.insert(0, KeyEntry("De to år før", fig.inks.comparison, fig.inks.ground))
        node_lines.draw_ways(fig, result, _DOTS, places=places)
        node_lines.draw_dots(
            fig, result, "pair_before", of="De to år før", marker=hollow, at=places
        )
    node_lines.draw_dots(fig, result, "value", of=_name_years(rows), marker=full, at=places)
    fig.draw_key(key)
    shares = [node_lines.find_place(result, row, name) for row in rows for name in _DOTS]
    span = node_lines.find_span((), (), more=shares, least=_LEAST_ROOM)
    scale = make_scale(span, most=5, suffix="\N{NO-BREAK SPACE}%")
    fig.update_axes("x", showgrid=not narrow, **scale)
    fig.update_axes("y", range=[-fig.inner, 0], showticklabels=False)
    return fig.make_chart("langtidsfriske", _write_title(result, rows), _write_alt(result, rows))


def _name_years(rows: Sequence[LangtidsfriskeRow]) -> str:
    return str(rows[0].years) if rows else ""


def _make_line(
    result: LangtidsfriskeResult, row: LangtidsfriskeRow, *, has_before: bool
) -> ChartLine:
    """Write a node's share, and what it has moved by since the years before."""
    value = write_cell(result, row, "value")
    cells = (value, _write_change(result, row)) if has_before else (value,)
    return ChartLine(row.name, cells, ABSENCES | WORDS)


def _write_change(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    """Write a change in procentpoint; in other quarters than the 4th the share has not moved."""
    if row.change is None or not row.is_moved:
        return ""
    change = danish.format_signed((find_shown_change(result, row) or 0) * 100, 0)
    return UNCHANGED if change == "0" else change


@mark_preliminary
def _write_title(result: LangtidsfriskeResult, rows: Sequence[LangtidsfriskeRow]) -> str:
    """Name the node with the largest share."""
    with_figure = [row for row in rows if row.value is not None]
    if not with_figure:
        return "Langtidsfriske"
    top = max(with_figure, key=lambda row: row.value or 0)
    return f"Andelen er størst i {top.name}: {write_cell(result, top, 'value')}"


def _write_alt(result: LangtidsfriskeResult, rows: Sequence[LangtidsfriskeRow]) -> str:
    return (
        f"Andelen af langtidsfriske i {_name_years(rows)} for hver {result.level.label.lower()}, "
        f"hvor den er kendt efter andelen i de to år før. {describe_nodes(result, rows)}."
    )
