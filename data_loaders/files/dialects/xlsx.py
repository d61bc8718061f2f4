"""Excel workbooks (.xlsx, .xlsm), read by calamine once `survey` has looked each sheet through."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, repeat
from math import isfinite

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data_loaders.files.dialects import notes, package, styles, survey
from data_loaders.files.dialects.cells import (
    format_elapsed,
    indent_text,
    make_locked_refusal,
    refuse_damaged,
)
from data_loaders.files.dialects.package import ZIP_ERRORS, Package
from data_loaders.files.raw_sheet import RawSheet
from data_loaders.files.sending import Part
from data_loaders.files.values import ErrorCell, Row, Value

NAME = "xlsx"
LABEL = "Excel-fil"

_WORKBOOK = re.compile(r"(?:^|/)workbook\d*\.xml$")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")


def recognises(content: bytes) -> bool:
    """Whether the bytes are a zip archive that holds a workbook in XML."""
    return package.is_package_of(content, _WORKBOOK)


def read(content: bytes) -> Iterator[Part]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `too_large` for an archive that unpacks to too much,
    `too_many_cells` for a sheet that spans too much, `password_protected`, `unreadable`.
    """
    with refuse_damaged("Regnearket", CalamineError, *ZIP_ERRORS), refuse_locked():
        archive = Package(content)
        archive.check()
        workbook = archive.find_main_part(_WORKBOOK)
        parts = _find_sheet_parts(archive, workbook)
        looks = styles.read_styles(archive, workbook)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                with archive.open(parts.get(number, "")) as stream:
                    findings = survey.survey_sheet(stream, looks)
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                yield make_raw_sheet(
                    book.get_sheet_by_index(number), hidden=hidden, findings=findings
                )
                yield from notes.note_hidden_rows(sheet.name, findings.hidden)
        yield from archive.list_notes()


@contextmanager
def refuse_locked() -> Iterator[None]:
    """Refuse a workbook that calamine cannot open without its password."""
    try:
        yield
    except PasswordError as error:
        raise make_locked_refusal() from error


def make_raw_sheet(
    cells: CalamineSheet, *, hidden: bool, findings: survey.SheetFindings
) -> RawSheet:
    """Make a sheet of what calamine reads and what the survey found; its rows are read later."""
    top, left = cells.start or (0, 0)
    percents = tuple(sorted(column - left for column in findings.percents if column >= left))
    rows = _read_rows(cells, findings, top=top, left=left)
    return RawSheet(cells.name, hidden, top, left, percents, rows=rows, to_value=_to_value)


def _read_rows(
    cells: CalamineSheet, findings: survey.SheetFindings, *, top: int, left: int
) -> Iterator[Sequence[object]]:
    """Read the rows; cells that calamine shows as empty are put in, also below its last row."""
    height = max([cells.height if cells.start else 0, *(row + 1 - top for row in findings.faults)])
    # Here calamine gives the empty rows above the first as well, though not the columns.
    read = chain(islice(cells.iter_rows(), top, None) if cells.start else (), repeat(()))
    rows = islice(read, height)
    return _change_rows(rows, findings, top=top, left=left) if findings.changes_rows else rows


def _change_rows(
    rows: Iterator[Sequence[object]], findings: survey.SheetFindings, *, top: int, left: int
) -> Iterator[Sequence[object]]:
    """Put in the faulty cells, and write indents as spaces."""
    for number, cells in enumerate(rows, top):
        row: Row = [_to_value(cell) for cell in cells]
        for column, fault in findings.faults[number].items() if number in findings.faults else ():
            if column >= left:
                row.extend([None] * (column - left + 1 - len(row)))
                row[column - left] = fault
        for column, level in findings.indents[number].items() if number in findings.indents else ():
            if 0 <= column - left < len(row):
                row[column - left] = indent_text(row[column - left], level)
        if not findings.indents and number in findings.levels:
            row = [indent_text(value, findings.levels[number]) for value in row]
        yield row


def _to_value(cell: object) -> Value:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return cell if isfinite(cell) else ErrorCell(str(cell))
    if cell is None or isinstance(cell, bool | int | datetime | ErrorCell):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, time):
        return format_elapsed(datetime.combine(date.min, cell) - datetime.min)  # noqa: DTZ901
    return format_elapsed(cell) if isinstance(cell, timedelta) else str(cell)


def _find_sheet_parts(archive: Package, workbook: str) -> dict[int, str]:
    """Find each sheet's part, by the sheet's number in the workbook."""
    targets = {a.get("Id", ""): a["Target"] for a in archive.list_relations(workbook)}
    sheets = [package.read_attributes(tag) for tag in _SHEET.findall(archive.read_text(workbook))]
    parts = {number: targets.get(_read_relation(sheet), "") for number, sheet in enumerate(sheets)}
    return {number: part for number, part in parts.items() if part in archive}


def _read_relation(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")
