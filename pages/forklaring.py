"""What drove the change between two opgørelser, in the kommune or a part of it."""

from dataclasses import replace

import streamlit as st

from charts import vandfald
from core.danish import HIDDEN
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import forklaring, rullende
from metrics.declaration import Noegletal
from metrics.forklaring import ROLLING, SINGLE, Movers, parts
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow, by_key
from pages.parts import figure, filters, frame, groups, table
from pages.parts.app import App
from pages.parts.text import plain
from phrases import forklaring as phrases
from phrases.forklaring_notes import write_node_note, write_part_note
from phrases.text_tables import TextColumn, TextRow, TextTable
from services.figures import open_comparison
from store.figures import Reader

_VIEWS = {ROLLING.covers: ROLLING, SINGLE.covers: SINGLE}
_LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING)


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as reader, st.container(horizontal=True, key="filtre"):
        quarter = filters.quarter(reader)
        against = _against(reader, quarter)
        declared = _view()
        level, key = _node(reader, quarter)
    with open_comparison(
        app.store, app.viewer, settings=app.settings, compared=(against, quarter)
    ) as reader:
        result = forklaring.nodes(reader, declared, quarter=quarter, level=level, against=against)
        node = by_key(result.rows)[key]
        movers = forklaring.movers(reader, result, node) if node.value is not None else None
        _tell(app, result, node, movers)
        groups.before_and_after(reader, quarter=quarter)


def _tell(app: App, result: NodeChangeResult, node: NodeChangeRow, movers: Movers | None) -> None:
    result = replace(result, rows=(node,))
    frame.title(phrases.headline(result, node))
    frame.rests_on(app, result)
    st.markdown(plain(phrases.paragraph(result, node)))
    if node.before_now is not None:
        frame.behind(result)
    if movers:
        _change(result, node, movers)


def _against(reader: Reader, quarter: Quarter) -> Quarter:
    """Choose the earlier opgørelse, the newest of them first."""
    earlier = [one for one in rullende.quarters(reader) if one < quarter]
    if not earlier:
        raise NoDataError(f"Der er ingen opgørelse før {quarter.label} at sammenligne med.")
    return filters.choose("Siden", earlier, name="siden", shown=lambda one: one.label)


def _view() -> Noegletal:
    """Choose between the rolling figures and the single quarters."""
    covers = filters.choose(
        "Tid", list(_VIEWS), name="tid", shown=lambda one: f"{one[0].upper()}{one[1:]}"
    )
    return _VIEWS[covers]


def _node(reader: Reader, quarter: Quarter) -> tuple[Level, str]:
    """Choose the kommune, an område or an afdeling."""
    found: dict[str, tuple[Level, str]] = {}
    for level in rullende.levels(reader, quarter=quarter):
        if level in _LEVELS:
            for row in rullende.rullende(reader, quarter=quarter, level=level).rows:
                found[row.key] = level, row.name
    key = filters.choose("Hvor", list(found), name="hvor", shown=lambda one: _called(*found[one]))
    return found[key][0], key


def _called(level: Level, name: str) -> str:
    return "Hele kommunen" if level is Level.KOMMUNE else f"{level.label}: {name}"


def _change(result: NodeChangeResult, node: NodeChangeRow, movers: Movers) -> None:
    measure = result.noegletal.measure("value")
    title = f"Fra {measure.text(node.before)} til {measure.text(node.after)} dagsværk"
    chart = vandfald.chart(result, node, title=title, dark=frame.is_dark())
    left, right = st.columns([3, 2], gap="large")
    with left:
        figure.show(chart, result, table=_parts(result, node), width=640)
        if said := phrases.compared(result, node):
            st.caption(said)
    with right:
        if movers.largest:
            st.header(plain(phrases.moved_most(result, node, movers)), anchor=False)
            st.caption(f"Bidrag til ændringen, dagsværk {result.denominator.per}")
            with st.container(key="bag-enheder"):
                table.show(_movers(result, movers))
        if movers.hidden:
            st.caption("Enheder, der ikke vises, er med i »øvrige«.")
    st.header("Lukkede arbejdspladser og skift af leverandør", anchor=False)
    st.markdown(plain(phrases.workplaces(result, node)))


def _parts(result: NodeChangeResult, node: NodeChangeRow) -> TextTable:
    measure = result.noegletal.measure("value")
    before, after = (measure.text(figure) for figure in (node.before, node.after))
    lines = [
        TextRow((node.against.label, before, "")),
        *(
            TextRow((label, _shown(result, node, part), write_part_note(node, part)))
            for part, label in parts(node).items()
        ),
        TextRow(
            ("Ændring i alt", measure.change_text(node.value), write_node_note(node)), strong=True
        ),
        TextRow((result.quarter.label, after, "")),
    ]
    columns = (
        TextColumn("name", "Del", numeric=False),
        TextColumn("value", "Dagsværk"),
        TextColumn("note", "Note", numeric=False),
    )
    return TextTable(f"{node.name}, dagsværk {result.denominator.per}", columns, tuple(lines))


def _shown(result: NodeChangeResult, node: NodeChangeRow, part: str) -> str:
    if node.figure(part) is None:
        return HIDDEN
    return result.noegletal.measure(part).change_text(node.figure(part))


def _movers(result: NodeChangeResult, movers: Movers) -> TextTable:
    measure = result.noegletal.measure("value")
    lines = [TextRow((name, measure.change_text(effect))) for name, effect in movers.largest]
    rest = TextRow(("Øvrige", measure.change_text(movers.others)))
    columns = TextColumn("name", "Enhed", numeric=False), TextColumn("value", "Bidrag")
    caption = f"Bidrag til ændringen, dagsværk {result.denominator.per}"
    return TextTable(caption, columns, (*lines, rest))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
