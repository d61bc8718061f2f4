"""The forms that change one enhed: open, close, move, rename, remove."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.danish import format_date_short
from core.day import parse_day
from core.placement import Cause, Placement
from pages.parts import changes
from pages.parts.admission import dialog
from pages.parts.app import App
from pages.parts.escaping import escape_label, escape_text
from services import organisation, placement_edits
from services.edited_lists import Edit
from services.placement_edits import Placements, name_unit, sort_by_first_day

_NONE = "Ingen"
_CAUSES = tuple(Cause)
_CHOOSE = "Vælg eller skriv en ny"
PlacementEdit = Callable[[Placements], Edit[Placement]]


@dialog("Tilføj en enhed")
def ask_new_unit(app: App, rows: Placements) -> None:
    """Ask for a new enhed, in a dialog."""
    number = st.text_input("Nummer", placeholder="1042")
    name = st.text_input("Navn")
    afdeling, omraade = _ask_place(rows)
    opens = st.text_input("Første dag", placeholder="01.08.2025")
    if st.button("Tilføj enheden", type="primary"):
        where = afdeling, omraade

        def open_unit(rows: Placements) -> Edit[Placement]:
            new = Placement(number.strip(), name.strip(), *where, _parse_first_day(opens))
            return placement_edits.open_unit(rows, new=new)

        _apply_edit(app, open_unit)


@dialog("Luk enheden")
def ask_closing(app: App, rows: Placements, row: Placement) -> None:
    """Ask when and why an enhed closes, and which enhed continues it, in a dialog."""
    st.markdown(_name_unit_and_place(row))
    last = st.text_input("Sidste dag", placeholder="31.12.2024")
    cause = st.selectbox("Årsag", _CAUSES, format_func=lambda choice: choice.value.capitalize())
    heir = _ask_successor(rows, row) if cause.has_successor else ""
    if st.button("Luk enheden", type="primary"):
        _apply_edit(
            app,
            lambda rows: placement_edits.close_unit(
                rows,
                enhed=row.enhed,
                til=parse_day(last, what="Sidste dag"),
                aarsag=cause,
                efterfoelger=heir,
            ),
        )


@dialog("Flyt enheden")
def ask_move(app: App, rows: Placements, row: Placement) -> None:
    """Ask which afdeling an enhed moves to, and from when, in a dialog."""
    st.markdown(_name_unit_and_place(row))
    afdeling, omraade = _ask_place(rows)
    first = st.text_input("Første dag i den nye afdeling", placeholder="01.01.2025")
    if st.button("Flyt enheden", type="primary"):
        _apply_edit(
            app,
            lambda rows: placement_edits.move_unit(
                rows,
                enhed=row.enhed,
                fra=_parse_first_day(first),
                afdeling=afdeling,
                omraade=omraade,
            ),
        )


@dialog("Ret enheden")
def ask_correction(app: App, row: Placement) -> None:
    """Ask for another name, other aliases or another first day of an enhed, in a dialog."""
    st.markdown(_name_unit_and_place(row))
    name = st.text_input("Navn", row.enhed_navn)
    st.caption("Får enheden et nyt navn, bliver det gamle stående som et af de andre navne.")
    aliases = st.text_area("Andre navne, som filerne bruger – ét pr. linje", _list_aliases(row))
    first_day = format_date_short(row.fra) if row.fra else ""
    first = st.text_input(
        escape_label(f"Første dag i {row.place}"), first_day, placeholder="Kendes ikke"
    )
    if st.button("Gem", type="primary"):
        _apply_edit(
            app,
            lambda rows: placement_edits.rename_unit(
                rows,
                enhed=row.enhed,
                navn=name.strip(),
                aliasser=[line.strip() for line in aliases.splitlines() if line.strip()],
                fra=_parse_first_day(first) if first.strip() else None,
            ),
        )


def ask_unit_removal(app: App, row: Placement) -> None:
    """Ask whether an enhed is to be removed as if it had never been there, in a dialog."""
    changes.ask_confirmation(
        app,
        "Fjern enheden?",
        f"**{escape_text(name_unit(row))}** fjernes helt, som om den aldrig havde været der. Er "
        "den lukket, så brug **Luk** i stedet. Dens fravær bliver stående i tallene.",
        yes="Ja, fjern",
        no="Behold",
        change=lambda: _edit(app, lambda rows: placement_edits.remove_unit(rows, enhed=row.enhed)),
    )


def ask_reopening(app: App, row: Placement) -> None:
    """Ask whether the closing of an enhed is to be taken back, in a dialog."""
    changes.ask_confirmation(
        app,
        "Åbn enheden igen?",
        f"{_name_unit_and_place(row)}\n\nEnheden gælder igen som åben, og årsag og efterfølger "
        "slettes.",
        yes="Ja, åbn igen",
        change=lambda: _edit(app, lambda rows: placement_edits.reopen_unit(rows, enhed=row.enhed)),
    )


def _apply_edit(app: App, edit: PlacementEdit) -> None:
    changes.apply_change(lambda: _edit(app, edit))


def _edit(app: App, edit: PlacementEdit) -> str:
    return f"{organisation.change(app.store, edit, by=app.viewer.name)}."


def _name_unit_and_place(row: Placement) -> str:
    return f"**{escape_text(name_unit(row))}** · {escape_text(row.place)}"


def _ask_successor(rows: Placements, row: Placement) -> str:
    successors = {
        placement.enhed: name_unit(placement)
        for placement in rows
        if not placement.til and not placement.is_of_enhed(row.enhed)
    }
    chosen = st.selectbox(
        "Efterfølger", ["", *successors], format_func=lambda number: successors.get(number, _NONE)
    )
    st.caption("Efterfølgeren fører enheden videre fra dagen efter.")
    return chosen


def _ask_place(rows: Placements) -> tuple[str, str]:
    """Ask for an afdeling; for one that is new, also for its område."""
    newest = {row.afdeling: row.omraade for row in sort_by_first_day(rows) if row.afdeling}
    afdeling = _ask_one_of("Afdeling", sorted(newest))
    if not afdeling or afdeling in newest:
        return afdeling, newest.get(afdeling, "")
    return afdeling, _ask_one_of("Område", sorted({name for name in newest.values() if name}))


def _ask_one_of(field: str, names: list[str]) -> str:
    chosen: str | None = st.selectbox(
        field, names, index=None, accept_new_options=True, placeholder=_CHOOSE
    )
    return (chosen or "").strip()


def _parse_first_day(text: str) -> date:
    return parse_day(text, what="Første dag")


def _list_aliases(row: Placement) -> str:
    return "\n".join(row.aliasser)
