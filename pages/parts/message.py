"""A word about what was just done, kept over the rerun that follows it."""

import streamlit as st

from pages.parts.text import plain

_KEPT = "besked"


def leave(text: str) -> None:
    """Leave a message for the next run of the page."""
    st.session_state[_KEPT] = text


def show() -> None:
    """Show the message that was left, once."""
    if _KEPT in st.session_state:
        st.success(plain(st.session_state.pop(_KEPT)), icon=":material/check:")
