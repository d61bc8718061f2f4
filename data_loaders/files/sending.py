"""How a grid crosses from the process that reads: what the reader writes.

First comes the dialect, then each sheet and note: a line of JSON, and for a sheet its rows, a line
each. What JSON cannot say (dates, error cells) is a two-part list. A large sheet is sent by column:
the distinct cells, and for each cell which one it is.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from core.errors import FileRefusedError
from data_loaders.files.grid import (
    LONGEST_CELL,
    MAX_CELLS,
    MAX_HELD,
    MAX_WRITTEN,
    ErrorCell,
    Note,
    Row,
    Sheet,
    Value,
    cleaned,
)

_LONGEST_SHEET_NAME = 100
_MOST_COLUMNS = 1_000  # with anything in them; what looks for headers tries each with each
_WIDEST = 16_384  # as in Excel
_MOST_MERGED = 100_000
_MOST_SHEETS = 1_000  # an extract with a sheet for each enhed has fewer
_ADVICE = "Slet de ark og kolonner, der ikke er en del af udtrækket, og indlæs filen igen."


@dataclass(frozen=True)
class Column:
    """A column's cells: the distinct numbers, the other distinct cells, and a code for each cell.

    `numbers` are floats of 64 bits, `codes` integers of 32: 0 and up count the numbers, -1 and down
    the others.
    """

    numbers: bytes
    others: list[Value]
    codes: bytes


@dataclass(frozen=True)
class Held:
    """A large sheet that is held by column; `sheet` is all of it but the rows."""

    sheet: Sheet
    height: int
    columns: tuple[Column, ...]


Part = Sheet | Note | Held


def send(dialect: str, parts: Iterable[Part], out: IO[bytes]) -> None:
    """Write a grid, a sheet or a note at a time.

    Raises FileRefusedError (`too_many_cells`, `too_large`) before the sheets, the cells, or the
    text in them, are more than our own process, which has no limit, should hold.
    """
    sizes = _Sizes()
    sheets = 0
    _line({"dialect": dialect}, out)
    for part in parts:
        sheets += not isinstance(part, Note)
        if sheets > _MOST_SHEETS:
            message = f"Filen har over 1.000 ark. {_ADVICE}"
            raise FileRefusedError(message, code="too_large")
        if isinstance(part, Note):
            _line({"note": part.code, "message": part.message, "sheet": _name(part.sheet)}, out)
        elif isinstance(part, Held):
            _send_columns(part, sizes, out)
        else:
            _send_rows(part, sizes, out)


def refuse(refusal: FileRefusedError, out: IO[bytes]) -> None:
    """Write that the file is refused, whatever was written before."""
    out.write(b"\n")
    _line({"refused": refusal.code, "message": str(refusal)}, out)


def check_text(sheet: Sheet, place: tuple[int, int], value: Value) -> None:
    """Refuse a cell, at a place in the sheet's rows, with more text than a cell can have."""
    text = value.text if isinstance(value, ErrorCell) else value
    if isinstance(text, str) and len(text) > LONGEST_CELL:
        raise FileRefusedError(
            f"Cellen {sheet.address(*place)} har over 32.767 tegn, og det er flere, end Excel kan "
            "have i en celle. Slet teksten, og indlæs filen igen.",
            code="too_large",
        )


def _check_width(sheet: Sheet, *, width: int, filled: int) -> None:
    if width > _WIDEST or filled > _MOST_COLUMNS:
        where = f"Arket »{_name(sheet.name)}«" if sheet.name else "Filen"
        raise FileRefusedError(
            f"{where} har over 1.000 udfyldte kolonner, eller kolonner længere ude end Excels "
            "sidste, XFD. Slet de kolonner, der ikke er en del af udtrækket, og indlæs filen igen.",
            code="too_many_cells",
        )


def _filled(row: Row) -> int:
    return sum(value is not None and value != "" for value in row)


class _Sizes:
    """What was written of all sheets so far."""

    def __init__(self) -> None:
        self._cells = self._held = self._written = 0

    def add(self, *, cells: int = 0, held: int = 0, written: int = 0) -> None:
        """Count more; FileRefusedError where it becomes too much."""
        self._cells += cells
        self._held += held
        self._written += written
        for count, most in ((self._cells, MAX_CELLS), (self._held, MAX_HELD)):
            if count > most:
                message = f"Filen har over {most // 1_000_000} millioner celler. {_ADVICE}"
                raise FileRefusedError(message, code="too_many_cells")
        if self._written > MAX_WRITTEN:
            message = f"Filen har over {MAX_WRITTEN // 1_000_000} millioner tegn i sine celler. "
            raise FileRefusedError(message + _ADVICE, code="too_large")


def _send_rows(sheet: Sheet, sizes: _Sizes, out: IO[bytes]) -> None:
    _line(_head(sheet), out)
    for index, row in enumerate(sheet.rows):
        if len(row) > _MOST_COLUMNS:
            _check_width(sheet, width=len(row), filled=_filled(row))
        for column, value in enumerate(row):
            check_text(sheet, (index, column), value)
        line = _json(row)
        sizes.add(cells=len(row), written=len(line))
        out.write(line)


def _send_columns(held: Held, sizes: _Sizes, out: IO[bytes]) -> None:
    # A refusal comes before the first of them, since none can be told from what is not text.
    filled = sum(bool(column.numbers) or any(column.others) for column in held.columns)
    _check_width(held.sheet, width=len(held.columns), filled=filled)
    sent = [(_json(column.others), column) for column in held.columns]
    texts = sum(len(others) for others, _ in sent)
    sizes.add(held=held.height * len(held.columns), written=texts)
    _line({**_head(held.sheet), "height": held.height, "columns": len(held.columns)}, out)
    for others, column in sent:
        out.write(others)
        _line(len(column.numbers), out)
        out.write(column.numbers)
        out.write(column.codes)


def _head(sheet: Sheet) -> dict[str, object]:
    if len(sheet.merged) > _MOST_MERGED:
        raise FileRefusedError(
            f"Arket »{_name(sheet.name)}« har over 100.000 flettede områder. Ophæv fletningerne, "
            "eller slet det, der ikke er en del af udtrækket, og indlæs filen igen.",
            code="too_many_cells",
        )
    places = {"top": sheet.top, "left": sheet.left}
    shown = {"merged": sheet.merged, "percent_columns": sheet.percent_columns}
    return {"sheet": _name(sheet.name), "hidden": sheet.hidden, **places, **shown}


def _name(sheet: str) -> str:
    return cleaned(sheet)[:_LONGEST_SHEET_NAME]


def _line(what: object, out: IO[bytes]) -> None:
    out.write(_json(what))


def _json(what: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    return (json.dumps(what, default=_packed) + "\n").encode()


def _packed(value: object) -> list[str]:
    if isinstance(value, ErrorCell):
        return ["error", value.text]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return ["text", str(value)]
