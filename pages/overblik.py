"""Overblik: the news in one sentence, how it came there, where, and what is new since last time."""

from dataclasses import dataclass
from functools import partial
from typing import Self

import streamlit as st

from bilag.development import make_table
from charts import udvikling
from charts.afdelinger import AfdelingFigures
from core.errors import NoDataError
from core.nodes import Level, NodeKey
from metrics import forloeb, langtidsfriske, maaltal, rullende
from metrics.forloeb import ForloebResult
from metrics.nodes import Node, read_upper_nodes
from metrics.result import LangtidsfriskeResult, MaaltalResult, RullendeResult, SeriesResult
from metrics.rows import RullendeRow, index_by_key
from metrics.signal.kpi import judge_nodes
from pages.parts import (
    afdeling_lines,
    chart_view,
    correction_banner,
    figure_choice,
    figure_lines,
    frame,
    message,
    opgoerelse_status,
    signal_view,
    todo_list,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.figure_choice import ChosenFigures
from pages.parts.part_choice import PartChoice
from phrases import headlines
from phrases import rullende as phrases
from phrases.corrections import describe_changed_data
from phrases.follow_ups import describe_open_follow_ups
from phrases.forloeb import describe_node_spells
from phrases.key_figures import list_key_figures
from phrases.references import describe_reference
from phrases.since_last import list_news
from services import follow_ups

_TABS = ("Nyt", "Til sagen", "Til analytikeren")


@dataclass(frozen=True)
class Overview:
    """What the page shows of a place: its own figures, and those of the whole kommune beside them.

    `friske`, `maaltal` and `forloeb` are None where the data have none; `series` are of the place's
    level.
    """

    row: RullendeRow
    rullende: RullendeResult
    kommune: RullendeResult
    series: SeriesResult
    kommune_series: SeriesResult
    friske: LangtidsfriskeResult | None
    maaltal: MaaltalResult | None
    forloeb: ForloebResult | None

    @classmethod
    def read(cls, chosen: ChosenFigures) -> Self:
        """Read the figures of the chosen place; raises NoDataError where there are none."""
        reader, quarter, level = chosen.reader, chosen.quarter, chosen.place.level
        result = rullende.read_rullende(reader, quarter=quarter, level=level)
        return cls(
            row=index_by_key(result.rows)[chosen.place.key],
            rullende=result,
            kommune=rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE),
            series=rullende.read_udvikling(reader, quarter=quarter, level=level),
            kommune_series=rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE),
            friske=langtidsfriske.read_if_any(reader, quarter=quarter, level=level),
            maaltal=maaltal.read_if_any(reader, quarter=quarter, level=level),
            forloeb=forloeb.read_if_any(reader, quarter=quarter, level=level),
        )

    @property
    def is_of_kommune(self) -> bool:
        """Whether the place is the whole kommune."""
        return self.rullende.level is Level.KOMMUNE

    @property
    def own(self) -> RullendeResult:
        """The place's own row as a result."""
        return self.rullende.select_node(self.row.key)

    def write_title(self) -> str:
        """Say the news of the kommune, or of a part of it beside the kommune."""
        if self.is_of_kommune:
            return headlines.write_headline(self.own)
        return headlines.compare_with_kommune(self.own, self.row, self.kommune)


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app, with_variants=True) as chosen:
        overview = Overview.read(chosen)
        chosen.head.write(app, overview.write_title(), overview.own, sending=chosen.sending)
        message.show_message()
        shown = [result for result in (overview.own, overview.friske, overview.maaltal) if result]
        if not chosen.sending:
            has_banner = bool(correction_banner.describe(*shown))
            figure_choice.show_difference(app, overview.kommune)
            opgoerelse_status.show(app, chosen.quarter, has_banner=has_banner)
        correction_banner.show(app, *shown)
        news, case, analysis = st.tabs(_TABS, key="faner", on_change="rerun")
        if news.open:
            with news:
                _show_news(app, chosen, overview)
        if case.open:
            with case:
                _show_case_text(chosen, overview)
        if analysis.open:
            with analysis:
                signal_view.show_signal(
                    chosen.reader,
                    quarter=chosen.quarter,
                    level=chosen.place.level,
                    key=chosen.place.key,
                )


