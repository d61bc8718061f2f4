"""What several kinds of list check of their rows."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

import numpy as np

from data_loaders.guidance.proposal import Question
from data_loaders.kinds.agenda_shares import shown_as_percent
from data_loaders.table.body import Body
from data_loaders.words.times import calendar_year

_NO_YEAR = (
    "Filen siger ikke, hvilket år rækkerne gælder: hverken i en kolonne, i en titellinje, i arkets "
    "navn eller i filens navn. Gyldigt er ét år, f.eks. 2024."
)


def not_negative(body: Body, name: str) -> None:
    """Flag numbers below zero."""
    below = body.typed(name).where(lambda number: number is not None and number < 0)
    body.flag("negative_value", "{value} er negativt. Gyldigt er 0 og derover.", name, below)


def at_most(body: Body, name: str, highest: Decimal, message: str) -> None:
    """Flag numbers above what they can be."""
    above = body.typed(name).where(lambda number: number is not None and number > highest)
    body.flag("implausible_number", message, name, above)


def not_percent(body: Body, name: str, message: str) -> None:
    """Flag the columns of a field that the workbook shows as percentages."""
    shown = shown_as_percent(body, name) & body.typed(name).where(lambda number: number is not None)
    body.flag("looks_like_share", message, name, np.flatnonzero(shown)[:1])


def ends_after_start(body: Body, start: str, end: str, message: str) -> None:
    """Flag rows that end before they begin."""
    pairs = zip(body.typed(start).cells(), body.typed(end).cells(), strict=True)
    wrong = [bool(first and last and last < first) for first, last in pairs]
    body.flag("ends_before_start", message, end, np.array(wrong, np.bool_))


def years(body: Body, name: str = "aar") -> list[str | None]:
    """Return each row's year: its own cell's, else the one that is said around it.

    A row without one is None, and that is said once.
    """
    asked = body.context.guide.said.answers.get("year", "")
    own, said = body.typed(name).cells(), body.stated.cells()
    found = []
    for year, periods in zip(own, said, strict=True):
        whole = {p.first.year for p in periods if p == calendar_year(p.first.year)}
        around = asked or (str(min(whole)) if len(whole) == 1 else None)
        found.append(str(year) if year else around)
    if None in found:
        body.note("no_year", _NO_YEAR)
        body.collector.ask(Question("year", "Hvilket år gælder filen?", code="no_year"))
    return found


def once(body: Body, keys: Sequence[Hashable | None], name: str, message: str) -> None:
    """Flag each row whose key an earlier row has; a row without a key is passed over."""
    seen: set[Hashable] = set()
    again = np.zeros(len(keys), np.bool_)
    for row, key in enumerate(keys):
        again[row] = key is not None and key in seen
        seen.add(key)
    body.flag("duplicate_row", message, name, again)
