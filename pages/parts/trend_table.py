"""A table with a row for each node: a link, its latest figures as a line, and its figures."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import streamlit as st

from charts import chart_lines
from charts.afdelinger import COLUMNS, AfdelingFigures
from charts.palette import choose_palette
from charts.table_figure import ChartLine
from charts.trend_svg import TrendInks, draw_trend
from core.quarter import Quarter
from metrics.rows import RullendeRow
from pages.parts import frame
from pages.parts.addresses import write_address
from pages.parts.figure_cells import list_heads, write_figure_cells, write_figure_heads

_ROOM = 0.06  # of the span, above and below


def show(figures: AfdelingFigures, *, caption: str, selected: str = "") -> None:
    """Show a row for each afdeling, which leads to the page of that afdeling.

    `selected` is the key of the one that is looked at.
    """
    columns = chart_lines.choose_columns(figures.maaltal, COLUMNS)
    heads = list_heads(figures.maaltal, columns)
    trends = {row.key: figures.find_trend(row.key) for row in figures.rullende.rows}
    values = [row.value for trend in trends.values() for row in trend if row]
    span = _widen([value for value in values if value is not None])
    inks = choose_palette(dark=frame.is_dark())
    rows = "".join(
        _write_row(
            figures.make_line(row, columns, selected=selected),
            row,
            heads,
            draw_trend(
                [place.value if place else None for place in trends[row.key]],
                span=span,
                inks=TrendInks(inks.accent if row.key == selected else inks.langtid, inks.muted),
                breaks=_find_breaks(figures, row),
            ),
        )
        for row in figures.rullende.rows
    )
    st.html(
        f'<table class="linjer"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{_write_heads(figures.quarters, heads)}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _write_heads(quarters: Sequence[Quarter], heads: Sequence[str]) -> str:
    span = f"{quarters[0].short_label} – {quarters[-1].short_label}" if quarters else ""
    return (
        f'<th scope="col">Afdeling</th><th scope="col" class="kurve">{span}</th>'
        f"{write_figure_heads(heads)}"
    )


def _write_row(line: ChartLine, row: RullendeRow, heads: Sequence[str], trend: str) -> str:
    """Write a row of the table; on a narrow screen each cell has its head beside it."""
    cells = write_figure_cells(line, heads)
    address = escape(write_address("afdelinger", place=row.key))
    remark = f"<small>{escape(line.remark)}</small>" if line.remark else ""
    kind = ' class="valgt"' if line.is_selected else ""
    line_image = f'<img alt="" src="data:image/svg+xml,{quote(trend)}">'
    return (
        f'<tr{kind}><th scope="row"><a class="vis" href="{address}">{escape(line.name)}</a>'
        f'{remark}</th><td class="kurve">{line_image}</td>{cells}</tr>'
    )


def _find_breaks(figures: AfdelingFigures, row: RullendeRow) -> list[int]:
    """Return the places in an afdeling's line where it is counted in a new way."""
    begun = figures.series.events.find_breaks(row)
    return [place for place, quarter in enumerate(figures.quarters) if quarter in begun]


def _widen(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    room = (high - low) * _ROOM
    return low - room, high + room
