"""Øvrige nøgletal: the agenda's other figures, item by item, and who is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import streamlit as st

from charts import agenda as chart_of
from charts.chart import Chart
from core import danish
from core.errors import NoDataError
from core.quarter import Quarter
from metrics import agenda
from metrics.result import AgendaResult
from metrics.rows import AgendaRow
from pages.parts import figure, filters, frame, table
from pages.parts.app import App
from pages.parts.text import plain
from phrases import agenda as phrases
from phrases import agenda_lines
from phrases.agenda_lines import Standing
from phrases.periods import write_period
from phrases.text_tables import TextColumn, TextRow, TextTable
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
_OF_FIGURES = ("value", "target", "status", "change", "note")
_BESIDE = 2


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as reader, st.container(horizontal=True, key="filtre"):
        quarter = _quarter(reader)
        shown = Standing.read(reader, quarter)
        chosen = _source(shown)
    seen = shown if chosen == filters.ALL else shown.of(chosen)
    frame.title(phrases.headline(seen.now))
    with st.container(gap=None, key="grundlag"):
        loaded = frame.data(shown.now[0].sources)
        st.markdown(f"Seneste tal til og med **{quarter.label}** · {loaded}")
        app.link("om_tallene", "Om tallene")
    frame.behind(*seen.now, *seen.series)
    _wanting(seen)
    items = {source: shown.of(source) for source in dict.fromkeys(seen.sources.values())}
    tables = [_table(of, caption=f"Nøgletal i {source}") for source, of in items.items()]
    for (source, of), made in zip(items.items(), _without_empty(tables), strict=True):
        _section(source, of, made)
    _show_charts(seen)


def _quarter(reader: Reader) -> Quarter:
    known_quarters = agenda.quarters(reader)
    if not known_quarters:
        raise NoDataError(
            "Der er ingen øvrige nøgletal endnu. Indlæs en liste; se skabelonen på Indlæs data."
        )
    # A name of its own: the agenda has figures of a quarter before its sick leave is known.
    return filters.choose("Til og med", known_quarters, name="indtil", shown=lambda one: one.label)


def _source(shown: Standing) -> str:
    items = list(dict.fromkeys(shown.sources.values()))
    return filters.choose(
        "Punkt", [filters.ALL, *items], name="punkt", shown=lambda one: one or "Alle punkter"
    )


def _wanting(shown: Standing) -> None:
    """Say first who is missing: that is what somebody can act on."""
    told = phrases.wanting(shown.missing)
    if not told:
        return
    st.header("Hvem der mangler", anchor=False)
    for name, sentence in told.items():
        st.markdown(f"**{plain(name)}** – {plain(sentence)}")


def _section(source: str, shown: Standing, made: TextTable) -> None:
    """One item of the agenda and its figures."""
    news = phrases.headline(shown.now)
    st.header(plain(f"{source}: {news[0].lower()}{news[1:]}"), anchor=False)
    with st.container(key=f"bag-punkt-{source}"):
        table.show(made, fixed=True)


def _show_charts(shown: Standing) -> None:
    """The charts of those that have several places or periods, two beside each other."""
    charts = list(_charts(shown))
    for at in range(0, len(charts), _BESIDE):
        columns = st.columns(_BESIDE, gap="large")
        for column, (chart, result, behind) in zip(columns, charts[at:], strict=False):
            with column:
                figure.show(chart, result, table=behind)


def _charts(shown: Standing) -> Iterator[tuple[Chart, AgendaResult, TextTable]]:
    for places in shown.by_place:
        yield chart_of.by_place(places, dark=frame.is_dark()), places, _of_places(places)
    for periods in shown.over_time:
        yield chart_of.over_time(periods, dark=frame.is_dark()), periods, _of_periods(periods)


def _table(shown: Standing, *, caption: str) -> TextTable:
    lines = agenda_lines.lines(shown)
    rows = tuple(TextRow(tuple(line[head.key] for head in _HEADS)) for line in lines)
    return TextTable(caption, _HEADS, rows)


def _without_empty(made: Sequence[TextTable]) -> list[TextTable]:
    """Leave out the columns that no line of any of them has anything in."""
    rows = [row for each in made for row in each.rows]
    kept = [at for at, _ in enumerate(made[0].columns) if any(row.cells[at] for row in rows)]
    return [
        replace(
            each,
            columns=tuple(each.columns[at] for at in kept),
            rows=tuple(
                replace(row, cells=tuple(row.cells[at] for at in kept)) for row in each.rows
            ),
        )
        for each in made
    ]


def _of_places(result: AgendaResult) -> TextTable:
    rows = result.rows
    caption = f"{rows[0].noegletal}, {write_period(rows[0].period)}{_unit(rows[0])}"
    names = [row.place for row in rows]
    return _behind(result, names, head=result.level.label, caption=caption)


def _of_periods(result: AgendaResult) -> TextTable:
    rows = result.rows
    count = danish.format_count(len(rows), "periode", "perioder")
    caption = f"{rows[-1].name}, {count}{_unit(rows[-1])}"
    names = [write_period(row.period) for row in rows]
    return _behind(result, names, head="Periode", caption=caption)


def _behind(result: AgendaResult, names: Sequence[str], *, head: str, caption: str) -> TextTable:
    """The table behind a chart: a line for each of its bars."""
    heads = (
        TextColumn("name", head, numeric=False),
        *(one for one in _HEADS if one.key in _OF_FIGURES),
    )
    told = [agenda_lines.write_figures(result, row) for row in result.rows]
    lines = tuple(
        TextRow((name, *(one[key] for key in _OF_FIGURES)))
        for name, one in zip(names, told, strict=True)
    )
    return _without_empty([TextTable(caption, heads, lines)])[0]


def _unit(row: AgendaRow) -> str:
    return f", {row.measure_unit}" if row.measure_unit not in {"", "%"} else ""


if __name__ == "__main__":
    import dashboard

    dashboard.main()
