"""How far the opgørelse is, and the next step of its life; for HR alone."""

from collections.abc import Callable

import streamlit as st

from core.errors import ChefforumError
from core.opgoerelse import Act, Opgoerelse
from core.quarter import Quarter
from pages.parts import message, states
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.opgoerelser import describe_differences, describe_status
from services import opgoerelser

_LONGEST_NOTE = 1000
_NEXT = {
    "Frigiv til Chefforum": ":material/visibility:",
    "Markér som udsendt": ":material/send:",
    "Træk tilbage": ":material/undo:",
}


def show(app: App, quarter: Quarter) -> None:
    """Say how far the opgørelse is, and offer what can be done with it."""
    if app.viewer.role != "HR":
        return
    now = opgoerelser.read_state(app.store, quarter, settings=app.settings)
    with st.container(horizontal=True, vertical_alignment="center", key="opgoerelse"):
        with st.container(gap=None):
            st.markdown(f"**{escape_text(describe_status(now))}**")
            for text in _list_remarks(now):
                st.caption(escape_text(text))
        for label in _list_next_steps(now):
            if st.button(label, key=f"trin-{label}", icon=_NEXT[label], type="tertiary"):
                _DIALOGS[label](app, quarter)


def _list_remarks(now: Opgoerelse) -> list[str]:
    """Return the lines below the status: remarks on the data, and HR's note on the figures."""
    note = now.visible_step.note if now.visible_step else ""
    return [
        text for text in (describe_differences(now), f"Bag tallene: {note}" if note else "") if text
    ]


def _list_next_steps(now: Opgoerelse) -> list[str]:
    release, send, withdraw = _NEXT
    last = now.visible_step
    if last is None:
        return [release]
    if last.act is Act.UDSENDT:
        return [release] if now.differs else []
    return [release if now.differs else send, withdraw]


@st.dialog("Frigiv til Chefforum?")
def _ask_release(app: App, quarter: Quarter) -> None:
    st.markdown(
        f"Chefforum kan se opgørelsen for {quarter.label} med de data, der gælder nu. Den kan "
        "trækkes tilbage, indtil den er markeret som udsendt."
    )
    note = st.text_area(
        "Hvad ligger bag tallene (kan udelades)", max_chars=_LONGEST_NOTE, key="bag-tallene"
    )
    if _ask_confirmation("Ja, frigiv"):
        _take_step(
            lambda: opgoerelser.release(
                app.store, quarter, settings=app.settings, by=app.viewer.name, note=note
            ),
            f"Opgørelsen for {quarter.label} er frigivet til Chefforum.",
        )


@st.dialog("Markér som udsendt?")
def _ask_sending(app: App, quarter: Quarter) -> None:
    st.markdown(
        f"Tallene i opgørelsen for {quarter.label} bliver gemt, som de er nu, og senere opgørelser "
        "sammenlignes med dem. Det kan ikke fortrydes; en rettelse bliver en ny opgørelse, der "
        "erstatter denne."
    )
    if _ask_confirmation("Ja, den er udsendt"):
        _take_step(
            lambda: opgoerelser.send(app.store, quarter, settings=app.settings, by=app.viewer.name),
            f"Opgørelsen for {quarter.label} er markeret som udsendt.",
        )


@st.dialog("Træk tilbage?")
def _ask_withdrawal(app: App, quarter: Quarter) -> None:
    st.markdown(
        f"Chefforum kan ikke længere se den opgørelse for {quarter.label}, der er frigivet. Er en "
        "tidligere udsendt, ser de den."
    )
    if _ask_confirmation("Ja, træk tilbage"):
        _take_step(
            lambda: opgoerelser.withdraw(app.store, quarter, by=app.viewer.name),
            f"Opgørelsen for {quarter.label} er trukket tilbage.",
        )


_DIALOGS = dict(zip(_NEXT, (_ask_release, _ask_sending, _ask_withdrawal), strict=True))


def _ask_confirmation(label: str) -> bool:
    with st.container(horizontal=True):
        confirmed = st.button(label, type="primary")
        if st.button("Annullér"):
            st.rerun()
    return confirmed


def _take_step(act: Callable[[], Opgoerelse], text: str) -> None:
    try:
        act()
    except ChefforumError as error:
        states.show_error(error)
        return
    message.leave_message(text)
    st.rerun()
