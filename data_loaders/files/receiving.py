"""How a grid crosses from the process that reads: what our own process makes of it."""

import json
from datetime import datetime
from typing import IO, Any

import numpy as np

from core.errors import FileRefusedError
from data_loaders.files.columns import EncodedColumn
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import ErrorCell, Value

_CODE = np.dtype(np.int32)


def receive(answer: IO[bytes]) -> Grid:
    """Read what `sending.send` wrote; ValueError when it was cut off or is something else.

    Raises FileRefusedError where the reader refused the file.
    """
    dialect = ""
    sheets: list[Sheet] = []
    notes: list[Note] = []
    while line := answer.readline():
        if line == b"\n":
            raise _read_refusal(answer)
        head = json.loads(line)
        if "dialect" in head:
            dialect = str(head["dialect"])
        elif "note" in head:
            notes.append(Note(str(head["note"]), str(head["message"]), str(head["sheet"])))
        else:
            sheets.append(_read_sheet(head, answer))
    if not dialect:
        raise ValueError("the answer was cut off before it began")
    return Grid(dialect, tuple(sheets), tuple(notes))


def _read_refusal(answer: IO[bytes]) -> FileRefusedError:
    refusal = json.loads(answer.readline())
    return FileRefusedError(str(refusal["message"]), code=str(refusal["refused"]))


def _read_sheet(head: dict[str, Any], answer: IO[bytes]) -> Sheet:
    height = int(head["height"])
    return Sheet(
        str(head["sheet"]),
        bool(head["hidden"]),
        int(head["top"]),
        int(head["left"]),
        tuple(map(int, head["percent_columns"])),
        columns=tuple(_read_column(height, answer) for _ in range(int(head["columns"]))),
        height=height,
    )


def _read_column(height: int, answer: IO[bytes]) -> EncodedColumn[Value]:
    values = [_to_value(value) for value in json.loads(answer.readline())]
    codes = np.frombuffer(answer.read(height * _CODE.itemsize), _CODE)
    if len(codes) != height or (height and not 0 <= codes.min() <= codes.max() < len(values)):
        raise ValueError("the codes do not fit the cells")
    return EncodedColumn(values, codes)


def _to_value(value: Any) -> Value:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, text = value
    if kind == "error":
        return ErrorCell(text)
    return datetime.fromisoformat(text) if kind == "date" else str(text)
