"""Langtidsfriske: the share, how it has moved, and who was left out."""

import streamlit as st

from bilag.model import Column, Row, Table
from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from metrics.cells import cell
from metrics.result import KpiResult
from pages.parts import figure, filters, frame
from pages.parts.app import App
from pages.parts.text import plain
from phrases import langtidsfriske as phrases

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


def _table(result: KpiResult) -> Table:
    heads = (
        Column("name", result.level.label, numeric=False),
        Column("value", str(result.frame["years"].iloc[0])),
        Column("pair_before", "De to år før"),
        Column("change", f"Ændring siden {(result.quarter - 1).label}"),
        Column("counted", "Med i opgørelsen"),
        Column("left_out", "Ikke med"),
        Column("note", "Note", numeric=False),
    )
    rows = tuple(
        Row((str(row["name"]), *(cell(result, row, head.key) for head in heads[1:-1]), row["note"]))
        for row in result.frame.to_dict("records")
    )
    return Table("Andelen af medarbejderne, der er langtidsfriske", heads, rows)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
