"""What drove the change between two opgørelser, in the kommune or a part of it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

import streamlit as st

from charts import bidrag
from core.errors import NoDataError
from core.nodes import Level
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from metrics import forklaring, rullende
from metrics.computing.recipes import list_usual_comparisons
from metrics.declaration import Noegletal
from metrics.forklaring import ROLLING, SINGLE, LargestMovers
from metrics.forklaring.contributions import Contributions
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow, index_by_key
from pages.parts import (
    chart_view,
    filters,
    frame,
    group_tables,
    part_choice,
    sent_choice,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import bidrag as contribution_phrases
from phrases import forklaring as phrases
from phrases.change_tables import make_mover_table, make_part_table
from store.figures import Reader

_VIEWS = {ROLLING.covers: ROLLING, SINGLE.covers: SINGLE}
_LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING)


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as usual, st.container(horizontal=True, key="filtre"):
        quarter = filters.choose_quarter(usual)
        sending = sent_choice.choose_sending(usual, quarter)
        against = _choose_earlier_quarter(
            usual, quarter, only_usual=sending is not None or not app.viewer.is_hr
        )
        declared = _choose_declaration()
        level, key = _choose_node(usual, quarter)
    with _open_figures(app, sending, compared=(against, quarter)) as reader:
        result = forklaring.read_node_changes(
            reader, declared, quarter=quarter, level=level, against=against
        )
        node = index_by_key(result.rows)[key]
        movers = (
            forklaring.find_largest_movers(reader, result, node) if node.value is not None else None
        )
        contributions = forklaring.read_contributions(reader, declared, result, node)
        _show_node(app, replace(result, rows=(node,)), contributions, movers, sending)
        group_tables.show_groups(reader, quarter=quarter)


def _open_figures(
    app: App, sending: OpgoerelseStep | None, *, compared: tuple[Quarter, Quarter]
) -> AbstractContextManager[Reader]:
    if sending:
        return app.sent_figures(sending.quarter)
    return app.compared_figures(compared)


def _show_node(
    app: App,
    result: NodeChangeResult,
    contributions: Contributions,
    movers: LargestMovers | None,
    sending: OpgoerelseStep | None,
) -> None:
    node = result.rows[0]
    frame.write_title(contribution_phrases.write_headline(result, node, contributions))
    frame.write_basis(app, result, sending=sending)
    st.markdown(escape_text(phrases.write_paragraph(result, node)))
    if node.before_now is not None:
        frame.show_corrections(result)
    if movers:
        _show_change(result, node, contributions, movers)
        is_usual = result.noegletal is ROLLING and node.against == result.quarter - 1
        if is_usual and not sending:  # a bilag has no other comparison
            part_choice.PartChoice(app, result.quarter).offer("forklaring", node.key)


def _choose_earlier_quarter(reader: Reader, quarter: Quarter, *, only_usual: bool) -> Quarter:
    """Choose the earlier opgørelse, the newest of them first.

    What was sent, and what a role sees, is kept beside the usual ones only.
    """
    earlier = [before for before in rullende.find_quarters(reader) if before < quarter]
    if only_usual:
        earlier = [before for before in earlier if before in list_usual_comparisons(quarter)]
    if not earlier:
        raise NoDataError(f"Der er ingen opgørelse før {quarter.label} at sammenligne med.")
    return filters.choose("Siden", earlier, name="siden", format_option=lambda before: before.label)


def _choose_declaration() -> Noegletal:
    """Choose between the rolling figures and the single quarters."""
    covers = filters.choose(
        "Tid", list(_VIEWS), name="tid", format_option=lambda text: f"{text[0].upper()}{text[1:]}"
    )
    return _VIEWS[covers]


def _choose_node(reader: Reader, quarter: Quarter) -> tuple[Level, str]:
    """Choose the kommune, an område or an afdeling."""
    nodes: dict[str, tuple[Level, str]] = {}
    for level in rullende.find_levels(reader, quarter=quarter):
        if level in _LEVELS:
            for row in rullende.read_rullende(reader, quarter=quarter, level=level).rows:
                nodes[row.key] = level, row.name
    key = filters.choose(
        "Hvor", list(nodes), name="hvor", format_option=lambda code: _name_node(*nodes[code])
    )
    return nodes[key][0], key


def _name_node(level: Level, name: str) -> str:
    return "Hele kommunen" if level is Level.KOMMUNE else f"{level.label}: {name}"


def _show_change(
    result: NodeChangeResult,
    node: NodeChangeRow,
    contributions: Contributions,
    movers: LargestMovers,
) -> None:
    title = phrases.write_change_title(result, node)
    draw = partial(bidrag.draw_chart, result, node, contributions, title=title)
    chart_column, movers_column = st.columns([3, 2], gap="large")
    with chart_column:
        table = contribution_phrases.make_contribution_table(result, node, contributions)
        chart_view.show(draw, result, table=table, width=640)
        if note := contribution_phrases.explain_rounding(result, node, contributions):
            st.caption(escape_text(note))
        if comparison := phrases.explain_comparison(result, node):
            st.caption(comparison)
        with st.expander("Ændringen delt efter årsag", icon=":material/table:"):
            table_view.show(make_part_table(result, node))
    with movers_column:
        if movers.largest:
            st.header(escape_text(phrases.write_movers_heading(result, node, movers)), anchor=False)
            st.caption(f"Bidrag til ændringen, dagsværk {result.denominator.per}")
            with st.container(key="bag-enheder"):
                table_view.show(make_mover_table(result, movers))
        if movers.hidden:
            st.caption("Enheder, der ikke vises, er med i »øvrige«.")
    st.header("Lukkede arbejdspladser og skift af leverandør", anchor=False)
    st.markdown(escape_text(phrases.explain_workplaces(result, node)))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
