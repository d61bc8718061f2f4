"""Afdelinger: all of them on one scale, and one in focus with its enheder."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts import afdelinger, enheder
from charts.afdelinger import AfdelingFigures
from core.nodes import Level
from metrics import maaltal, rullende
from metrics.result import MaaltalResult, RullendeResult
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

_TITLE = "Afdelingerne på samme skala"


def render(app: App) -> None:
    """Show the page."""
    with variant_choice.choose_figures(app) as chosen:
        reader, quarter, row, _ = chosen
        kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        figures = AfdelingFigures.read(reader, quarter)
        with row:
            focus = filters.choose_afdeling(figures.rullende)
        _show_page(app, chosen, kommune, figures=figures, focus=focus)


def _show_page(
    app: App,
    chosen: VariantFigures,
    kommune: RullendeResult,
    *,
    figures: AfdelingFigures,
    focus: str,
) -> None:
    reader, quarter, result = chosen.reader, chosen.quarter, figures.rullende
    frame.write_title(afdelinger.write_title(result, selected=focus))
    frame.write_basis(app, result, sending=chosen.sending)
    message.show_message()
    if not chosen.sending:
        variant_choice.show_difference(app, kommune)
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    draw = partial(afdelinger.draw_chart, figures, selected=focus, title=_TITLE)
    chart_view.show(
        draw,
        result,
        table=make_node_table(result, _NODES, caption=caption, maaltal=figures.maaltal),
        narrow=partial(draw, narrow=True),
    )
    choice = part_choice.PartChoice(app, quarter)
    choice.offer("afdelinger", focus)
    frame.show_breaks(result)
    correction_banner.show(app, kommune, result)
    frame.show_corrections(result, figures.series)
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
        unit_targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.ENHED)
        name = _find_name(result, focus)
        _show_enheder(afdeling_units, focus, targets=unit_targets, name=name)
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


def _find_name(result: RullendeResult, focus: str) -> str:
    """The name of the afdeling with that key."""
    return index_by_key(result.rows)[focus].name


def _show_enheder(
    units: RullendeResult, focus: str, *, targets: MaaltalResult | None, name: str
) -> None:
    """The enheder of the afdeling in focus."""
    if not units.rows:
        st.info("Afdelingen har ingen enheder i denne opgørelse.", icon=":material/info:")
        return
    draw = partial(enheder.draw_chart, units, afdeling=focus, maaltal=targets)
    caption = f"Enhederne i {name}, dagsværk {units.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        draw,
        units,
        table=make_node_table(units, _NODES, caption=caption, maaltal=targets),
        narrow=partial(draw, narrow=True),
    )
    for reason in list_reasons(units):
        st.caption(escape_text(reason))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
