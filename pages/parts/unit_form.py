"""The forms that change one enhed: open, close, move, rename, remove."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from core.danish import format_date_short
from core.day import parse_day
from core.errors import ChefforumError
from core.placement import Cause, Placement
from pages.parts import message, states
from pages.parts.app import App
from pages.parts.text import label, plain
from services import organisation, placement_edits
from services.placement_edits import Edit, Placements, name_unit

_NONE = "Ingen"
_CAUSES = tuple(Cause)
_CHOOSE = "Vælg eller skriv en ny"
Change = Callable[[Placements], Edit[Placement]]


@st.dialog("Tilføj en enhed")
def add(app: App, rows: Placements) -> None:
    """Ask for a new enhed."""
    number = st.text_input("Nummer", placeholder="1042")
    name = st.text_input("Navn")
    afdeling, omraade = _place(rows)
    opens = st.text_input("Første dag", placeholder="01.08.2025")
    if st.button("Tilføj enheden", type="primary"):
        _apply(
            app,
            lambda: partial(
                placement_edits.open_unit,
                new=Placement(number.strip(), name.strip(), afdeling, omraade, _first_day(opens)),
            ),
        )


@st.dialog("Luk enheden")
def close(app: App, rows: Placements, row: Placement) -> None:
    """Ask when, why and who goes on."""
    _about(row)
    last = st.text_input("Sidste dag", placeholder="31.12.2024")
    cause = st.selectbox("Årsag", _CAUSES, format_func=lambda one: one.value.capitalize())
    heir = _heir(rows, row) if cause.has_successor else ""
    if st.button("Luk enheden", type="primary"):
        _apply(
            app,
            lambda: partial(
                placement_edits.close_unit,
                enhed=row.enhed,
                til=parse_day(last, what="Sidste dag"),
                aarsag=cause,
                efterfoelger=heir,
            ),
        )


@st.dialog("Flyt enheden")
def move(app: App, rows: Placements, row: Placement) -> None:
    """Ask for the afdeling that it moves to, and from when."""
    _about(row)
    afdeling, omraade = _place(rows)
    first = st.text_input("Første dag i den nye afdeling", placeholder="01.01.2025")
    if st.button("Flyt enheden", type="primary"):
        _apply(
            app,
            lambda: partial(
                placement_edits.move_unit,
                enhed=row.enhed,
                fra=_first_day(first),
                afdeling=afdeling,
                omraade=omraade,
            ),
        )


@st.dialog("Ret enheden")
def rename(app: App, row: Placement) -> None:
    """Ask for another name, other aliases or another first day."""
    _about(row)
    name = st.text_input("Navn", row.enhed_navn)
    st.caption("Får enheden et nyt navn, bliver det gamle stående som et af de andre navne.")
    aliases = st.text_area("Andre navne, som filerne bruger – ét pr. linje", _lines(row))
    known = format_date_short(row.fra) if row.fra else ""
    first = st.text_input(label(f"Første dag i {row.place}"), known, placeholder="Kendes ikke")
    if st.button("Gem", type="primary"):
        _apply(
            app,
            lambda: partial(
                placement_edits.rename_unit,
                enhed=row.enhed,
                navn=name.strip(),
                aliasser=[line.strip() for line in aliases.splitlines() if line.strip()],
                fra=_first_day(first) if first.strip() else None,
            ),
        )


@st.dialog("Fjern enheden?")
def remove(app: App, row: Placement) -> None:
    """Ask whether it was never there."""
    st.markdown(
        f"**{plain(name_unit(row))}** fjernes helt, som om den aldrig havde været der. Er den "
        "lukket, så brug **Luk** i stedet. Dens fravær bliver stående i tallene."
    )
    with st.container(horizontal=True):
        if st.button("Ja, fjern", type="primary"):
            _apply(app, lambda: partial(placement_edits.remove_unit, enhed=row.enhed))
        if st.button("Behold"):
            st.rerun()


@st.dialog("Åbn enheden igen?")
def reopen(app: App, row: Placement) -> None:
    """Ask whether its closing is to be taken back."""
    _about(row)
    st.markdown("Enheden gælder igen som åben, og årsag og efterfølger slettes.")
    if st.button("Ja, åbn igen", type="primary"):
        _apply(app, lambda: partial(placement_edits.reopen_unit, enhed=row.enhed))


def _apply(app: App, change: Callable[[], Change]) -> None:
    """Make the change, or say beside the fields why it cannot be made."""
    try:
        said = organisation.change(app.store, change(), by=app.viewer.name)
    except ChefforumError as error:
        states.not_done(error)
        return
    message.leave(f"{said}.")
    st.rerun()


def _about(row: Placement) -> None:
    st.markdown(f"**{plain(name_unit(row))}** · {plain(row.place)}")


def _heir(rows: Placements, row: Placement) -> str:
    heirs = {
        one.enhed: name_unit(one) for one in rows if not one.til and not one.is_of_enhed(row.enhed)
    }
    chosen = st.selectbox(
        "Efterfølger", ["", *heirs], format_func=lambda number: heirs.get(number, _NONE)
    )
    st.caption("Efterfølgeren fører enheden videre fra dagen efter.")
    return chosen


def _place(rows: Placements) -> tuple[str, str]:
    """Ask for an afdeling; for one that is new, also for its område."""
    newest = {row.afdeling: row.omraade for row in sorted(rows, key=_since) if row.afdeling}
    afdeling = _one_of("Afdeling", sorted(newest))
    if not afdeling or afdeling in newest:
        return afdeling, newest.get(afdeling, "")
    return afdeling, _one_of("Område", sorted({name for name in newest.values() if name}))


def _one_of(field: str, known: list[str]) -> str:
    chosen: str | None = st.selectbox(
        field, known, index=None, accept_new_options=True, placeholder=_CHOOSE
    )
    return (chosen or "").strip()


def _since(row: Placement) -> date:
    return row.fra or date.min


def _first_day(text: str) -> date:
    return parse_day(text, what="Første dag")


def _lines(row: Placement) -> str:
    return "\n".join(row.aliasser)
