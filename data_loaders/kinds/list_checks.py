"""What several kinds of list check of their rows."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

import numpy as np

from data_loaders.guidance.proposal import Question
from data_loaders.kinds.agenda_shares import find_percent_rows
from data_loaders.table.body import TableBody
from data_loaders.words.times import make_calendar_year

_NO_YEAR = (
    "Filen siger ikke, hvilket år rækkerne gælder: hverken i en kolonne, i en titellinje, i arkets "
    "navn eller i filens navn. Gyldigt er ét år, f.eks. 2024."
)


def check_not_negative(body: TableBody, name: str) -> None:
    """Flag numbers below zero."""
    below = body.read_field(name).where(lambda number: number is not None and number < 0)
    body.flag("negative_value", "{value} er negativt. Gyldigt er 0 og derover.", name, below)


def check_at_most(body: TableBody, name: str, highest: Decimal, message: str) -> None:
    """Flag numbers above what they can be."""
    above = body.read_field(name).where(lambda number: number is not None and number > highest)
    body.flag("implausible_number", message, name, above)


def check_not_percent(body: TableBody, name: str, message: str) -> None:
    """Flag the columns of a field that the workbook shows as percentages."""
    percent_rows = find_percent_rows(body, name) & body.read_field(name).where(
        lambda number: number is not None
    )
    body.flag("looks_like_share", message, name, np.flatnonzero(percent_rows)[:1])


def check_ends_after_start(body: TableBody, start: str, end: str, message: str) -> None:
    """Flag rows that end before they begin."""
    pairs = zip(body.read_field(start).cells(), body.read_field(end).cells(), strict=True)
    wrong = [bool(first and last and last < first) for first, last in pairs]
    body.flag("ends_before_start", message, end, np.array(wrong, np.bool_))


def read_years(body: TableBody, name: str = "aar") -> list[str | None]:
    """Return each row's year: its own cell's, else the one that is said around it.

    A row without one is None, and that is said once.
    """
    answer = body.context.guidance.user_mapping.answers.get("year", "")
    of_cells, stated_periods = body.read_field(name).cells(), body.stated_periods.cells()
    row_years = []
    for year, periods in zip(of_cells, stated_periods, strict=True):
        stated_years = {p.first.year for p in periods if p == make_calendar_year(p.first.year)}
        stated_year = answer or (str(min(stated_years)) if len(stated_years) == 1 else None)
        row_years.append(str(year) if year else stated_year)
    if None in row_years:
        body.note("no_year", _NO_YEAR)
        body.collector.ask(Question("year", "Hvilket år gælder filen?", code="no_year"))
    return row_years


def check_unique(body: TableBody, keys: Sequence[Hashable | None], name: str, message: str) -> None:
    """Flag each row whose key an earlier row has; a row without a key is passed over."""
    earlier: set[Hashable] = set()
    again = np.zeros(len(keys), np.bool_)
    for row, key in enumerate(keys):
        again[row] = key is not None and key in earlier
        earlier.add(key)
    body.flag("duplicate_row", message, name, again)
