"""Who has which role: the table, a role more, and the end of one."""

from dataclasses import replace
from functools import partial

import streamlit as st

from access.grants import Grant, make_grant
from access.roles import Role
from core import danish
from core.day import parse_day
from pages.parts import changes, table_view
from pages.parts.app import App
from phrases.text_tables import make_table
from services.roles import ReviewedGrant, end_roles, give_role, review_roles

_HEADS = ("Person", "Rolle", "Sted", "Fra", "Til", "Stedfortræder for", "Givet af", "Bemærkning")
_ABOUT = (
    "Tabellen ligger i roller.toml ved siden af databasen. En ændring virker, næste gang en side "
    "vises. Se den igennem to gange om året: en rolle, hvis sted ikke findes mere, giver intet."
)
_LOCAL = (
    "Uden login er den, der sidder ved maskinen, HR. Så snart en rolle er givet, gælder tabellen "
    "også her: giv derfor først dig selv rollen HR."
)


def show(app: App) -> None:
    """Show the table of roles, with what HR can do with it."""
    st.header("Roller", anchor=False)
    st.caption(_ABOUT)
    reviewed = review_roles(app.store, app.configuration)
    if app.configuration.sign_in is None:
        st.caption(_LOCAL)
    if reviewed:
        cells = [_write_cells(line) for line in reviewed]
        table_view.show(make_table("Alle roller", _HEADS, cells))
        _offer_end(app, [line.grant for line in reviewed if line.holds])
    _offer_grant(app)


def _write_cells(line: ReviewedGrant) -> tuple[str, ...]:
    grant = line.grant
    first, last = (
        danish.format_date_short(day) if day else "" for day in (grant.first, grant.last)
    )
    return (
        *(grant.person, grant.role.label, grant.place, first, last),
        *(grant.deputy_for, grant.granted_by, line.reason),
    )


def _offer_grant(app: App) -> None:
    with st.expander("Giv en rolle", icon=":material/person_add:"):
        person = st.text_input("Person, som login kalder dem", placeholder="anna@kommune.dk")
        asked = st.selectbox("Rolle", list(Role), format_func=lambda choice: choice.label)
        role = asked or Role.HR
        place = st.text_input(f"{role.own_level.label}") if role.own_level else ""
        with st.container(horizontal=True):
            first = st.text_input("Fra og med", placeholder="01.01.2026")
            last = st.text_input("Til og med", placeholder="31.12.2026")
        deputy_for = st.text_input("Stedfortræder for")
        if st.button("Giv rollen", icon=":material/check:"):
            changes.apply_change(
                partial(_grant, app, (person, role.value, place), (first, last), deputy_for)
            )


def _grant(app: App, who: tuple[str, str, str], days: tuple[str, str], deputy_for: str) -> str:
    first, last = (parse_day(day) if day.strip() else None for day in days)
    grant = make_grant(*who, first=first, last=last)
    grant = replace(grant, deputy_for=deputy_for.strip().casefold())
    give_role(app.configuration, grant, by=app.viewer.name, store=app.store)
    return f"{grant.person} har rollen {grant.role.label}."


def _offer_end(app: App, grants: list[Grant]) -> None:
    if not grants:
        return
    with st.expander("Afslut en rolle", icon=":material/person_remove:"):
        chosen = st.selectbox(
            "Rolle, der skal slutte",
            range(len(grants)),
            format_func=lambda at: " · ".join(
                filter(None, (grants[at].person, grants[at].role.label, grants[at].place))
            ),
        )
        if st.button("Afslut rollen", icon=":material/close:"):
            changes.apply_change(partial(_end, app, grants[chosen]))


def _end(app: App, grant: Grant) -> str:
    end_roles(app.configuration, grant.person, grant.role, by=app.viewer.name)
    return f"{grant.person} har ikke længere rollen {grant.role.label}."
