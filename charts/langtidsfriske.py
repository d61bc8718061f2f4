"""The share of langtidsfriske in each node, with that of the two years before in grey."""

from collections.abc import Sequence

from charts import node_lines
from charts.chart import Chart
from charts.figure import Figure, escape_label
from core import danish
from metrics.result import LangtidsfriskeResult
from metrics.rows import LangtidsfriskeRow
from phrases.basis import mark_preliminary
from phrases.cell_text import describe_nodes, find_shown_change, write_cell

_NOW = {"width": 0.2, "offset": -0.1}
_BEFORE = {"width": 0.1, "offset": -0.22}
_ROOM = 1.15
_ROOM_FOR_ZERO = 18  # its label is wider than the margin, and would be left out


def draw_chart(result: LangtidsfriskeResult, *, dark: bool = False) -> Chart:
    """Draw a bar per node for the share, and a thin one below it for the one before."""
    rows: Sequence[LangtidsfriskeRow] = result.rows
    shares = [share for row in rows for share in (row.value, row.pair_before)]
    most = max((share for share in shares if share is not None), default=1)
    fig = node_lines.make_figure(
        rows, [0, 100 * most * _ROOM], dark=dark, suffix="\N{NO-BREAK SPACE}%"
    )
    _draw_bars(fig, result, "value", name=_name_years(rows), ink=fig.inks.langtid, **_NOW)
    if any(row.pair_before is not None for row in rows):
        name, grey = "De to år før", fig.inks.comparison
        _draw_bars(fig, result, "pair_before", name=name, ink=grey, **_BEFORE)
    node_lines.write_texts(fig, [_write_row(result, row) for row in rows])
    fig.layout["barmode"] = "overlay"
    fig.layout["margin"]["l"] = _ROOM_FOR_ZERO
    return fig.make_chart("langtidsfriske", _write_title(result, rows), _write_alt(result, rows))


def _name_years(rows: Sequence[LangtidsfriskeRow]) -> str:
    return str(rows[0].years) if rows else ""


def _draw_bars(
    fig: Figure,
    result: LangtidsfriskeResult,
    column: str,
    *,
    name: str,
    ink: str,
    **place: float,
) -> None:
    """Draw the shares of a column as bars from zero, with a name in the key."""
    rows: Sequence[LangtidsfriskeRow] = result.rows
    fig.add_bars(
        x=[None if (share := row.figure(column)) is None else 100 * share for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        orientation="h",
        name=name,
        marker={"color": ink},
        hover=[
            f"{escape_label(row.name)}<br>{name}: {write_cell(result, row, column)}" for row in rows
        ],
        **place,
    )


def _write_row(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> tuple[str, str, bool]:
    value = write_cell(result, row, "value")
    if row.change is not None and row.is_moved:
        change = danish.format_signed((find_shown_change(result, row) or 0) * 100, 0)
        return row.name, f"{value} ({change})", True
    return row.name, value, row.value is not None


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
        f"hvor den er kendt med andelen i de to år før under sig. {describe_nodes(result, rows)}."
    )
