"""The kommune's figures as they are, and as they become when the files are saved."""

import streamlit as st

from core import danish
from core.quarter import Quarter
from data_loaders.kinds.registry import LABELS
from metrics.noegletal import RULLENDE
from pages.parts import table
from phrases.text_tables import TextColumn, TextRow, TextTable
from services.headlines import FIGURES, BeforeAfter, Headline
from store.kinds import SICK_LEAVE

_NONE_YET = (
    "Der er endnu ingen opgørelse at sammenligne, heller ikke når filerne er gemt: den kræver fire "
    "kvartaler i træk."
)
_HEADS = ("Nu", "Når filerne er gemt", "Ændring")


def show(change: BeforeAfter) -> None:
    """Show the headline figures, and how many rows of each kind count."""
    if any(kind in SICK_LEAVE for kind in change.rows):
        if change.before.result is None and change.after.result is None:
            st.caption(_NONE_YET)
        else:
            table.show(_figures(change))
    table.show(_rows(change))


def _figures(change: BeforeAfter) -> TextTable:
    before, after = change.before, change.after
    newest = TextRow(("Nyeste opgørelse", _newest(before.quarter), _newest(after.quarter), ""))
    lines = tuple(_line(name, before, after) for name in FIGURES)
    return TextTable("Hovedtallene før og efter", _columns("Hele kommunen"), (newest, *lines))


def _line(name: str, before: Headline, after: Headline) -> TextRow:
    measure = RULLENDE.measure(name)
    was, becomes = _value(before, name), _value(after, name)
    moved = None if was is None or becomes is None else becomes - was
    changed = "" if moved is None else measure.change_text(moved)
    return TextRow((measure.label, measure.text(was), measure.text(becomes), changed))


def _rows(change: BeforeAfter) -> TextTable:
    lines = tuple(
        TextRow(
            (
                LABELS[kind],
                danish.format_number(was, 0),
                danish.format_number(will, 0),
                _signed(will - was),
            )
        )
        for kind, (was, will) in change.rows.items()
    )
    return TextTable("Rækker, der gælder", _columns("Data"), lines)


def _signed(number: int) -> str:
    return danish.format_signed(number, 0)


def _columns(first: str) -> tuple[TextColumn, ...]:
    return tuple(
        TextColumn(head, head, numeric=place > 0) for place, head in enumerate((first, *_HEADS))
    )


def _newest(quarter: Quarter | None) -> str:
    return quarter.label if quarter else danish.NO_DATA


def _value(one: Headline, name: str) -> float | None:
    if one.result is None:
        return None
    return one.result.rows[0].figure(name)
