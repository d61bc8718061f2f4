"""A word about what was just done, kept over the rerun that follows it."""

import streamlit as st

from pages.parts.escaping import escape_text

_KEPT = "besked"


def leave_message(text: str) -> None:
    """Leave a message for the next run of the page."""
    st.session_state[_KEPT] = text


def show_message() -> None:
    """Show the message that was left, once."""
    if _KEPT in st.session_state:
        st.success(escape_text(st.session_state.pop(_KEPT)), icon=":material/check:")
