"""Overblik: the news in one sentence, the key figures, how it came there and who moved it."""

from functools import partial

import streamlit as st

from charts import omraader, udvikling
from core.nodes import Level
from metrics import maaltal, rullende
from metrics.result import MaaltalResult, RullendeResult, SeriesResult
from pages.parts import (
    cards,
    chart_view,
    correction_banner,
    figure_choice,
    frame,
    message,
    opgoerelse_status,
    part_choice,
    related_figures,
    signal_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import headlines
from phrases import rullende as phrases
from phrases.figure_tables import make_node_table, make_quarter_table
from phrases.follow_ups import describe_open_follow_ups
from phrases.references import describe_reference
from services import follow_ups

_SERIES = ("value", "short", "long", "long_share")
_NODES = ("value", "previous", "change")  # the column beside the chart holds no more


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app, with_variants=True) as chosen:
        reader, quarter, sending = chosen.reader, chosen.quarter, chosen.sending
        kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        series = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
        parts = rullende.read_parts(reader, quarter=quarter)
        chosen.head.write(app, headlines.write_headline(kommune), kommune, sending=sending)
        message.show_message()
        related = related_figures.read_related(reader, quarter=quarter, level=Level.KOMMUNE)
        targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.KOMMUNE)
        printed = (kommune, *parts, *related)
        if not sending:
            has_banner = bool(correction_banner.describe(*printed))
            figure_choice.show_difference(app, kommune)
            opgoerelse_status.show(app, quarter, has_banner=has_banner)
        correction_banner.show(app, *printed)
        frame.show_notes(kommune)
        cards.show(kommune)
        related_figures.show(app, related, key="kommune")
        signal_view.show_signal(reader, quarter=quarter, level=Level.KOMMUNE, key="kommune")
        _show_follow_up(app)
        _show_case_text(kommune, parts)
    choice = part_choice.PartChoice(app, quarter)
    wide, narrow = st.columns([3, 2], gap="large")
    with wide:
        _show_development(series, kommune, targets)
        choice.offer("figur-1")
    with narrow:
        for result in parts:
            _show_parts(result)
            choice.offer("omraader")


def _show_follow_up(app: App) -> None:
    """Say how much of what was decided and promised is unanswered, where anything is."""
    rows = follow_ups.read_all(app.store)
    count = follow_ups.count_open(rows, day=app.store.clock().date())
    if count.unanswered:
        st.caption(escape_text(describe_open_follow_ups(count.unanswered, count.late)))


def _show_case_text(kommune: RullendeResult, parts: list[RullendeResult]) -> None:
    """Show the finding as paragraphs for a case, ready to copy."""
    paragraphs = [
        phrases.describe_status(kommune),
        *(phrases.describe_parts(result) for result in parts),
        phrases.describe_split(kommune),
    ]
    with st.expander("I ord, til sagen", icon=":material/notes:"):
        for paragraph in filter(None, paragraphs):
            st.code(paragraph, language=None, wrap_lines=True)


def _show_development(
    series: SeriesResult, kommune: RullendeResult, targets: MaaltalResult | None
) -> None:
    first = udvikling.find_first_quarter(series, Level.KOMMUNE.value)
    caption = f"Figur 1. Hele kommunen, dagsværk {series.denominator.per}, rullende fire kvartaler"
    chart_view.show(
        partial(udvikling.draw_chart, series, maaltal=targets),
        series,
        table=make_quarter_table(series, _SERIES, caption=caption),
    )
    if hidden := headlines.count_hidden(series):
        st.caption(escape_text(hidden))
    frame.show_events(series, first=first)
    if sent_text := phrases.describe_changed_points(series, first=first):
        st.caption(escape_text(sent_text))
        frame.show_corrections(series, except_for=kommune)
    for reference in series.references:
        st.caption(escape_text(describe_reference(reference)))


def _show_parts(result: RullendeResult) -> None:
    since = (result.quarter - 1).label
    caption = f"Dagsværk {result.denominator.per}; ændring siden {since} i parentes"
    chart_view.show(
        partial(omraader.draw_chart, result),
        result,
        table=make_node_table(result, _NODES, caption=caption),
        width=640,
    )


if __name__ == "__main__":
    import dashboard

    dashboard.main()
