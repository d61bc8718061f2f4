"""Øvrige nøgletal: the agenda's other figures, item by item, and who is missing."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from charts import agenda as chart_of
from core import danish
from core.errors import NoDataError
from core.quarter import Quarter
from metrics import agenda
from metrics.result import AgendaResult
from pages.parts import agenda_table, chart_view, filters, frame
from pages.parts.app import App
from pages.parts.escaping import escape_label, escape_text
from pages.parts.page_head import PageHead
from pages.parts.part_choice import PartChoice
from phrases import agenda as phrases
from phrases.agenda_lines import AgendaStanding
from phrases.agenda_table import list_table_rows
from phrases.basis import describe_data
from phrases.figure_tables import make_period_table, make_place_table
from phrases.text_tables import TextTable
from store.figures import Reader

_BESIDE = 2
ListedChart = tuple[chart_view.Draw, AgendaResult, TextTable]


def render(app: App) -> None:
    """Show the page."""
    head = PageHead()
    with app.figures() as reader, head.line.ask():
        quarter = _choose_quarter(head.line, reader)
        standing = AgendaStanding.read(reader, quarter)
        chosen = _choose_item(head.line, standing)
    selection = standing if chosen == filters.ALL else standing.select_item(chosen)
    head.write_plain(
        app,
        phrases.write_headline(selection.now),
        f"Seneste tal til og med **{quarter.label}**",
        describe_data(standing.now[0].sources),
    )
    frame.show_corrections(*selection.now, *selection.series)
    _show_meetings(selection, PartChoice(app, quarter))
    if text := phrases.explain_about_people(selection.about_people):
        st.caption(escape_text(text))


def _choose_quarter(line: filters.FilterLine, reader: Reader) -> Quarter:
    known_quarters = agenda.find_quarters(reader)
    if not known_quarters:
        raise NoDataError(
            "Der er ingen øvrige nøgletal endnu. Indlæs en liste; se skabelonen på Indlæs data."
        )
    # A name of its own: the agenda has figures of a quarter before its sick leave is known.
    return line.choose(
        "Til og med",
        known_quarters,
        name="indtil",
        format_option=lambda quarter: quarter.label,
        describe=lambda quarter: f"Til og med {quarter.label}",
    )


def _choose_item(line: filters.FilterLine, standing: AgendaStanding) -> str:
    items = list(dict.fromkeys(standing.sources.values()))
    return line.choose(
        "Punkt",
        [filters.ALL, *items],
        name="punkt",
        format_option=lambda source: source or "Alle punkter",
        describe=lambda source: source or "alle punkter",
    )


def _show_meetings(standing: AgendaStanding, choice: PartChoice) -> None:
    """Show the items of the newest meeting; those of earlier ones open one meeting at a time."""
    (_, newest), *earlier = standing.meetings.items()
    _show_items(newest, standing, choice)
    for meeting, sources in earlier:
        count = danish.format_count(len(sources), "punkt", "punkter")
        folded = st.expander(
            escape_label(f"{meeting}: {count}"), key=f"moede-{meeting}", on_change="rerun"
        )
        if folded.open:
            with folded:
                _show_items(sources, standing, choice)


def _show_items(sources: Sequence[str], standing: AgendaStanding, choice: PartChoice) -> None:
    """Show items of the agenda as one table, which has the columns that any of them uses."""
    items = [standing.select_item(source) for source in sources]
    rows = [row for item in items for row in list_table_rows(item)]
    columns = agenda_table.find_used_columns(rows)
    for source, item in zip(sources, items, strict=True):
        news = phrases.write_headline(item.now)
        st.header(escape_text(f"{source}: {news[0].lower()}{news[1:]}"), anchor=False)
        agenda_table.show(
            list_table_rows(item),
            columns=columns,
            caption=f"Nøgletal i {source}",
            is_first=source == sources[0],
        )
        _show_details(source, item, choice)


def _show_details(source: str, standing: AgendaStanding, choice: PartChoice) -> None:
    """Offer to open the charts of an item, and all who are wanting."""
    charts, sentences = list(_list_charts(standing)), phrases.write_missing(standing.missing)
    if not charts and not sentences:
        return
    details = st.expander(
        "Sted for sted og over tid" if charts else "Hvem der mangler",
        icon=":material/bar_chart:" if charts else None,
        key=f"detaljer-{source}",
        on_change="rerun",
    )
    if details.open:
        with details:
            for name, sentence in sentences.items():
                st.markdown(f"**{escape_text(name)}** – {escape_text(sentence)}")
            _show_charts(charts, choice)


def _show_charts(charts: Sequence[ListedChart], choice: PartChoice) -> None:
    """Show charts of the nøgletal with several places or periods, two beside each other."""
    offered = set()
    for first in range(0, len(charts), _BESIDE):
        columns = st.columns(_BESIDE, gap="large")
        for column, (draw, result, chart_table) in zip(columns, charts[first:], strict=False):
            noegletal = result.rows[0].noegletal
            offer = None if noegletal in offered else partial(choice.offer, "noegletal", noegletal)
            offered.add(noegletal)
            with column:
                chart_view.show(draw, result, table=chart_table, offer_part=offer)


def _list_charts(standing: AgendaStanding) -> Iterator[ListedChart]:
    for places in standing.by_place:
        yield partial(chart_of.draw_places, places), places, make_place_table(places)
    for periods in standing.over_time:
        yield partial(chart_of.draw_periods, periods), periods, make_period_table(periods)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
