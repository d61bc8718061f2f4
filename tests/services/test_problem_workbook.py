"""The workbook of problems: a list, and the file's own cells with the bad ones marked."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.codes import CODES, problem
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import ErrorCell, Value
from data_loaders.problem import Severity
from data_loaders.report import Report
from services import problem_workbook
from services.problem_workbook import write_problem_workbook
from tests.clock import move_clock
from tests.data_loaders.builders import HEADER, report, table

HEADER_ROW: list[list[Value]] = [[*HEADER]]
NUMBERED: list[list[Value]] = [[i] for i in range(problem_workbook.MOST_ROWS + 4)]


def open_workbook(report: Report) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(write_problem_workbook(report)))
    return {page.title: page for page in book.worksheets}


def read_lines(page: Worksheet) -> list[dict[str, object]]:
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def replace_sheet(report: Report, sheet: Sheet) -> Report:
    return replace(report, grid=Grid("prøve", (sheet,)))


BAD = report(table(["1", "Solen", "Skole", "x", "10"], ["2", "=2+2", "Skole", "1", "1"]))


def test_every_problem_is_listed_with_its_meaning() -> None:
    (first,) = [
        line
        for line in read_lines(open_workbook(BAD)[problem_workbook.LIST])
        if line["Kode"] == "invalid_number"
    ]
    (expected,) = [bad for bad in BAD.problems if bad.code == "invalid_number"]
    assert first == {
        "Alvor": "Fejl",
        "Kode": "invalid_number",
        "Ark": "Ark1",
        "Celle": "D2",
        "Kolonne": "Fraværsdagsværk",
        "Værdi": "x",
        "Besked": expected.message,
        "Betydning": CODES["invalid_number"].meaning,
    }
    assert len(read_lines(open_workbook(BAD)[problem_workbook.LIST])) == len(BAD.problems)


def test_the_bad_cells_are_marked_where_they_stand_and_no_others() -> None:
    page = open_workbook(BAD)["Ark1"]
    marked = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert marked == {bad.cell for bad in BAD.problems if bad.cell}
    assert page["D2"].value == "x"
    assert page["D2"].comment.text == next(f.message for f in BAD.problems if f.cell == "D2")
    assert page["D2"].fill.fgColor.rgb == "00F4B6B6"
    assert page["C2"].fill.fill_type is None


def test_the_gravest_problem_of_a_cell_colours_it_and_all_are_told() -> None:
    two = (
        problem("missing_value", "Tom.", sheet="Ark1", cell="A2"),
        problem("invalid_number", "Intet tal.", sheet="Ark1", cell="A2"),
    )
    cell = open_workbook(replace(BAD, problems=two))["Ark1"]["A2"]
    assert CODES["missing_value"].severity is Severity.WARNING
    assert cell.fill.fgColor.rgb == "00F4B6B6"
    assert cell.comment.text == "Tom.\nIntet tal."


def test_nothing_in_it_is_run_as_a_formula() -> None:
    page = open_workbook(BAD)["Ark1"]
    assert page["B3"].value == "'=2+2"
    formula = problem("invalid_number", "=1+1", sheet="=A1", column="@SUM", value="-1+1")
    (line,) = read_lines(open_workbook(replace(BAD, problems=(formula,)))[problem_workbook.LIST])
    assert [line[name] for name in ("Ark", "Kolonne", "Værdi", "Besked")] == [
        "'=A1", "'@SUM", "'-1+1", "'=1+1",
    ]  # fmt: skip
    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_cells_keep_their_addresses_and_types() -> None:
    values: list[Value] = [
        1.5, 7, True, datetime(2024, 12, 31), datetime(1899, 1, 1), float("nan"),
        ErrorCell("#REF!"), None, "a\x00b\x0bc",
    ]  # fmt: skip
    page = open_workbook(
        replace_sheet(BAD, replace(Sheet.from_rows("Ark1", [values]), top=3, left=1))
    )["Ark1"]
    copied = [cell.value for cell in page[4]][1:]
    assert copied == [
        1.5, 7, True, datetime(2024, 12, 31), "01.01.1899", "nan", "#REF!", None, "ab c",
    ]  # fmt: skip


def test_sheets_names_are_made_what_a_workbook_takes() -> None:
    names = ["Problemer", "a/b:c", "", "x" * 40, "X" * 40]
    sheets = tuple(Sheet.from_rows(name, [[name]]) for name in names)
    titles = list(open_workbook(replace(BAD, grid=Grid("prøve", sheets))))
    assert titles == ["Problemer", "Problemer 2", "a b c", "Filen", "x" * 31, "X" * 29 + " 2"]


def test_where_no_cell_may_be_shown_there_is_only_the_list_without_values() -> None:
    pages = open_workbook(replace(BAD, grid=None))
    assert list(pages) == [problem_workbook.LIST]
    assert {line["Værdi"] for line in read_lines(pages[problem_workbook.LIST])} == {None}


def test_a_long_sheet_is_cut_off_and_says_so() -> None:
    rows: list[list[Value]] = [*HEADER_ROW, *NUMBERED]
    page = open_workbook(replace_sheet(BAD, Sheet.from_rows("Ark1", rows)))["Ark1"]
    assert page.max_row == problem_workbook.MOST_ROWS + 1
    assert page.cell(page.max_row, 1).value == "Arkets øvrige 5 rækker er ikke taget med her."


def test_a_report_without_problems_has_an_empty_list() -> None:
    good = report(table(["1", "Solen", "Skole", "1", "10"]))
    assert read_lines(open_workbook(replace(good, problems=()))[problem_workbook.LIST]) == []


def test_errors_come_first_as_texts_on_as_many_lines_as_they_take() -> None:
    two = (
        problem("missing_value", "Tom.", sheet="Ark1", cell="A2"),
        problem("error_cell", "Lang besked. " * 10, sheet="Ark1", cell="D2", value="#N/A"),
    )
    page = open_workbook(replace(BAD, problems=two))[problem_workbook.LIST]
    assert [line["Alvor"] for line in read_lines(page)] == ["Fejl", "Advarsel"]
    assert (page["F2"].value, page["F2"].data_type) == ("#N/A", "s")
    assert page.row_dimensions[2].height == 2 * 15  # 130 characters in a column of 90
    assert page.row_dimensions[3].height is None


def test_it_fits_the_width_of_the_paper_and_its_columns_what_they_hold() -> None:
    pages = open_workbook(
        replace_sheet(BAD, Sheet.from_rows("Ark1", [["x" * 25, "y"], ["z" * 90]]))
    )
    assert all(page.page_setup.orientation == "landscape" for page in pages.values())
    assert all(page.sheet_properties.pageSetUpPr.fitToPage for page in pages.values())
    assert pages[problem_workbook.LIST].print_title_rows == "$1:$1"
    widths = {
        letter: dimension.width for letter, dimension in pages["Ark1"].column_dimensions.items()
    }
    assert widths == {"A": 40, "B": 11}  # the long text is not the measure


def test_the_same_report_gives_the_same_bytes_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before = write_problem_workbook(BAD)
    move_clock(monkeypatch, timedelta(days=400, seconds=7))
    assert write_problem_workbook(BAD) == before
