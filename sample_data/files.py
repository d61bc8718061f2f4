"""A sheet as the bytes of a file: SAP GUI text, semicolon-separated text, or a workbook."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from core.danish import format_number
from sample_data.sheet import Cell, FileForm, Line, SampleSheet

LINE_END = "\r\n"
TEXT_WIDTH, NUMBER_WIDTH = 34, 12
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def write_content(sheet: SampleSheet, form: FileForm) -> bytes:
    """Write a sheet in a file format; the same sheet gives the same bytes on every machine."""
    writers = {
        FileForm.SAP_TEXT: _write_sap_text,
        FileForm.CSV: _write_csv,
        FileForm.WORKBOOK: _write_workbook,
    }
    return writers[form](sheet)


def _write_sap_text(sheet: SampleSheet) -> bytes:
    """Write the list view's lines: an empty first column, then each cell at its column's width."""
    blocks = [[_format_line(line, sheet) for line in block] for block in sheet.blocks]
    columns = zip(sheet.headers, *(line for block in blocks for line in block), strict=True)
    widths = [max(map(len, column)) for column in columns]
    lines = [*(f"\t{title}" for title in sheet.titles), ""]
    lines.append(_pad_line(sheet.headers, sheet, widths=widths))
    for block in blocks:
        lines += ["", *(_pad_line(line, sheet, widths=widths) for line in block)]
    return (LINE_END.join(lines) + LINE_END).encode("cp1252")


def _pad_line(texts: Sequence[str], sheet: SampleSheet, *, widths: Sequence[int]) -> str:
    """Pad a line's texts to the widths of their columns, numbers to the right."""
    fields = [
        text.ljust(width) if decimals is None else text.rjust(width)
        for text, decimals, width in zip(texts, sheet.decimals, widths, strict=True)
    ]
    return "\t" + "\t".join(fields)


def _write_csv(sheet: SampleSheet) -> bytes:
    """Write the header and the lines as UTF-8 text with semicolons; titles are left out."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator=LINE_END)
    for line in (sheet.headers, *(line for block in sheet.blocks for line in block)):
        writer.writerow(_format_line(line, sheet))
    return text.getvalue().encode("utf-8-sig")


def _format_line(line: Line, sheet: SampleSheet) -> list[str]:
    """Write a line's cells as Danish texts."""
    return [
        _format_cell(cell, decimals) for cell, decimals in zip(line, sheet.decimals, strict=True)
    ]


def _format_cell(cell: Cell, decimals: int | None) -> str:
    """Write a cell as text: a day as 31.12.2024, a number with decimal comma, None as nothing."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case Decimal():
            return format_number(cell, decimals or 0)
    return cell


def _write_workbook(sheet: SampleSheet) -> bytes:
    """Write the sheet as .xlsx, the same bytes on every machine."""
    book = _fill_workbook(sheet)
    # Without these, the file would carry the moment and the machine that it was written on.
    drawn = datetime.combine(sheet.drawn, datetime.min.time())
    book.properties.created = book.properties.modified = drawn
    book.properties.creator = "Eksempeldata: opdigtede enheder og tal"
    buffer = BytesIO()
    ExcelWriter(book, ZipFile(buffer, "w")).save()
    return _remove_times(buffer.getvalue())


def _fill_workbook(sheet: SampleSheet) -> Workbook:
    """Make a workbook of one page with the sheet's titles, header and lines."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet.name
    heading: list[tuple[str, ...]] = [*((title,) for title in sheet.titles), (), sheet.headers]
    for texts in heading:
        page.append(texts)
    for cell in page[page.max_row]:
        cell.font = Font(name="Calibri", size=11, bold=True)
    for column, decimals in enumerate(sheet.decimals, start=1):
        width = TEXT_WIDTH if decimals is None else NUMBER_WIDTH
        page.column_dimensions[get_column_letter(column)].width = width
    lines = (line for block in sheet.blocks for line in block)
    for row, line in enumerate(lines, start=page.max_row + 1):
        for column, (value, decimals) in enumerate(zip(line, sheet.decimals, strict=True), start=1):
            cell = page.cell(row, column, value)
            if decimals:
                cell.number_format = "#,##0." + "0" * decimals
            elif cell.is_date:
                cell.number_format = "dd-mm-yyyy"
    return book


def _remove_times(packed: bytes) -> bytes:
    """Pack a zip file anew with no clock times, and uncompressed: compressors differ."""
    buffer = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system, entry.compress_type = 0, ZIP_STORED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
