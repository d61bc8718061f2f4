"""How a grid crosses from the process that reads: what the reader writes.

First comes the dialect, then each sheet and note. A note is a line of JSON. A sheet is a line of
JSON with its height and width, and then its columns: each a line with the different values of its
cells, and the code of each cell, an integer of 32 bits. What JSON cannot say (dates, error cells)
is a two-part list.
"""

import json
from collections.abc import Iterable
from datetime import date
from itertools import islice, zip_longest
from typing import IO, Any

from core.errors import FileRefusedError
from data_loaders.files.encoder import ColumnEncoder
from data_loaders.files.raw_sheet import Note, RawSheet, SheetFrame
from data_loaders.files.values import (
    LONGEST_CELL,
    MAX_CELLS,
    MAX_WRITTEN,
    ErrorCell,
    clean_text,
)

_LONGEST_SHEET_NAME = 100
_MOST_COLUMNS = 1_000  # with anything in them; what looks for headers tries each with each
_WIDEST = 16_384  # as in Excel
_MOST_SHEETS = 1_000  # an extract with a sheet for each enhed has fewer
_BATCH = 4096  # rows that are encoded at a time
_ADVICE = "Slet de ark og kolonner, der ikke er en del af udtrækket, og indlæs filen igen."

Part = RawSheet | Note


def send(dialect: str, parts: Iterable[Part], out: IO[bytes]) -> None:
    """Write a grid, a sheet or a note at a time.

    Raises FileRefusedError (`too_many_cells`, `too_large`) before the sheets, the cells, or the
    text in them, are more than our own process, which has no limit, should hold.
    """
    sizes = _Sizes()
    sheets = 0
    _write_json_line({"dialect": dialect}, out)
    for part in parts:
        if isinstance(part, Note):
            note = {
                "note": part.code,
                "message": part.message,
                "sheet": _clean_sheet_name(part.sheet),
            }
            _write_json_line(note, out)
            continue
        sheets += 1
        if sheets > _MOST_SHEETS:
            message = f"Filen har over 1.000 ark. {_ADVICE}"
            raise FileRefusedError(message, code="too_large")
        _send_sheet(part, sizes, out)


def refuse(refusal: FileRefusedError, out: IO[bytes]) -> None:
    """Write that the file is refused, whatever was written before."""
    out.write(b"\n")
    _write_json_line({"refused": refusal.code, "message": str(refusal)}, out)


class _Sizes:
    """What all sheets so far have: cells, and characters in their different values."""

    def __init__(self) -> None:
        self._cells = self._written = 0

    def check_cells(self, cells: int) -> None:
        """Refuse a sheet that has so many cells so far."""
        if self._cells + cells > MAX_CELLS:
            message = f"Filen har over {MAX_CELLS // 1_000_000} millioner celler. {_ADVICE}"
            raise FileRefusedError(message, code="too_many_cells")

    def add_cells(self, cells: int) -> None:
        """Count the cells of a sheet that was read."""
        self._cells += cells

    def add_written(self, characters: int) -> None:
        """Count what was written; FileRefusedError where it becomes too much."""
        self._written += characters
        if self._written > MAX_WRITTEN:
            message = f"Filen har over {MAX_WRITTEN // 1_000_000} millioner tegn i sine celler. "
            raise FileRefusedError(message + _ADVICE, code="too_large")


def _send_sheet(sheet: RawSheet, sizes: _Sizes, out: IO[bytes]) -> None:
    columns: list[ColumnEncoder] = []
    height = 0
    rows = iter(sheet.rows)
    while batch := list(islice(rows, _BATCH)):
        width = max(len(columns), *map(len, batch))
        sizes.check_cells((height + len(batch)) * width)
        if width > len(columns):
            _check_width(sheet, width=width)
        for _ in range(width - len(columns)):
            columns.append(ColumnEncoder(sheet.to_value))
            columns[-1].extend([None] * height)
        for column, cells in zip_longest(columns, zip_longest(*batch)):
            column.extend(cells or [None] * len(batch))
        height += len(batch)
    sizes.add_cells(height * len(columns))
    _check_columns(sheet, columns)
    # A refusal comes before the first of them, since none can be told from what is no text.
    lines = [_to_json(column.values) for column in columns]
    sizes.add_written(sum(map(len, lines)))
    _write_json_line({**_describe_sheet(sheet), "height": height, "columns": len(columns)}, out)
    for line, column in zip(lines, columns, strict=True):
        out.write(line)
        out.write(column.codes.tobytes())


def _check_width(frame: SheetFrame, *, width: int, filled: int = 0) -> None:
    if width > _WIDEST or filled > _MOST_COLUMNS:
        where = f"Arket »{_clean_sheet_name(frame.name)}«" if frame.name else "Filen"
        raise FileRefusedError(
            f"{where} har over 1.000 udfyldte kolonner, eller kolonner længere ude end Excels "
            "sidste, XFD. Slet de kolonner, der ikke er en del af udtrækket, og indlæs filen igen.",
            code="too_many_cells",
        )


def _check_columns(frame: SheetFrame, columns: list[ColumnEncoder]) -> None:
    """Refuse a sheet with too many columns, or with more text in a cell than a cell can have."""
    filled = sum(any(value not in (None, "") for value in column.values) for column in columns)
    _check_width(frame, width=len(columns), filled=filled)
    for place, column in enumerate(columns):
        for code, value in enumerate(column.values):
            text = value.text if isinstance(value, ErrorCell) else value
            if isinstance(text, str) and len(text) > LONGEST_CELL:
                address = frame.address(column.codes.index(code), place)
                raise FileRefusedError(
                    f"Cellen {address} har over 32.767 tegn, og det er flere, end Excel kan have i "
                    "en celle. Slet teksten, og indlæs filen igen.",
                    code="too_large",
                )


def _describe_sheet(frame: SheetFrame) -> dict[str, object]:
    return {
        "sheet": _clean_sheet_name(frame.name),
        "hidden": frame.hidden,
        "top": frame.top,
        "left": frame.left,
        "percent_columns": frame.percent_columns,
    }


def _clean_sheet_name(name: str) -> str:
    return clean_text(name)[:_LONGEST_SHEET_NAME]


def _write_json_line(content: object, out: IO[bytes]) -> None:
    out.write(_to_json(content))


def _to_json(content: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    return (json.dumps(content, default=_to_pair) + "\n").encode()


def _to_pair(value: object) -> list[str]:
    if isinstance(value, ErrorCell):
        return ["error", value.text]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return ["text", str(value)]
