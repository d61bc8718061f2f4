"""Changes to data that a user confirms: made with a word about it, or refused beside the fields."""

from collections.abc import Callable

import streamlit as st

from core.errors import ChefforumError
from pages.parts import message, states
from pages.parts.admission import dialog
from pages.parts.app import App


def apply_change(change: Callable[[], str]) -> None:
    """Make a change and leave the words that it returns, or say why it cannot be made."""
    try:
        text = change()
    except ChefforumError as error:
        states.show_error(error)
        return
    message.leave_message(text)
    st.rerun()


def ask_confirmation(
    app: App, title: str, text: str, *, yes: str, no: str = "Annullér", change: Callable[[], str]
) -> None:
    """Ask in a dialog whether a change is to be made; `text` is Markdown."""

    @dialog(title)
    def ask(_: App) -> None:
        st.markdown(text)
        if show_confirmation_buttons(yes, no):
            apply_change(change)

    ask(app)


def show_confirmation_buttons(yes: str, no: str = "Annullér") -> bool:
    """Show the buttons that end a dialog; True where the change is confirmed."""
    with st.container(horizontal=True):
        is_confirmed = st.button(yes, type="primary")
        if st.button(no):
            st.rerun()
    return is_confirmed
