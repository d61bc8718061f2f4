"""Excel workbooks (.xlsx, .xlsm), read by calamine once `survey` has looked each sheet through."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
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
from data_loaders.files.dialects.cells import BROKEN, elapsed, indented, locked, unreadable
from data_loaders.files.dialects.package import Package
from data_loaders.files.raw_sheet import RawSheet
from data_loaders.files.sending import Part
from data_loaders.files.values import ErrorCell, Row, Value

NAME = "xlsx"
LABEL = "Excel-fil"

_WORKBOOK = re.compile(r"(?:^|/)workbook\d*\.xml$")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")


def recognises(content: bytes) -> bool:
    """Whether the bytes are a zip archive that holds a workbook in XML."""
    return package.holds(content, _WORKBOOK)


def read(content: bytes) -> Iterator[Part]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `too_large` for an archive that unpacks to too much,
    `too_many_cells` for a sheet that spans too much, `password_protected`, `unreadable`.
    """
    try:
        archive = Package(content)
        archive.check()
        workbook = archive.main_part(_WORKBOOK)
        parts = _sheet_parts(archive, workbook)
        shown = styles.of_workbook(archive, workbook)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            hidden = sheet.visible is not SheetVisibleEnum.Visible
            with archive.open(parts[number]) as stream:
                found = survey.of_part(stream, shown)
            yield sheet_of(book.get_sheet_by_index(number), hidden=hidden, found=found)
            yield from notes.hidden_rows(sheet.name, found.hidden)
        yield from archive.notes()
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, *BROKEN) as error:
        raise unreadable("Regnearket") from error


def sheet_of(cells: CalamineSheet, *, hidden: bool, found: survey.Found) -> RawSheet:
    """Turn what calamine read of a sheet into one with what the survey found."""
    top, left = cells.start or (0, 0)
    rows: list[Row] = [[_value(cell) for cell in row] for row in cells.to_python()]
    for (row, column), fault in found.faults.items():
        _put(rows, (row - top, column - left), fault)
    _indent(rows, found, top=top, left=left)
    merged = tuple(
        (first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in cells.merged_cell_ranges or ()
        if first[0] >= top and first[1] >= left
    )
    percents = tuple(sorted(column - left for column in found.percents if column >= left))
    return RawSheet(cells.name, hidden, top, left, merged, percents, rows=rows)


def _value(cell: object) -> Value:
    if isinstance(cell, float):
        return cell if isfinite(cell) else ErrorCell(str(cell))
    if isinstance(cell, str | bool | int | datetime):
        return cell if cell != "" else None
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, time):
        return elapsed(datetime.combine(date.min, cell) - datetime.min)  # noqa: DTZ901
    return elapsed(cell) if isinstance(cell, timedelta) else str(cell)


def _indent(rows: list[Row], found: survey.Found, *, top: int, left: int) -> None:
    """Put spaces before what is shown further in, or else before what is lower in an outline."""
    for (row, column), level in found.indents.items():
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
            rows[row - top][column - left] = indented(rows[row - top][column - left], level)
    for row, level in found.levels.items() if not found.indents else ():
        if 0 <= row - top < len(rows):
            rows[row - top] = [indented(value, level) for value in rows[row - top]]


def _put(rows: list[Row], place: tuple[int, int], value: Value) -> None:
    row, column = place
    if row < 0 or column < 0:
        return  # outside what calamine found filled: above or left of every cell with content
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _sheet_parts(archive: Package, workbook: str) -> dict[int, str]:
    """Find each sheet's part, by the sheet's number in the workbook."""
    targets = {a.get("Id", ""): a["Target"] for a in archive.relations(workbook)}
    sheets = [package.attributes(tag) for tag in _SHEET.findall(archive.text(workbook))]
    parts = {number: targets.get(_relation(sheet), "") for number, sheet in enumerate(sheets)}
    return {number: part for number, part in parts.items() if part in archive}


def _relation(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")
