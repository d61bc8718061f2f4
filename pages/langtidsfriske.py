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
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.part_choice import PartChoice
from phrases import langtidsfriske as phrases
from phrases.figure_tables import make_friske_table


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app) as chosen:
        of_place, afdelinger = (
            langtidsfriske.read_langtidsfriske(chosen.reader, quarter=chosen.quarter, level=level)
            for level in (chosen.place.level, Level.AFDELING)
        )
    own = of_place.select_node(chosen.place.key)
    chosen.head.write(app, phrases.write_headline(own), own, sending=chosen.sending)
    message.show_message()
    correction_banner.show(app, own, afdelinger)
    st.markdown(escape_text(phrases.write_definition(own)))
    draw = partial(chart_of.draw_chart, afdelinger, selected=chosen.place.key)
    chart_view.show(
        draw,
        afdelinger,
        table=make_friske_table(afdelinger),
        narrow=partial(draw, narrow=True),
        offer_part=partial(PartChoice(app, chosen.quarter).offer, "langtidsfriske"),
    )
    if counted := phrases.describe_counted(own.rows[0]):
        with st.expander("Hvem der er talt med"):
            st.markdown(escape_text(counted))
    frame.show_corrections(own, afdelinger)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
