"""All that is wrong with a file, as a workbook: a list, and its cells with the bad ones marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import islice, zip_longest
from math import ceil, isfinite

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from core import danish
from data_loaders.codes import CODES
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, letters, text_of
from data_loaders.problem import Problem, Severity
from data_loaders.report import Report
from metrics.export import harmless

LIST = "Problemer"
MOST_ROWS = 10_000
_HEADS = {
    "Alvor": 10,
    "Kode": 22,
    "Ark": 18,
    "Celle": 8,
    "Kolonne": 26,
    "Værdi": 20,
    "Besked": 90,
    "Betydning": 60,
}
_SEVERITY = {Severity.ERROR: "Fejl", Severity.WARNING: "Advarsel"}
_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F4B6B6"),
    Severity.WARNING: PatternFill("solid", fgColor="FBE3A6"),
}
_BOLD = Font(name="Calibri", size=11, bold=True)  # as the cells; without a name it is another
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = 15  # points
_WIDEST = 40
_MEASURED_ROWS = 50
_ROW = re.compile(r"\D+")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_NO_NAME = "Filen"
_AUTHOR = "Kontrol"
_EXCEL_BEGINS = 1900
Marks = dict[tuple[str, str], list[Problem]]


def workbook(report: Report) -> bytes:
    """Write a report's problems as an Excel workbook.

    The first sheet lists them all; the others are the file's sheets as they were read, at their own
    addresses, with the bad cells marked and the messages as comments. Where no cell may be shown
    (lists of people, files of no known kind) there is only the list, and no values in it.
    """
    book = Workbook(write_only=True)
    sheets = report.grid.sheets if report.grid else ()
    _list(book, report.problems, with_values=report.grid is not None)
    marks: Marks = {}
    for found in report.problems:
        if found.cell:
            marks.setdefault((found.sheet, found.cell), []).append(found)
    for sheet, title in zip(sheets, _titles(sheets), strict=True):
        _copy(book, sheet, title, marks)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _list(book: Workbook, problems: Sequence[Problem], *, with_values: bool) -> None:
    page = _page(book, LIST)
    page.print_title_rows = "1:1"
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:H{len(problems) + 1}"
    for letter, width in zip("ABCDEFGH", _HEADS.values(), strict=True):
        page.column_dimensions[letter].width = width
    page.append([_styled(page, head, font=_BOLD) for head in _HEADS])
    gravest_first = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    for row, found in enumerate(gravest_first, start=2):
        value = found.value if with_values else ""
        place = (found.sheet, found.cell, found.column, value)
        texts = (found.code, *place, found.message, CODES[found.code].meaning)
        cells = [_written(page, text) for text in texts]
        fill = _FILLS[found.severity]
        severity = _styled(page, _SEVERITY[found.severity], fill=fill, alignment=_WRAPPED)
        if (lines := _lines(texts)) > 1:
            page.row_dimensions[row].height = lines * _LINE
        page.append([severity, *cells])


def _page(book: Workbook, title: str) -> WriteOnlyWorksheet:
    """Make a sheet which is as wide as the paper, where it is printed."""
    page = book.create_sheet(title)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return page


def _lines(texts: Sequence[str]) -> int:
    """How many lines the longest of a row's texts takes in its column.

    A column's width is counted in digits; letters are narrower.
    """
    widths = list(_HEADS.values())[1:]
    return max(ceil(len(text) / width / 1.1) for text, width in zip(texts, widths, strict=True))


def _copy(book: Workbook, sheet: Sheet, title: str, marks: Marks) -> None:
    page = _page(book, title)
    _widen(page, sheet)
    rows = {(name, int(_ROW.sub("", cell))) for name, cell in marks}
    for _ in range(sheet.top):
        page.append([])
    for index, row in enumerate(islice(sheet.rows, MOST_ROWS)):
        cells: Iterable[object] = map(_shown, row)
        if (sheet.name, sheet.row_number(index)) in rows:
            cells = _cells(page, sheet, index, row, marks)
        page.append([None] * sheet.left + list(cells))
    if len(sheet.rows) > MOST_ROWS:
        rest = danish.format_number(len(sheet.rows) - MOST_ROWS, 0)
        page.append([f"Arkets øvrige {rest} rækker er ikke taget med her."])


def _widen(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    """Make each column as wide as what its first rows hold."""
    first = [[len(text_of(value)) for value in row] for row in sheet.rows[:_MEASURED_ROWS]]
    for column, lengths in enumerate(zip_longest(*first, fillvalue=0), start=sheet.left):
        page.column_dimensions[letters(column)].width = min(_WIDEST, max(9, *lengths) + 2)


def _cells(page: object, sheet: Sheet, index: int, row: Row, marks: Marks) -> Iterator[object]:
    for column, value in enumerate(row):
        found = marks.get((sheet.name, sheet.address(index, column)))
        shown = _shown(value)
        yield _marked(page, shown, found) if found else shown


def _marked(page: object, value: object, found: Sequence[Problem]) -> object:
    """Colour a cell by its gravest problem and let it tell all of them."""
    gravest = min(found, key=lambda one: one.severity is not Severity.ERROR)
    cell = _styled(page, value, fill=_FILLS[gravest.severity])
    cell.comment = Comment("\n".join(one.message for one in found), _AUTHOR, height=120, width=360)
    return cell


def _styled(page: object, value: object, **style: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    for name, chosen in style.items():
        setattr(cell, name, chosen)
    return cell


def _written(page: object, text: str) -> WriteOnlyCell:
    """Write a text as the text that it is, also one that names an error: "#N/A"."""
    cell = _styled(page, _text(text), alignment=_WRAPPED)
    cell.data_type = "s"
    return cell


def _shown(value: Value) -> object:
    """Write a cell as a spreadsheet can hold it: what it has no type for is text."""
    if isinstance(value, bool) or (isinstance(value, int | float) and isfinite(value)):
        return value
    if isinstance(value, date) and value.year >= _EXCEL_BEGINS:
        return value
    return None if value is None else _text(text_of(value))


def _text(text: str) -> str:
    """Keep a text from being run, and from holding what a workbook cannot."""
    return harmless(text_of(text))


def _titles(sheets: Iterable[Sheet]) -> list[str]:
    """Name the copies like the sheets, as far as a workbook takes the names, each once."""
    titles: list[str] = []
    taken = {LIST.casefold()}
    for sheet in sheets:
        wanted = _NOT_IN_TITLE.sub(" ", sheet.name).strip(" '") or _NO_NAME
        numbered = (f" {number}" for number in range(2, len(taken) + 3))
        endings = ["", *numbered]
        free = (wanted[: _LONGEST_TITLE - len(end)] + end for end in endings)
        title = next(one for one in free if one.casefold() not in taken)
        taken.add(title.casefold())
        titles.append(title)
    return titles
