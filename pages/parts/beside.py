"""The other figures of a node beside its absence, each with a link to the page that tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import langtidsfriske, maaltal
from metrics.result import AnyResult
from metrics.rows import MaaltalRow, Row
from pages.parts.app import App
from pages.parts.text import label, plain
from phrases.cell_text import write_cell
from store.figures import Reader

_READ = {
    "langtidsfriske": langtidsfriske.langtidsfriske,
    "maaltal": maaltal.maaltal,
}


@dataclass(frozen=True)
class Beside:
    """A page's address, the figure that leads to it, and what that figure is of."""

    address: str
    figure: str
    basis: str


def show(app: App, reader: Reader, *, quarter: Quarter, level: Level, key: str) -> None:
    """Show langtidsfriske and måltal of a node, where the data have them."""
    with st.container(horizontal=True, key="ved-siden-af"):
        for one in told(reader, quarter=quarter, level=level, key=key):
            with st.container(gap=None, width="content"):
                app.link(one.address, label(one.figure))
                st.caption(plain(one.basis))


def told(reader: Reader, *, quarter: Quarter, level: Level, key: str) -> Iterator[Beside]:
    """Say the figures of a node beside its absence, each with its period and denominator."""
    for address, read in _READ.items():
        try:
            result = read(reader, quarter=quarter, level=level)
        except NoDataError:
            continue  # nothing of the kind is loaded: the page itself says what to do
        for row in result.rows:
            if row.key == key:
                yield Beside(address, _figure(result, row), _basis(result, row))


def _figure(result: AnyResult, row: Row) -> str:
    if isinstance(row, MaaltalRow):
        first = f"Måltal for {row.target_year}: {write_cell(result, row, 'target')}"
        known_distance = row.distance is not None
        return (
            f"{first}, afstand {write_cell(result, row, 'distance')}" if known_distance else first
        )
    first = f"{result.noegletal.label}: {write_cell(result, row, 'value')}"
    if row.figure("change") is None:
        return first
    return f"{first} ({write_cell(result, row, 'change')})"


def _basis(result: AnyResult, row: Row) -> str:
    if not isinstance(row, MaaltalRow):
        return f"Andel af {result.denominator.value} · {result.period_text}"
    unit = f"Dagsværk {result.denominator.per}"
    return f"{unit} · afstand fra {result.period_text}" if row.distance is not None else unit
