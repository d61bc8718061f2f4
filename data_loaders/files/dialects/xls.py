"""Excel's binary workbooks (.xls, BIFF 2 to 8), read by xlrd."""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from math import isfinite
from pathlib import Path
from typing import IO, Any

import xlrd
from xlrd.book import SUPBOOK_DDEOLE, SUPBOOK_EXTERNAL
from xlrd.compdoc import CompDocError

from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import (
    Table,
    format_elapsed,
    indent_text,
    make_damaged_refusal,
    make_locked_refusal,
)
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import ErrorCell, Value

NAME = "xls"
LABEL = "ældre Excel-fil (.xls)"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The record that begins a sheet or workbook, by version; before BIFF 5 no container was around it.
_BIFF = re.compile(rb"\x09(?:\x00\x04|\x02\x06|\x04\x06|\x08[\x08\x10])\x00")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_EMBEDDED = re.compile(rb"M\0B\0D\0(?:[0-9A-F]\0){4}")
_FROM_THE_LEFT = (0, 1)  # as the kind of content has it, and to the left
_XLRD_ERRORS = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
_QUOTED = re.compile(r"\"[^\"]*\"|\\.")


def recognises(content: bytes) -> bool:
    """Whether the bytes are a BIFF stream, alone or in a compound document."""
    if not content.startswith(_OLE):
        return bool(_BIFF.match(content))
    return _ENCRYPTED not in content and any(name in content for name in _STREAMS)


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `password_protected`, `unreadable`.
    """
    with Path(os.devnull).open("w") as nowhere:
        with _refuse_damaged():
            book = _open_book(content, nowhere)
        for number in range(book.nsheets):
            with _refuse_damaged():
                sheet = book.sheet_by_index(number)
            yield from _read_sheet(book, sheet)
            book.unload_sheet(number)
        yield from _list_notes(book, content)


def _open_book(content: bytes, log: IO[str]) -> Any:  # noqa: ANN401 - xlrd has no types
    """Open a workbook, also one that Excel encrypted with a password of its own."""
    open_content = partial(
        xlrd.open_workbook, logfile=log, formatting_info=True, ragged_rows=True, on_demand=True
    )
    try:
        return open_content(file_contents=content)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise
    from data_loaders.files.dialects.locked import unlock  # noqa: PLC0415 - heavy, and seldom used

    return open_content(file_contents=unlock(content))


@contextmanager
def _refuse_damaged() -> Iterator[None]:
    """Refuse the file where xlrd cannot read it: what it raises on damaged bytes is all of these.

    Only xlrd's own work is done inside, so that an error of ours is not taken for one of the file.
    """
    try:
        yield
    except _XLRD_ERRORS as error:
        raise (
            make_locked_refusal()
            if "encrypted" in str(error)
            else make_damaged_refusal("Regnearket")
        ) from error


def _list_notes(book: Any, content: bytes) -> Iterator[Note]:  # noqa: ANN401 - xlrd has no types
    if _MACROS in content:
        yield notes.MACROS
    if {SUPBOOK_EXTERNAL, SUPBOOK_DDEOLE} & set(book._supbook_types):
        yield notes.LINKS
    if _EMBEDDED.search(content):
        yield notes.OBJECTS


def _read_sheet(book: Any, sheet: Any) -> Iterator[RawSheet | Note]:  # noqa: ANN401
    kinds = {index: _find_format(book, index) for index in range(len(book.xf_list))}
    indents = {index: _read_indent(xf.alignment) for index, xf in enumerate(book.xf_list)}
    table = Table()
    percents: set[int] = set()
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            format_text = kinds.get(cell.xf_index, "")
            value = _read_value(cell, datemode=book.datemode, format_text=format_text)
            table.put(row, column, indent_text(value, indents.get(cell.xf_index, 0)))
            if "%" in format_text and cell.ctype == xlrd.XL_CELL_NUMBER:
                percents.add(column)
    yield RawSheet(
        sheet.name,
        sheet.visibility != 0,
        rows=table.rows,
        percent_columns=tuple(sorted(percents)),
    )
    shut = (row for row, info in sheet.rowinfo_map.items() if info.hidden)
    yield from notes.note_hidden_rows(
        sheet.name, (row + 1 for row in shut if row < len(table.rows))
    )


def _find_format(book: Any, index: int) -> str:  # noqa: ANN401
    cell_format = book.format_map.get(book.xf_list[index].format_key)
    return _QUOTED.sub("", cell_format.format_str or "").lower() if cell_format else ""


def _read_indent(alignment: Any) -> int:  # noqa: ANN401
    is_left = alignment is not None and alignment.hor_align in _FROM_THE_LEFT
    return int(alignment.indent_level) if is_left else 0


def _read_value(cell: Any, *, datemode: int, format_text: str) -> Value:  # noqa: ANN401
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(value) or None
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return float(value) if isfinite(value) else ErrorCell(str(value))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorCell(xlrd.error_text_from_code.get(value, "#FEJL"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _read_day(value, datemode=datemode, format_text=format_text)
    return None


def _read_day(value: float, *, datemode: int, format_text: str) -> Value:
    if not isfinite(value):
        return ErrorCell(str(value))
    try:
        if value < 1 or re.search(r"\[[hms]", format_text):
            return format_elapsed(timedelta(days=value))
        return xlrd.xldate_as_datetime(value, datemode)  # type: ignore[no-any-return]
    except OverflowError:
        return float(value)
