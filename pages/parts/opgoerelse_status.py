"""How far the opgørelse is, and the next step of its life; for HR alone."""

import streamlit as st

from core.opgoerelse import Act, Opgoerelse
from core.quarter import Quarter
from pages.parts import changes
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


def show(app: App, quarter: Quarter, *, has_banner: bool) -> None:
    """Say how far the opgørelse is, and offer what can be done with it.

    What is to be done about a correction stands in its banner, where there is one.
    """
    if not app.viewer.is_hr:
        return
    now = opgoerelser.read_state(app.store, quarter, settings=app.settings)
    with st.container(horizontal=True, vertical_alignment="center", key="opgoerelse"):
        with st.container(gap=None):
            st.markdown(f"**{escape_text(describe_status(now))}**")
            for text in _list_remarks(now, has_banner=has_banner):
                st.caption(escape_text(text))
        for label in _list_next_steps(now, has_banner=has_banner):
            if st.button(label, key=f"trin-{label}", icon=_NEXT[label], type="tertiary"):
                _DIALOGS[label](app, quarter)


def _list_remarks(now: Opgoerelse, *, has_banner: bool) -> list[str]:
    """Return the lines below the status: remarks on the data, and HR's note on the figures."""
    note = now.visible_step.note if now.visible_step else ""
    differences = "" if has_banner else describe_differences(now)
    return [text for text in (differences, f"Bag tallene: {note}" if note else "") if text]


def _list_next_steps(now: Opgoerelse, *, has_banner: bool) -> list[str]:
    release, send, withdraw = _NEXT
    last = now.visible_step
    if last is None:
        return [release]
    if last.act is Act.UDSENDT:
        return [release] if now.differs and not has_banner else []
    return [release if now.differs else send, withdraw]


@st.dialog("Frigiv til Chefforum?")
def ask_release(app: App, quarter: Quarter) -> None:
    """Ask in a dialog whether an opgørelse, or a correction of it, is to be released."""
    st.markdown(
        f"Chefforum kan se opgørelsen for {quarter.label} med de data, der gælder nu. Den kan "
        "trækkes tilbage, indtil den er markeret som udsendt. Alt, hvad læserne kan vælge, regnes "
        "og gemmes samtidig; det kan tage op til et minut."
    )
    note = st.text_area(
        "Hvad ligger bag tallene (kan udelades)", max_chars=_LONGEST_NOTE, key="bag-tallene"
    )

    def release() -> str:
        bar = st.progress(0.0, "Beregner opgørelsen")

        def show(done: float, text: str) -> None:
            bar.progress(done, text)

        opgoerelser.release(
            app.store, quarter, settings=app.settings, by=app.viewer.name, note=note, progress=show
        )
        return f"Opgørelsen for {quarter.label} er frigivet til Chefforum."

    if changes.show_confirmation_buttons("Ja, frigiv"):
        changes.apply_change(release)


def _ask_sending(app: App, quarter: Quarter) -> None:
    def send() -> str:
        opgoerelser.send(app.store, quarter, settings=app.settings, by=app.viewer.name)
        return f"Opgørelsen for {quarter.label} er markeret som udsendt."

    changes.ask_confirmation(
        "Markér som udsendt?",
        f"Tallene i opgørelsen for {quarter.label} bliver gemt, som de er nu, og senere opgørelser "
        "sammenlignes med dem. Det kan ikke fortrydes; en rettelse bliver en ny opgørelse, der "
        "erstatter denne.",
        yes="Ja, den er udsendt",
        change=send,
    )


def _ask_withdrawal(app: App, quarter: Quarter) -> None:
    def withdraw() -> str:
        opgoerelser.withdraw(app.store, quarter, by=app.viewer.name)
        return f"Opgørelsen for {quarter.label} er trukket tilbage."

    changes.ask_confirmation(
        "Træk tilbage?",
        f"Chefforum kan ikke længere se den opgørelse for {quarter.label}, der er frigivet. Er en "
        "tidligere udsendt, ser de den.",
        yes="Ja, træk tilbage",
        change=withdraw,
    )


_DIALOGS = dict(zip(_NEXT, (ask_release, _ask_sending, _ask_withdrawal), strict=True))
