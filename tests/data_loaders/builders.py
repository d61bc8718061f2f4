"""Files and grids for the loader's tests, written from scratch."""

import csv
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import openpyxl

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

HEADER = ["Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarbejdere"]
ROWS: list[list[Value]] = [
    ["0310", "Genbrugspladsen", "Miljø & Teknik", "12,50", "10,0"],
    ["0311", "Vejteamet", "Miljø & Teknik", "1.211,25", "20,5"],
    ["3100", "Børnehuset Ærø", "Dagtilbud & Skole", "80,00", "30,0"],
]
# The first and the last cell of a sheet: it spans all that lie between.
CORNERS = (
    '<sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def table(*rows: Sequence[Value], header: Sequence[Value] = HEADER) -> list[list[Value]]:
    return [list(header), *([list(row) for row in rows])]


def report(
    rows: Sequence[Sequence[Value]],
    file_name: str = "udtræk 2024K4.xlsx",
    *,
    guidance: Guidance | None = None,
) -> Report:
    sheet = Sheet.from_rows("Ark1", [list(row) for row in rows])
    grid = Grid("prøve", (sheet,))
    return of_grid(grid, file_name=file_name, settings=Settings(), guidance=guidance)


def codes(found: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in found.problems]


def text(rows: Sequence[Sequence[Value]], *, delimiter: str, line_end: str, quoting: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(rows)
    return out.getvalue()


def xlsx(*sheets: tuple[str, Sequence[Sequence[Value]]], hidden: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_xlsx(sheet_data: str, *, before: str = "") -> bytes:
    """A workbook of one sheet whose XML is given, `before` standing in front of its root."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
            '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'{before}<worksheet xmlns="{_MAIN}">{sheet_data}</worksheet>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
    )


def danish(number: Decimal) -> str:
    """Write a number as OPUS does, by hand."""
    whole, _, part = f"{abs(number):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    return ("-" if number < 0 else "") + groups + (f",{part}" if part else "")
