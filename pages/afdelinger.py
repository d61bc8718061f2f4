"""Afdelinger: all of them on one scale, and one in focus with its enheder."""

from functools import partial

import streamlit as st

from charts import afdelinger
from charts.afdelinger import AfdelingFigures
from core.nodes import Level
from metrics import rullende
from metrics.result import RullendeResult
from pages.parts import (
    afdeling_view,
    chart_view,
    correction_banner,
    figure_choice,
    frame,
    group_tables,
    message,
    part_choice,
)
from pages.parts.app import App
from pages.parts.figure_choice import ChosenFigures
from phrases.figure_tables import make_node_table

_TITLE = "Afdelingerne på samme skala"


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app, with_variants=True) as chosen:
        reader, quarter = chosen.reader, chosen.quarter
        kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        figures = AfdelingFigures.read(reader, quarter)
        focus = chosen.place.key if chosen.place.level is Level.AFDELING else ""
        _show_page(app, chosen, kommune, figures=figures, focus=focus)


def _show_page(
    app: App,
    chosen: ChosenFigures,
    kommune: RullendeResult,
    *,
    figures: AfdelingFigures,
    focus: str,
) -> None:
    reader, quarter, result = chosen.reader, chosen.quarter, figures.rullende
    title = afdelinger.write_title(result, selected=focus)
    chosen.head.write(app, title, result, sending=chosen.sending)
    message.show_message()
    if not chosen.sending:
        figure_choice.show_difference(app, kommune)
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    draw = partial(afdelinger.draw_chart, figures, selected=focus, title=_TITLE)
    chart_view.show(
        draw,
        result,
        table=make_node_table(
            result, afdeling_view.NODES, caption=caption, maaltal=figures.maaltal
        ),
        narrow=partial(draw, narrow=True),
    )
    choice = part_choice.PartChoice(app, quarter)
    choice.offer("afdelinger", focus)
    frame.show_breaks(result)
    correction_banner.show(app, kommune, result)
    frame.show_corrections(result, figures.series)
    if focus:
        afdeling_view.show(app, chosen, figures, key=focus, choice=choice)
    else:
        st.caption("Vælg en afdeling ovenfor for at se dens enheder.")
        group_tables.show_personalegrupper(
            reader, quarter=quarter, within="kommune", name="Hele kommunen"
        )


if __name__ == "__main__":
    import dashboard

    dashboard.main()
