"""Sickness absence in each node, and the target of the year beside it: a dumbbell a node."""

from collections.abc import Sequence

from charts import node_lines
from charts.chart import Chart
from charts.chart_lines import ABSENCES
from charts.figure import make_scale
from charts.table_figure import ChartLine, KeyEntry, TableFigure, TableForm
from core import danish
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow
from phrases.basis import mark_preliminary
from phrases.cell_text import write_cell
from phrases.maaltal import write_target_cell

_SPANNED = ("target", "value")
_DRAWN, _NARROW_DRAWN, _FOOT = 16, 26, 28  # pixels
_TICK, _DOT = 8, 12  # pixels


def draw_chart(
    result: MaaltalResult, *, selected: str = "", narrow: bool = False, dark: bool = False
) -> Chart:
    """Draw a dot per node for its rolling figure and a dashed line for its target.

    `selected` is the key of the node that is looked at. In a `narrow` chart, for a
    telephone, the name stands above the rest of its line.
    """
    rows: Sequence[MaaltalRow] = result.rows
    drawn = _NARROW_DRAWN if narrow else _DRAWN
    fig = TableFigure(
        [_make_line(result, row, is_selected=row.key == selected) for row in rows],
        ["", "Denne<br>opgørelse", f"Måltal<br>{_name_year(rows)}", "Afstand"],
        TableForm(drawn, _FOOT, narrow=narrow, has_key=True),
        dark=dark,
    )
    fig.draw_key(
        [
            KeyEntry(result.quarter.short_label, fig.inks.langtid, fig.inks.langtid),
            KeyEntry("Måltal", fig.inks.maaltal),
        ]
    )
    places = [-middle for middle in fig.middles]
    node_lines.draw_ways(fig, result, _SPANNED, places=places)
    by_key = dict(zip((row.key for row in rows), places, strict=True))
    node_lines.draw_targets(fig, result, places=by_key, half=_TICK)
    marker = {"size": _DOT, "color": fig.inks.langtid}
    node_lines.draw_dots(fig, result, "value", of=result.quarter, marker=marker, at=places)
    scale = make_scale(node_lines.find_span(rows, _SPANNED), most=5)
    fig.update_axes("x", showgrid=not narrow, **scale)
    fig.update_axes("y", range=[-fig.inner, 0], showticklabels=False)
    return fig.make_chart("maaltal", _write_title(result, rows), _write_alt(result, rows))


def _name_year(rows: Sequence[MaaltalRow]) -> str:
    return str(rows[0].target_year) if rows else ""


def _make_line(result: MaaltalResult, row: MaaltalRow, *, is_selected: bool) -> ChartLine:
    """Write a node's figures; an absence is said once in a line."""
    cells: list[str] = []
    for column in ("value", "target", "distance"):
        is_target = column != "value"
        text = (write_target_cell if is_target else write_cell)(result, row, column)
        cells.append("" if text in ABSENCES and text in cells else text)
    return ChartLine(row.name, tuple(cells), ABSENCES, is_selected=is_selected)


def _describe_line(result: MaaltalResult, row: MaaltalRow) -> str:
    value = write_cell(result, row, "value")
    if row.value is None:
        return f"{row.name}: {value}"
    if not row.reported:
        return f"{row.name}: {value} (ingen måltal)"
    if row.target is None:
        return f"{row.name}: {value} (måltal vises ikke)"
    return f"{row.name}: {value} (måltal {write_cell(result, row, 'target')})"


@mark_preliminary
def _write_title(result: MaaltalResult, rows: Sequence[MaaltalRow]) -> str:
    """Count the nodes that are at their target or below it, as they are shown."""
    with_target = [row for row in rows if row.distance is not None]
    if not with_target:
        return "Sygefravær og måltal"
    decimals = result.noegletal.measure("distance").decimals
    year = f"måltallet for {rows[0].target_year}"
    reached = [row for row in with_target if danish.round_half_up(row.distance or 0, decimals) <= 0]
    if len(with_target) == 1:
        return f"{with_target[0].name} er {'på eller under' if reached else 'over'} {year}"
    many = result.level.plural
    if not reached:
        return f"Ingen af {danish.format_number(len(with_target), 0)} {many} er nået til {year}"
    count, of = (danish.format_number(len(group), 0) for group in (reached, with_target))
    return f"{count} af {of} {many} er på eller under {year}"


def _write_alt(result: MaaltalResult, rows: Sequence[MaaltalRow]) -> str:
    descriptions = "; ".join(_describe_line(result, row) for row in rows)
    return (
        f"Sygefraværet ved opgørelsen for {result.quarter.label} og det vægtede måltal for hver "
        f"{result.level.label.lower()}, dagsværk {result.denominator.per}. "
        f"{descriptions or danish.NO_DATA.capitalize()}."
    )
