"""Øvrige nøgletal: the agenda's other figures, item by item, and who is missing."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from charts import agenda as chart_of
from core.errors import NoDataError
from core.quarter import Quarter
from metrics import agenda
from metrics.result import AgendaResult
from pages.parts import (
    chart_view,
    filters,
    frame,
    part_choice,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.page_head import PageHead
from phrases import agenda as phrases
from phrases import agenda_lines
from phrases.agenda_lines import AgendaStanding
from phrases.basis import describe_data
from phrases.figure_tables import make_period_table, make_place_table
from phrases.text_tables import TextColumn, TextRow, TextTable, drop_empty_columns
from store.figures import Reader

_HEADS = (
    TextColumn("name", "Nøgletal", numeric=False, width=2.6),
    TextColumn("value", "Tal", width=1.5),
    TextColumn("target", "Mål", width=1.3),
    TextColumn("status", "Status", numeric=False, width=1.3),
    TextColumn("change", "Ændring", width=1.9),
    TextColumn("trend", "Udvikling", numeric=False, width=1.5),
    TextColumn("period", "Periode", numeric=False, width=1.3),
    TextColumn("note", "Note", numeric=False, width=2.2),
)
_BESIDE = 2


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
    _show_wanting(selection)
    items = {
        source: standing.select_item(source) for source in dict.fromkeys(selection.sources.values())
    }
    tables = [
        _make_item_table(item, caption=f"Nøgletal i {source}") for source, item in items.items()
    ]
    for (source, item), item_table in zip(items.items(), drop_empty_columns(tables), strict=True):
        _show_item(source, item, item_table)
    _show_charts(part_choice.PartChoice(app, quarter), selection)


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


def _show_wanting(standing: AgendaStanding) -> None:
    """Show who has not reported figures: somebody can act on that."""
    sentences = phrases.write_missing(standing.missing)
    if not sentences:
        return
    st.header("Hvem der mangler", anchor=False)
    for name, sentence in sentences.items():
        st.markdown(f"**{escape_text(name)}** – {escape_text(sentence)}")


def _show_item(source: str, standing: AgendaStanding, item_table: TextTable) -> None:
    """Show one item of the agenda with the table of its figures."""
    news = phrases.write_headline(standing.now)
    st.header(escape_text(f"{source}: {news[0].lower()}{news[1:]}"), anchor=False)
    with st.container(key=f"bag-punkt-{source}"):
        table_view.show(item_table, fixed=True)
        if text := phrases.explain_about_people(standing.about_people):
            st.caption(escape_text(text))


def _show_charts(choice: part_choice.PartChoice, standing: AgendaStanding) -> None:
    """Show the charts of the nøgletal with several places or periods, two beside each other."""
    charts = list(_list_charts(standing))
    offered = set()
    for first in range(0, len(charts), _BESIDE):
        columns = st.columns(_BESIDE, gap="large")
        for column, (draw, result, chart_table) in zip(columns, charts[first:], strict=False):
            with column:
                chart_view.show(draw, result, table=chart_table)
                if (noegletal := result.rows[0].noegletal) not in offered:
                    choice.offer("noegletal", noegletal)
                    offered.add(noegletal)


def _list_charts(
    standing: AgendaStanding,
) -> Iterator[tuple[chart_view.Draw, AgendaResult, TextTable]]:
    for places in standing.by_place:
        yield partial(chart_of.draw_places, places), places, make_place_table(places)
    for periods in standing.over_time:
        yield partial(chart_of.draw_periods, periods), periods, make_period_table(periods)


def _make_item_table(standing: AgendaStanding, *, caption: str) -> TextTable:
    lines = agenda_lines.write_lines(standing)
    rows = tuple(TextRow(tuple(line[head.key] for head in _HEADS)) for line in lines)
    return TextTable(caption, _HEADS, rows)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
