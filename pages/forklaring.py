"""What drove the change between two opgørelser, in the kommune or a part of it."""

from collections.abc import Callable
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
from metrics.rows import index_by_key
from pages.parts import (
    bar_table,
    chart_view,
    filters,
    frame,
    group_tables,
    sent_choice,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.page_head import PageHead
from pages.parts.part_choice import PartChoice
from phrases import bidrag as contribution_phrases
from phrases import forklaring as phrases
from phrases.change_tables import make_part_table
from store.figures import Reader

_PICTURE_WIDTH = 640
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
        if movers:
            is_usual = declared is ROLLING and against == quarter - 1 and not sending
            _show_bars(
                of_node,
                contributions,
                # A bilag has no other comparison.
                partial(PartChoice(app, quarter).offer, "forklaring", node.key)
                if is_usual
                else None,
            )
        _explain_in_words(of_node, contributions, movers)
        if place.level is Level.KOMMUNE:
            group_tables.show_groups(reader, quarter=quarter)


def _open_figures(
    app: App, sending: OpgoerelseStep | None, *, compared: tuple[Quarter, Quarter]
) -> AbstractContextManager[Reader]:
    if sending:
        return app.sent_figures(sending.quarter)
    return app.compared_figures(compared)


def _show_bars(
    result: NodeChangeResult, contributions: Contributions, offer_part: Callable[[], None] | None
) -> None:
    """Show who moved the change, a bar each, with its table and files."""
    node = result.rows[0]
    title = phrases.write_change_title(result, node)
    table = contribution_phrases.make_contribution_table(result, node, contributions)
    st.header(escape_text(title), anchor=False)
    bar_table.show(
        bidrag.list_rows(result, node, contributions),
        page="forklaring",
        head=contributions.level.label,
        caption=table.caption,
    )
    if note := contribution_phrases.explain_rounding(result, node, contributions):
        st.caption(escape_text(note))
    if contributions.hides_enheder:
        st.caption("Enheder, der ikke vises, er med i »øvrige«.")
    chart_view.show_files(
        partial(bidrag.draw_chart, result, node, contributions, title=title),
        result,
        table=table,
        files=chart_view.FileNames("bidrag", title, _PICTURE_WIDTH),
        offer_part=offer_part,
    )


def _explain_in_words(
    result: NodeChangeResult, contributions: Contributions, movers: LargestMovers | None
) -> None:
    """Say below the chart what the change is made of, and answer what Chefforum asked."""
    node = result.rows[0]
    sentences = [phrases.write_paragraph(result, node)]
    if movers and contributions.level is not Level.ENHED:
        sentences.append(contribution_phrases.name_largest_enheder(result, movers))
    st.markdown(escape_text(" ".join(text for text in sentences if text)))
    if node.before_now is not None:
        frame.show_corrections(result)
    if not movers:
        return
    if comparison := phrases.explain_comparison(result, node):
        st.caption(comparison)
    parts = st.expander(
        "Ændringen delt efter årsag",
        icon=":material/table:",
        key="aarsager",
        on_change="rerun",
    )
    if parts.open:
        with parts:
            table_view.show(make_part_table(result, node))
    st.header("Lukkede arbejdspladser og skift af leverandør", anchor=False)
    st.markdown(escape_text(phrases.explain_workplaces(result, node)))


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


if __name__ == "__main__":
    import dashboard

    dashboard.main()
