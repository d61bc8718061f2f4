"""The afdelinger of a place, a line each with its trend, and the files of what is shown."""

from functools import partial

import streamlit as st

from charts import afdelinger
from charts.afdelinger import AfdelingFigures
from pages.parts import chart_view, frame, trend_table
from pages.parts.escaping import escape_text
from pages.parts.part_choice import PartChoice
from phrases.figure_tables import ROLLING_COLUMNS, make_node_table


def show(figures: AfdelingFigures, *, title: str, choice: PartChoice, selected: str = "") -> None:
    """Show the afdelinger under a title; `selected` is the key of the one that is looked at."""
    result = figures.rullende
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    st.header(escape_text(title), anchor=False)
    trend_table.show(figures, caption=caption, selected=selected)
    chart_view.show_files(
        partial(afdelinger.draw_chart, figures, selected=selected, title=title),
        result,
        table=make_node_table(result, ROLLING_COLUMNS, caption=caption, maaltal=figures.maaltal),
        files=chart_view.FileNames("afdelinger", title),
        offer_part=partial(choice.offer, "afdelinger", selected),
    )
    frame.show_breaks(result)
