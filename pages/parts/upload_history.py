"""The history of what was loaded or changed, with undo and redo."""

import streamlit as st

from core import danish
from data_loaders.kinds.registry import LABELS
from pages.parts import changes, erase_form, visit_files
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.periods import list_periods
from phrases.uploads import describe_effect
from services.load import list_unfinished_quarters, read_history, redo, undo
from services.stores import describe_store
from store.uploads import UploadRecord

_SHOWN = 6
_STATUS = {
    "gældende": "green",
    "delvist gældende": "orange",
    "erstattet": "gray",
    "fortrudt": "gray",
    "slettet": "gray",
}
_TURNS = {
    "Fortryd": (
        undo,
        "tæller ikke længere med. Det, som blev erstattet, gælder igen. Det bliver stående i "
        "historikken og kan gendannes.",
        ("Behold", "er fortrudt"),
    ),
    "Gendan": (
        redo,
        "kommer til at tælle med igen og erstatter det, der gælder nu.",
        ("Lad være", "er gendannet"),
    ),
}


def show(app: App, *, heading: str = "Det er indlæst", kinds: frozenset[str] = frozenset()) -> None:
    """Show the loads of some kinds (all, where none are named), newest first; undo what counts."""
    loads = [past for past in read_history(app.store) if not kinds or past.kind in kinds]
    with st.container(key="historik"):
        st.header(heading, anchor=False)
    if not loads:
        st.caption(
            "Der er ikke rettet noget endnu." if kinds else "Der er ikke indlæst noget endnu."
        )
    for unfinished in list_unfinished_quarters(app.store) if not kinds else ():
        st.info(escape_text(unfinished), icon=":material/hourglass_top:")
    for note in describe_store(app.store) if not kinds else ():
        st.info(escape_text(note), icon=":material/database:")
    for past in loads[:_SHOWN]:
        _show_upload(app, past)
    if len(loads) > _SHOWN:
        with st.expander(f"Ældre ({len(loads) - _SHOWN})"):
            for past in loads[_SHOWN:]:
                _show_upload(app, past)


def _show_upload(app: App, past: UploadRecord) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-{past.upload_id}"):
        with st.container(gap=None):
            name = escape_text(past.file_name)
            st.markdown(f"**{name}** :{_STATUS[past.status]}-badge[{past.status}]")
            st.caption(escape_text(_describe_upload(past)))
        if past.counts:
            _offer_turn(app, past, "Fortryd", icon="undo")
        if past.can_redo:
            _offer_turn(app, past, "Gendan", icon="redo")
        erase_form.offer(app, past)


def _offer_turn(app: App, past: UploadRecord, label: str, *, icon: str) -> None:
    """Offer to undo or redo an upload, and ask first."""
    key = f"{label.casefold()}-{past.upload_id}"
    turn, effect, (no, done) = _TURNS[label]

    def change() -> str:
        turn(app.store, past.upload_id, by=app.viewer.name)
        visit_files.read_again()
        return f"{past.file_name} {done}."

    if st.button(label, key=key, icon=f":material/{icon}:", type="tertiary"):
        text = f"**{escape_text(past.file_name)}** {effect}"
        yes = f"Ja, {label.lower()}"
        changes.ask_confirmation(app, f"{label}?", text, yes=yes, no=no, change=change)


def _describe_upload(past: UploadRecord) -> str:
    parts = [
        LABELS.get(past.kind, past.kind),
        list_periods(past.periods),
        danish.format_count(past.row_count, "række", "rækker"),
        f"udtrukket {danish.format_date_long(past.extract_date)}" if past.extract_date else "",
        f"gemt {danish.format_moment(past.loaded_at)} af {past.loaded_by}",
        describe_effect(past.changes),
    ]
    return " · ".join(part for part in parts if part)
