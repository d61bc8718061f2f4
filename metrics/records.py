"""What a query answers, as typed records: the one place where a frame becomes values.

What is NULL or not a number becomes None, or "" and so on where the field may not be None.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from math import isnan
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import pandas as pd

from core.quarter import Quarter

Record = TypeVar("Record")
_Read = Callable[[Any], object]


def make_records(answer: pd.DataFrame, record_type: type[Record]) -> tuple[Record, ...]:
    """Make a record of each line of a query's answer, by the names of its columns.

    `record_type` is a dataclass. Columns that it has no field for are left out; fields without a
    column have their default.
    """
    return tuple(_make(line, record_type) for line in answer.to_dict("records"))


def _make(line: Mapping[Any, Any], record_type: type[Record]) -> Record:
    readers = _choose_field_readers(cast("type", record_type))
    return record_type(**{name: read(line[name]) for name, read in readers.items() if name in line})


@cache
def _choose_field_readers(record_type: type) -> dict[str, _Read]:
    """Choose how each field of a type is read."""
    hints = get_type_hints(record_type)
    return {field.name: _make_field_reader(hints[field.name]) for field in fields(record_type)}


def _make_field_reader(hint: Any) -> _Read:  # noqa: ANN401 - an annotation
    may_be_none = NoneType in get_args(hint)
    kind = get_args(hint)[0] if may_be_none else hint
    read = _choose_reader(kind)
    empty = None if may_be_none else _EMPTY.get(get_origin(kind) or kind)
    return lambda value: empty if _is_null(value) else read(value)


def _choose_reader(kind: Any) -> _Read:  # noqa: ANN401 - an annotation
    if get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        return lambda value: (
            _read_list(value, get_args(kind)[0]) if isinstance(value, str) else value
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _READ.get(kind, lambda value: value)


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or _is_nan(value)


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and isnan(value)


def _read_list(text: str, record_type: type) -> tuple[object, ...]:
    """Read a list of records as the figures keep it: JSON."""
    return tuple(_make(line, record_type) for line in json.loads(text))


def _read_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(str(value)) if value else None


_READ: dict[object, _Read] = {
    float: float,
    int: int,
    bool: lambda value: value not in {False, ""},
    str: str,
    date: _read_day,
    datetime: lambda value: value.to_pydatetime(),
    Quarter: lambda value: Quarter.parse(str(value)),
}
_EMPTY: dict[object, object] = {str: "", bool: False, int: 0, float: 0.0, tuple: ()}
