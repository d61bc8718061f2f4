"""Excel's binary workbooks (.xlsb), read by calamine once their records have been searched."""

import io
import re
import struct
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data_loaders.files.dialects import notes, package, survey
from data_loaders.files.dialects.cells import (
    WIDEST_GAP,
    DamagedFileError,
    make_too_many_cells_refusal,
    refuse_damaged,
)
from data_loaders.files.dialects.package import ZIP_ERRORS, Package
from data_loaders.files.dialects.xlsx import make_raw_sheet, refuse_locked
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import ErrorCell

NAME = "xlsb"
LABEL = "binær Excel-fil (.xlsb)"

_WORKBOOK = re.compile(r"(?:^|/)workbook\d*\.bin$")
_ROW, _BLANK, _ERROR, _FORMULA_ERROR = 0, 1, 3, 11
_CELLS = range(1, 12)
_SHEET = 156
_ROW_HIDDEN = 0x10
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def recognises(content: bytes) -> bool:
    """Whether the bytes are a zip archive that holds a workbook in binary records."""
    return package.is_package_of(content, _WORKBOOK)


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `too_large`, `too_many_cells`, `password_protected`, `unreadable`.
    """
    with refuse_damaged("Regnearket", CalamineError, *ZIP_ERRORS), refuse_locked():
        archive = Package(content)
        archive.check()
        parts = _find_sheet_parts(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                if not parts.get(number):
                    raise DamagedFileError("a sheet without a part")
                findings = _survey(archive.read(parts[number]))
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                yield make_raw_sheet(
                    book.get_sheet_by_index(number), hidden=hidden, findings=findings
                )
                yield from notes.note_hidden_rows(sheet.name, findings.hidden)
        yield from archive.list_notes()


def _cut_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a part into its records: a number and a length of one to four bytes, then the bytes."""
    place = 0
    while place < len(content):
        try:
            kind, length = content[place], 0
            place += 1
            if kind & 0x80:
                kind = kind & 0x7F | content[place] << 7
                place += 1
            for shift in range(0, 28, 7):
                part = content[place]
                place += 1
                length |= (part & 0x7F) << shift
                if part < 0x80:
                    break
        except IndexError as error:
            raise DamagedFileError("a record that is cut off") from error
        yield kind, content[place : place + length]
        place += length


def _survey(content: bytes) -> survey.SheetFindings:
    """Find the cells that calamine shows as empty, and how far the filled ones reach."""
    findings = survey.SheetFindings()
    row = last = widest = blank = 0
    for kind, record in _cut_records(content):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
            if struct.unpack_from("<B", record, 11)[0] & _ROW_HIDDEN:
                findings.hidden.append(row + 1)
        elif kind in _CELLS and kind != _BLANK:
            column = struct.unpack_from("<I", record)[0]
            blank += max(row - last - 1, 0)
            last, widest = max(last, row), max(widest, column)
            if kind in (_ERROR, _FORMULA_ERROR):
                code = struct.unpack_from("<B", record, 8)[0]
                findings.faults[row][column] = ErrorCell(_ERRORS.get(code, "#FEJL"))
    survey.check_cells(last + 1, widest + 1)
    if blank > WIDEST_GAP:
        raise make_too_many_cells_refusal()
    return findings


def _find_sheet_parts(archive: Package) -> dict[int, str]:
    """Find each sheet's part, by the sheet's number in the workbook."""
    workbook = archive.find_main_part(_WORKBOOK)
    targets = {a.get("Id", ""): a["Target"] for a in archive.list_relations(workbook)}
    bundles = [record for kind, record in _cut_records(archive.read(workbook)) if kind == _SHEET]
    return {
        number: targets.get(_read_relation(bundle), "") for number, bundle in enumerate(bundles)
    }


def _read_relation(bundle: bytes) -> str:
    """Return a sheet's relation: after its state and number comes a length, then the name."""
    length = struct.unpack_from("<I", bundle, 8)[0]
    return bundle[12 : 12 + 2 * length].decode("utf-16-le", "replace")
