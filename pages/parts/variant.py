"""Figures counted in another way than the usual one, and how much that differs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.nodes import Level
from core.quarter import Quarter
from metrics import rullende
from metrics.result import RullendeResult
from pages.parts import filters
from pages.parts.app import App
from pages.parts.text import plain
from phrases import headlines
from store.figures import Reader


class Chosen(NamedTuple):
    """The figures of a way of counting, the opgørelse, and where more choices can be put."""

    reader: Reader
    quarter: Quarter
    row: DeltaGenerator


@contextmanager
def chosen(app: App) -> Iterator[Chosen]:
    """Let somebody choose the opgørelse and the way of counting."""
    row = st.container(horizontal=True, key="filtre")
    with app.figures() as usual, row:
        quarter = filters.quarter(usual)
        settings = filters.variant(app.settings, part_days=rullende.has_part_days(usual))
    with app.figures(settings) as reader:
        yield Chosen(reader, quarter, row)


def difference(app: App, kommune: RullendeResult) -> None:
    """Say what another way of counting does to the kommune's figure; nothing for the usual one."""
    if kommune.settings == app.settings:
        return
    with app.figures() as reader:
        usual = rullende.rullende(reader, quarter=kommune.quarter, level=Level.KOMMUNE)
    st.info(plain(headlines.compare_variants(kommune, usual)), icon=":material/tune:")
