"""How an opgørelse prints otherwise than it was sent, and what HR can do about it."""

import streamlit as st

from metrics.result import AnyResult
from metrics.sendings import ChangesSinceSent
from pages.parts import changes, release_dialogs, table_view
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.corrections import (
    describe_continued_spells,
    describe_sent_correction,
    merge_nodes,
)
from phrases.text_tables import TextTable, make_table
from services import opgoerelser

_FIGURES = ("Udsendt", "Nu", "Forskel")


def describe(*results: AnyResult) -> str:
    """Write the correction of what a page shows; "" where there is none."""
    return describe_sent_correction(_list_changes(results))


def show(app: App, *results: AnyResult) -> None:
    """Show the correction of what the page shows, where there is one, with HR's two ways on.

    Spells that went on since are told before it: they are no correction.
    """
    if continued := describe_continued_spells(_list_changes(results)):
        st.caption(escape_text(continued))
    text = describe(*results)
    if not text:
        return
    st.info(escape_text(text), icon=":material/edit_note:")
    with st.container(horizontal=True, key="rettelse"):
        with st.popover("Se forskellen", icon=":material/compare_arrows:"):
            table_view.show(_make_table(results))
        if app.viewer.is_hr and not _is_released(results):
            _offer_ways(app, results[0])


def _is_released(results: tuple[AnyResult, ...]) -> bool:
    return all(changes.corrected_at for changes in _list_changes(results) if changes.nodes)


def _list_changes(results: tuple[AnyResult, ...]) -> list[ChangesSinceSent]:
    return [changes for result in results if (changes := result.changes_since_sent)]


def _offer_ways(app: App, result: AnyResult) -> None:
    quarter = result.quarter
    if st.button("Frigiv rettelsen", icon=":material/visibility:"):
        release_dialogs.ask_release(app, quarter)
    if st.button("Indgår i næste opgørelse", icon=":material/event_upcoming:"):
        changes.apply_change(lambda: _defer(app, result))


def _defer(app: App, result: AnyResult) -> str:
    opgoerelser.defer(app.store, result.quarter, settings=app.settings, by=app.viewer.name)
    return f"Rettelsen af opgørelsen for {result.quarter.label} indgår i næste opgørelse."


def _make_table(results: tuple[AnyResult, ...]) -> TextTable:
    lines = [
        (node.name, corrected.measure.label, *corrected.texts, corrected.change_text)
        for node in merge_nodes(_list_changes(results))
        for corrected in node.measures
    ]
    heads = ("Hvor", "Tal", *_FIGURES)
    return make_table("De tal, der er andre end de udsendte", heads, lines, numeric=_FIGURES)
