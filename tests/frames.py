"""A result as a frame and back, for tests that look at many rows at once or change them."""

from dataclasses import fields, replace
from math import nan
from typing import Any, TypeVar

import pandas as pd

from core.quarter import Quarter
from metrics.records import make_records
from metrics.result import AnyResult, KpiResult
from metrics.rows import MaaltalRow, Row
from phrases.corrections import write_corrections
from phrases.notes import write_note

RowT = TypeVar("RowT", bound=Row)


def frame_of(result: AnyResult) -> pd.DataFrame:
    """The rows of a result with their notes: quarters as text, NaN where there is no figure."""
    return pd.DataFrame([_line(result, row) for row in result.rows])


def with_frame(result: KpiResult[RowT], frame: pd.DataFrame) -> KpiResult[RowT]:
    """A result with the rows of a frame in place of its own."""
    return replace(result, rows=make_records(frame, type(result.rows[0])))


def _line(result: AnyResult, row: Row) -> dict[str, Any]:
    line = {field.name: _cell(getattr(row, field.name)) for field in fields(row)}
    corrected = write_corrections(getattr(row, "corrections", ()))
    if isinstance(row, MaaltalRow):
        line["ended_met"] = row.is_ended_met
    return line | {"corrected": corrected, "note": write_note(result, row)}


def _cell(value: object) -> object:
    if isinstance(value, Quarter):
        return str(value)
    return nan if value is None else value
