"""Filled-in templates: a workbook for each kind, which loads as it is."""

from datetime import date, datetime

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bilag.archive import save_workbook
from data_loaders.files.values import to_column_letters
from data_loaders.read import GUIDE_SHEET
from services.template_forms import TemplateForm, make_form

_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
_WIDTHS = (24, 34, 34, 80)
_BOLD = Font(name="Calibri", size=11, bold=True)  # as the cells; without a name it is another


def make_template(kind: str) -> bytes:
    """Return a kind's template as .xlsx, the same bytes each time; KeyError for an unknown kind.

    It has a sheet with headers and example rows, and one that says what each column is, which is
    left out when the file is read.
    """
    form = make_form(kind)
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _MADE
    data = book.worksheets[0]
    data.title = form.label[:31].replace("/", " ")
    _fill_sheet(data, form)
    _explain_columns(book.create_sheet(GUIDE_SHEET), form)
    return save_workbook(book)


def name_template(kind: str) -> str:
    """Return what a kind's template is called."""
    return f"Skabelon - {make_form(kind).label}.xlsx"


def _fill_sheet(sheet: Worksheet, form: TemplateForm) -> None:
    if form.title:
        sheet.append([form.title])
    sheet.append([column.header for column in form.columns])
    for cell in sheet[sheet.max_row]:
        cell.font = _BOLD
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for row in form.rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.number_format = _find_format(cell.value)
    for place, column in enumerate(form.columns):
        texts = [column.header, *(str(row[place] or "") for row in form.rows)]
        sheet.column_dimensions[to_column_letters(place)].width = min(40, max(map(len, texts)) + 3)


def _find_format(value: object) -> str:
    if isinstance(value, date):
        return "dd-mm-yyyy"
    return "@" if isinstance(value, str) else "General"


def _explain_columns(sheet: Worksheet, form: TemplateForm) -> None:
    sheet.append([form.label])
    sheet.append([form.about])
    sheet.append(["Rækkerne er opdigtede eksempler: slet dem, og skriv eller indsæt jeres egne."])
    sheet.append([])
    sheet.append(["Kolonne", "Skal være der", "Indhold", "Forklaring"])
    for row in (1, 5):
        for cell in sheet[row]:
            cell.font = _BOLD
    for column in form.columns:
        sheet.append([column.header, column.needed, column.holds, column.about])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions[to_column_letters(place)].width = width