def _show_news(app: App, chosen: ChosenFigures, overview: Overview) -> None:
    choice = PartChoice(app, chosen.quarter)
    with st.container(key="nyt"):
        chart_column, figure_column = st.columns([2, 1], gap="large")
    with chart_column:
        _show_development(overview, choice)
    with figure_column:
        figures = list_key_figures(
            overview.rullende,
            overview.friske,
            overview.maaltal,
            key=overview.row.key,
            forloeb=overview.forloeb,
        )
        figure_lines.show(app, figures, since=(chosen.quarter - 1).label)
        if not overview.is_of_kommune:
            todo_list.show(app, chosen)
    if overview.rullende.level is not Level.AFDELING:
        _show_where(chosen, choice)
    _show_since_last(app, chosen, overview)


def _show_development(overview: Overview, choice: PartChoice) -> None:
    series, row = overview.series, overview.row
    kommune = None if overview.is_of_kommune else overview.kommune_series
    draw = partial(
        udvikling.draw_chart, series, key=row.key, maaltal=overview.maaltal, kommune=kommune
    )
    caption = (
        f"Figur 1 – Sygefraværsdagsværk {series.denominator.per}, seneste fire kvartaler ved hver "
        "opgørelse"
    )
    kind = ("figur-1",) if overview.is_of_kommune else ("udvikling", row.key)
    chart_view.show(
        draw,
        series.select_node(row.key),
        table=make_table(
            series, row.key, maaltal=overview.maaltal, kommune=kommune, caption=caption
        ),
        offer_part=partial(choice.offer, *kind),
    )
    first = udvikling.find_first_quarter(series, row.key)
    frame.show_events(series.select_node(row.key), first=first)
    if hidden := headlines.count_hidden(series.select_node(row.key)):
        st.caption(escape_text(hidden))
    if overview.is_of_kommune:
        for reference in series.references:
            st.caption(escape_text(describe_reference(reference)))


def _show_where(chosen: ChosenFigures, choice: PartChoice) -> None:
    """Show a line for each afdeling of the place, where the data have afdelinger."""
    try:
        figures = AfdelingFigures.read(chosen.reader, chosen.quarter)
    except NoDataError:
        return
    if chosen.place.level is Level.OMRAADE:
        figures = figures.select_within(chosen.place.key)
    title = headlines.name_largest_change(figures.rullende)
    afdeling_lines.show(figures, title=title, choice=choice)


def _show_since_last(app: App, chosen: ChosenFigures, overview: Overview) -> None:
    """List what is new, missing, corrected or unusual since the opgørelse before."""
    reader, quarter = chosen.reader, chosen.quarter
    verdicts = {
        **judge_nodes(reader, quarter=quarter, level=chosen.place.level),
        **judge_nodes(reader, quarter=quarter, level=Level.AFDELING),
    }
    parts = [node for node in read_upper_nodes(reader, str(quarter)) if _is_part(node, chosen)]
    news = list_news(overview.rullende, overview.row, parts, verdicts)
    if overview.forloeb:
        news.append(describe_node_spells(overview.forloeb, overview.row.key))
    if changes := overview.rullende.changes_since_sent:
        news.append(describe_changed_data(changes))
    if overview.is_of_kommune:
        news.append(_describe_follow_up(app))
    news = [text for text in news if text]
    if not news:
        return
    st.header("Siden sidst", anchor=False)
    st.markdown("\n".join(f"- {escape_text(text)}" for text in news))


def _is_part(node: Node, chosen: ChosenFigures) -> bool:
    """Whether a node is one of the afdelinger that a place is the sum of."""
    if NodeKey.parse(node.key).level is not Level.AFDELING or node.key == chosen.place.key:
        return False
    return chosen.place.level is Level.KOMMUNE or node.parent == chosen.place.key


def _describe_follow_up(app: App) -> str:
    """Say how much of what was decided and promised is unanswered, where anything is."""
    rows = follow_ups.read_all(app.store)
    count = follow_ups.count_open(rows, day=app.store.clock().date())
    return describe_open_follow_ups(count.unanswered, count.late) if count.unanswered else ""


def _show_case_text(chosen: ChosenFigures, overview: Overview) -> None:
    """Show the finding as paragraphs for a case, ready to copy."""
    if not overview.is_of_kommune:
        st.caption("Sagens tekst er om hele kommunen.")
        return
    parts = rullende.read_parts(chosen.reader, quarter=chosen.quarter)
    paragraphs = [
        phrases.describe_basis(overview.kommune),
        phrases.describe_status(overview.kommune),
        *(phrases.describe_parts(result) for result in parts),
        phrases.describe_split(overview.kommune),
    ]
    for paragraph in filter(None, paragraphs):
        st.code(paragraph, language=None, wrap_lines=True)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
