"""The kommune's figures as they are, and as they become when the files are saved."""

import streamlit as st

from core import danish
from core.quarter import Quarter
from data_loaders.kinds.registry import LABELS
from metrics.noegletal import RULLENDE
from pages.parts import table_view
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
            table_view.show(_make_figure_table(change))
    table_view.show(_make_row_count_table(change))


def _make_figure_table(change: BeforeAfter) -> TextTable:
    before, after = change.before, change.after
    newest = TextRow(
        ("Nyeste opgørelse", _name_quarter(before.quarter), _name_quarter(after.quarter), "")
    )
    lines = tuple(_make_figure_row(name, before, after) for name in FIGURES)
    return TextTable("Hovedtallene før og efter", _make_columns("Hele kommunen"), (newest, *lines))


def _make_figure_row(name: str, before: Headline, after: Headline) -> TextRow:
    measure = RULLENDE.measure(name)
    value_before, value_after = _headline_value(before, name), _headline_value(after, name)
    change = None if value_before is None or value_after is None else value_after - value_before
    change_cell = "" if change is None else measure.change_text(change)
    return TextRow(
        (measure.label, measure.text(value_before), measure.text(value_after), change_cell)
    )


def _make_row_count_table(change: BeforeAfter) -> TextTable:
    lines = tuple(
        TextRow(
            (
                LABELS[kind],
                danish.format_number(count_before, 0),
                danish.format_number(count_after, 0),
                _format_change(count_after - count_before),
            )
        )
        for kind, (count_before, count_after) in change.rows.items()
    )
    return TextTable("Rækker, der gælder", _make_columns("Data"), lines)


def _format_change(number: int) -> str:
    return danish.format_signed(number, 0)


def _make_columns(first: str) -> tuple[TextColumn, ...]:
    return tuple(
        TextColumn(head, head, numeric=place > 0) for place, head in enumerate((first, *_HEADS))
    )


def _name_quarter(quarter: Quarter | None) -> str:
    return quarter.label if quarter else danish.NO_DATA


def _headline_value(headline: Headline, name: str) -> float | None:
    if headline.result is None:
        return None
    return headline.result.rows[0].figure(name)
