"""Rows of the extract as the columns that the store keeps."""

from collections.abc import Iterable

import pyarrow as pa

from data_loaders.report import UnitQuarter

_FIGURES = ("dagsvaerk", "korttid", "langtid", "medarbejdere", "fuldtidsstillinger")
_TEXTS = ("enhed", "enhed_navn", "afdeling", "omraade", "personalegruppe")


def make_facts(rows: Iterable[UnitQuarter]) -> pa.Table:
    """Return the rows as a table of the store's columns, figures as exact text."""
    listed = list(rows)
    quarter = [str(row.quarter) for row in listed]
    columns = {name: [getattr(row, name) for row in listed] for name in _TEXTS}
    figures = {name: [_write_number(getattr(row, name)) for row in listed] for name in _FIGURES}
    texts = {"quarter": quarter, **columns, **figures, "sheet": [row.sheet for row in listed]}
    strings = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    return pa.table({**strings, "source_row": pa.array([row.row for row in listed], pa.int64())})


def _write_number(number: object) -> str | None:
    return None if number is None else str(number)
