"""Langtidsfriske: the share, how it has moved, and who was left out."""

from functools import partial

import streamlit as st

from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from pages.parts import (
    chart_view,
    correction_banner,
    frame,
    message,
    part_choice,
    sent_choice,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import langtidsfriske as phrases
from phrases.figure_tables import make_friske_table

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
    draw = partial(chart_of.draw_chart, afdelinger)
    chart_view.show(draw, afdelinger, table=make_friske_table(afdelinger))
    part_choice.PartChoice(app, quarter).offer("langtidsfriske")
    frame.show_corrections(kommune, afdelinger)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
