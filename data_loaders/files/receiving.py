"""How a grid crosses from the process that reads: what our own process makes of it."""

import json
from datetime import datetime
from typing import IO, Any

import numpy as np

from core.errors import FileRefusedError
from data_loaders.files.columns import ColumnRows, Encoded
from data_loaders.files.grid import ErrorCell, Grid, Note, Row, Sheet, Value

_CODE, _NUMBER = np.dtype(np.int32), np.dtype(np.float64)


def receive(answer: IO[bytes]) -> Grid:
    """Read what `sending.send` wrote; ValueError when it was cut off or is something else.

    Raises FileRefusedError where the reader refused the file.
    """
    dialect = ""
    sheets: list[Sheet] = []
    notes: list[Note] = []
    rows: list[Row] = []
    while line := answer.readline():
        if line == b"\n":
            raise _refusal(_parsed(answer))
        parsed = json.loads(line)
        if isinstance(parsed, list):
            rows.append([_unpacked(v) for v in parsed] if b"[" in line[1:] else parsed)
        elif "dialect" in parsed:
            dialect = str(parsed["dialect"])
        elif "note" in parsed:
            notes.append(Note(str(parsed["note"]), str(parsed["message"]), str(parsed["sheet"])))
        elif "columns" in parsed:
            sheets.append(_sheet(parsed, _columns(parsed, answer)))
        else:
            rows = []
            sheets.append(_sheet(parsed, rows))
    if not dialect:
        raise ValueError("the answer was cut off before it began")
    return Grid(dialect, tuple(sheets), tuple(notes))


def _sheet(head: dict[str, Any], rows: "list[Row] | ColumnRows") -> Sheet:
    return Sheet(
        str(head["sheet"]),
        rows,
        bool(head["hidden"]),
        int(head["top"]),
        int(head["left"]),
        tuple(tuple(map(int, area)) for area in head["merged"]),  # type: ignore[misc]
        tuple(map(int, head["percent_columns"])),
    )


def _columns(head: dict[str, Any], answer: IO[bytes]) -> ColumnRows:
    height = int(head["height"])
    columns = [_column(height, answer) for _ in range(int(head["columns"]))]
    return ColumnRows(tuple(columns), height)


def _column(height: int, answer: IO[bytes]) -> Encoded:
    others = [_unpacked(value) for value in _parsed(answer)]
    numbers = np.frombuffer(answer.read(int(_parsed(answer))), _NUMBER)
    sent = np.frombuffer(answer.read(height * _CODE.itemsize), _CODE)
    codes = np.where(sent < 0, len(numbers) - 1 - sent, sent).astype(_CODE)
    if len(codes) != height or (
        height and not 0 <= codes.min() <= codes.max() < len(numbers) + len(others)
    ):
        raise ValueError("the codes do not fit the cells")
    return Encoded((*numbers.tolist(), *others), codes)


def _parsed(answer: IO[bytes]) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(answer.readline())


def _refusal(said: dict[str, Any]) -> FileRefusedError:
    return FileRefusedError(str(said["message"]), code=str(said["refused"]))


def _unpacked(value: Any) -> Value:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, text = value
    if kind == "error":
        return ErrorCell(text)
    return datetime.fromisoformat(text) if kind == "date" else str(text)
