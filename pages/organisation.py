"""Organisation og hændelser: who was where and when, what happened, and both put right."""

from datetime import date, datetime

import streamlit as st

from core import danish
from core.day import parse_day
from core.errors import UsageError
from pages.parts import event_form, events, filters, frame, message, past, states, unit_form, units
from pages.parts.app import App
from services import organisation
from services.organisation import EVENTS, ORGANISATION, CurrentOrganisation
from services.placement_edits import Placements


def render(app: App) -> None:
    """Show the page."""
    now = organisation.read_current(app.store)
    message_place = st.container()
    with st.container(horizontal=True, key="filtre"):
        written = filters.typed(
            "Som den var den", name="den", placeholder=danish.format_date_short(_today())
        )
        afdeling = _afdeling(now.placements)
        sought = filters.typed("Søg", name="soeg", placeholder="Navn, nummer eller alias")
    day = _day(written)
    shown = units.matching(now.placements, day=day, afdeling=afdeling, sought=sought)
    frame.title(_title(shown, day))
    with message_place:
        message.show()
    _organisation(app, now, shown, day=day, unfolded=bool(afdeling or sought))
    _events(app, now, afdeling)
    past.show(app, heading="Historik", kinds=frozenset({ORGANISATION, EVENTS}))


def _organisation(
    app: App, now: CurrentOrganisation, shown: Placements, *, day: date, unfolded: bool
) -> None:
    if now.is_proposed and now.placements:
        _confirm(app)
    elif not now.placements:
        _begin(app)
    else:
        units.choose(app, now.placements)
    units.tables(shown, now.placements, day=day, unfolded=unfolded)


def _confirm(app: App) -> None:
    """Offer to keep what the facts suggest; nothing can be put right before."""
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
            message.leave("Organisationen er lavet ud fra data. Nu kan den rettes.")
            st.rerun()
        if st.button("Indlæs en fil"):
            st.switch_page(app.pages["indlaes"])


def _begin(app: App) -> None:
    """Say that there is nothing yet, and how to begin."""
    with st.container(border=True):
        st.markdown(
            "Der er hverken en organisation eller data at lave den af. Indlæs en fil, eller "
            "tilføj enhederne her."
        )
        with st.container(horizontal=True):
            if st.button("Indlæs en fil", type="primary", icon=":material/upload_file:"):
                st.switch_page(app.pages["indlaes"])
            if st.button("Tilføj enhed", icon=":material/add:"):
                unit_form.add(app, ())


def _events(app: App, now: CurrentOrganisation, afdeling: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="overskrift-haendelser"):
        st.header("Hændelser", anchor=False)
        if st.button("Tilføj hændelse", icon=":material/add:"):
            event_form.add(app, now.placements)
    events.show(app, now, afdeling=afdeling)


def _day(written: str) -> date:
    """The day that the organisation is shown as on; today, and a word, for what is no day."""
    if not written:
        return _today()
    try:
        return parse_day(written)
    except UsageError as error:
        states.not_done(error)
        return _today()


def _today() -> date:
    return datetime.now(danish.COPENHAGEN).date()


def _afdeling(rows: Placements) -> str:
    names = sorted({row.afdeling for row in rows if row.afdeling})
    return filters.choose(
        "Afdeling",
        [filters.ALL, *names],
        name="afdeling",
        shown=lambda name: name or "Alle afdelinger",
    )


def _title(shown: Placements, day: date) -> str:
    if not shown:
        return "Organisation og hændelser"
    enheder = danish.format_count(len({row.enhed for row in shown}), "enhed", "enheder")
    places = {row.place for row in shown}
    where = f"i {next(iter(places))}" if len(places) == 1 else f"i {len(places)} afdelinger"
    return f"{enheder} {where}{'' if day == _today() else f' den {danish.format_date_long(day)}'}"


if __name__ == "__main__":
    import dashboard

    dashboard.main()
