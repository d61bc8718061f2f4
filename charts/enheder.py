"""The enheder of one afdeling, in the organisation's order: from the figure before to this one."""

from dataclasses import replace
from math import ceil

from charts import chart_lines, node_lines
from charts.chart import Chart
from charts.figure import make_scale
from charts.table_figure import KeyEntry, TableFigure, TableForm
from charts.way_svg import WayScale
from core import danish
from metrics.result import MaaltalResult, RullendeResult
from phrases import headlines

_COLUMNS = ("value", "change", "target")
_DOTS = ("previous", "value")
_DRAWN, _NARROW_DRAWN, _FOOT, _PAD = 16, 26, 28, 5  # pixels
_TICK, _SIZES = 8, (11, 12)


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
    units = _select_enheder(result, afdeling)
    drawn = _NARROW_DRAWN if narrow else _DRAWN
    form = TableForm(drawn, _FOOT, _PAD, narrow=narrow, has_key=True)
    fig, alt = _draw_lines(units, maaltal, _find_span(units, maaltal), form, dark=dark)
    return fig.make_chart(f"enheder-{afdeling}", headlines.name_largest_change(units), alt)


def draw_parts(
    result: RullendeResult, *, afdeling: str, maaltal: MaaltalResult | None = None, lines: int
) -> list[tuple[RullendeResult, Chart]]:
    """Draw the enheder of an afdeling for paper, at most so many lines in a chart, on one scale.

    Each chart stands beside the figures of its own enheder.
    """
    units = _select_enheder(result, afdeling)
    count = max(ceil(len(units.rows) / lines), 1)
    size = max(ceil(len(units.rows) / count), 1)
    form = TableForm(_DRAWN, _FOOT, _PAD, has_key=True)
    title, span = headlines.name_largest_change(units), _find_span(units, maaltal)
    parts = []
    for number in range(count):
        part = replace(units, rows=units.rows[number * size : (number + 1) * size])
        fig, alt = _draw_lines(part, maaltal, span, form, dark=False)
        end = f" ({number + 1} af {count})" if count > 1 else ""
        name = f"enheder-{afdeling}{f'-{number + 1}' if number else ''}"
        parts.append((part, fig.make_chart(name, f"{title}{end}", alt)))
    return parts


def _select_enheder(result: RullendeResult, afdeling: str) -> RullendeResult:
    return replace(result, rows=tuple(row for row in result.rows if row.parent == afdeling))


def _find_span(units: RullendeResult, maaltal: MaaltalResult | None) -> list[float]:
    """Return the range of the axis that holds all dots and targets of some enheder."""
    keys = {row.key for row in units.rows}
    targets = [row.target for row in maaltal.rows if row.key in keys] if maaltal else []
    return node_lines.find_span(units.rows, _DOTS, more=targets)


def make_way_scale(units: RullendeResult, maaltal: MaaltalResult | None) -> WayScale:
    """Return the axis that the ways of some enheder, and their targets, are compared on."""
    low, high = span = _find_span(units, maaltal)
    ticks = make_scale(span, most=5)["tickvals"]
    return WayScale(low, high, tuple(float(tick) for tick in ticks))


def _draw_lines(
    units: RullendeResult,
    maaltal: MaaltalResult | None,
    span: list[float],
    form: TableForm,
    *,
    dark: bool,
) -> tuple[TableFigure, str]:
    """Draw a line per enhed on an axis of a range; also return the alt text."""
    columns = chart_lines.choose_columns(maaltal, _COLUMNS)
    fig = TableFigure(
        [chart_lines.make_line(units, row, maaltal, columns) for row in units.rows],
        ["", *chart_lines.write_heads(maaltal, columns)],
        form,
        dark=dark,
    )
    _draw_key(fig, units, has_target="target" in columns)
    heights = [-middle for middle in fig.middles]
    node_lines.draw_ways(fig, units, _DOTS, places=heights)
    if maaltal:
        places = dict(zip((row.key for row in units.rows), heights, strict=True))
        node_lines.draw_targets(fig, maaltal, places=places, half=_TICK)
    node_lines.draw_before_and_now(fig, units, places=heights, sizes=_SIZES)
    grid = not form.narrow  # there its lines would go through the names
    fig.update_axes("x", showgrid=grid, **make_scale(span, most=5))
    fig.update_axes("y", range=[-fig.inner, 0], showticklabels=False)
    return fig, _write_alt(units, chart_lines.describe_lines(units, maaltal, columns))


def _draw_key(fig: TableFigure, result: RullendeResult, *, has_target: bool) -> None:
    inks, quarter = fig.inks, result.quarter
    key = [
        KeyEntry((quarter - 1).short_label, inks.comparison, inks.ground),
        KeyEntry(quarter.short_label, inks.langtid, inks.langtid),
    ]
    fig.draw_key([*key, KeyEntry("Måltal", inks.maaltal)] if has_target else key)


def _write_alt(result: RullendeResult, described: str) -> str:
    return (
        f"Sygefraværet i {danish.format_count(len(result.rows), 'enhed', 'enheder')} ved "
        f"opgørelsen for {result.quarter.label}, dagsværk {result.denominator.per}, og ændringen "
        f"siden {(result.quarter - 1).label}. {described}."
    )
