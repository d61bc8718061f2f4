"""The history of what was loaded, with undo."""

import streamlit as st

from core import danish
from core.errors import ChefforumError
from core.quarter import Quarter
from pages.parts import states
from pages.parts.app import App
from pages.parts.text import plain
from services.history import history
from services.load import undo
from store.uploads import Past

_SHOWN = 12
_STATUS = {
    "gældende": "green",
    "delvist gældende": "orange",
    "erstattet": "gray",
    "fortrudt": "gray",
}


def show(app: App) -> None:
    """Show the loads, newest first; those that count can be undone."""
    loads = history(app.store)
    st.header("Det er indlæst", anchor=False)
    if not loads:
        st.caption("Der er ikke indlæst noget endnu.")
    for past in loads[:_SHOWN]:
        _line(app, past)
    if len(loads) > _SHOWN:
        with st.expander(f"Ældre indlæsninger ({len(loads) - _SHOWN})"):
            for past in loads[_SHOWN:]:
                _line(app, past)


def _line(app: App, past: Past) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-{past.upload_id}"):
        with st.container(gap=None):
            name = plain(past.file_name)
            st.markdown(f"**{name}** :{_STATUS[past.status]}-badge[{past.status}]")
            st.caption(_told(past))
        if past.counts and st.button(
            "Fortryd",
            key=f"fortryd-{past.upload_id}",
            icon=":material/undo:",
            type="tertiary",
        ):
            _confirm(app, past)


@st.dialog("Fortryd indlæsningen?")
def _confirm(app: App, past: Past) -> None:
    st.markdown(
        f"**{plain(past.file_name)}** tæller ikke længere med. Det, som filen erstattede, "
        "gælder igen. Filens data bliver stående i historikken."
    )
    with st.container(horizontal=True):
        if st.button("Ja, fortryd", type="primary"):
            _undo(app, past)
        if st.button("Behold den"):
            st.rerun()


def _undo(app: App, past: Past) -> None:
    try:
        undo(app.store, past.upload_id, by=app.viewer.name)
    except ChefforumError as error:
        states.refused(error)
        return
    st.session_state["besked"] = f"{past.file_name} er fortrudt."
    st.rerun()


def _told(past: Past) -> str:
    quarters = danish.listed([Quarter.parse(period).label for period in past.periods])
    rows = danish.counted(past.row_count, "række", "rækker")
    at = danish.moment(past.loaded_at)
    return f"Dækker {quarters} · {rows} · indlæst {at} af {plain(past.loaded_by)}"
