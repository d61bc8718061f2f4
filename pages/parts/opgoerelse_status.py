"""How far the opgørelse is on its way out, and the next step; for HR and for who marks it sent."""

from collections.abc import Callable
from html import escape

import streamlit as st

from core.audiences import Audience
from core.opgoerelse import Act, Opgoerelse
from core.quarter import Quarter
from pages.parts import changes
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.release_dialogs import ask_days, ask_release, ask_secretariat
from phrases.opgoerelser import describe_differences, describe_status
from phrases.way_out import WayStop, describe_next, list_stops
from services import opgoerelser
from services.way_out import read_life, read_today

_RELEASE, _SECRETARIAT = "Frigiv til Chefforum", "Til sekretariatet"
_SEND, _DAYS, _WITHDRAW = "Markér som udsendt", "Ret dagene", "Træk tilbage"
_ICONS = {
    _RELEASE: ":material/visibility:",
    _SECRETARIAT: ":material/edit_document:",
    _SEND: ":material/send:",
    _DAYS: ":material/event:",
    _WITHDRAW: ":material/undo:",
}


def show(app: App, quarter: Quarter, *, has_banner: bool) -> None:
    """Say how far the opgørelse is, and offer what can be done with it.

    What is to be done about a correction stands in its banner, where there is one. Who is not HR
    is told of what is released, and only may mark it as sent.
    """
    if app.viewer.is_hr:
        now = opgoerelser.read_state(app.store, quarter, settings=app.settings)
        remarks = _list_remarks(now, has_banner=has_banner)
        _show_bar(app, now, remarks, _list_steps_of_hr(app, now, has_banner=has_banner))
    elif app.viewer.rights.marks_sent:
        now = read_life(app.store, quarter)
        if now.visible_step:
            _show_bar(app, now, [], [] if _is_sent_or_draft(now) else [_SEND])


def _show_bar(app: App, now: Opgoerelse, remarks: list[str], steps: list[str]) -> None:
    today = read_today(app.store)
    with st.container(horizontal=True, vertical_alignment="center", key="opgoerelse"):
        with st.container(gap=None):
            st.markdown(f"**{escape_text(describe_status(now))}**")
            st.html(_write_way(list_stops(now, today)))
            for text in filter(None, (describe_next(now, today), *remarks)):
                st.caption(escape_text(text))
        with st.container(horizontal=True, key="opgoerelse-trin"):
            for label in steps:
                if st.button(label, key=f"trin-{label}", icon=_ICONS[label], type="tertiary"):
                    _DIALOGS[label](app, now.quarter)


def _write_way(stops: tuple[WayStop, ...]) -> str:
    """Write the way out as a list on one line: what is reached has a tick and is read as such."""
    items = "".join(
        f'<li class="{"naaet" if stop.is_reached else "forude"}">'
        f"{'<b>✓</b> ' if stop.is_reached else ''}{escape(stop.label)}"
        f"{f' <span>{escape(stop.day_text)}</span>' if stop.day_text else ''}</li>"
        for stop in stops
    )
    return f'<ol class="vej" aria-label="Opgørelsens vej ud">{items}</ol>'


def _list_remarks(now: Opgoerelse, *, has_banner: bool) -> list[str]:
    """Return the lines below the way: remarks on the data, and HR's note on the figures."""
    note = now.visible_step.note if now.visible_step else ""
    differences = "" if has_banner else describe_differences(now)
    return [text for text in (differences, f"Bag tallene: {note}" if note else "") if text]


def _list_steps_of_hr(app: App, now: Opgoerelse, *, has_banner: bool) -> list[str]:
    last = now.visible_step
    if last is None:
        return [_RELEASE, _SECRETARIAT]
    is_open = {*last.first_days} == {*Audience} and last.is_seen_by(
        {Audience.ENHEDSLEDERE}, read_today(app.store)
    )
    days = [] if is_open or last.is_draft else [_DAYS]
    if last.act is Act.UDSENDT:
        return [_RELEASE, _SECRETARIAT] if now.differs and not has_banner else days
    if now.differs:
        return [_RELEASE, _SECRETARIAT, *days, _WITHDRAW]
    return [_RELEASE if last.is_draft else _SEND, *days, _WITHDRAW]


def _is_sent_or_draft(now: Opgoerelse) -> bool:
    last = now.visible_step
    return last is None or last.is_draft or last.act is Act.UDSENDT


def _ask_sending(app: App, quarter: Quarter) -> None:
    def send() -> str:
        opgoerelser.send(app.store, quarter, settings=app.settings, by=app.viewer.name)
        return f"Opgørelsen for {quarter.label} er markeret som udsendt."

    changes.ask_confirmation(
        app,
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
        app,
        "Træk tilbage?",
        f"Ingen andre end HR kan længere se den opgørelse for {quarter.label}, der er frigivet. Er "
        "en tidligere udsendt, ser læserne den.",
        yes="Ja, træk tilbage",
        change=withdraw,
    )


_DIALOGS: dict[str, Callable[[App, Quarter], None]] = {
    _RELEASE: ask_release,
    _SECRETARIAT: ask_secretariat,
    _SEND: _ask_sending,
    _DAYS: ask_days,
    _WITHDRAW: _ask_withdrawal,
}
