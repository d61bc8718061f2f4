"""A word about what was just done, kept over the rerun that follows it."""

import streamlit as st

from pages.parts.escaping import escape_text

_KEPT, _NOTICE = "besked", "bemaerkning"


def leave_message(text: str) -> None:
    """Leave a message for the next run of the page."""
    st.session_state[_KEPT] = text


def leave_notice(text: str) -> None:
    """Leave a word on where the reader is, for the page that is shown next."""
    st.session_state[_NOTICE] = text


def show_notice() -> None:
    """Show the word that was left, once."""
    if _NOTICE in st.session_state:
        st.info(escape_text(st.session_state.pop(_NOTICE)), icon=":material/info:")


def show_message() -> None:
    """Show the message that was left, once."""
    if _KEPT in st.session_state:
        st.success(escape_text(st.session_state.pop(_KEPT)), icon=":material/check:")
