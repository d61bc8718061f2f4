"""What drove the change between two opgørelser, in the kommune or a part of it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

import streamlit as st

from charts import bidrag
from core.errors import NoDataError
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
from pages.parts.page_head import PageHead
from phrases import bidrag as contribution_phrases
from phrases import forklaring as phrases
from phrases.change_tables import make_mover_table, make_part_table
from store.figures import Reader

_VIEWS = {ROLLING.covers: ROLLING, SINGLE.covers: SINGLE}


def render(app: App) -> None:
    """Show the page."""
    head = PageHead()
    with app.figures() as usual, head.line.ask():
        quarter = filters.choose_quarter(head.line, usual)
        place = filters.choose_place(head.line, usual, quarter, app.viewer)
        sending = sent_choice.choose_sending(head.line, usual, quarter)
        against = _choose_earlier_quarter(
            head.line, usual, quarter, only_usual=sending is not None or not app.viewer.is_hr
        )
        declared = _choose_declaration(head.line)
    with _open_figures(app, sending, compared=(against, quarter)) as reader:
        result = forklaring.read_node_changes(
            reader, declared, quarter=quarter, level=place.level, against=against
        )
        node = index_by_key(result.rows)[place.key]
        movers = (
            forklaring.find_largest_movers(reader, result, node) if node.value is not None else None
        )
        contributions = forklaring.read_contributions(reader, declared, result, node)
        of_node = replace(result, rows=(node,))
        title = contribution_phrases.write_headline(of_node, node, contributions)
        head.write(app, title, of_node, sending=sending)
        _show_node(app, of_node, contributions, movers, sending)
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
    st.markdown(escape_text(phrases.write_paragraph(result, node)))
    if node.before_now is not None:
        frame.show_corrections(result)
    if movers:
        _show_change(result, node, contributions, movers)
        is_usual = result.noegletal is ROLLING and node.against == result.quarter - 1
        if is_usual and not sending:  # a bilag has no other comparison
            part_choice.PartChoice(app, result.quarter).offer("forklaring", node.key)


def _choose_earlier_quarter(
    line: filters.FilterLine, reader: Reader, quarter: Quarter, *, only_usual: bool
) -> Quarter:
    """Choose the earlier opgørelse, the newest of them first.

    What was sent, and what a role sees, is kept beside the usual ones only.
    """
    earlier = [before for before in rullende.find_quarters(reader) if before < quarter]
    if only_usual:
        earlier = [before for before in earlier if before in list_usual_comparisons(quarter)]
    if not earlier:
        raise NoDataError(f"Der er ingen opgørelse før {quarter.label} at sammenligne med.")
    return line.choose(
        "Siden",
        earlier,
        name="siden",
        format_option=lambda before: before.label,
        describe=lambda before: f"siden {before.label}",
    )


def _choose_declaration(line: filters.FilterLine) -> Noegletal:
    """Choose between the rolling figures and the single quarters."""
    covers = line.choose(
        "Tid",
        list(_VIEWS),
        name="tid",
        format_option=lambda text: f"{text[0].upper()}{text[1:]}",
        describe=lambda text: "" if text == ROLLING.covers else text,
    )
    return _VIEWS[covers]


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
