"""The other figures of a node beside its absence, each with a link to the page that tells it."""

from collections.abc import Iterator

import streamlit as st

from core.errors import NoDataError
from core.organisation import Level
from core.quarter import Quarter
from metrics import langtidsfriske, maaltal
from metrics.cells import Row, cell
from metrics.result import KpiResult
from metrics.words import known
from pages.parts.app import App
from pages.parts.text import label
from store.figures import Reader

_READ = {
    "langtidsfriske": langtidsfriske.langtidsfriske,
    "maaltal": maaltal.maaltal,
}


def show(app: App, reader: Reader, *, quarter: Quarter, level: Level, key: str) -> None:
    """Show langtidsfriske and måltal of a node, where the data have them."""
    with st.container(horizontal=True, key="ved-siden-af"):
        for address, text in _told(reader, quarter=quarter, level=level, key=key):
            app.link(address, label(text))


def _told(reader: Reader, *, quarter: Quarter, level: Level, key: str) -> Iterator[tuple[str, str]]:
    for address, read in _READ.items():
        try:
            result = read(reader, quarter=quarter, level=level)
        except NoDataError:
            continue  # nothing of the kind is loaded: the page itself says what to do
        for row in result.frame.to_dict("records"):
            if row["key"] == key:
                yield address, _line(result, row)


def _line(result: KpiResult, row: Row) -> str:
    column, beside = ("target", "distance") if "target" in row else ("value", "change")
    first = f"{result.noegletal.label}: {cell(result, row, column)}"
    if not known(row[beside]):
        return first
    figure = cell(result, row, beside)
    return f"{first} ({figure})" if beside == "change" else f"{first}, afstand {figure}"
