"""One afdeling: its way to its figure beside the kommune's, what moved most, and its enheder."""

from functools import partial

import streamlit as st

from bilag.development import make_table
from charts import enheder, udvikling
from charts.afdelinger import AfdelingFigures
from core.nodes import Level
from metrics import forloeb, langtidsfriske, rullende
from metrics.result import RullendeResult
from metrics.rows import index_by_key
from pages.parts import (
    chart_view,
    figure_lines,
    filters,
    frame,
    group_tables,
    signal_view,
    table_view,
    unit_table,
)
from pages.parts.addresses import write_address
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.figure_choice import ChosenFigures
from pages.parts.part_choice import PartChoice
from pages.parts.unit_table import LevelFigures
from phrases import headlines
from phrases.figure_tables import ROLLING_COLUMNS, make_node_table
from phrases.forloeb import describe_node_spells
from phrases.hidden import list_reasons
from phrases.key_figures import list_key_figures
from phrases.largest_changes import make_largest_tables
from phrases.signal import name_signal

_TABS = ("Nyt", "Til analytikeren")


def show(
    app: App,
    chosen: ChosenFigures,
    figures: AfdelingFigures,
    *,
    kommune: RullendeResult,
    choice: PartChoice,
) -> None:
    """Show the afdeling that is looked at, beside the kommune."""
    reader, quarter, (key, name) = chosen.reader, chosen.quarter, chosen.place
    everywhere = LevelFigures.read(reader, quarter, Level.ENHED)
    units = everywhere.select(row for row in everywhere.rullende.rows if row.parent == key)
    whole = write_address("afdelinger", place=filters.KOMMUNE.key)
    chosen.head.line.offer("Alle afdelinger", whole)
    overview, analysis = st.tabs(_TABS, key="faner", on_change="rerun")
    if analysis.open:
        with analysis:
            signal_view.show_signal(
                reader, quarter=quarter, level=Level.AFDELING, key=key, units=units.rullende
            )
        return
    with overview:
        with st.container(key="nyt"):
            chart_column, figure_column = st.columns([2, 1], gap="large")
        with chart_column:
            _show_development(chosen, figures, choice=choice)
        with figure_column:
            friske = langtidsfriske.read_if_any(reader, quarter=quarter, level=Level.AFDELING)
            spells = forloeb.read_if_any(reader, quarter=quarter, level=Level.AFDELING)
            own_figures = list_key_figures(
                figures.rullende, friske, figures.maaltal, key=key, forloeb=spells
            )
            row = index_by_key(figures.rullende.rows)[key]
            comparison = headlines.compare_with_kommune(figures.rullende, row, kommune)
            verdict = figures.verdicts.get(key)
            signal = name_signal(verdict) if verdict else ""
            st.markdown(f"**{escape_text(comparison)}**  \n{escape_text(signal)}")
            figure_lines.show(app, own_figures, since=(quarter - 1).label)
            if spells and (text := describe_node_spells(spells, key)):
                st.caption(escape_text(text))
        _show_largest(units.rullende)
        _show_enheder(units, key=key, name=name, choice=choice)
        group_tables.show_personalegrupper(reader, quarter=quarter, within=key, name=name)


def _show_development(
    chosen: ChosenFigures, figures: AfdelingFigures, *, choice: PartChoice
) -> None:
    key, name = chosen.place
    kommune = rullende.read_udvikling(chosen.reader, quarter=chosen.quarter, level=Level.KOMMUNE)
    series, targets = figures.series, figures.maaltal
    own = series.select_node(key)
    caption = f"{name}, dagsværk {series.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        partial(udvikling.draw_chart, series, key=key, maaltal=targets, kommune=kommune),
        own,
        table=make_table(series, key, maaltal=targets, kommune=kommune, caption=caption),
        offer_part=partial(choice.offer, "udvikling", key),
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


def _show_enheder(units: LevelFigures, *, key: str, name: str, choice: PartChoice) -> None:
    result, targets = units.rullende, units.maaltal
    if not result.rows:
        st.info("Afdelingen har ingen enheder i denne opgørelse.", icon=":material/info:")
        return
    title = headlines.name_largest_change(result)
    st.header(escape_text(title), anchor=False)
    caption = f"Enhederne i {name}, dagsværk {result.denominator.per}, rullende fire kvartaler"
    unit_table.show(units, caption=caption)
    chart_view.show_files(
        partial(enheder.draw_chart, result, afdeling=key, maaltal=targets),
        result,
        table=make_node_table(result, ROLLING_COLUMNS, caption=caption, maaltal=targets),
        files=chart_view.FileNames("enheder", title),
        offer_part=partial(choice.offer, "enheder", key),
    )
    if reasons := list_reasons(result):
        st.caption("  \n".join(map(escape_text, reasons)))
