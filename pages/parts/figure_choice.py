"""What a page shows: the opgørelse, the part of the kommune, and in which way it is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st

from core.nodes import Level
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from metrics import rullende
from metrics.result import RullendeResult
from pages.parts import filters, sent_choice
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.page_head import PageHead
from phrases import headlines
from store.figures import Reader


class ChosenFigures(NamedTuple):
    """The head of the page, a reader of the figures that were chosen, and the quarter and place.

    `sending` is that whose figures are shown as they were sent; None where they are those now.
    """

    head: PageHead
    reader: Reader
    quarter: Quarter
    place: filters.Place
    sending: OpgoerelseStep | None


@contextmanager
def choose_figures(app: App, *, with_variants: bool = False) -> Iterator[ChosenFigures]:
    """Ask for the opgørelse and the place, and open the figures of that choice.

    With `with_variants` also for the way of counting; what was sent was counted in one way only.
    """
    head = PageHead()
    with app.figures() as usual:
        with head.line.ask():
            quarter = filters.choose_quarter(head.line, usual)
            place = filters.choose_place(head.line, usual, quarter, app.viewer)
            sending = sent_choice.choose_sending(head.line, usual, quarter)
            settings = usual.version.settings
            if with_variants and not sending:
                part_days = app.viewer.is_hr and rullende.has_part_days(usual)
                settings = filters.choose_variant(head.line, settings, part_days=part_days)
        if sending or settings == usual.version.settings:
            with sent_choice.open_chosen(app, usual, sending) as reader:
                yield ChosenFigures(head, reader, quarter, place, sending)
            return
    with app.figures(settings) as reader:
        yield ChosenFigures(head, reader, quarter, place, None)


def show_difference(app: App, kommune: RullendeResult) -> None:
    """Say what another way of counting does to the kommune's figure; nothing for the usual one."""
    with app.figures() as reader:
        if kommune.settings == reader.version.settings:
            return
        usual = rullende.read_rullende(reader, quarter=kommune.quarter, level=Level.KOMMUNE)
    st.info(escape_text(headlines.compare_variants(kommune, usual)), icon=":material/tune:")
