"""Langtidsfriske: the share, how it has moved, and who was left out."""

import streamlit as st

from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from metrics.result import LangtidsfriskeResult
from pages.parts import chart_view, correction_banner, frame, message, sent_choice
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import langtidsfriske as phrases
from phrases.cell_text import write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn, TextRow, TextTable

_LEVELS = (Level.KOMMUNE, Level.AFDELING)


def render(app: App) -> None:
    """Show the page."""
    with sent_choice.choose_figures(app) as (reader, quarter, sending):
        kommune, afdelinger = (
            langtidsfriske.read_langtidsfriske(reader, quarter=quarter, level=level)
            for level in _LEVELS
        )
    frame.write_title(phrases.write_headline(kommune))
    frame.write_basis(app, kommune, sending=sending)
    message.show_message()
    correction_banner.show(app, kommune, afdelinger)
    st.markdown(escape_text(phrases.write_paragraph(kommune)))
    chart = chart_of.draw_chart(afdelinger, dark=frame.is_dark())
    chart_view.show(chart, afdelinger, table=_make_table(afdelinger))
    frame.show_corrections(kommune, afdelinger)


def _make_table(result: LangtidsfriskeResult) -> TextTable:
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
