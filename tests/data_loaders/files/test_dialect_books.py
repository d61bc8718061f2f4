"""What the formats of workbooks have beside cells: hidden rows, percentages, more."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from core.errors import FileRefusedError
from data_loaders.files import dialects
from data_loaders.files.grid import Sheet
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import ErrorCell
from tests.data_loaders import builders
from tests.data_loaders.files import writers
from tests.data_loaders.files.crossing import read_here

FIXTURES = Path(__file__).parent / "fixtures"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def read(content: bytes) -> tuple[tuple[Sheet, ...], tuple[Note, ...]]:
    grid = read_here(content)
    return grid.sheets, grid.notes


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """The archive with more parts, whose names have "__" for "/"."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        for name, inside in parts.items():
            archive.writestr(name.replace("__", "/"), inside)
    return out.getvalue()


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Ark"
    for row in (["Fravær", None, "Andel"], ["a", 1, 0.43], ["b", 2, 0.5], ["c", 3, 0.6]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet["C2"].number_format = "0.0%"
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_tells_of_hidden_rows_and_percentages() -> None:
    (sheet,), (note,) = read(saved(book()))
    assert sheet.percent_columns == (2,)
    assert sheet.rows[1:] == [["a", 1.0, 0.43], ["b", 2.0, 0.5], ["c", 3.0, 0.6]]
    assert (note.code, note.sheet) == ("hidden_rows", "Ark")
    assert "rækkerne 3–4" in note.message


@pytest.mark.parametrize("file", ["rich.xls", "rich.ods", "rich.fods"])
def test_so_do_the_workbooks_of_other_formats(file: str) -> None:
    """Made by LibreOffice from `saved(book())` as rich.xlsx, with a hidden sheet »Skjult«."""
    (sheet, hidden), (note,) = read((FIXTURES / file).read_bytes())
    assert sheet.percent_columns == (2,)
    assert sheet.rows[1:] == [["a", 1.0, 0.43], ["b", 2.0, 0.5], ["c", 3.0, 0.6]]
    assert (note.code, hidden.name, hidden.hidden) == ("hidden_rows", "Skjult", True)
    assert "rækkerne 3–4" in note.message


def test_a_binary_workbook_tells_of_hidden_rows() -> None:
    (sheet,), (note,) = read(writers.xlsb([["a", 1.5], ["b", 2.5]], hidden_rows=[1]))
    assert sheet.rows == [["a", 1.5], ["b", 2.5]]
    assert (note.code, "række 2 skjult" in note.message) == ("hidden_rows", True)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl__vbaProject.bin", "macros_ignored"),
        ("xl__externalLinks__externalLink1.xml", "external_links"),
        ("xl__embeddings__oleObject1.bin", "objects_ignored"),
    ],
)
def test_what_else_a_workbook_holds_is_left_alone_and_said(part: str, code: str) -> None:
    content = with_parts(builders.xlsx(("Ark", [["a", 1]])), **{part: b"x"})
    (sheet,), notes = read(content)
    assert sheet.rows == [["a", 1.0]]
    assert [note.code for note in notes] == [code]


def test_an_old_workbook_with_macros_is_read_and_the_macros_are_said() -> None:
    content = (FIXTURES / "awkward.xls").read_bytes()
    _, notes = read(content + "_VBA_PROJECT_CUR".encode("utf-16-le"))
    assert [note.code for note in notes] == ["macros_ignored"]


def renamed(content: bytes, **names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(names.get(name.rpartition("/")[2].partition(".")[0], name), old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("name", ["xl/WorkSheets/Sheet1.XML", "xl\\worksheets\\sheet1.xml"])
def test_parts_are_found_whatever_their_case_and_slashes(name: str) -> None:
    data = '<sheetData><row r="1"><c r="A1" t="e"><v>#REF!</v></c></row></sheetData>'
    (sheet,), _ = read(renamed(builders.raw_xlsx(data), sheet1=name))
    assert sheet.rows == [[ErrorCell("#REF!")]]


@pytest.mark.parametrize("number", ["NaN", "1e999", "-INF"])
def test_what_is_no_finite_number_is_an_error_cell(number: str) -> None:
    data = f'<sheetData><row r="1"><c r="A1"><v>{number}</v></c></row></sheetData>'
    (sheet,), _ = read(builders.raw_xlsx(data))
    assert isinstance(sheet.rows[0][0], ErrorCell | str)
    (sheet,), _ = read(writers.xlsb([["a"], [float(number)]]))
    assert isinstance(sheet.rows[1][0], ErrorCell)
    (sheet,), _ = read(writers.biff(3)([["a"], [float(number)]]))
    assert isinstance(sheet.rows[1][0], ErrorCell)
    (sheet,), _ = read(writers.xml2003([[float(number)]]))
    assert isinstance(sheet.rows[0][0], ErrorCell)


PREFIXED = re.compile(r"<(/?)(\w)")


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", ".rels"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: PREFIXED.sub(r"<\1x:\2", text).replace("xmlns=", "xmlns:x="),
        lambda text: "\ufeff<?xml version='1.0' encoding='UTF-8'?>\n" + text,
        lambda text: text.replace('"', "'"),
        lambda text: (
            re.sub("schemas.openxmlformats.org/([a-zD]+)/2006", r"purl.oclc.org/ooxml/\1", text)
            if "package" not in text
            else text
        ),
    ],
    ids=["prefix", "mark", "quotes", "strict"],
)
def test_xml_may_be_written_in_many_ways(part: str, change: Callable[[str], str]) -> None:
    cells = '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="d"><v>2024-10-01</v></c>'
    whole = builders.raw_xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name.endswith(part) else text)
    (sheet,), _ = read(out.getvalue())
    assert sheet.rows == [[ErrorCell("#REF!"), datetime(2024, 10, 1)]]


