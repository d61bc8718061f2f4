"""Langtidsfriske: the share, how it has moved, and who was left out."""

import streamlit as st

from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from metrics.cells import cell
from metrics.result import KpiResult
from pages.parts import figure, filters, frame
from pages.parts.app import App
from pages.parts.text import plain
from phrases import langtidsfriske as phrases
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


def _table(result: KpiResult) -> TextTable:
    heads = (
        TextColumn("name", result.level.label, numeric=False),
        TextColumn("value", str(result.frame["years"].iloc[0])),
        TextColumn("pair_before", "De to år før"),
        TextColumn("change", f"Ændring siden {(result.quarter - 1).label}"),
        TextColumn("counted", "Med i opgørelsen"),
        TextColumn("left_out", "Ikke med"),
        TextColumn("note", "Note", numeric=False),
    )
    rows = tuple(
        TextRow(
            (str(row["name"]), *(cell(result, row, head.key) for head in heads[1:-1]), row["note"])
        )
        for row in result.frame.to_dict("records")
    )
    return TextTable("Andelen af medarbejderne, der er langtidsfriske", heads, rows)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
