"""The key figures of the kommune on a row of cards."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from metrics.declaration import Measure
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from pages.parts.table_view import QUIET
from phrases import headlines
from phrases.cell_text import find_shown_change, write_cell
from phrases.trends import describe_movement

_ARROWS = {"er faldet": "↓", "er steget": "↑", "er uændret": "→"}
_CHANGES = {"value": "change", "long_share": "change_long_share"}


@dataclass(frozen=True)
class Card:
    """A label, the figure, what is said below it, and whether that is good news (None: neither)."""

    label: str
    figure: str
    below: str
    good: bool | None = None
    arrow: str = ""


def show(result: RullendeResult) -> None:
    """Show the kommune's key figures and how they have moved since the last opgørelse."""
    row = result.rows[0]
    st.caption(_describe_basis(result, row))
    cards = [
        _make_card(result, row, "value", f"dagsværk {result.denominator.per}"),
        _make_card(result, row, "long_share", "af alle dagsværk"),
        _make_card(result, row, "short", f"dagsværk {result.denominator.per}"),
        _make_card(result, row, "long", f"dagsværk {result.denominator.per}"),
        _make_peak_card(result, row),
        Card(
            result.noegletal.measure("employees").label,
            write_cell(result, row, "employees"),
            "over fire kvartaler",
        ),
    ]
    inside = "".join(_write_html(card) for card in cards)
    st.html(f'<dl class="kort" aria-label="Nøgletal">{inside}</dl>')


def _describe_basis(result: RullendeResult, row: RullendeRow) -> str:
    """What the cards are counted in, and what they are compared with."""
    unit = f"Hele kommunen, dagsværk {result.denominator.per}"
    since = f"; ændring siden {(result.quarter - 1).label}" if row.change is not None else ""
    return unit + since


def _make_card(result: RullendeResult, row: RullendeRow, name: str, unit: str) -> Card:
    measure = result.noegletal.measure(name)
    column = _CHANGES.get(name, f"change_{name}")
    text, change = write_cell(result, row, name), find_shown_change(result, row, column)
    if change is None:
        return Card(measure.label, text, unit)
    move = describe_movement(measure, change)
    since = f"{write_cell(result, row, column)} siden sidst"
    return Card(measure.label, text, since, _is_good(measure, move), _ARROWS[move])


def _make_peak_card(result: RullendeResult, row: RullendeRow) -> Card:
    figure = write_cell(result, row, "since_peak")
    return Card("Siden toppen", figure, headlines.describe_peak(result))


def _is_good(measure: Measure, move: str) -> bool | None:
    if measure.falling_is_good is None or move == "er uændret":
        return None
    return (move == "er faldet") == measure.falling_is_good


def _write_html(card: Card) -> str:
    kind = {True: "godt", False: "skidt", None: "neutralt"}[card.good]
    quiet = ' class="stille"' if card.figure in QUIET else ""
    arrow = f'<span aria-hidden="true">{card.arrow}</span> ' if card.arrow else ""
    return (
        f"<div><dt>{escape(card.label)}</dt><dd><strong{quiet}>{escape(card.figure)}</strong>"
        f'<span class="{kind}">{arrow}{escape(card.below)}</span></dd></div>'
    )