def test_two_parts_of_one_name_are_refused() -> None:
    content = builders.xlsx(("Ark", [["a"]]))
    with pytest.raises(FileRefusedError) as refused:
        read(with_parts(content, **{"xl__worksheets__Sheet1.xml": b"<x/>"}))
    assert refused.value.code == "unreadable"


def test_a_sheet_that_cannot_be_searched_is_refused() -> None:
    wide = "<worksheet><sheetData/></worksheet>".encode("utf-16")
    whole = builders.raw_xlsx("<sheetData/>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, wide if "sheet1" in name else old.read(name))
    with pytest.raises(FileRefusedError) as refused:
        read(out.getvalue())
    assert refused.value.code == "unreadable"


def test_spreadsheetml_has_places_merges_times_comments_and_hidden_sheets() -> None:
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}"><Styles>'
        '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
        '<Worksheet ss:Name="Ark"><Table><Row ss:Index="2" ss:Hidden="1">'
        '<Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">a</Data>'
        "<Comment><ss:Data>en note</ss:Data></Comment></Cell>"
        '<Cell><Data ss:Type="Number">1</Data></Cell>'
        '<Cell ss:Index="5" ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>'
        '<Row ss:Span="1"/><Row>'
        '<Cell><Data ss:Type="DateTime">1899-12-31T07:24:00.000</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2024-10-01T00:00:00.000</Data></Cell>'
        '<Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>'
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    ).encode()
    (sheet,), (note,) = read(content)
    assert sheet.rows == [
        [None] * 5,
        ["a", None, 1.0, None, 0.5],
        [None] * 5,
        [None] * 5,
        ["7:24:00", datetime(2024, 10, 1), ErrorCell("=R1C1"), True, None],
    ]
    assert (sheet.name, sheet.hidden, sheet.top, sheet.left) == ("Ark", True, 0, 0)
    assert sheet.percent_columns == (4,)
    assert note.code == "hidden_rows"


def test_a_web_page_is_laid_out_as_excel_shows_it() -> None:
    page = (
        "<html><head><title>x</title><style>td {}</style></head><body><h1>Periode: K4</h1>"
        "<table><tr><td rowspan=2>a<td colspan=2>b<tr style='display: none'><td>c<td>"
        "<table><tr><td>1<td>2</table><td>efter</table><p>slut &amp; <b>færdig</b></p>"
    )
    (sheet,), (note,) = read(page.encode())
    assert sheet.rows == [
        ["Periode: K4", None, None, None],
        ["a", "b", None, None],
        [None, "c", None, None],
        ["1", "2", None, None],
        [None, None, None, "efter"],
        ["slut & færdig", None, None, None],
    ]
    assert note.code == "hidden_rows"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<td x:num='1234.5678'>1.234,57", 1234.5678),
        ("<td sdval='0.4312'>43 %", 0.4312),
        ("<td sdval='45566'>01-10-2024", "01-10-2024"),
        ("<td sdval='0.3'>7:12", "7:12"),
        ("<td x:num>12,5", "12,5"),
        ("<td>&nbsp;&nbsp;Enhed", "\u00a0\u00a0Enhed"),
        ("<td>#REF!", ErrorCell("#REF!")),
    ],
)
def test_a_web_page_may_have_the_exact_number_beside_the_one_shown(
    cell: str, value: object
) -> None:
    (sheet,), _ = read(f"<html><table><tr><td>x<tr>{cell}".encode())
    assert sheet.rows[1] == [value]


def test_a_saved_page_of_several_sheets_has_their_names() -> None:
    def part(place: str, body: str) -> str:
        return (
            f"--s\r\nContent-Location: file:///C:/{place}\r\nContent-Type: text/html\r\n\r\n{body}"
        )

    names = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef='x/{place}'/>"
        "</x:ExcelWorksheet>".replace("'", '"')
        for name, place in (("Ærø", "sheet001.htm"), ("Øst", "sheet002.htm"))
    )
    pages = [
        part("bog.htm", f"<html><xml>{names}</xml></html>"),
        part("sheet001.htm", "<table><tr><td>a</table>"),
        part("sheet002.htm", "<table><tr><td>b</table>"),
    ]
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=s\r\n\r\n"
    sheets, _ = read((head + "\r\n".join([*pages, "--s--"])).encode())
    assert [(sheet.name, list(sheet.rows)) for sheet in sheets] == [
        ("Ærø", [["a"]]),
        ("Øst", [["b"]]),
    ]


def test_an_opendocument_cell_is_its_own_text_only() -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation>'
        '<text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p>'
        "<text:p>c</text:p></table:table-cell><table:covered-table-cell/>"
        '<table:table-cell office:value-type="time" office:time-value="PT255H10M10S"/>'
        '<table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
    )
    content = writers.fods([["x"]]).decode()
    start, end = content.index("<table:table-row>"), content.index("</table:table>")
    (sheet,), _ = read((content[:start] + row + content[end:]).encode())
    assert sheet.rows == [["a  b\nc", None, "255:10:10", ErrorCell("=[.A1]")]]


def test_every_dialect_has_a_name_for_users() -> None:
    assert dialects.list_labels()["xls"] == "ældre Excel-fil (.xls)"
    assert set(dialects.list_labels()) == {dialect.NAME for dialect in dialects.import_dialects()}
