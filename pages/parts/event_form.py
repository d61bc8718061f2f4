"""The forms that add, change and remove an event."""

from collections.abc import Callable

import streamlit as st

from core.danish import format_date_short
from core.day import parse_day
from core.event import Event, EventKind
from core.nodes import Level
from pages.parts import changes
from pages.parts.admission import dialog
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services import event_edits, organisation
from services.edited_lists import Edit
from services.event_edits import Events
from services.placement_edits import Placements

_LEVELS = {
    Level.KOMMUNE: "Hele kommunen",
    Level.OMRAADE: "Ét område",
    Level.AFDELING: "Én afdeling",
    Level.ENHED: "Én enhed",
}
EventEdit = Callable[[Events], Edit[Event]]


@dialog("Tilføj en hændelse")
def ask_new_event(app: App, within: Placements) -> None:
    """Ask for a new event, in a dialog."""
    new = _ask_fields(within, None)
    if st.button("Tilføj hændelsen", type="primary"):
        _apply_edit(app, lambda rows: event_edits.add_event(rows, new=new(), within=within))


@dialog("Ret hændelsen")
def ask_changed_event(app: App, within: Placements, old: Event) -> None:
    """Ask what an event is to be changed to, in a dialog."""
    new = _ask_fields(within, old)
    if st.button("Gem", type="primary"):
        _apply_edit(
            app, lambda rows: event_edits.change_event(rows, old=old, new=new(), within=within)
        )


def ask_event_removal(app: App, old: Event) -> None:
    """Ask whether an event is to be removed, in a dialog."""
    changes.ask_confirmation(
        app,
        "Fjern hændelsen?",
        f"**{event_edits.name_event(old)}** fjernes: {escape_text(old.tekst)}",
        yes="Ja, fjern",
        no="Behold",
        change=lambda: _edit(app, lambda rows: event_edits.remove_event(rows, old=old)),
    )


def _ask_fields(within: Placements, old: Event | None) -> Callable[[], Event]:
    """Show the fields; the function returned reads an event from them, or raises UsageError."""
    kinds = list(EventKind)
    kind = st.selectbox(
        "Hvad er det?",
        kinds,
        index=kinds.index(old.slags) if old else 0,
        format_func=lambda event_kind: event_kind.value.capitalize(),
    )
    first_column, last_column = st.columns(2)
    first = first_column.text_input(
        "Dato", format_date_short(old.dato) if old else "", placeholder="01.01.2024"
    )
    last = last_column.text_input(
        "Til og med",
        format_date_short(old.til) if old and old.til else "",
        placeholder="Kan udelades",
    )
    level, scope = _ask_scope(within, old)
    text = st.text_area(
        "Hvad skete der?", old.tekst if old else "", max_chars=event_edits.LONGEST_TEXT
    )

    def event() -> Event:
        return Event(
            parse_day(first),
            parse_day(last, what="Til og med") if last.strip() else None,
            kind,
            level,
            scope,
            text.strip(),
        )

    return event


def _ask_scope(within: Placements, old: Event | None) -> tuple[Level, str]:
    levels = [
        level
        for level in _LEVELS
        if level is Level.KOMMUNE or event_edits.list_scopes(within, level)
    ]
    level = st.selectbox(
        "Hvem gælder det?",
        levels,
        index=levels.index(old.niveau) if old and old.niveau in levels else 0,
        format_func=_LEVELS.__getitem__,
    )
    if level is Level.KOMMUNE:
        return level, ""
    names = event_edits.list_scopes(within, level)
    codes = list(names)
    scope = st.selectbox(
        level.label,
        codes,
        index=codes.index(old.omfang) if old and old.omfang in names else None,
        format_func=lambda code: names[code],
        placeholder="Vælg",
    )
    return level, scope or ""


def _apply_edit(app: App, edit: EventEdit) -> None:
    changes.apply_change(lambda: _edit(app, edit))


def _edit(app: App, edit: EventEdit) -> str:
    return f"{organisation.change_events(app.store, edit, by=app.viewer.name)}."
