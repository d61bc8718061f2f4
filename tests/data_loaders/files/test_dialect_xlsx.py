"""What the XML of an Excel workbook tells beside its cells, in sheets of many rows."""

import io

import openpyxl
import pytest

from core.errors import FileRefusedError
from data_loaders.files.values import ErrorCell
from tests.data_loaders.builders import raw_xlsx
from tests.data_loaders.files.crossing import read_here


def test_errors_and_formulas_without_a_result_are_never_empty() -> None:
    cell = '<c r="B{0}"{1}</c>'
    kinds = (' t="e"><v>#REF!</v>', "><f>A1+1</f>", "><v>7</v>", ' t="e"><v>#DIV/0!</v>')
    data = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c>{cell.format(i, kinds[i % 4])}</row>'
        for i in range(1, 60)
    )
    (sheet,) = read_here(raw_xlsx(f"<sheetData>{data}</sheetData>")).sheets
    cells = sheet.column(1).cells()
    faults = (ErrorCell("#REF!"), ErrorCell("=A1+1"), 7.0, ErrorCell("#DIV/0!"))
    assert cells == [faults[i % 4] for i in range(1, 60)]


def test_gaps_between_rows_are_kept() -> None:
    data = "".join(f'<row r="{i * i}"><c r="C{i * i}"><v>{i}</v></c></row>' for i in range(2, 40))
    (sheet,) = read_here(raw_xlsx(f"<sheetData>{data}</sheetData>")).sheets
    assert (sheet.top, sheet.left, sheet.row_number(0)) == (3, 2, 4)
    assert sheet.height == 39 * 39 - 3
    for i in range(2, 40):
        assert sheet.rows[i * i - 4] == [float(i)]
    assert sum(row != [None] for row in sheet.rows) == 38


def test_hidden_rows_and_percentages_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for i in range(50):
        sheet.append([f"Enhed {i}", i, 0.25])
        sheet.cell(i + 1, 3).number_format = "0 %"
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[20].hidden = True
    out = io.BytesIO()
    book.save(out)
    grid = read_here(out.getvalue())
    assert [note.code for note in grid.notes] == ["hidden_rows"]
    assert grid.sheets[0].percent_columns == (2,)


@pytest.mark.parametrize(
    "data",
    [
        '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c><v>1</v></c></row></sheetData>',
        '<sheetData><!-- x --><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
    ],
)
def test_a_sheet_that_excel_would_write_otherwise_is_read_here(data: str) -> None:
    assert read_here(raw_xlsx(data)).sheets[0].rows == [[1.0]]


def test_a_cell_far_to_the_right_is_refused_before_it_is_opened() -> None:
    data = "".join(
        f'<row r="{i}"><c r="{"XFD" if i == 2000 else "A"}{i}"><v>7</v></c></row>'
        for i in range(1, 2001)
    )
    with pytest.raises(FileRefusedError) as refused:
        read_here(raw_xlsx(f"<sheetData>{data}</sheetData>"))
    assert refused.value.code == "too_many_cells"
