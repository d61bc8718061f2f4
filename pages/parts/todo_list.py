"""What the leader of a place is to do before the meeting."""

import streamlit as st

from core.errors import NoDataError
from metrics import maaltal
from metrics.maaltal import NotHandedIn
from metrics.nodes import read_upper_nodes
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.figure_choice import ChosenFigures
from phrases.todos import describe_lacking, describe_meeting
from services.kept_cases import read_case


def show(app: App, chosen: ChosenFigures) -> None:
    """List what is to be done about a part of the kommune, for those who see its enheder."""
    if not _sees_enheder(app, chosen):
        return
    today = app.store.clock().date()
    sag = read_case(app.store, chosen.quarter).sag
    texts = [
        describe_lacking(_find_lacking(chosen), today=today),
        describe_meeting(sag.forum, sag.moededato, sag.punkt, today=today),
    ]
    if not any(texts):
        return
    st.markdown("**Det skal du gøre**")
    for text in filter(None, texts):
        st.markdown(f"- {escape_text(text)}")


def _sees_enheder(app: App, chosen: ChosenFigures) -> bool:
    scope, key = app.viewer.scope, chosen.place.key
    return scope.is_of_everything or key in scope.within or _find_omraade(chosen) in scope.within


def _find_omraade(chosen: ChosenFigures) -> str:
    """Return the key of what the place lies under; "" for none."""
    nodes = read_upper_nodes(chosen.reader, str(chosen.quarter))
    return next((node.parent for node in nodes if node.key == chosen.place.key), "")


def _find_lacking(chosen: ChosenFigures) -> tuple[NotHandedIn, ...]:
    """Find the enheder of the place without a target; none where nobody is asked for one."""
    try:
        return maaltal.find_not_handed_in(
            chosen.reader, quarter=chosen.quarter, within=chosen.place.key
        )
    except NoDataError:
        return ()
