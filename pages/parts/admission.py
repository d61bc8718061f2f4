"""What runs without the front door, dialogs and clicks, asks anew who is there.

Streamlit runs a dialog, and what a click calls, before or without the page that offered it.
"""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from access.sign_in import read_visit_claims
from core.errors import ChefforumError
from pages.parts import view_log
from pages.parts.app import App
from services.visitors import identify_visitor


def is_still_admitted(app: App) -> bool:
    """Whether who visits is still signed in, with the rights that the page was shown with."""
    if app.configuration.sign_in is None:
        return True
    try:
        visitor = identify_visitor(app.store, app.configuration, read_visit_claims())
    except ChefforumError:
        return False
    return visitor.owner == app.owner


def dialog(title: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a dialog of a function whose first argument is the visit.

    Where the visit may no longer do what it could, the page is shown anew and says so.
    """

    def decorate(show: Callable[..., None]) -> Callable[..., None]:
        @st.dialog(title)
        @wraps(show)
        def show_if_admitted(app: App, *args: object) -> None:
            if not is_still_admitted(app):
                st.rerun()
            with view_log.act_as_visitor():
                show(app, *args)

        return show_if_admitted

    return decorate
