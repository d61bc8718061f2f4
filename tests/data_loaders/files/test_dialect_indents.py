"""How far in a workbook shows its cells is read as spaces, which a file of text has."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment

from core.settings import Settings
from data_loaders.files.values import Value
from data_loaders.read import read_report
from tests.data_loaders.files import writers
from tests.data_loaders.files.crossing import read_here

FIXTURES = Path(__file__).parent / "fixtures"
# Name, dagsværk, medarbejdere, and how far in the name stands.
ROWS: list[tuple[str, int, int, int]] = [
    ("Albertslund Kommune", 6, 12, 0),
    ("Miljø", 3, 5, 1),
    ("Vejen", 1, 2, 2),
    ("Parken", 2, 3, 2),
    ("Skole", 3, 7, 1),
    ("Skolen", 3, 7, 2),
]
HEADER = ("Org.enhed", "Dagsværk", "Medarb.")
INDENTED = [" " * 4 * level + name for name, *_, level in ROWS]


def book(*, horizontal: str | None = "left") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(HEADER)
    for number, (*cells, level) in enumerate(ROWS, 2):
        sheet.append(cells)
        if level:
            sheet.cell(number, 1).alignment = Alignment(horizontal=horizontal, indent=level)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def names(content: bytes) -> list[Value]:
    return read_here(content).sheets[0].column(0, 1).cells()


def page(cells: list[str], style: str = "") -> bytes:
    rows = "".join(f"<tr>{cell}<td>1</td></tr>" for cell in ["<td>Enhed</td>", *cells])
    return f"<html><head>{style}</head><body><table>{rows}</table></body></html>".encode()


@pytest.mark.parametrize("horizontal", ["left", "general", None])
def test_an_excel_file(horizontal: str | None) -> None:
    assert names(saved(book(horizontal=horizontal))) == INDENTED


def test_what_is_moved_in_from_the_right_is_not() -> None:
    assert names(saved(book(horizontal="right"))) == [name for name, *_ in ROWS]


@pytest.mark.parametrize("file", ["indented.xls", "indented.ods"])
def test_the_workbooks_of_other_formats(file: str) -> None:
    """Made by LibreOffice from `saved(book())`."""
    assert names((FIXTURES / file).read_bytes()) == INDENTED


def test_an_xml_workbook() -> None:
    styles = "".join(
        f'<ss:Style ss:ID="s{n}"><ss:Alignment ss:Horizontal="{how}" ss:Indent="{n}"/></ss:Style>'
        for n, how in ((1, "Left"), (2, "Left"), (3, "Right"))
    )
    plain = writers.xml2003([["Enhed"], ["Miljø"], ["Vejen"], ["Parken"]])
    given = plain.replace(
        b"<ss:Worksheet", f"<ss:Styles>{styles}</ss:Styles><ss:Worksheet".encode()
    )
    for number, name in enumerate(("Miljø", "Vejen", "Parken"), 1):
        cell = f'<ss:Cell><ss:Data ss:Type="String">{name}'
        styled = cell.replace("<ss:Cell>", f'<ss:Cell ss:StyleID="s{number}">')
        given = given.replace(cell.encode(), styled.encode())
    assert names(given) == ["    Miljø", "        Vejen", "Parken"]


def test_a_web_page_with_the_indent_in_its_cells_or_in_their_class() -> None:
    own = [f"<td style='padding-left: {13 * n}px'>{n}x</td>" for n in range(3)]
    assert names(page(own)) == ["0x", "    1x", "        2x"]
    style = "<style><!-- .xl65 {text-align:left; padding-left:13px;} .xl66 {color:red} --></style>"
    classed = [f"<td class={name}>x</td>" for name in ("xl65", "xl66", "xl67")]
    assert names(page(classed, style)) == ["    x", "x", "x"]


@pytest.mark.parametrize(("summary_below", "seen"), [(False, True), (True, False)])
def test_an_outline_whose_parts_stand_below(*, summary_below: bool, seen: bool) -> None:
    """Where sums stand below their parts, the rows that can be folded have no one above them."""
    made = book()
    sheet = made.worksheets[0]
    sheet.sheet_properties.outlinePr.summaryBelow = summary_below
    for number, (*_, level) in enumerate(ROWS, 2):
        sheet.cell(number, 1).alignment = Alignment()
        sheet.row_dimensions[number].outlineLevel = level
    assert names(saved(made)) == (INDENTED if seen else [name for name, *_ in ROWS])


@pytest.mark.parametrize("made", [saved(book()), (FIXTURES / "indented.ods").read_bytes()])
def test_afdelinger_are_read_of_it(made: bytes) -> None:
    found = read_report(made, file_name="2024K4.xlsx", settings=Settings())
    assert [(row.enhed_navn, row.afdeling) for row in found.rows] == [
        ("Vejen", "Miljø"), ("Parken", "Miljø"), ("Skolen", "Skole"),
    ]  # fmt: skip
    assert [problem.code for problem in found.problems] == ["groups_from_rows"]
    assert all(total.agrees for total in found.totals)
