"""The enheder of the organisation: found, listed by afdeling, one opened for changes."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from core import danish
from core.danish import format_date_short
from core.placement import Placement
from pages.parts import filters, table, unit_form
from pages.parts.app import App
from pages.parts.text import plain
from phrases.text_tables import TextColumn, TextRow, TextTable
from services.placement_edits import Placements, find_newest, name_unit

_HEADS = ("Enhed", "Nummer", "Åbnet", "Lukker", "Årsag", "Efterfølger", "Andre navne")
_COURSE = ("Afdeling", "Fra", "Til og med", "Årsag", "Efterfølger")
_UNKNOWN = "–"


def matching(rows: Placements, *, day: date, afdeling: str, sought: str) -> Placements:
    """Return the places that hold on a day, in an afdeling, of enheder that a search finds."""
    wanted = sought.casefold()
    return tuple(
        row
        for row in rows
        if row.covers_day(day)
        and (not afdeling or row.afdeling == afdeling)
        and _is_found(row, wanted)
    )


def tables(shown: Placements, known: Placements, *, day: date, unfolded: bool) -> None:
    """List the enheder, an afdeling at a time."""
    if known and not shown:
        st.info(
            f"Ingen enheder passer til det, der er valgt, den {danish.format_date_long(day)}. Ret "
            "dagen, afdelingen eller søgningen.",
            icon=":material/info:",
        )
    names = {row.enhed: row.enhed_navn for row in known}
    with st.container(key="enheder"):
        _groups(shown, names, unfolded=unfolded)


def _groups(shown: Placements, names: dict[str, str], *, unfolded: bool) -> None:
    ordered = sorted(shown, key=lambda row: (row.omraade, row.place))
    omraade = ""
    for place, group in groupby(ordered, key=lambda row: row.place):
        rows = list(group)
        if rows[0].omraade != omraade:
            st.caption(plain(rows[0].omraade))
        omraade = rows[0].omraade
        count = danish.format_count(len(rows), "enhed", "enheder")
        with st.expander(f"{plain(place or 'Uden afdeling')} · {count}", expanded=unfolded):
            table.show(_table(place, rows, names))


def choose(app: App, rows: Placements) -> None:
    """Let an enhed be chosen, and show its course and what can be done with it."""
    names = {row.enhed: name_unit(row) for row in sorted(rows, key=lambda one: one.fra or date.min)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="vaelg"):
        number = filters.choose(
            "Ret en enhed",
            ["", *sorted(names, key=lambda one: names[one].casefold())],
            name="enhed",
            shown=lambda one: names.get(one, "Vælg enhed"),
        )
        if st.button("Tilføj enhed", icon=":material/add:"):
            unit_form.add(app, rows)
    if number:
        _one(app, rows, find_newest(rows, number))


def _one(app: App, rows: Placements, row: Placement) -> None:
    with st.container(border=True):
        table.show(_course(rows, row))
        if row.aliasser:
            st.caption(f"Andre navne: {plain(danish.join_words(row.aliasser))}")
        with st.container(horizontal=True):
            if row.til:
                if st.button("Åbn igen", icon=":material/undo:"):
                    unit_form.reopen(app, row)
            else:
                if st.button("Luk", icon=":material/event_busy:"):
                    unit_form.close(app, rows, row)
                if st.button("Flyt", icon=":material/drive_file_move:"):
                    unit_form.move(app, rows, row)
            if st.button("Ret navn og dato", icon=":material/edit:"):
                unit_form.rename(app, row)
            if st.button("Fjern", icon=":material/delete:", type="tertiary"):
                unit_form.remove(app, row)


def _course(rows: Placements, row: Placement) -> TextTable:
    """Where an enhed has stood, newest first."""
    names = {one.enhed: one.enhed_navn for one in rows}
    own = sorted((one for one in rows if one.is_of_enhed(row.enhed)), key=_since, reverse=True)
    lines = [
        (one.place, _from(one), _until(one), _cause(one), names.get(one.efterfoelger, ""))
        for one in own
    ]
    return _without_empty(name_unit(row), _COURSE, lines)


def _table(place: str, rows: list[Placement], names: dict[str, str]) -> TextTable:
    lines = [
        (
            row.enhed_navn,
            row.enhed,
            _from(row),
            format_date_short(row.til) if row.til else "",
            _cause(row),
            names.get(row.efterfoelger, row.efterfoelger),
            ", ".join(row.aliasser),
        )
        for row in rows
    ]
    return _without_empty(f"Enhederne i {place}", _HEADS, lines)


def _without_empty(caption: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> TextTable:
    """Make a table of the columns that say anything."""
    used = [i for i in range(len(heads)) if any(line[i] not in {"", _UNKNOWN} for line in lines)]
    columns = tuple(TextColumn(heads[i], heads[i], numeric=False) for i in used)
    return TextTable(
        caption, columns, tuple(TextRow(tuple(line[i] for i in used)) for line in lines)
    )


def _is_found(row: Placement, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (row.enhed, row.enhed_navn, *row.aliasser))


def _from(row: Placement) -> str:
    return format_date_short(row.fra) if row.fra else _UNKNOWN


def _until(row: Placement) -> str:
    return format_date_short(row.til) if row.til else "Gælder"


def _cause(row: Placement) -> str:
    return row.aarsag.capitalize()


def _since(row: Placement) -> date:
    return row.fra or date.min
