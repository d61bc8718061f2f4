"""Langtidsfriske: the share, how it has moved, and who was left out."""

import streamlit as st

from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from metrics.result import LangtidsfriskeResult
from pages.parts import figure, filters, frame
from pages.parts.app import App
from pages.parts.text import plain
from phrases import langtidsfriske as phrases
from phrases.cell_text import write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn, TextRow, TextTable

_LEVELS = (Level.KOMMUNE, Level.AFDELING)


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as reader:
        with st.container(horizontal=True, key="filtre"):
            quarter = filters.quarter(reader)
        kommune, afdelinger = (
            langtidsfriske.langtidsfriske(reader, quarter=quarter, level=level) for level in _LEVELS
        )
    frame.title(phrases.headline(kommune))
    frame.rests_on(app, kommune)
    st.markdown(plain(phrases.paragraph(kommune)))
    chart = chart_of.chart(afdelinger, dark=frame.is_dark())
    figure.show(chart, afdelinger, table=_table(afdelinger))
    frame.behind(kommune, afdelinger)


def _table(result: LangtidsfriskeResult) -> TextTable:
    heads = (
        TextColumn("name", result.level.label, numeric=False),
        TextColumn("value", result.rows[0].years),
        TextColumn("pair_before", "De to år før"),
        TextColumn("change", f"Ændring siden {(result.quarter - 1).label}"),
        TextColumn("counted", "Med i opgørelsen"),
        TextColumn("left_out", "Ikke med"),
        TextColumn("note", "Note", numeric=False),
    )
    figures = [head.key for head in heads[1:-1]]
    rows = tuple(
        TextRow(
            (
                row.name,
                *(write_cell(result, row, name) for name in figures),
                write_note(result, row),
            )
        )
        for row in result.rows
    )
    return TextTable("Andelen af medarbejderne, der er langtidsfriske", heads, rows)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
