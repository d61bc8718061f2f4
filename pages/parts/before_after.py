"""The kommune's figures as they are, and as they become when the files are saved."""

from collections.abc import Sequence

import streamlit as st

from core import danish
from core.quarter import Quarter
from data_loaders.kinds.registry import LABELS
from metrics.figure_correction import CorrectedMeasure
from metrics.noegletal import RULLENDE
from pages.parts import table_view
from phrases.text_tables import TextTable, make_table
from phrases.uploads import name_opgoerelse
from services.headlines import FIGURES, BeforeAfter, Headline, OpgoerelseChange
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
        if change.opgoerelser:
            table_view.show(_make_opgoerelse_table(change.opgoerelser))
    table_view.show(_make_row_count_table(change))


def _make_figure_table(change: BeforeAfter) -> TextTable:
    before, after = change.before, change.after
    newest = ("Nyeste opgørelse", _name_quarter(before.quarter), _name_quarter(after.quarter), "")
    lines = [newest, *(_write_figures(name, before, after) for name in FIGURES)]
    heads = ("Hele kommunen", *_HEADS)
    return make_table("Hovedtallene før og efter", heads, lines, numeric=_HEADS)


def _make_opgoerelse_table(opgoerelser: Sequence[OpgoerelseChange]) -> TextTable:
    """Make the table of the opgørelser that the files touch; those that were sent are marked."""
    value = RULLENDE.measure("value")
    lines = []
    for opgoerelse in opgoerelser:
        corrected = CorrectedMeasure(value, opgoerelse.before, opgoerelse.after)
        name = name_opgoerelse(opgoerelse.quarter, opgoerelse.sent_at)
        lines.append((name, *corrected.texts, corrected.change_text))
    heads = ("Hele kommunen, sygefravær", *_HEADS)
    return make_table("Opgørelser, som filerne berører", heads, lines, numeric=_HEADS)


def _write_figures(name: str, before: Headline, after: Headline) -> tuple[str, ...]:
    measure = RULLENDE.measure(name)
    value_before, value_after = _headline_value(before, name), _headline_value(after, name)
    corrected = CorrectedMeasure(measure, value_before, value_after)
    return measure.label, *corrected.texts, corrected.change_text


def _make_row_count_table(change: BeforeAfter) -> TextTable:
    lines = [
        (
            LABELS[kind],
            danish.format_number(count_before, 0),
            danish.format_number(count_after, 0),
            danish.format_signed(count_after - count_before, 0),
        )
        for kind, (count_before, count_after) in change.rows.items()
    ]
    return make_table("Rækker, der gælder", ("Data", *_HEADS), lines, numeric=_HEADS)


def _name_quarter(quarter: Quarter | None) -> str:
    return quarter.label if quarter else danish.NO_DATA


def _headline_value(headline: Headline, name: str) -> float | None:
    if headline.result is None:
        return None
    return headline.result.rows[0].figure(name)
