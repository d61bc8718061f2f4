"""One afdeling: its way to its figure beside the kommune's, what moved most, and its enheder."""

from dataclasses import replace
from functools import partial

import streamlit as st

from bilag.development import make_table
from charts import enheder, udvikling
from charts.afdelinger import AfdelingFigures
from core.nodes import Level
from metrics import maaltal, rullende
from metrics.result import MaaltalResult, RullendeResult, SeriesResult
from metrics.rows import index_by_key
from pages.parts import (
    chart_view,
    frame,
    group_tables,
    related_figures,
    signal_view,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.figure_choice import ChosenFigures
from pages.parts.part_choice import PartChoice
from phrases.figure_tables import make_node_table
from phrases.hidden import list_reasons
from phrases.largest_changes import make_largest_tables

NODES = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip


def show(
    app: App, chosen: ChosenFigures, figures: AfdelingFigures, *, key: str, choice: PartChoice
) -> None:
    """Show the afdeling of a key."""
    reader, quarter = chosen.reader, chosen.quarter
    units = rullende.read_rullende(reader, quarter=quarter, level=Level.ENHED)
    units = replace(units, rows=tuple(row for row in units.rows if row.parent == key))
    targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.ENHED)
    kommune = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    name = index_by_key(figures.rullende.rows)[key].name
    related = related_figures.read_related(reader, quarter=quarter, level=Level.AFDELING)
    related_figures.show(app, related, key=key)
    signal_view.show_signal(reader, quarter=quarter, level=Level.AFDELING, key=key, units=units)
    _show_development(figures, kommune, key=key, name=name)
    choice.offer("udvikling", key)
    _show_largest(units)
    _show_enheder(units, targets, key=key, name=name)
    if units.rows:
        choice.offer("enheder", key)
    group_tables.show_personalegrupper(reader, quarter=quarter, within=key, name=name)


def _show_development(
    figures: AfdelingFigures, kommune: SeriesResult, *, key: str, name: str
) -> None:
    series, targets = figures.series, figures.maaltal
    own = series.select_node(key)
    caption = f"{name}, dagsværk {series.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        partial(udvikling.draw_chart, series, key=key, maaltal=targets, kommune=kommune),
        own,
        table=make_table(series, key, maaltal=targets, kommune=kommune, caption=caption),
    )
    frame.show_events(own, first=udvikling.find_first_quarter(series, key))


def _show_largest(units: RullendeResult) -> None:
    """Show the enheder that rose and fell most since the opgørelse before, beside each other."""
    tables = make_largest_tables(units)
    if tables:
        since = (units.quarter - 1).label
        st.header("De største stigninger og fald", anchor=False)
        st.caption(f"Enheder, dagsværk {units.denominator.per}, ændring siden {since}")
        for column, table in zip(st.columns(2, gap="large"), tables, strict=False):
            with column:
                table_view.show(table)


def _show_enheder(
    units: RullendeResult, targets: MaaltalResult | None, *, key: str, name: str
) -> None:
    if not units.rows:
        st.info("Afdelingen har ingen enheder i denne opgørelse.", icon=":material/info:")
        return
    draw = partial(enheder.draw_chart, units, afdeling=key, maaltal=targets)
    caption = f"Enhederne i {name}, dagsværk {units.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        draw,
        units,
        table=make_node_table(units, NODES, caption=caption, maaltal=targets),
        narrow=partial(draw, narrow=True),
    )
    for reason in list_reasons(units):
        st.caption(escape_text(reason))
