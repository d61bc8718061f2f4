"""What somebody sees who is not signed in, or has no role; and the way out for those who are."""

import streamlit as st

from access.claims import NotAdmittedError, SignInError
from access.sign_in import is_protected, is_served_otherwise, read_visit_claims
from core.errors import ChefforumError
from pages.parts import states
from pages.parts.escaping import escape_text
from pages.parts.file_button import read_visit
from services.configuration import Configuration
from services.downloads import DOWNLOADS
from services.stores import share_store
from services.visitors import Visitor, identify_visitor

TITLE = "Sygefravær til Chefforum"
_NOT_PROTECTED = (
    "Login er slået til, men siderne er ikke startet med »python server.py« eller mangler de "
    "indstillinger, der beskytter dem. Derfor vises intet. Se »Login« i docs/drift.md."
)
_OTHER_SETTINGS = (
    "Indstillingerne for login er ændret, siden serveren blev startet. Derfor vises intet, før den "
    "er startet igen, eller indstillingerne er, som de var."
)


def admit_visitor(configuration: Configuration) -> Visitor:
    """Return who visits.

    Raises SignInError for one who is to sign in, NotAdmittedError for one who has no role, and
    ChefforumError where the pages are not protected or what decides cannot be read.
    """
    if is_served_otherwise(configuration.sign_in):
        raise ChefforumError(_OTHER_SETTINGS)
    if configuration.sign_in and not is_protected():
        raise ChefforumError(_NOT_PROTECTED)
    claims = read_visit_claims() if configuration.sign_in else {}
    visitor = identify_visitor(share_store(configuration.store), configuration, claims)
    DOWNLOADS.start(read_visit(), visitor.owner)
    return visitor


def show_closed(error: ChefforumError) -> None:
    """Show, in the place of every page, why somebody may not come in, and the way in or out."""
    st.title(TITLE, anchor=False)
    if isinstance(error, SignInError):
        st.markdown(escape_text(str(error)))
        if st.button("Log ind", type="primary", icon=":material/login:"):
            st.login()
        return
    states.show_refusal(error)
    if isinstance(error, NotAdmittedError) and "auth" in st.secrets:
        st.button("Log ud", on_click=st.logout, icon=":material/logout:")


def show_who(visitor: Visitor) -> None:
    """Say in the menu who is signed in, as what, with the way out; or that the mode is local."""
    with st.sidebar:
        if not visitor.session:
            st.caption("Lokal brug: kun denne maskine")
            return
        st.caption(f"{escape_text(visitor.viewer.name)}  \n{escape_text(visitor.viewer.title)}")
        st.button("Log ud", on_click=st.logout, icon=":material/logout:", type="tertiary")
