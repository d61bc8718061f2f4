"""Afdelinger: all of them on one scale, and one in focus with its enheder."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts import afdelinger, enheder
from charts.chart import Chart
from core.nodes import Level
from metrics import rullende
from metrics.result import RullendeResult, SeriesResult
from metrics.rows import index_by_key
from pages.parts import (
    chart_view,
    correction_banner,
    filters,
    frame,
    group_tables,
    message,
    part_choice,
    related_figures,
    signal_view,
    variant_choice,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.variant_choice import VariantFigures
from phrases.figure_tables import make_node_table
from phrases.hidden import list_reasons

_NODES = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip


def render(app: App) -> None:
    """Show the page."""
    with variant_choice.choose_figures(app) as chosen:
        reader, quarter, row, _ = chosen
        kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        now = rullende.read_rullende(reader, quarter=quarter, level=Level.AFDELING)
        with row:
            focus = filters.choose_afdeling(now)
        _show_page(app, chosen, kommune, result=now, focus=focus)


def _show_page(
    app: App, chosen: VariantFigures, kommune: RullendeResult, *, result: RullendeResult, focus: str
) -> None:
    reader, quarter = chosen.reader, chosen.quarter
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.AFDELING)
    frame.write_title(afdelinger.write_title(series, selected=focus))
    frame.write_basis(app, result, sending=chosen.sending)
    message.show_message()
    if not chosen.sending:
        variant_choice.show_difference(app, kommune)
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        partial(_draw_on_one_scale, series, focus, columns=4),
        result,
        table=make_node_table(result, _NODES, caption=caption),
        narrow=partial(_draw_on_one_scale, series, focus, columns=2, name="afdelinger-smal"),
    )
    choice = part_choice.PartChoice(app, quarter)
    choice.offer("afdelinger", focus)
    frame.show_breaks(result)
    correction_banner.show(app, kommune, result)
    frame.show_corrections(result, series)
    if focus:
        units = rullende.read_rullende(reader, quarter=quarter, level=Level.ENHED)
        afdeling_units = replace(
            units, rows=tuple(row for row in units.rows if row.parent == focus)
        )
        related = related_figures.read_related(reader, quarter=quarter, level=Level.AFDELING)
        related_figures.show(app, related, key=focus)
        signal_view.show_signal(
            reader, quarter=quarter, level=Level.AFDELING, key=focus, units=afdeling_units
        )
        _show_enheder(afdeling_units, focus, name=_find_name(result, focus))
        if afdeling_units.rows:
            choice.offer("enheder", focus)
        group_tables.show_personalegrupper(
            reader, quarter=quarter, within=focus, name=_find_name(result, focus)
        )
    else:
        st.caption("Vælg en afdeling ovenfor for at se dens enheder.")
        group_tables.show_personalegrupper(
            reader, quarter=quarter, within="kommune", name="Hele kommunen"
        )


def _draw_on_one_scale(
    series: SeriesResult, focus: str, *, columns: int, dark: bool, name: str = "afdelinger"
) -> Chart:
    """Draw the afdelinger under a title that is not the page's own."""
    chart = afdelinger.draw_chart(series, selected=focus, columns=columns, dark=dark)
    return replace(chart, name=name, title="Afdelingerne på samme skala")


def _find_name(result: RullendeResult, focus: str) -> str:
    """The name of the afdeling with that key."""
    return index_by_key(result.rows)[focus].name


def _show_enheder(units: RullendeResult, focus: str, *, name: str) -> None:
    """The enheder of the afdeling in focus."""
    if not units.rows:
        st.info("Afdelingen har ingen enheder i denne opgørelse.", icon=":material/info:")
        return
    draw = partial(enheder.draw_chart, units, afdeling=focus)
    since = (units.quarter - 1).label
    caption = (
        f"Enhederne i {name}, dagsværk {units.denominator.per}; ændring siden {since} i parentes"
    )
    chart_view.show(draw, units, table=make_node_table(units, _NODES, caption=caption))
    for reason in list_reasons(units):
        st.caption(escape_text(reason))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
