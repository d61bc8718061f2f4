"""Måltal: how far it is to the targets of the year, afdeling by afdeling, and who lacks one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from charts import maaltal as chart_of
from core.errors import NoDataError
from core.nodes import Level
from metrics import maaltal
from metrics.maaltal import NotHandedIn
from metrics.result import MaaltalResult
from pages.parts import (
    chart_view,
    correction_banner,
    figure_choice,
    figure_lines,
    message,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.filters import Place
from pages.parts.part_choice import PartChoice
from phrases import maaltal as phrases
from phrases.figure_tables import make_node_table
from phrases.target_figures import list_target_figures

_COLUMNS = ("value", "target", "distance", "distance_total", "expected_all", "reported", "units")


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app) as chosen:
        reader, quarter, place = chosen.reader, chosen.quarter, chosen.place
        of_place = maaltal.read_maaltal(reader, quarter=quarter, level=place.level)
        afdelinger = maaltal.read_maaltal(reader, quarter=quarter, level=Level.AFDELING)
        lacking = maaltal.find_not_handed_in(
            reader, quarter=quarter, within=place.key, only_own=True
        )
    own = of_place.select_node(place.key)
    if not own.rows:
        raise NoDataError(f"Der er ingen måltal for {place.name} i denne opgørelse.")
    chosen.head.write(app, phrases.write_headline(own), own, sending=chosen.sending)
    message.show_message()
    correction_banner.show(app, own, afdelinger)
    figure_lines.show_beside(list_target_figures(own))
    _show_afdelinger(_select_within(afdelinger, place), place, PartChoice(app, quarter))
    st.caption(escape_text(phrases.write_remarks(own)))
    st.header(escape_text(phrases.describe_not_handed_in(own.rows[0])), anchor=False)
    if lacking:
        _show_lacking(lacking, with_reminders=app.viewer.is_hr)


def _select_within(afdelinger: MaaltalResult, place: Place) -> MaaltalResult:
    """Return the afdelinger of an område, else all of them."""
    if place.level is not Level.OMRAADE:
        return afdelinger
    within = tuple(row for row in afdelinger.rows if place.key in {row.key, row.parent})
    return replace(afdelinger, rows=within or afdelinger.rows)


def _show_afdelinger(result: MaaltalResult, place: Place, choice: PartChoice) -> None:
    has_pace = any(row.pace is not None for row in result.rows)
    columns = (*_COLUMNS, "pace") if has_pace else _COLUMNS
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler, og vægtede måltal"
    draw = partial(chart_of.draw_chart, result, selected=place.key)
    chart_view.show(
        draw,
        result,
        table=make_node_table(result, columns, caption=caption),
        narrow=partial(draw, narrow=True),
        offer_part=partial(choice.offer, "maaltal"),
    )


def _show_lacking(lacking: Sequence[NotHandedIn], *, with_reminders: bool) -> None:
    """List who has not handed in; for HR also a reminder to each afdeling that can be copied."""
    with st.container(key="bag-mangler"):
        table_view.show(phrases.make_not_handed_in_table(lacking))
    if not with_reminders:
        return
    reminders = st.expander(
        "Påmindelser til at kopiere",
        icon=":material/content_copy:",
        key="paamindelser",
        on_change="rerun",
    )
    if reminders.open:
        with reminders:
            for afdeling, text in phrases.write_reminders(lacking).items():
                st.markdown(f"**{escape_text(afdeling)}**")
                st.code(text, language=None, wrap_lines=True)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
