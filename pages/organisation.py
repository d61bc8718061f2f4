"""Organisation og hændelser: who was where and when, what happened, and both put right."""

from datetime import date, datetime

import streamlit as st

from core import danish
from core.day import parse_day
from core.errors import UsageError
from pages.parts import (
    event_form,
    event_list,
    filters,
    frame,
    message,
    states,
    unit_form,
    unit_list,
    upload_history,
)
from pages.parts.app import App
from services import organisation
from services.organisation import EVENTS, ORGANISATION, CurrentOrganisation
from services.placement_edits import Placements


def render(app: App) -> None:
    """Show the page."""
    now = organisation.read_current(app.store)
    top = st.container()
    with st.container(horizontal=True, key="filtre"):
        day_text = filters.ask_text(
            "Som den var den", name="den", placeholder=danish.format_date_short(_current_day())
        )
        afdeling = _choose_afdeling(now.placements)
        search = filters.ask_text("Søg", name="soeg", placeholder="Navn, nummer eller alias")
    day = _parse_day_or_today(day_text)
    matches = unit_list.filter_placements(now.placements, day=day, afdeling=afdeling, search=search)
    with top:
        frame.write_title(_make_title(matches, day))
        message.show_message()
    _show_organisation(app, now, matches, day=day, unfolded=bool(afdeling or search))
    _show_events(app, now, afdeling)
    upload_history.show(app, heading="Historik", kinds=frozenset({ORGANISATION, EVENTS}))


def _show_organisation(
    app: App, now: CurrentOrganisation, matches: Placements, *, day: date, unfolded: bool
) -> None:
    if now.is_proposed and now.placements:
        _offer_confirmation(app)
    elif not now.placements:
        _offer_beginning(app)
    else:
        unit_list.choose_unit(app, now.placements)
    unit_list.show_tables(matches, now.placements, day=day, unfolded=unfolded)


def _offer_confirmation(app: App) -> None:
    """Offer to store the organisation that the data suggest; it can be edited once it is stored."""
    st.info(
        "Der er ikke lagt en organisation ind. Her er den, som data viser: en enhed åbner med sit "
        "første kvartal og lukker med sit sidste. Hvorfor den lukkede, og hvem der førte den "
        "videre, ved data ikke; det kan rettes bagefter. Har HR organisationen i en fil, så indlæs "
        "den i stedet.",
        icon=":material/account_tree:",
    )
    with st.container(horizontal=True):
        if st.button("Lav organisationen ud fra data", type="primary"):
            organisation.confirm(app.store, by=app.viewer.name)
            message.leave_message("Organisationen er lavet ud fra data. Nu kan den rettes.")
            st.rerun()
        if st.button("Indlæs en fil"):
            st.switch_page(app.pages["indlaes"])


def _offer_beginning(app: App) -> None:
    """Say that there is no organisation yet, and offer ways to make one."""
    with st.container(border=True):
        st.markdown(
            "Der er hverken en organisation eller data at lave den af. Indlæs en fil, eller "
            "tilføj enhederne her."
        )
        with st.container(horizontal=True):
            if st.button("Indlæs en fil", type="primary", icon=":material/upload_file:"):
                st.switch_page(app.pages["indlaes"])
            if st.button("Tilføj enhed", icon=":material/add:"):
                unit_form.ask_new_unit(app, ())


def _show_events(app: App, now: CurrentOrganisation, afdeling: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="overskrift-haendelser"):
        st.header("Hændelser", anchor=False)
        if st.button("Tilføj hændelse", icon=":material/add:"):
            event_form.ask_new_event(app, now.placements)
    event_list.show(app, now, afdeling=afdeling)


def _parse_day_or_today(text: str) -> date:
    """Read the day that the organisation is shown as on; show an error and use today otherwise."""
    if not text:
        return _current_day()
    try:
        return parse_day(text)
    except UsageError as error:
        states.show_error(error)
        return _current_day()


def _current_day() -> date:
    return datetime.now(danish.COPENHAGEN).date()


def _choose_afdeling(rows: Placements) -> str:
    names = sorted({row.afdeling for row in rows if row.afdeling})
    return filters.choose(
        "Afdeling",
        [filters.ALL, *names],
        name="afdeling",
        format_option=lambda name: name or "Alle afdelinger",
    )


def _make_title(placements: Placements, day: date) -> str:
    if not placements:
        return "Organisation og hændelser"
    enheder = danish.format_count(len({row.enhed for row in placements}), "enhed", "enheder")
    places = {row.place for row in placements}
    where = f"i {next(iter(places))}" if len(places) == 1 else f"i {len(places)} afdelinger"
    on_day = "" if day == _current_day() else f" den {danish.format_date_long(day)}"
    return f"{enheder} {where}{on_day}"


if __name__ == "__main__":
    import dashboard

    dashboard.main()
