"""The dialogs that let an opgørelse out to its readers, or move the days that they see it from."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.audiences import Audience
from core.danish import format_date_short
from core.day import parse_day
from core.errors import UsageError
from core.quarter import Quarter
from pages.parts import changes
from pages.parts.admission import dialog
from pages.parts.app import App
from services import opgoerelser
from services.way_out import FirstDays, change_first_days, propose_first_days, read_life, read_today

_LONGEST_NOTE = 1000
_LABELS = {
    Audience.DIREKTOERER: "Direktører fra",
    Audience.AFDELINGSCHEFER: "Afdelingschefer fra",
    Audience.ENHEDSLEDERE: "Enhedsledere fra",
}


@dialog("Frigiv til Chefforum?")
def ask_release(app: App, quarter: Quarter) -> None:
    """Ask in a dialog whether an opgørelse, or a correction of it, is to be released to all."""
    st.markdown(
        f"Læserne kan se opgørelsen for {quarter.label} med de data, der gælder nu. Sekretariatet "
        "ser den straks, de andre fra disse dage. Den kan trækkes tilbage, indtil den er markeret "
        "som udsendt. Alt, hvad læserne kan vælge, regnes og gemmes samtidig; det kan tage op til "
        "et minut."
    )
    usual = propose_first_days(app.store, quarter)
    typed = _ask_days({**usual, **_read_first_days(app, quarter)})
    note = _ask_note()
    if changes.show_confirmation_buttons("Ja, frigiv"):
        done = f"Opgørelsen for {quarter.label} er frigivet til Chefforum."
        changes.apply_change(lambda: _release(app, quarter, note, _parse_days(typed), done))


@dialog("Frigiv til sekretariatet?")
def ask_secretariat(app: App, quarter: Quarter) -> None:
    """Ask in a dialog whether an opgørelse is to be released to the secretariat alone."""
    st.markdown(
        f"Sekretariatet kan se opgørelsen for {quarter.label} med de data, der gælder nu, og hente "
        "filerne. De er mærket UDKAST, til den er frigivet til chefer."
    )
    note = _ask_note()
    if changes.show_confirmation_buttons("Ja, til sekretariatet"):
        done = f"Opgørelsen for {quarter.label} er frigivet til sekretariatet."
        days = {Audience.SEKRETARIAT: read_today(app.store)}
        changes.apply_change(lambda: _release(app, quarter, note, days, done))


@dialog("Ret dagene")
def ask_days(app: App, quarter: Quarter) -> None:
    """Ask in a dialog from which days readers see what is released of an opgørelse."""
    st.markdown("Fra disse dage ser læserne det, der er frigivet.")
    before = _read_first_days(app, quarter)
    typed = _ask_days(before)

    def change() -> str:
        days = _parse_days(typed)
        if any(audience in before and audience not in days for audience in typed):
            raise UsageError(
                "En dag kan flyttes, men ikke fjernes. Skal ingen se opgørelsen, så træk den "
                "tilbage."
            )
        change_first_days(app.store, quarter, days, settings=app.settings, by=app.viewer.name)
        return f"Dagene for opgørelsen for {quarter.label} er rettet."

    if changes.show_confirmation_buttons("Gem dagene"):
        changes.apply_change(change)


def _read_first_days(app: App, quarter: Quarter) -> FirstDays:
    """Return the days that were said of the last release; none where there is none."""
    step = read_life(app.store, quarter).visible_step
    return step.first_days if step else {}


def _ask_days(proposed: Mapping[Audience, date]) -> Mapping[Audience, str]:
    """Ask for the first day of each audience but the secretariat; returns what is typed."""
    with st.container(horizontal=True):
        return {
            audience: st.text_input(
                label,
                format_date_short(proposed[audience]) if audience in proposed else "",
                placeholder="29.01.2025",
                key=f"fra-{audience.name.lower()}",
            )
            for audience, label in _LABELS.items()
        }


def _parse_days(typed: Mapping[Audience, str]) -> FirstDays:
    """Read the days that were typed; raises UsageError for a text that is none."""
    return {
        audience: parse_day(text, what=f"»{_LABELS[audience]}«")
        for audience, text in typed.items()
        if text.strip()
    }


def _ask_note() -> str:
    return st.text_area(
        "Hvad ligger bag tallene (kan udelades)", max_chars=_LONGEST_NOTE, key="bag-tallene"
    )


def _release(app: App, quarter: Quarter, note: str, first_days: FirstDays, done: str) -> str:
    """Release an opgørelse, telling how far it has come; returns what to say when it is done."""
    bar = st.progress(0.0, "Beregner opgørelsen")

    def show(share: float, text: str) -> None:
        bar.progress(share, text)

    opgoerelser.release(
        app.store,
        quarter,
        settings=app.settings,
        by=app.viewer.name,
        note=note,
        first_days=first_days,
        progress=show,
    )
    return done
