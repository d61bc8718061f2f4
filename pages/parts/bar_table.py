"""What a change is made of, as a table: a bar for each node below, to its own side of zero."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from charts.bidrag import BarRow
from core.danish import HIDDEN
from pages.parts.addresses import write_address

_KEY = (
    '<span class="noegle"><i class="langtid"></i>Langtid</span>'
    '<span class="noegle"><i class="korttid"></i>Korttid</span>'
)


def show(rows: Sequence[BarRow], *, page: str, head: str, caption: str) -> None:
    """Show a bar for each row; one of a node with a page of its own leads to that `page` of it."""
    st.html(write_html(rows, page=page, head=head, caption=caption))


def write_html(rows: Sequence[BarRow], *, page: str, head: str, caption: str) -> str:
    """Write the table of bars as HTML; its caption has what their colours mean, if they are two."""
    low = min(row.ends[0] for row in rows)
    high = max(row.ends[1] for row in rows)
    is_split = any(row.is_split for row in rows)
    body = "".join(_write_row(row, low, high, page=page, is_split=is_split) for row in rows)
    sides = " til-venstre" if low < 0 else ""
    key = _KEY if is_split else ""
    return (
        f'<table class="linjer soejler{sides}"><caption>{escape(caption)}{key}</caption>'
        f'<thead><tr><th scope="col">{escape(head)}</th><th scope="col">Bidrag</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _write_row(row: BarRow, low: float, high: float, *, page: str, is_split: bool) -> str:
    name = escape(row.name)
    if row.key:
        name = f'<a class="vis" href="{escape(write_address(page, place=row.key))}">{name}</a>'
    kind = ' class="sum"' if row.is_aside else ""
    bar = _write_bar(row, low, high, is_split=is_split)
    return f'<tr{kind}><th scope="row">{name}</th><td class="kurve">{bar}</td></tr>'


def _write_bar(row: BarRow, low: float, high: float, *, is_split: bool) -> str:
    """Write the bar of a row, from zero, and its figure at the end that the whole of it moved to.

    What is nought has no bar.
    """

    def place(value: float) -> str:
        return f"{100 * (value - low) / ((high - low) or 1):.2f}%"

    pieces = "".join(
        f'<i class="{ink}" style="--fra:{place(min(start, end))};'
        f'--bred:{100 * abs(end - start) / ((high - low) or 1):.2f}%"></i>'
        for ink, start, end in _list_pieces(row, is_split=is_split)
        if start != end
    )
    side = "venstre" if row.effect < 0 else ""
    kind = f"{side} stille".strip() if row.figure == HIDDEN else side
    at = place(row.ends[0 if row.effect < 0 else 1])
    return (
        f'<span class="soejle" style="--nul:{place(0)}">{pieces}'
        f'<b class="{kind}" style="--ved:{at}">{escape(row.figure)}</b></span>'
    )


def _list_pieces(row: BarRow, *, is_split: bool) -> list[tuple[str, float, float]]:
    """List the pieces of a bar, each with its ink, where it begins and where it ends."""
    if not row.is_split:
        return [("hele" if row.is_aside or is_split else "langtid", 0, row.effect)]
    long, short = row.long or 0, row.short or 0
    start = long if long * short > 0 else 0
    return [("langtid", 0, long), ("korttid", start, start + short)]
