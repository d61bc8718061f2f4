"""The key figures of the kommune on a row of cards."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from metrics import words
from metrics.cells import cell
from metrics.declaration import Measure
from metrics.result import KpiResult
from pages.parts.table import QUIET

Row = Mapping[Hashable, Any]
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


def show(result: KpiResult) -> None:
    """Show the kommune's key figures and how they have moved since the last opgørelse."""
    row = result.frame.iloc[0].to_dict()
    st.caption(_basis(result, row))
    cards = [
        _moving(result, row, "value", f"dagsværk {result.denominator.per}"),
        _moving(result, row, "long_share", "af alle dagsværk"),
        _moving(result, row, "short", f"dagsværk {result.denominator.per}"),
        _moving(result, row, "long", f"dagsværk {result.denominator.per}"),
        _since_peak(result, row),
        Card(
            result.noegletal.measure("employees").label,
            cell(result, row, "employees"),
            "over fire kvartaler",
        ),
    ]
    inside = "".join(_html(card) for card in cards)
    st.html(f'<dl class="kort" aria-label="Nøgletal">{inside}</dl>')


def _basis(result: KpiResult, row: Row) -> str:
    """What the cards are counted in, and what they are compared with."""
    unit = f"Hele kommunen, dagsværk {result.denominator.per}"
    since = f"; ændring siden {(result.quarter - 1).label}" if words.known(row["change"]) else ""
    return unit + since


def _moving(result: KpiResult, row: Row, name: str, unit: str) -> Card:
    measure = result.noegletal.measure(name)
    column = _CHANGES.get(name, f"change_{name}")
    shown, change = cell(result, row, name), row[column]
    if not words.known(change):
        return Card(measure.label, shown, unit)
    move = words.movement(measure, change)
    since = f"{cell(result, row, column)} siden sidst"
    return Card(measure.label, shown, since, _good(measure, move), _ARROWS[move])


def _since_peak(result: KpiResult, row: Row) -> Card:
    shown = cell(result, row, "since_peak")
    return Card("Siden toppen", shown, words.since_peak(result))


def _good(measure: Measure, move: str) -> bool | None:
    if measure.falling_is_good is None or move == "er uændret":
        return None
    return (move == "er faldet") == measure.falling_is_good


def _html(card: Card) -> str:
    kind = {True: "godt", False: "skidt", None: "neutralt"}[card.good]
    quiet = ' class="stille"' if card.figure in QUIET else ""
    arrow = f'<span aria-hidden="true">{card.arrow}</span> ' if card.arrow else ""
    return (
        f"<div><dt>{escape(card.label)}</dt><dd><strong{quiet}>{escape(card.figure)}</strong>"
        f'<span class="{kind}">{arrow}{escape(card.below)}</span></dd></div>'
    )
