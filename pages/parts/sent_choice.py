"""An opgørelse that was sent: its figures as the data give them now, or as they were sent."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core import danish
from core.opgoerelse import OpgoerelseStep, find_last_sending
from core.quarter import Quarter
from pages.parts import filters
from pages.parts.app import App
from store.figures import Reader

_NAME = "tal"
_NOW, _SENT = "nu", "udsendt"


def choose_sending(
    line: filters.FilterLine, reader: Reader, quarter: Quarter
) -> OpgoerelseStep | None:
    """Ask whether an opgørelse is shown as it was sent; returns that sending, None where not."""
    sending = find_last_sending(reader.find_steps(quarter))
    if sending is None:
        if st.query_params.get(_NAME) == _SENT:
            line.say(f"Opgørelsen for {quarter.label} er ikke udsendt. Viser den, som data er nu.")
        return None
    labels = {_NOW: "Som data er nu", _SENT: describe_sending(sending)}
    chosen = line.choose(
        "Tal",
        list(labels),
        name=_NAME,
        format_option=labels.__getitem__,
        describe=lambda code: "" if code == _NOW else labels[code],
        quiet=True,
    )
    return sending if chosen == _SENT else None


def describe_sending(sending: OpgoerelseStep) -> str:
    """Name figures by the day that they were sent: "Som udsendt den 29. januar 2025"."""
    return f"Som udsendt den {danish.format_moment_date(sending.at)}"


@contextmanager
def open_chosen(app: App, usual: Reader, sending: OpgoerelseStep | None) -> Iterator[Reader]:
    """Give the figures that were sent in a sending, or the usual ones where there is none."""
    if sending is None:
        yield usual
        return
    with app.sent_figures(sending.quarter) as reader:
        yield reader
