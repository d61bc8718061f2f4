"""The enheder of one afdeling, in the organisation's order: from the figure before to this one."""

from dataclasses import replace

from charts import chart_lines, node_lines
from charts.chart import Chart
from charts.figure import make_scale
from charts.table_figure import KeyEntry, TableFigure, TableForm
from core import danish
from metrics.result import MaaltalResult, RullendeResult
from phrases import headlines

_COLUMNS = ("value", "change", "target")
_DRAWN, _FOOT = 20, 28  # pixels
_TICK, _SIZES = 9, (11, 12)


def draw_chart(
    result: RullendeResult,
    *,
    afdeling: str,
    maaltal: MaaltalResult | None = None,
    narrow: bool = False,
    dark: bool = False,
) -> Chart:
    """Draw a line per enhed of the afdeling with that key: its figure before and now, its target.

    An enhed without dots is named all the same, with "vises ikke" or "ingen data". In a `narrow`
    chart, for a telephone, the name stands above the rest of its line.
    """
    result = replace(result, rows=tuple(row for row in result.rows if row.parent == afdeling))
    columns = chart_lines.choose_columns(maaltal, _COLUMNS)
    fig = TableFigure(
        [chart_lines.make_line(result, row, maaltal, columns) for row in result.rows],
        ["", *chart_lines.write_heads(maaltal, columns)],
        TableForm(_DRAWN, _FOOT, narrow, has_key=True),
        dark=dark,
    )
    _draw_key(fig, result, has_target="target" in columns)
    places = {row.key: -middle for row, middle in zip(result.rows, fig.middles, strict=True)}
    _draw_marks(fig, result, maaltal, places)
    if narrow:  # its lines would go through the names
        fig.update_axes("x", showgrid=False)
    title = headlines.name_largest_change(result)
    alt = _write_alt(result, chart_lines.describe_lines(result, maaltal, columns))
    return fig.make_chart(f"enheder-{afdeling}", title, alt)


def _draw_key(fig: TableFigure, result: RullendeResult, *, has_target: bool) -> None:
    inks, quarter = fig.inks, result.quarter
    key = [
        KeyEntry((quarter - 1).short_label, inks.comparison, inks.ground),
        KeyEntry(quarter.short_label, inks.langtid, inks.langtid),
    ]
    fig.draw_key([*key, KeyEntry("Måltal", inks.maaltal)] if has_target else key)


def _draw_marks(
    fig: TableFigure,
    result: RullendeResult,
    maaltal: MaaltalResult | None,
    places: dict[str, float],
) -> None:
    heights = list(places.values())
    rows = [*result.rows]
    node_lines.draw_ways(fig, rows, ("previous", "value"), places=heights)
    targets = [row.target for row in maaltal.rows if row.key in places] if maaltal else []
    if maaltal:
        node_lines.draw_targets(fig, maaltal, places=places, half=_TICK)
    node_lines.draw_before_and_now(fig, result, places=heights, sizes=_SIZES)
    span = node_lines.find_span(rows, ("previous", "value"), more=targets)
    fig.update_axes("x", showgrid=True, **make_scale(span, most=5))
    fig.update_axes("y", range=[-fig.inner, 0], showticklabels=False)


def _write_alt(result: RullendeResult, described: str) -> str:
    return (
        f"Sygefraværet i {danish.format_count(len(result.rows), 'enhed', 'enheder')} ved "
        f"opgørelsen for {result.quarter.label}, dagsværk {result.denominator.per}, og ændringen "
        f"siden {(result.quarter - 1).label}. {described}."
    )
