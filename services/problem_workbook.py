"""All that is wrong with a file, as a workbook: a list, and its cells with the bad ones marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice, zip_longest
from math import ceil, isfinite

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from bilag.archive import save_workbook
from bilag.csv_file import disarm_formula
from core import danish
from data_loaders.codes import CODES
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, format_cell, to_column_letters
from data_loaders.problem import Problem, Severity
from data_loaders.report import Report

LIST = "Problemer"
MOST_ROWS, MOST_CELLS = 10_000, 200_000  # of a sheet: the server writes them
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
_NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - the same file has the same bytes on any day
Marks = dict[tuple[str, str], list[Problem]]


def write_problem_workbook(report: Report) -> bytes:
    """Write a report's problems as an Excel workbook.

    The first sheet lists them all; the others are the file's sheets as they were read, at their own
    addresses, with the bad cells marked and the messages as comments. Where no cell may be shown
    (lists of people, files of no known kind) there is only the list, and no values in it.
    """
    book = Workbook(write_only=True)
    sheets = report.grid.sheets if report.grid else ()
    _write_list(book, report.problems, with_values=report.grid is not None)
    marks: Marks = {}
    for problem in report.problems:
        if problem.cell:
            marks.setdefault((problem.sheet, problem.cell), []).append(problem)
    for sheet, title in zip(sheets, _name_pages(sheets), strict=True):
        _copy_sheet(book, sheet, title, marks)
    book.properties.created = book.properties.modified = _NO_DAY
    return save_workbook(book)


def _write_list(book: Workbook, problems: Sequence[Problem], *, with_values: bool) -> None:
    """Write the sheet that lists all problems, errors first, each with what its code means."""
    page = _add_page(book, LIST)
    page.print_title_rows = "1:1"
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:H{len(problems) + 1}"
    for letter, width in zip("ABCDEFGH", _HEADS.values(), strict=True):
        page.column_dimensions[letter].width = width
    page.append([_style_cell(page, head, font=_BOLD) for head in _HEADS])
    gravest_first = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    for row, problem in enumerate(gravest_first, start=2):
        value = problem.value if with_values else ""
        place = (problem.sheet, problem.cell, problem.column, value)
        texts = (problem.code, *place, problem.message, CODES[problem.code].meaning)
        cells = [_write_text(page, text) for text in texts]
        fill = _FILLS[problem.severity]
        severity = _style_cell(page, _SEVERITY[problem.severity], fill=fill, alignment=_WRAPPED)
        if (lines := _count_lines(texts)) > 1:
            page.row_dimensions[row].height = lines * _LINE
        page.append([severity, *cells])


def _add_page(book: Workbook, title: str) -> WriteOnlyWorksheet:
    """Make a sheet which is as wide as the paper, where it is printed."""
    page = book.create_sheet(title)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return page


def _count_lines(texts: Sequence[str]) -> int:
    """Count the lines that the longest of a row's texts takes in its column.

    A column's width is counted in digits; letters are narrower.
    """
    widths = list(_HEADS.values())[1:]
    return max(ceil(len(text) / width / 1.1) for text, width in zip(texts, widths, strict=True))


def _copy_sheet(book: Workbook, sheet: Sheet, title: str, marks: Marks) -> None:
    """Copy a sheet's cells to their own addresses with the bad ones marked."""
    page = _add_page(book, title)
    _widen(page, sheet)
    rows = {(name, int(_ROW.sub("", cell))) for name, cell in marks}
    for _ in range(sheet.top):
        page.append([])
    most_rows = min(MOST_ROWS, MOST_CELLS // max(sheet.width, 1))
    for index, row in enumerate(islice(sheet.rows, most_rows)):
        cells: Iterable[object] = map(_convert_value, row)
        if (sheet.name, sheet.row_number(index)) in rows:
            cells = _mark_row(page, sheet, index, row, marks)
        page.append([None] * sheet.left + list(cells))
    if len(sheet.rows) > most_rows:
        left_out = danish.format_number(len(sheet.rows) - most_rows, 0)
        page.append([f"Arkets øvrige {left_out} rækker er ikke taget med her."])


def _widen(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    """Make each column as wide as what its first rows hold."""
    first = [[len(format_cell(value)) for value in row] for row in sheet.rows[:_MEASURED_ROWS]]
    for column, lengths in enumerate(zip_longest(*first, fillvalue=0), start=sheet.left):
        page.column_dimensions[to_column_letters(column)].width = min(_WIDEST, max(9, *lengths) + 2)


def _mark_row(page: object, sheet: Sheet, index: int, row: Row, marks: Marks) -> Iterator[object]:
    """Yield a row's values, the bad ones as marked cells."""
    for column, value in enumerate(row):
        problems = marks.get((sheet.name, sheet.address(index, column)))
        converted = _convert_value(value)
        yield _mark_cell(page, converted, problems) if problems else converted


def _mark_cell(page: object, value: object, problems: Sequence[Problem]) -> object:
    """Colour a cell by its gravest problem, and put all messages in its comment."""
    gravest = min(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    cell = _style_cell(page, value, fill=_FILLS[gravest.severity])
    messages = "\n".join(problem.message for problem in problems)
    cell.comment = Comment(messages, _AUTHOR, height=120, width=360)
    return cell


def _style_cell(page: object, value: object, **style: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    for name, chosen in style.items():
        setattr(cell, name, chosen)
    return cell


def _write_text(page: object, text: str) -> WriteOnlyCell:
    """Write a text as the text that it is, also one that names an error: "#N/A"."""
    cell = _style_cell(page, _disarm_text(text), alignment=_WRAPPED)
    cell.data_type = "s"
    return cell


def _convert_value(value: Value) -> object:
    """Convert a value to one that a spreadsheet can hold: what it has no type for is text."""
    if isinstance(value, bool) or (isinstance(value, int | float) and isfinite(value)):
        return value
    if isinstance(value, date) and value.year >= _EXCEL_BEGINS:
        return value
    return None if value is None else _disarm_text(format_cell(value))


def _disarm_text(text: str) -> str:
    """Keep a text from being run, and from holding what a workbook cannot."""
    return disarm_formula(format_cell(text))


def _name_pages(sheets: Iterable[Sheet]) -> list[str]:
    """Name the copies like the sheets, as far as a workbook takes the names, each once."""
    titles: list[str] = []
    used = {LIST.casefold()}
    for sheet in sheets:
        page_name = _NOT_IN_TITLE.sub(" ", sheet.name).strip(" '") or _NO_NAME
        numbered = (f" {number}" for number in range(2, len(used) + 3))
        endings = ["", *numbered]
        free = (page_name[: _LONGEST_TITLE - len(end)] + end for end in endings)
        title = next(choice for choice in free if choice.casefold() not in used)
        used.add(title.casefold())
        titles.append(title)
    return titles
