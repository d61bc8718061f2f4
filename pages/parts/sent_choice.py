"""An opgørelse that was sent: its figures as the data give them now, or as they were sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st

from core import danish
from core.opgoerelse import OpgoerelseStep, find_last_sending
from core.quarter import Quarter
from pages.parts import filters
from pages.parts.app import App
from store.figures import Reader

_NAME = "tal"
_NOW, _SENT = "nu", "udsendt"


def choose_sending(reader: Reader, quarter: Quarter) -> OpgoerelseStep | None:
    """Ask whether an opgørelse is shown as it was sent; returns that sending, None where not."""
    sending = find_last_sending(reader.find_steps(quarter))
    if sending is None:
        if st.query_params.get(_NAME) == _SENT:
            st.caption(
                f"Opgørelsen for {quarter.label} er ikke udsendt. Viser den, som data er nu."
            )
        return None
    labels = {_NOW: "Som data er nu", _SENT: describe_sending(sending)}
    chosen = filters.choose(
        "Tal", list(labels), name=_NAME, format_option=labels.__getitem__, quiet=True
    )
    return sending if chosen == _SENT else None


def describe_sending(sending: OpgoerelseStep) -> str:
    """Name figures by the day that they were sent: "Som udsendt den 29. januar 2025"."""
    return f"Som udsendt den {danish.format_moment_date(sending.at)}"


class ChosenFigures(NamedTuple):
    """A reader of the figures of an opgørelse; where they are as it was sent, in which sending."""

    reader: Reader
    quarter: Quarter
    sending: OpgoerelseStep | None


@contextmanager
def choose_figures(app: App) -> Iterator[ChosenFigures]:
    """Ask for the opgørelse, and as it was sent or not, and open the figures of that choice."""
    with app.figures() as usual:
        with st.container(horizontal=True, key="filtre"):
            quarter = filters.choose_quarter(usual)
            sending = choose_sending(usual, quarter)
        with open_chosen(app, usual, sending) as reader:
            yield ChosenFigures(reader, quarter, sending)


@contextmanager
def open_chosen(app: App, usual: Reader, sending: OpgoerelseStep | None) -> Iterator[Reader]:
    """Give the figures that were sent in a sending, or the usual ones where there is none."""
    if sending is None:
        yield usual
        return
    with app.sent_figures(sending.quarter) as reader:
        yield reader
