"""The history of what was loaded or changed, with undo and redo."""

from collections.abc import Callable

import streamlit as st

from core import danish
from core.errors import ChefforumError
from data_loaders.kinds.registry import LABELS
from pages.parts import message, period_names, states, upload_effect, visit_files
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.history import read_history
from services.load import redo, undo
from store.uploads import UploadRecord

_SHOWN = 6
_STATUS = {
    "gældende": "green",
    "delvist gældende": "orange",
    "erstattet": "gray",
    "fortrudt": "gray",
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
        if past.counts and _show_button("Fortryd", past, icon="undo"):
            _ask_undo(app, past)
        if past.can_redo and _show_button("Gendan", past, icon="redo"):
            _ask_redo(app, past)


def _show_button(label: str, past: UploadRecord, *, icon: str) -> bool:
    key = f"{label.casefold()}-{past.upload_id}"
    return st.button(label, key=key, icon=f":material/{icon}:", type="tertiary")


@st.dialog("Fortryd?")
def _ask_undo(app: App, past: UploadRecord) -> None:
    st.markdown(
        f"**{escape_text(past.file_name)}** tæller ikke længere med. Det, som blev erstattet, "
        "gælder igen. Det bliver stående i historikken og kan gendannes."
    )
    with st.container(horizontal=True):
        if st.button("Ja, fortryd", type="primary"):
            _change_upload(app, past, undo, "er fortrudt")
        if st.button("Behold"):
            st.rerun()


@st.dialog("Gendan?")
def _ask_redo(app: App, past: UploadRecord) -> None:
    st.markdown(
        f"**{escape_text(past.file_name)}** kommer til at tælle med igen og erstatter "
        "det, der gælder nu."
    )
    with st.container(horizontal=True):
        if st.button("Ja, gendan", type="primary"):
            _change_upload(app, past, redo, "er gendannet")
        if st.button("Lad være"):
            st.rerun()


def _change_upload(app: App, past: UploadRecord, act: Callable[..., str], verb: str) -> None:
    try:
        act(app.store, past.upload_id, by=app.viewer.name)
    except ChefforumError as error:
        states.show_error(error)
        return
    visit_files.read_again()
    message.leave_message(f"{past.file_name} {verb}.")
    st.rerun()


def _describe_upload(past: UploadRecord) -> str:
    covered = period_names.list_periods(past.periods)
    parts = [
        LABELS.get(past.kind, past.kind),
        covered,
        danish.format_count(past.row_count, "række", "rækker"),
        f"udtrukket {danish.format_date_long(past.extract_date)}" if past.extract_date else "",
        f"gemt {danish.format_moment(past.loaded_at)} af {past.loaded_by}",
        upload_effect.describe_effect(past.changes),
    ]
    return " · ".join(part for part in parts if part)
