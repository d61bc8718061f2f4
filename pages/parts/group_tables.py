"""Groups that go across the organisation: those of HR before and after, and personalegrupper."""

from dataclasses import replace

import streamlit as st

from core.nodes import Level
from core.quarter import Quarter
from metrics import grupper, rullende
from metrics.result import GruppeResult
from pages.parts import chart_view, table_view
from pages.parts.escaping import escape_text
from phrases import grupper as phrases
from phrases.figure_tables import make_node_table
from phrases.text_tables import TextTable
from store.figures import Reader

_BEFORE_AFTER = ("employees", "before", "value", "change", "difference")
_NODES = ("employees", "value", "previous", "change", "short", "long", "long_share")


def show_groups(reader: Reader, *, quarter: Quarter) -> None:
    """Show each group that has begun beside the rest of the kommune, if there is any."""
    if not grupper.has_begun(reader, quarter=quarter):
        return
    result = grupper.read_grupper(reader, quarter=quarter, level=Level.GRUPPE)
    st.header(result.noegletal.label, anchor=False)
    for sentence in phrases.write_sentences(result):
        st.markdown(escape_text(sentence))
    table_view.show(make_group_table(result))
    chart_view.offer_csv(result, "grupper")


def make_group_table(result: GruppeResult) -> TextTable:
    """Make the table of HR's groups and the rest, with a difference at the groups only."""
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    node_table = make_node_table(result, _BEFORE_AFTER, caption=caption)
    place = [column.key for column in node_table.columns].index("difference")
    lines = [
        line if row.is_group else replace(line, cells=_clear_cell(line.cells, place))
        for line, row in zip(node_table.rows, result.rows, strict=True)
    ]
    return replace(node_table, rows=tuple(lines))


def _clear_cell(cells: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*cells[:place], "", *cells[place + 1 :])


def show_personalegrupper(reader: Reader, *, quarter: Quarter, within: str, name: str) -> None:
    """Show the personalegrupper of the kommune or of an afdeling, where the data tell them."""
    if Level.PERSONALEGRUPPE not in rullende.find_levels(reader, quarter=quarter):
        return
    result = rullende.read_rullende(reader, quarter=quarter, level=Level.PERSONALEGRUPPE)
    groups = replace(result, rows=tuple(row for row in result.rows if row.parent == within))
    if not groups.rows:
        return
    st.header("Personalegrupper", anchor=False)
    per = result.denominator.per
    caption = f"Personalegrupper i {name}, dagsværk {per}, rullende fire kvartaler"
    table_view.show(make_node_table(groups, _NODES, caption=caption))
    chart_view.offer_csv(groups, "personalegrupper")
