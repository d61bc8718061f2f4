"""Sickness absence in each node, and the target of the year beside it."""

from collections.abc import Sequence

from charts import node_lines
from charts.chart import Chart
from core import danish
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow
from phrases.basis import mark_preliminary
from phrases.cell_text import write_cell

_COLUMNS = ("target", "value")
_TICK = 0.17  # half the height of a target's line


def draw_chart(result: MaaltalResult, *, dark: bool = False) -> Chart:
    """Draw a dot per node for its rolling figure and a dashed line for its target."""
    rows: Sequence[MaaltalRow] = result.rows
    fig = node_lines.make_figure(rows, node_lines.find_span(rows, _COLUMNS), dark=dark)
    places = node_lines.list_places(rows)
    node_lines.draw_ways(fig, rows, _COLUMNS, places=places)
    by_key = dict(zip((row.key for row in rows), places, strict=True))
    node_lines.draw_targets(fig, result, places=by_key, half=_TICK)
    marker = {"size": 15, "color": fig.inks.langtid}
    node_lines.draw_dots(fig, result, "value", quarter=result.quarter, marker=marker, places=places)
    node_lines.write_texts(fig, [_write_row(result, row) for row in rows])
    return fig.make_chart("maaltal", _write_title(result, rows), _write_alt(result, rows))


def _write_row(result: MaaltalResult, row: MaaltalRow) -> tuple[str, str, bool]:
    value, has_figure = write_cell(result, row, "value"), row.value is not None
    if not has_figure:
        return row.name, value, False
    if not row.reported:
        return row.name, f"{value} (ingen måltal)", True
    if row.target is None:
        return row.name, f"{value} (måltal vises ikke)", True
    return row.name, f"{value} (måltal {write_cell(result, row, 'target')})", True


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
    descriptions = "; ".join(
        f"{name}: {figures}" for name, figures, _ in (_write_row(result, row) for row in rows)
    )
    return (
        f"Sygefraværet ved opgørelsen for {result.quarter.label} og det vægtede måltal for hver "
        f"{result.level.label.lower()}, dagsværk {result.denominator.per}. "
        f"{descriptions or danish.NO_DATA.capitalize()}."
    )
