"""A sheet as the bytes of a file: SAP GUI text, semicolon-separated text, or a workbook."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from core.danish import number
from sample_data.layouts import Form, drawn_on
from sample_data.sheet import Cell, Sheet

LINE_END = "\r\n"
TEXT_WIDTH, NUMBER_WIDTH = 34, 12
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def content(sheet: Sheet, form: Form) -> bytes:
    """Write a sheet in a file format; the same sheet gives the same bytes on every machine."""
    writers = {Form.SAP_TEXT: _sap_text, Form.CSV: _csv, Form.WORKBOOK: _workbook}
    return writers[form](sheet)


def _sap_text(sheet: Sheet) -> bytes:
    lines = [*(f"\t{title}" for title in sheet.titles), "", _padded(sheet.headers, sheet)]
    for block in sheet.blocks:
        lines += ["", *(_padded(line, sheet) for line in block)]
    return (LINE_END.join(lines) + LINE_END).encode("cp1252")


def _padded(line: tuple[Cell, ...], sheet: Sheet) -> str:
    """The list view's line: an empty first column, then every cell in a field of fixed width."""
    cells = zip(_texts(line, sheet), sheet.decimals, strict=True)
    fields = [
        text.ljust(TEXT_WIDTH) if decimals is None else text.rjust(NUMBER_WIDTH)
        for text, decimals in cells
    ]
    return "\t" + "\t".join(fields)


def _csv(sheet: Sheet) -> bytes:
    lines = [sheet.headers, *(line for block in sheet.blocks for line in block)]
    text = LINE_END.join(";".join(_texts(line, sheet)) for line in lines)
    return (text + LINE_END).encode("utf-8-sig")


def _texts(line: tuple[Cell, ...], sheet: Sheet) -> list[str]:
    return [
        cell if isinstance(cell, str) else number(cell, decimals or 0)
        for cell, decimals in zip(line, sheet.decimals, strict=True)
    ]


def _workbook(sheet: Sheet) -> bytes:
    book = _filled(sheet)
    # Without these, the file would carry the moment and the machine that it was written on.
    drawn = datetime.combine(drawn_on(sheet.quarter), datetime.min.time())
    book.properties.created = book.properties.modified = drawn
    book.properties.creator = "Eksempeldata: opdigtede enheder og tal"
    buffer = BytesIO()
    ExcelWriter(book, ZipFile(buffer, "w")).save()
    return _timeless(buffer.getvalue())


def _filled(sheet: Sheet) -> Workbook:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Sygefravær"
    heading: list[tuple[str, ...]] = [*((title,) for title in sheet.titles), (), sheet.headers]
    for texts in heading:
        page.append(texts)
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
    for place, decimals in enumerate(sheet.decimals, start=1):
        width = TEXT_WIDTH if decimals is None else NUMBER_WIDTH
        page.column_dimensions[get_column_letter(place)].width = width
    for line in (line for block in sheet.blocks for line in block):
        page.append([None if cell == "" else cell for cell in line])
        for cell, decimals in zip(page[page.max_row], sheet.decimals, strict=True):
            if decimals:
                cell.number_format = "#,##0." + "0" * decimals
    return book


def _timeless(packed: bytes) -> bytes:
    """Pack a zip file anew with no clock times, and uncompressed: compressors differ."""
    buffer = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system, entry.compress_type = 0, ZIP_STORED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
