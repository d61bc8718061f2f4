"""Afdelinger: all of them on one scale, and one in focus with its enheder."""

from dataclasses import replace

import streamlit as st

from charts import afdelinger, enheder
from core.nodes import Level
from metrics import rullende
from metrics.result import RullendeResult
from metrics.rows import by_key
from pages.parts import beside, figure, filters, frame, groups, signal, table, variant
from pages.parts.app import App
from store.figures import Reader

_NODES = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip


def render(app: App) -> None:
    """Show the page."""
    with variant.chosen(app) as (reader, quarter, row):
        kommune = rullende.rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        now = rullende.rullende(reader, quarter=quarter, level=Level.AFDELING)
        with row:
            focus = filters.afdeling(now)
        _show(app, reader, kommune, now=now, focus=focus)


def _show(
    app: App, reader: Reader, kommune: RullendeResult, *, now: RullendeResult, focus: str
) -> None:
    quarter = now.quarter
    series = rullende.udvikling(reader, quarter=quarter, level=Level.AFDELING)
    chart, narrow = (
        afdelinger.chart(series, selected=focus, columns=columns, dark=frame.is_dark())
        for columns in (4, 2)
    )
    frame.title(chart.title)
    frame.rests_on(app, now)
    variant.difference(app, kommune)
    caption = f"Dagsværk {now.denominator.per}, rullende fire kvartaler"
    figure.show(
        replace(chart, title="Afdelingerne på samme skala"),
        now,
        table=table.of_nodes(now, _NODES, caption=caption),
        narrow=replace(narrow, name=f"{narrow.name}-smal"),
    )
    frame.breaks(now)
    frame.behind(now, series)
    if focus:
        units = rullende.rullende(reader, quarter=quarter, level=Level.ENHED)
        own = replace(units, rows=tuple(row for row in units.rows if row.parent == focus))
        beside.show(app, reader, quarter=quarter, level=Level.AFDELING, key=focus)
        signal.show(reader, quarter=quarter, level=Level.AFDELING, key=focus, units=own)
        _enheder(own, focus, name=_name(now, focus))
        groups.personalegrupper(reader, quarter=quarter, within=focus, name=_name(now, focus))
    else:
        st.caption("Vælg en afdeling ovenfor for at se dens enheder.")
        groups.personalegrupper(reader, quarter=quarter, within="kommune", name="Hele kommunen")


def _name(now: RullendeResult, focus: str) -> str:
    """The name of the afdeling with that key."""
    return by_key(now.rows)[focus].name


def _enheder(own: RullendeResult, focus: str, *, name: str) -> None:
    """The enheder of the afdeling in focus."""
    if not own.rows:
        st.info("Afdelingen har ingen enheder i denne opgørelse.", icon=":material/info:")
        return
    chart = enheder.chart(own, afdeling=focus, dark=frame.is_dark())
    since = (own.quarter - 1).label
    caption = (
        f"Enhederne i {name}, dagsværk {own.denominator.per}; ændring siden {since} i parentes"
    )
    figure.show(chart, own, table=table.of_nodes(own, _NODES, caption=caption))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
