"""Which cells may not be seen. Decided once per data version over all nodes, for every viewer."""

import pandas as pd


def plan(cells: pd.DataFrame, *, smallest_group: int) -> pd.DataFrame:
    """Return the cells to mask.

    `cells` has one row per node and quarter: `level, key, q, employees, dagsvaerk`. A cell is
    masked where fewer than `smallest_group` employees stand behind it; one without employees
    and without absence tells nothing about anyone. The answer has `level, key, q`.
    """
    tells = (cells["employees"] > 0) | (cells["dagsvaerk"] != 0)
    masked = cells[tells & (cells["employees"] < smallest_group)]
    return masked[["level", "key", "q"]].reset_index(drop=True)
