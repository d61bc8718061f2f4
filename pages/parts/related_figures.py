"""The other figures of a node beside its absence, each with a link to the page that tells it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import langtidsfriske, maaltal
from metrics.result import AnyResult
from metrics.rows import MaaltalRow, Row
from pages.parts.app import App
from pages.parts.escaping import escape_label, escape_text
from phrases.basis import describe_period
from phrases.cell_text import write_cell
from store.figures import Reader

_READ = (langtidsfriske.read_langtidsfriske, maaltal.read_maaltal)


@dataclass(frozen=True)
class RelatedFigure:
    """A page's address, the figure that leads to it, and what that figure is of."""

    address: str
    figure: str
    basis: str


def show(app: App, results: Iterable[AnyResult], *, key: str) -> None:
    """Show langtidsfriske and måltal of a node, where the data have them."""
    with st.container(horizontal=True, key="ved-siden-af"):
        for related in list_related_figures(results, key=key):
            with st.container(gap=None, width="content"):
                app.link(related.address, escape_label(related.figure))
                st.caption(escape_text(related.basis))


def read_related(reader: Reader, *, quarter: Quarter, level: Level) -> list[AnyResult]:
    """Read what stands beside the absence of a level's nodes, as far as the data have it."""
    results: list[AnyResult] = []
    for read in _READ:
        with suppress(NoDataError):  # nothing of the kind is loaded: its page says what to do
            results.append(read(reader, quarter=quarter, level=level))
    return results


def list_related_figures(results: Iterable[AnyResult], *, key: str) -> Iterator[RelatedFigure]:
    """Say the figures of a node beside its absence, each with its period and denominator."""
    for result in results:
        for row in result.rows:
            if row.key == key:
                yield RelatedFigure(
                    result.noegletal.name, _format_figure(result, row), _describe_basis(result, row)
                )


def _format_figure(result: AnyResult, row: Row) -> str:
    if isinstance(row, MaaltalRow):
        text = f"Måltal for {row.target_year}: {write_cell(result, row, 'target')}"
        known_distance = row.distance is not None
        return f"{text}, afstand {write_cell(result, row, 'distance')}" if known_distance else text
    text = f"{result.noegletal.label}: {write_cell(result, row, 'value')}"
    if row.figure("change") is None:
        return text
    return f"{text} ({write_cell(result, row, 'change')})"


def _describe_basis(result: AnyResult, row: Row) -> str:
    if not isinstance(row, MaaltalRow):
        return f"Andel af {result.denominator.value} · {describe_period(result)}"
    unit = f"Dagsværk {result.denominator.per}"
    return f"{unit} · afstand fra {describe_period(result)}" if row.distance is not None else unit
