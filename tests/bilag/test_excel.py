"""A bilag as a workbook: the printed figures as numbers, and nothing that is hidden or runs."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart

from bilag import enheder, excel
from bilag.development import draw_development
from bilag.excel import to_xlsx
from bilag.excel_cells import read_printed
from bilag.model import Bilag, ChartSection, TextSection
from core import danish
from core.nodes import Level
from phrases.text_tables import TextColumn, TextRow, TextTable, make_table
from tests import examples
from tests.bilag.test_pdf import HOSTILE, RESULTS, SAG, of_afdelinger


def open_book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def read_part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def find_row(book: Workbook, name: str) -> list[Any]:
    """The cells of the line of the first sheet that begins with a name."""
    sheet = book.worksheets[0]
    return next(list(row) for row in sheet.iter_rows(min_row=6) if row[0].value == name)


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("14,0", "14.0", '#,##0.0;"−"#,##0.0'),
        ("1.500", "1500", '#,##0;"−"#,##0'),
        ("−0,5", "-0.5", '#,##0.0;"−"#,##0.0'),
        ("43\N{NO-BREAK SPACE}%", "0.43", '#,##0\\ %;"−"#,##0\\ %'),
        ("12.345,67", "12345.67", '#,##0.00;"−"#,##0.00'),
    ],
)
def test_a_printed_number_is_read_with_its_format(text: str, value: str, form: str) -> None:
    printed = read_printed(text, signed=False)
    assert printed is not None
    assert (printed.value, printed.format) == (Decimal(value), form)


@pytest.mark.parametrize(
    "text",
    ["", danish.HIDDEN, danish.NO_DATA, "under 0,1", "2 af 3", "1, 2", "1.50", "14,0 ", "=1"],
)
def test_words_are_no_number(text: str) -> None:
    assert read_printed(text, signed=False) is None


@given(st.decimals(-100_000, 100_000, places=3), st.integers(0, 2))
def test_each_number_that_is_written_is_read_back(number: Decimal, decimals: int) -> None:
    printed = read_printed(danish.format_number(number, decimals), signed=False)
    assert printed is not None
    assert printed.value == danish.round_half_up(number, decimals)


def test_a_line_has_the_figures_of_the_bilag_as_numbers() -> None:
    bilag = of_afdelinger()
    book = open_book(to_xlsx(bilag))
    table = next(section for section in bilag.sections if isinstance(section, TextTable))
    for row in table.rows:
        for column, text, cell in zip(
            table.columns, row.cells, find_row(book, row.cells[0]), strict=True
        ):
            printed = read_printed(text, signed=False)
            if column.numeric and column.key != "note" and printed:
                assert Decimal(str(cell.value)) == printed.value
            else:
                assert (cell.value or "") == text
    changes = [
        cell.number_format
        for cell in find_row(book, "Økonomi & Stab")
        if cell.value == pytest.approx(-2.1)
    ]
    assert changes == ['+#,##0.0;"−"#,##0.0;#,##0.0']


def test_what_is_hidden_is_a_word_with_no_number_behind_it() -> None:
    lines = [
        examples.row("enhed:1", "Skolen", "afdeling:A", (10.0, 4.0)),
        examples.without_figures(
            examples.row("enhed:2", "Lille", "afdeling:A", (9.87, 4.0)), masked=True
        ),
    ]
    levels = {
        Level.KOMMUNE: RESULTS[Level.KOMMUNE],
        Level.AFDELING: examples.result(
            Level.AFDELING, [examples.row("afdeling:A", "A", "", (10.0, 4.0))]
        ),
        Level.ENHED: examples.result(Level.ENHED, lines),
    }
    content = to_xlsx(enheder.make_bilag(levels, SAG, decided_by="HR"))
    cells = find_row(open_book(content), "Lille")
    assert danish.HIDDEN in {cell.value for cell in cells}
    assert [cell.value for cell in cells if isinstance(cell.value, int | float)] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"9.87" in archive.read(name) for name in archive.namelist())


def test_no_text_from_outside_becomes_a_formula() -> None:
    table = TextTable(
        "=1+1", (TextColumn("name", "=A1"), TextColumn("x", "+x")), (TextRow(("=2+2", "@SUM(A1)")),)
    )
    made = replace(of_afdelinger(), news=HOSTILE, sections=(table, TextSection("=3", ("-1+1",))))
    content = to_xlsx(made)
    for number, sheet in enumerate(open_book(content).worksheets, start=1):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert "<f>" not in read_part(content, f"xl/worksheets/sheet{number}.xml")
    cell = find_row(open_book(content), "=2+2")[0]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_chart_is_native_with_its_alt_text_oldest_quarter_first() -> None:
    content = to_xlsx(of_afdelinger())
    book = open_book(content)
    sheet = book["Figur 1"]
    assert [sheet.cell(row, 1).value for row in (7, 8)] == ["4. kvartal 2022", "1. kvartal 2023"]
    (chart,) = sheet._charts
    assert chart.grouping == "stacked"
    assert [series.val.numRef.f for series in chart.series] == [
        "'Figur 1'!$C$7:$C$15", "'Figur 1'!$D$7:$D$15",
    ]  # fmt: skip
    drawing = read_part(content, "xl/drawings/drawing1.xml")
    assert re.search(r'descr="Søjlediagram over sygefraværet', drawing)


@pytest.mark.parametrize(("figure", "lowest"), [("3,0", 0), ("−0,2", None)])
def test_bars_begin_at_zero_and_go_down_where_a_figure_does(
    figure: str, lowest: int | None
) -> None:
    table = make_table("Tal", ("name", "value"), [("A", figure)], numeric={"value"})
    made = of_afdelinger()
    (section,) = [part for part in made.sections if isinstance(part, ChartSection)]
    drawn = replace(section, table=table, bars=("value",))
    (chart,) = open_book(to_xlsx(replace(made, sections=(drawn,))))["Figur 1"]._charts
    assert chart.y_axis.scaling.min == lowest
    assert chart.x_axis.tickLblPos == "low"


def test_targets_are_a_line_over_time_and_a_mark_at_each_place() -> None:
    table = make_table(
        "Tal", ("name", "value", "target"), [("A", "3,0", "2,5"), ("B", "4,0", "3,5")],
        numeric={"value", "target"},
    )  # fmt: skip
    made = of_afdelinger()
    (section,) = [part for part in made.sections if isinstance(part, ChartSection)]
    plain = replace(section, table=table, bars=("value",), lines=(), newest_first=False)
    for drawn, is_joined, symbol in (
        (replace(plain, lines=("target",)), True, None),
        (replace(plain, marks=("target",)), False, "dash"),
    ):
        book = open_book(to_xlsx(replace(made, sections=(drawn,))))
        (chart,) = book["Figur 1"]._charts
        (line,) = [part for part in chart._charts if isinstance(part, LineChart)]
        (series,) = line.series
        assert series.val.numRef.f == "'Figur 1'!$C$7:$C$8"
        assert (not series.graphicalProperties.line.noFill) is is_joined
        assert (series.marker.symbol if series.marker else None) == symbol


def test_the_kommune_is_a_grey_line_beside_an_afdelings_bars() -> None:
    section = draw_development(
        examples.afdelingernes_udvikling(),
        "afdeling:Børn & Familie",
        kommune=examples.kommunens_udvikling(),
    )
    book = open_book(to_xlsx(replace(of_afdelinger(), sections=(section,))))
    sheet = book["Figur 1"]
    assert (sheet["F6"].value, sheet["F15"].value) == ("Kommunen", 14)
    (chart,) = sheet._charts
    (line,) = [part for part in chart._charts if isinstance(part, LineChart)]
    (series,) = line.series
    assert series.val.numRef.f == "'Figur 1'!$F$7:$F$15"
    properties = series.graphicalProperties.line
    assert (properties.solidFill.srgbClr, properties.dashStyle) == ("7F8C90", "solid")


def make_chosen(rows: int) -> Bilag:
    """A chart with its table in the bilag, whose lines have a note each, and a table alone."""
    columns = (
        TextColumn("name", "Enhed", numeric=False), TextColumn("value", "Tal"),
        TextColumn("change", "Ændring"), TextColumn("note", "Note", width=0.5),
    )  # fmt: skip
    lines = tuple(TextRow((f"Enhed {at}", "3,0", "+0,1", str(at % 2 + 1))) for at in range(rows))
    table = TextTable("Enhederne i Skole", columns, lines)
    made = of_afdelinger()
    (section,) = [part for part in made.sections if isinstance(part, ChartSection)]
    drawn = replace(section, table=table, bars=("value",), newest_first=False, measure="andel")
    parts = make_table("Dele", ("name", "note"), [("Lukkede", "Et langt ord. " * 8)])
    return replace(made, sections=(drawn, table, parts), numbered_notes=("=Brud.", "Få. " * 40))


def test_a_table_shares_its_charts_sheet_with_the_notes_that_its_numbers_stand_for() -> None:
    book = open_book(to_xlsx(make_chosen(4)))
    assert book.sheetnames == ["Figur 1", "Dele", excel.ABOUT]
    sheet = book["Figur 1"]
    assert (sheet["A4"].value or "").startswith("andel · ")
    assert sheet["A5"].value == "Enhederne i Skole"
    notes = [sheet.cell(row, 1) for row in (12, 13)]
    assert [str(cell.value)[:8] for cell in notes] == ["1. =Brud", "2. Få. F"]
    assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"A12:L12", "A13:L13"}
    assert (sheet.row_dimensions[12].height, sheet.row_dimensions[13].height) == (15, 30)
    (chart,) = sheet._charts
    assert chart.anchor._from.row >= 13
    assert sheet.page_setup.fitToHeight == 1


def test_the_chart_of_a_long_table_has_a_page_of_its_own() -> None:
    book = open_book(to_xlsx(make_chosen(40)))
    assert book.sheetnames == ["Figur 1", "Figur 1, diagram", "Dele", excel.ABOUT]
    assert (len(book["Figur 1"]._charts), book["Figur 1"].page_setup.fitToHeight) == (0, 0)
    (chart,) = book["Figur 1, diagram"]._charts
    assert chart.series[0].val.numRef.f == "'Figur 1'!$B$7:$B$46"


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    book = open_book(to_xlsx(make_chosen(4)))
    widths = [book["Figur 1"].column_dimensions[letter].width for letter in "ABCD"]
    assert widths == [9, 7, 9, 7]
    assert book["Dele"].column_dimensions["B"].width == 62
    assert book["Dele"].row_dimensions[7].height == 30


def test_a_sheet_is_ready_for_screen_and_paper() -> None:
    bilag = of_afdelinger()
    book = open_book(to_xlsx(bilag))
    assert book.sheetnames == ["Områder og afdelinger", "Figur 1", excel.ABOUT]
    for sheet in book.worksheets:
        assert sheet["A1"].value
        assert bilag.period in sheet.oddFooter.left.text
        assert bilag.edition in sheet.oddFooter.left.text
        assert sheet.page_setup.orientation == "landscape"
    first = book.worksheets[0]
    assert (first.freeze_panes, first.print_title_rows) == ("B7", "$6:$6")
    texts = {cell.value for row in book[excel.ABOUT].iter_rows() for cell in row}
    assert {"Noter", "Datagrundlag", "Afgrænsning"} <= texts


def test_tables_of_the_same_columns_share_a_sheet() -> None:
    book = open_book(to_xlsx(enheder.make_bilag(RESULTS, SAG, decided_by="HR")))
    assert book.sheetnames == ["Enheder", excel.ABOUT]
    assert book["Enheder"]["A6"].value == "Enhed"


def test_the_same_bilag_gives_the_same_bytes_and_the_datas_date() -> None:
    first = to_xlsx(of_afdelinger())
    assert first == to_xlsx(of_afdelinger())
    later = to_xlsx(replace(of_afdelinger(), dated=date(2025, 2, 1)))
    assert "2025-02-01T00:00:00Z" in read_part(later, "docProps/core.xml")
    assert "openpyxl" not in read_part(later, "docProps/core.xml")


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    tables = tuple(
        TextTable("Sygefravær: alt/alle [2024] i hele kommunen", (TextColumn(key, "A"),), ())
        for key in "ab"
    )
    book = open_book(to_xlsx(replace(of_afdelinger(), sections=tables)))
    assert len(set(book.sheetnames)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
