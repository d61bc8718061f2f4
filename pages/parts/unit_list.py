"""The enheder of the organisation: found, listed by afdeling, one opened for changes."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from core import danish
from core.danish import format_date_short
from core.placement import Placement
from pages.parts import filters, table_view, unit_form
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.text_tables import TextTable, drop_empty_columns, make_table
from services.placement_edits import Placements, find_newest, name_unit, sort_by_first_day

_HEADS = ("Enhed", "Nummer", "Åbnet", "Lukker", "Årsag", "Efterfølger", "Andre navne")
_COURSE = ("Afdeling", "Fra", "Til og med", "Årsag", "Efterfølger")
_UNKNOWN = "–"


def filter_placements(rows: Placements, *, day: date, afdeling: str, search: str) -> Placements:
    """Return the placements that hold on a day, of an afdeling and a search where there are any."""
    folded = search.casefold()
    return tuple(
        row
        for row in rows
        if row.covers_day(day)
        and (not afdeling or row.afdeling == afdeling)
        and _matches_search(row, folded)
    )


def show_tables(matches: Placements, placements: Placements, *, day: date, unfolded: bool) -> None:
    """List the enheder, an afdeling at a time."""
    if placements and not matches:
        st.info(
            f"Ingen enheder passer til det, der er valgt, den {danish.format_date_long(day)}. Ret "
            "dagen, afdelingen eller søgningen.",
            icon=":material/info:",
        )
    names = {row.enhed: row.enhed_navn for row in placements}
    with st.container(key="enheder"):
        _show_afdelinger(matches, names, unfolded=unfolded)


def _show_afdelinger(placements: Placements, names: dict[str, str], *, unfolded: bool) -> None:
    ordered = sorted(placements, key=lambda row: (row.omraade, row.place))
    omraade = ""
    for place, group in groupby(ordered, key=lambda row: row.place):
        rows = list(group)
        if rows[0].omraade != omraade:
            st.caption(escape_text(rows[0].omraade))
        omraade = rows[0].omraade
        count = danish.format_count(len(rows), "enhed", "enheder")
        with st.expander(f"{escape_text(place or 'Uden afdeling')} · {count}", expanded=unfolded):
            table_view.show(_make_unit_table(place, rows, names))


def choose_unit(app: App, rows: Placements) -> None:
    """Let an enhed be chosen, and show its course and what can be done with it."""
    names = {row.enhed: name_unit(row) for row in sort_by_first_day(rows)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="vaelg"):
        number = filters.choose(
            "Ret en enhed",
            ["", *sorted(names, key=lambda enhed: names[enhed].casefold())],
            name="enhed",
            format_option=lambda enhed: names.get(enhed, "Vælg enhed"),
        )
        if st.button("Tilføj enhed", icon=":material/add:"):
            unit_form.ask_new_unit(app, rows)
    if number:
        _show_unit(app, rows, find_newest(rows, number))


def _show_unit(app: App, rows: Placements, row: Placement) -> None:
    with st.container(border=True):
        table_view.show(_make_course_table(rows, row))
        if row.aliasser:
            st.caption(f"Andre navne: {escape_text(danish.join_words(row.aliasser))}")
        with st.container(horizontal=True):
            if row.til:
                if st.button("Åbn igen", icon=":material/undo:"):
                    unit_form.ask_reopening(app, row)
            else:
                if st.button("Luk", icon=":material/event_busy:"):
                    unit_form.ask_closing(app, rows, row)
                if st.button("Flyt", icon=":material/drive_file_move:"):
                    unit_form.ask_move(app, rows, row)
            if st.button("Ret navn og dato", icon=":material/edit:"):
                unit_form.ask_correction(app, row)
            if st.button("Fjern", icon=":material/delete:", type="tertiary"):
                unit_form.ask_unit_removal(app, row)


def _make_course_table(rows: Placements, row: Placement) -> TextTable:
    """Make the table of the places that an enhed has had, newest first."""
    names = {placement.enhed: placement.enhed_navn for placement in rows}
    course = sort_by_first_day(placement for placement in rows if placement.is_of_enhed(row.enhed))
    lines = [
        (
            placement.place,
            _format_first_day(placement),
            _format_last_day(placement),
            _format_cause(placement),
            names.get(placement.efterfoelger, ""),
        )
        for placement in reversed(course)
    ]
    return _make_compact_table(name_unit(row), _COURSE, lines)


def _make_unit_table(place: str, rows: list[Placement], names: dict[str, str]) -> TextTable:
    lines = [
        (
            row.enhed_navn,
            row.enhed,
            _format_first_day(row),
            format_date_short(row.til) if row.til else "",
            _format_cause(row),
            names.get(row.efterfoelger, row.efterfoelger),
            ", ".join(row.aliasser),
        )
        for row in rows
    ]
    return _make_compact_table(f"Enhederne i {place}", _HEADS, lines)


def _make_compact_table(
    caption: str, heads: Sequence[str], lines: Sequence[Sequence[str]]
) -> TextTable:
    """Make a table without the columns that are empty in every line."""
    return drop_empty_columns([make_table(caption, heads, lines)], empty=("", _UNKNOWN))[0]


def _matches_search(row: Placement, folded: str) -> bool:
    return any(folded in name.casefold() for name in (row.enhed, row.enhed_navn, *row.aliasser))


def _format_first_day(row: Placement) -> str:
    return format_date_short(row.fra) if row.fra else _UNKNOWN


def _format_last_day(row: Placement) -> str:
    return format_date_short(row.til) if row.til else "Gælder"


def _format_cause(row: Placement) -> str:
    return row.aarsag.capitalize()
