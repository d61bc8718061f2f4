"""How each område has moved since the opgørelse before: where it was, and where it is."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import lines, template
from charts.chart import Chart
from charts.palette import Palette, palette
from core import danish
from core.quarter import Quarter
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from phrases import headlines
from phrases.cell_text import describe_node, write_cell

_COLUMNS = ("previous", "value")


def chart(result: RullendeResult, *, dark: bool = False) -> Chart:
    """Draw a line per område from the previous figure to this one, with both written above it."""
    rows: Sequence[RullendeRow] = result.rows
    inks = palette(dark=dark)
    fig = lines.figure(rows, lines.span(rows, _COLUMNS), dark=dark)
    fig.add_traces([*lines.ways(rows, _COLUMNS, inks), *_dots(result, rows, inks)])
    lines.write(fig, [_told(result, row) for row in rows], inks)
    fig.update_xaxes(tickformat=".0f")
    return Chart(
        name="omraader",
        title=headlines.name_largest_change(result),
        alt=_alt(result, rows),
        figure=fig,
    )


def _dots(result: RullendeResult, rows: Sequence[RullendeRow], inks: Palette) -> list[go.Scatter]:
    quarter = result.quarter
    before = _dot(result, rows, "previous", when=quarter - 1)
    before.marker = {
        "size": 13,
        "color": inks.ground,
        "line": {"color": inks.comparison, "width": 2.5},
    }
    now = _dot(result, rows, "value", when=quarter)
    now.marker = {"size": 15, "color": inks.langtid}
    return [before, now]


def _dot(
    result: RullendeResult, rows: Sequence[RullendeRow], column: str, *, when: Quarter
) -> go.Scatter:
    return go.Scatter(
        x=[row.figure(column) for row in rows],
        y=[-place for place, _ in enumerate(rows)],
        mode="markers",
        name=when.short_label,
        cliponaxis=False,
        customdata=[
            f"{template.label(row.name)}<br>{when.label}: {write_cell(result, row, column)}"
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _told(result: RullendeResult, row: RullendeRow) -> tuple[str, str, bool]:
    """What is written above a row's line, and whether there is a figure."""
    value = write_cell(result, row, "value")
    moved = all(row.figure(column) is not None for column in _COLUMNS)
    figures = f"{value} ({write_cell(result, row, 'change')})" if moved else value
    return row.name, figures, row.value is not None


def _alt(result: RullendeResult, rows: Sequence[RullendeRow]) -> str:
    said = [describe_node(result, row) for row in rows]
    return (
        f"Sygefraværet i hvert område ved opgørelsen for {result.quarter.label} og ændringen siden "
        f"{(result.quarter - 1).label}, i dagsværk {result.denominator.per}. "
        f"{'; '.join(said) if said else danish.NO_DATA.capitalize()}."
    )
