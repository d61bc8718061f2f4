"""HR looks at the pages as a role: the choice lies in the address, and a bar says so."""

from dataclasses import replace

import streamlit as st

from access.roles import Role
from access.viewer import Viewer
from core.errors import ChefforumError, NoDataError
from metrics.nodes import read_nodes
from pages.parts import states
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.viewers import read_viewer

_NAME = "rolle"


def look_as_role(app: App) -> App:
    """Return the visit as the role that the address asks for; HR alone can ask.

    Raises UsageError for a role or a place that is none.
    """
    text = st.query_params.get(_NAME, st.session_state.get(_NAME, ""))
    if not app.viewer.is_hr or not text:
        return app
    try:
        viewer = read_viewer(app.store, app.viewer, text, settings=app.settings)
    except ChefforumError:
        _forget_role()
        raise
    _keep_role(text)
    return replace(app, viewer=viewer)


def show_bar(app: App, visitor: Viewer) -> None:
    """Say that HR, who visits, looks as a role, with the way back."""
    if app.viewer == visitor:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="rolle-bjaelke"):
        st.markdown(f"**Du ser siden som {escape_text(app.viewer.title)}**")
        st.button("Tilbage", key="rolle-tilbage", on_click=_forget_role, icon=":material/undo:")


def ask_role(app: App) -> None:
    """Let HR choose a role, and the place that it is for, to look at the pages as."""
    if not app.viewer.is_hr:
        return
    with st.expander("Se siderne som en anden rolle", icon=":material/visibility:"):
        roles = [role for role in Role if role is not Role.HR and role.rights.sees_figures]
        role = st.selectbox(
            "Rolle", roles, format_func=lambda choice: choice.label, key="rolle-valg"
        )
        place = _ask_place(app, role)
        if place is None:
            return
        text = f"{role.value}:{place}" if place else role.value
        st.button("Se siderne", key="rolle-se", on_click=_keep_role, args=(text,))


def _ask_place(app: App, role: Role) -> str | None:
    """Return the number or name of the node that a role is for, "" for the kommune."""
    if role.own_level is None:
        return ""
    try:
        with app.figures() as reader:
            nodes = read_nodes(reader, role.own_level)
    except NoDataError as error:
        states.show_refusal(error)
        return None
    names = {node.key.partition(":")[2]: node.name for node in nodes}
    return st.selectbox(
        role.own_level.label,
        list(names),
        format_func=names.__getitem__,
        key=f"rolle-{role.own_level}",
    )


def _keep_role(text: str) -> None:
    st.session_state[_NAME] = st.query_params[_NAME] = text


def _forget_role() -> None:
    st.session_state.pop(_NAME, None)
    st.query_params.pop(_NAME, None)
