"""Enheder: a line for each of them, by afdeling, and a search among them."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from charts import enheder
from core import danish
from core.nodes import Level
from metrics import rullende
from pages.parts import (
    chart_view,
    correction_banner,
    figure_choice,
    filters,
    frame,
    message,
    signal_view,
    unit_search,
    unit_table,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.figure_choice import ChosenFigures
from pages.parts.filters import Place
from pages.parts.part_choice import PartChoice
from pages.parts.unit_table import LevelFigures
from phrases import headlines
from phrases.figure_tables import ROLLING_COLUMNS, make_node_table
from phrases.hidden import list_reasons

_TABS = ("Enhederne", "Til analytikeren")


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app, with_variants=True) as chosen:
        reader, quarter, place = chosen.reader, chosen.quarter, chosen.place
        afdelinger = LevelFigures.read_if_any(reader, quarter, Level.AFDELING)
        units = _select_within(LevelFigures.read(reader, quarter, Level.ENHED), afdelinger, place)
        title = headlines.count_falls(units.rullende)
        if place.level is not Level.KOMMUNE:
            title = f"{place.name}: {title[0].lower()}{title[1:]}"
        chosen.head.write(app, title, units.rullende, sending=chosen.sending)
        message.show_message()
        if not chosen.sending:
            kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
            figure_choice.show_difference(app, kommune)
        correction_banner.show(app, units.rullende)
        listing, analysis = st.tabs(_TABS, key="faner-enheder", on_change="rerun")
        if listing.open:
            with listing:
                _show_list(app, chosen, units, afdelinger)
        if analysis.open:
            with analysis:
                signal_view.show_signal(
                    reader,
                    quarter=quarter,
                    level=place.level,
                    key=place.key,
                    units=units.rullende,
                )


def _select_within(
    units: LevelFigures, afdelinger: LevelFigures | None, place: Place
) -> LevelFigures:
    """Return the figures of the enheder of a place."""
    if place.level is Level.KOMMUNE:
        return units
    rows = afdelinger.rullende.rows if afdelinger else ()
    above = {place.key, *(row.key for row in rows if row.parent == place.key)}
    return units.select(row for row in units.rullende.rows if row.parent in above)


def _show_list(
    app: App, chosen: ChosenFigures, units: LevelFigures, afdelinger: LevelFigures | None
) -> None:
    with st.container(key="soeg"):
        search = filters.ask_text("Søg", name="soeg", placeholder="Enhedens navn eller nummer")
    shown, remarks = _search(app, chosen, units, search) if search else (units, {})
    result, place = units.rullende, chosen.place
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    if shown.rullende.rows:
        unit_table.show(shown, caption=caption, afdelinger=afdelinger, remarks=remarks)
    is_afdeling = place.level is Level.AFDELING
    draw = partial(enheder.draw_chart, result, afdeling=place.key, maaltal=units.maaltal)
    choice = PartChoice(app, chosen.quarter)
    chart_view.show_files(
        draw if is_afdeling else None,
        result,
        table=make_node_table(result, ROLLING_COLUMNS, caption=caption, maaltal=units.maaltal),
        files=chart_view.FileNames("enheder", headlines.count_falls(result)),
        offer_part=partial(choice.offer, "enheder", place.key) if is_afdeling else None,
    )
    if reasons := list_reasons(result):
        st.caption("  \n".join(map(escape_text, reasons)))
    frame.show_corrections(result)


def _search(
    app: App, chosen: ChosenFigures, units: LevelFigures, search: str
) -> tuple[LevelFigures, Mapping[str, str]]:
    """Return what a search finds, with the other name that an enhed was found by; say how many."""
    rows = units.rullende.rows
    names = unit_search.read_other_names(app, chosen.reader)
    matches = unit_search.find_matches(rows, search, other_names=names)
    count = danish.format_count(len(rows), "enhed", "enheder")
    number = danish.format_number(len(matches), 0) if matches else "Ingen"
    st.caption(escape_text(f"{number} af {count} passer til »{search}«"))
    remarks = {key: f"Også kaldet {name}" for key, name in matches.items() if name}
    return units.select(row for row in rows if row.key in matches), remarks


if __name__ == "__main__":
    import dashboard

    dashboard.main()
