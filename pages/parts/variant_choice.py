"""Figures counted in another way than the usual one, and how much that differs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.nodes import Level
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from metrics import rullende
from metrics.result import RullendeResult
from pages.parts import filters, sent_choice
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import headlines
from store.figures import Reader


class VariantFigures(NamedTuple):
    """A reader of a variant's figures, the quarter, and the container that more filters go in.

    `sending` is that whose figures are shown as they were sent; None where they are those now.
    """

    reader: Reader
    quarter: Quarter
    row: DeltaGenerator
    sending: OpgoerelseStep | None


@contextmanager
def choose_figures(app: App) -> Iterator[VariantFigures]:
    """Ask for the opgørelse and the way of counting, and open the figures of that choice.

    What was sent was counted in one way only.
    """
    row = st.container(horizontal=True, key="filtre")
    with app.figures() as usual:
        with row:
            quarter = filters.choose_quarter(usual)
            sending = sent_choice.choose_sending(usual, quarter)
            if not sending:
                part_days = app.viewer.is_hr and rullende.has_part_days(usual)
                settings = filters.choose_variant(usual.version.settings, part_days=part_days)
        if sending:
            with sent_choice.open_chosen(app, usual, sending) as reader:
                yield VariantFigures(reader, quarter, row, sending)
            return
    with app.figures(settings) as reader:
        yield VariantFigures(reader, quarter, row, None)


def show_difference(app: App, kommune: RullendeResult) -> None:
    """Say what another way of counting does to the kommune's figure; nothing for the usual one."""
    with app.figures() as reader:
        if kommune.settings == reader.version.settings:
            return
        usual = rullende.read_rullende(reader, quarter=kommune.quarter, level=Level.KOMMUNE)
    st.info(escape_text(headlines.compare_variants(kommune, usual)), icon=":material/tune:")
