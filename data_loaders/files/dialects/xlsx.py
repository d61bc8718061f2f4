"""Excel workbooks (.xlsx, .xlsm), read by calamine once `survey` has looked them through."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.errors import FileRefusedError
from data_loaders.files.dialects import survey
from data_loaders.files.grid import Row, Sheet, Value

NAME = "xlsx"
# What zipfile and zlib raise over damaged bytes.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    IndexError,
    OSError,
    EOFError,
    RuntimeError,
)


def recognises(content: bytes) -> bool:
    """Whether the bytes are a zip archive that holds a workbook in XML."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return survey.workbook_part(archive) != ""
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return False


def read(content: bytes) -> Iterator[Sheet]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `too_large` for an archive that unpacks to too much,
    `too_many_cells` for a sheet that spans too much, `password_protected`, `unreadable`.
    """
    try:
        faults = survey.faults(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                cells = book.get_sheet_by_index(number)
                yield _sheet(cells, hidden=hidden, faults=faults.get(number, {}))
    except PasswordError as error:
        message = "Filen er låst med en adgangskode. Fjern koden i Excel, og indlæs filen igen."
        raise FileRefusedError(message, code="password_protected") from error
    except (CalamineError, *_BROKEN) as error:
        message = (
            "Excel-filen er beskadiget eller ufuldstændig og kan ikke læses. Åbn den i Excel, gem "
            "den igen som .xlsx, og indlæs den gemte fil."
        )
        raise FileRefusedError(message, code="unreadable") from error


def _sheet(cells: CalamineSheet, *, hidden: bool, faults: survey.Faults) -> Sheet:
    top, left = cells.start or (0, 0)
    rows: list[Row] = [[None if v == "" else v for v in row] for row in cells.to_python()]  # type: ignore[misc]
    for (row, column), fault in faults.items():
        _put(rows, (row - top, column - left), fault)
    return Sheet(cells.name, rows, hidden, top, left)


def _put(rows: list[Row], place: tuple[int, int], value: Value) -> None:
    row, column = place
    if row < 0 or column < 0:
        return  # outside what calamine found filled: above or left of every cell with content
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value
