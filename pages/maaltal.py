"""Måltal: how far it is to the targets of the year, afdeling by afdeling, and who lacks one."""

from functools import partial

import streamlit as st

from charts import maaltal as chart_of
from core import danish
from core.nodes import Level
from core.quarter import Quarter
from metrics import maaltal
from metrics.maaltal import NotHandedIn
from metrics.result import MaaltalResult
from pages.parts import (
    chart_view,
    correction_banner,
    figure_choice,
    message,
    part_choice,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import maaltal as phrases
from phrases.figure_tables import make_node_table

_COLUMNS = ("value", "target", "distance", "distance_total", "expected_all", "reported", "units")
_LAST_IN_YEAR = 4


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app) as chosen:
        reader, quarter = chosen.reader, chosen.quarter
        kommune = maaltal.read_maaltal(reader, quarter=quarter, level=Level.KOMMUNE)
        afdelinger = maaltal.read_maaltal(reader, quarter=quarter, level=Level.AFDELING)
        lacking = maaltal.find_not_handed_in(reader, quarter=quarter)
    chosen.head.write(app, phrases.write_headline(kommune), kommune, sending=chosen.sending)
    message.show_message()
    correction_banner.show(app, kommune, afdelinger)
    st.markdown(escape_text(phrases.write_paragraph(kommune)))
    _show_afdelinger(afdelinger, quarter)
    part_choice.PartChoice(app, quarter).offer("maaltal")
    _show_reminders(lacking, year=kommune.rows[0].target_year)


def _show_afdelinger(result: MaaltalResult, quarter: Quarter) -> None:
    columns = _COLUMNS if quarter.number == _LAST_IN_YEAR else (*_COLUMNS, "pace")
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler, og vægtede måltal"
    draw = partial(chart_of.draw_chart, result)
    chart_view.show(draw, result, table=make_node_table(result, columns, caption=caption))


def _show_reminders(lacking: tuple[NotHandedIn, ...], *, year: int) -> None:
    """List who has not handed in, with a reminder to each afdeling that can be copied."""
    if not lacking:
        st.header(f"Alle enheder har indmeldt måltal for {year}", anchor=False)
        return
    units = danish.format_count(len(lacking), "enhed", "enheder")
    st.header(f"{units} mangler måltal for {year}", anchor=False)
    st.caption("En påmindelse til hver afdeling, klar til at kopiere.")
    for afdeling, text in phrases.write_reminders(lacking).items():
        st.markdown(f"**{escape_text(afdeling)}**")
        st.code(text, language=None, wrap_lines=True)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
