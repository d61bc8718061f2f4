"""The events: what happened, when, whom it concerns, each with what can be done with it."""

import streamlit as st

from core.danish import format_date_long
from core.event import Event, EventKind
from core.nodes import Level
from pages.parts import event_form
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.event_edits import list_scopes
from services.organisation import CurrentOrganisation
from services.placement_edits import Placements

_INKS = {EventKind.DATABRUD: "orange", EventKind.INDSATS: "blue"}


def show(app: App, now: CurrentOrganisation, *, afdeling: str) -> None:
    """List the events, newest first; with an afdeling chosen, those that concern it."""
    matches = [
        event
        for event in now.events
        if not afdeling or _concerns_afdeling(event, now.placements, afdeling)
    ]
    if not matches:
        where = f" for {afdeling}" if afdeling and now.events else ""
        st.caption(
            f"Der er ingen hændelser{escape_text(where)}. Databrud og indsatser vises ved "
            "tallene, så en ændring ikke læses forkert."
        )
    for place, event in enumerate(matches):
        _show_event(app, now.placements, event, place)


def _show_event(app: App, within: Placements, event: Event, place: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-haendelse-{place}"):
        with st.container(gap=None):
            kind = event.slags.value.capitalize()
            st.markdown(f":{_INKS[event.slags]}-badge[{kind}] **{_format_days(event)}** · "
                        f"{escape_text(_name_scope(event, within))}")  # fmt: skip
            st.caption(escape_text(event.tekst))
        with st.container(horizontal=True, width="content"):
            if st.button("Ret", key=f"ret-{place}", icon=":material/edit:", type="tertiary"):
                event_form.ask_changed_event(app, within, event)
            if st.button("Fjern", key=f"fjern-{place}", icon=":material/delete:", type="tertiary"):
                event_form.ask_event_removal(app, event)


def _format_days(event: Event) -> str:
    first = format_date_long(event.dato)
    return (
        f"{first} – {format_date_long(event.til)}" if event.til not in {None, event.dato} else first
    )


def _name_scope(event: Event, within: Placements) -> str:
    if event.niveau is Level.KOMMUNE:
        return "Hele kommunen"
    return list_scopes(within, event.niveau).get(event.omfang, event.omfang)


def _concerns_afdeling(event: Event, within: Placements, afdeling: str) -> bool:
    """Whether an event touches an afdeling: it, what it lies under, or an enhed that it had."""
    if event.niveau is Level.KOMMUNE:
        return True
    placements = [row for row in within if row.afdeling == afdeling]
    if event.niveau is Level.ENHED:
        return any(row.is_of_enhed(event.omfang) for row in placements)
    return event.omfang == afdeling or any(row.omraade == event.omfang for row in placements)
