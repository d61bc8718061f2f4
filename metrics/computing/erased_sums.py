"""Sums that would tell an erased enhed beside those that were shown with it: they stay hidden."""

import pandas as pd

from metrics.computing.inputs import FigureInputs
from store.connection import Cursor

_NOTHING = pd.DataFrame({"key": pd.Series(dtype=str), "q": pd.Series(dtype="int64")})


def find_hidden_for_erased(cursor: Cursor, inputs: FigureInputs) -> pd.DataFrame:
    """Return the cells (`key, q`) that are hidden because an enhed in them was erased.

    While one is being erased, they are those that its masks have hidden so far.
    """
    if inputs.erased:
        return _NOTHING if inputs.hidden_before is None else inputs.hidden_before
    return cursor.execute(
        "SELECT DISTINCT key, quarter_number(quarter) AS q FROM erased_sums ORDER BY ALL"
    ).df()


def find_years_hidden_for_erased(cursor: Cursor, inputs: FigureInputs) -> pd.DataFrame:
    """Return the same of the counts of two years' people, whose `q` is the later year."""
    if inputs.erased:
        return _NOTHING
    return cursor.execute(
        "SELECT DISTINCT key, CAST(left(quarter, 4) AS BIGINT) + unnest([0, 1]) AS q "
        "FROM erased_sums ORDER BY ALL"
    ).df()
