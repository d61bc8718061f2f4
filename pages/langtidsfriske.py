"""Langtidsfriske: the share, how it has moved, and who was left out."""

from functools import partial

import streamlit as st

from charts import langtidsfriske as chart_of
from core.nodes import Level
from metrics import langtidsfriske
from pages.parts import (
    chart_view,
    correction_banner,
    figure_choice,
    frame,
    message,
    part_choice,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import langtidsfriske as phrases
from phrases.figure_tables import make_friske_table

_LEVELS = (Level.KOMMUNE, Level.AFDELING)


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app) as chosen:
        kommune, afdelinger = (
            langtidsfriske.read_langtidsfriske(chosen.reader, quarter=chosen.quarter, level=level)
            for level in _LEVELS
        )
    chosen.head.write(app, phrases.write_headline(kommune), kommune, sending=chosen.sending)
    message.show_message()
    correction_banner.show(app, kommune, afdelinger)
    st.markdown(escape_text(phrases.write_paragraph(kommune)))
    draw = partial(chart_of.draw_chart, afdelinger)
    chart_view.show(draw, afdelinger, table=make_friske_table(afdelinger))
    part_choice.PartChoice(app, chosen.quarter).offer("langtidsfriske")
    frame.show_corrections(kommune, afdelinger)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
