"""Groups that go across the organisation: those of HR before and after, and personalegrupper."""

from dataclasses import replace

import streamlit as st

from core.nodes import Level
from core.quarter import Quarter
from metrics import grupper, rullende
from metrics.result import GruppeResult
from pages.parts import figure, table
from pages.parts.text import plain
from phrases import grupper as phrases
from phrases.text_tables import TextTable
from store.figures import Reader

_BEFORE_AFTER = ("employees", "before", "value", "change", "difference")
_NODES = ("employees", "value", "previous", "change", "short", "long", "long_share")


def before_and_after(reader: Reader, *, quarter: Quarter) -> None:
    """Show each group that has begun beside the rest of the kommune, if there is any."""
    if not grupper.has_begun(reader, quarter=quarter):
        return
    result = grupper.grupper(reader, quarter=quarter, level=Level.GRUPPE)
    st.header(result.noegletal.label, anchor=False)
    for sentence in phrases.sentences(result):
        st.markdown(plain(sentence))
    table.show(beside_rest(result))
    figure.figures(result, "grupper")


def beside_rest(result: GruppeResult) -> TextTable:
    """Make the table of groups and the rest: the difference stands at the group alone."""
    caption = f"Dagsværk {result.denominator.per}, rullende fire kvartaler"
    made = table.of_nodes(result, _BEFORE_AFTER, caption=caption)
    at = [column.key for column in made.columns].index("difference")
    lines = [
        line if row.is_group else replace(line, cells=_emptied(line.cells, at))
        for line, row in zip(made.rows, result.rows, strict=True)
    ]
    return replace(made, rows=tuple(lines))


def _emptied(cells: tuple[str, ...], at: int) -> tuple[str, ...]:
    return (*cells[:at], "", *cells[at + 1 :])


def personalegrupper(reader: Reader, *, quarter: Quarter, within: str, name: str) -> None:
    """Show the personalegrupper of the kommune or of an afdeling, where the data tell them."""
    if Level.PERSONALEGRUPPE not in rullende.levels(reader, quarter=quarter):
        return
    result = rullende.rullende(reader, quarter=quarter, level=Level.PERSONALEGRUPPE)
    own = replace(result, rows=tuple(row for row in result.rows if row.parent == within))
    if not own.rows:
        return
    st.header("Personalegrupper", anchor=False)
    caption = f"{name}, dagsværk {result.denominator.per}, rullende fire kvartaler"
    table.show(table.of_nodes(own, _NODES, caption=caption))
    figure.figures(own, "personalegrupper")
