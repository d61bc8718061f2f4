"""A large sheet, which is read in pieces, holds the same cells as one that is read whole."""

import io
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from html import escape
from pathlib import Path
from unittest import mock

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from data_loaders.files import dialects, process, sending
from data_loaders.files.columns import ColumnRows, Encoded, changed, encoded, of_cells
from data_loaders.files.dialects import large, pieces
from data_loaders.files.grid import ErrorCell, Grid, Sheet, Value
from data_loaders.files.isolation import read_grid
from data_loaders.files.receiving import receive
from tests.data_loaders import builders
from tests.data_loaders.builders import raw_xlsx

SCRIPT = (sys.executable, "-c")
DAYS = st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)).map(
    lambda at: at.replace(microsecond=0)
)
WORDS = st.text(st.sampled_from("aæøÅ 01<&\"' !f,.-"), min_size=1, max_size=6)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9).map(lambda x: round(x, 3) + 0.0)
KINDS = [NUMBERS, WORDS, DAYS, st.booleans(), st.none()]
ODD = st.one_of(
    *KINDS,
    st.sampled_from(["NA", "nan", "null", "None", "#N/A", "007", "12", "=A1+1", ""]),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
)


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Value | time | timedelta]]:
    """A title, headers, and columns of one type each, with something odd here and there."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    height = draw(st.integers(1, 25))
    columns = [[draw(kind | st.none()) for _ in range(height)] for kind in kinds]
    for _ in range(draw(st.integers(0, 3))):
        column = draw(st.sampled_from(columns))
        column[draw(st.integers(0, height - 1))] = draw(ODD)
    above = draw(st.sampled_from([[], [["Titel"]], [[], ["Titel"], []]]))
    left = draw(st.integers(0, 2))
    header = ["h"] * len(kinds) if draw(st.booleans()) else []
    rows = [*above, header, *map(list, zip(*columns, strict=True))]
    return [[None] * left + row for row in rows]


@contextmanager
def cut_small(*, apart: int = 2, size: int = 500) -> Iterator[None]:
    with (
        mock.patch.object(pieces, "LARGE", 0),
        mock.patch.object(pieces, "_APART", apart),
        mock.patch.object(pieces, "_PIECE", size),
        mock.patch.object(pieces, "_BLOCK", 300),
        mock.patch.object(pieces, "_HEAD", 1500),
    ):
        yield


def read(content: bytes) -> Grid:
    dialect = dialects.of(content)
    crossing = io.BytesIO()
    sending.send(dialect.NAME, dialect.read(content), crossing)
    crossing.seek(0)
    return receive(crossing)


def typed(sheet: Sheet) -> list[list[tuple[type, Value]]]:
    rows = [[(type(cell), cell) for cell in row] for row in sheet.rows]
    while rows and all(cell is None for _, cell in rows[-1]):
        rows.pop()
    return rows


def both(content: bytes, **how: int) -> tuple[Sheet, Sheet]:
    (whole,) = read(content).sheets
    with cut_small(**how):
        (cut,) = read(content).sheets
    assert isinstance(cut.rows, ColumnRows)
    return whole, cut


@given(sheets(), st.integers(0, 3), st.integers(200, 2000))
def test_cells_are_the_same_to_the_last_digit(
    rows: list[list[Value]], apart: int, size: int
) -> None:
    whole, cut = both(builders.xlsx(("Ark", rows)), apart=apart, size=size)
    assert typed(cut) == typed(whole)
    if typed(whole):
        assert (cut.top, cut.left) == (whole.top, whole.left)


def test_most_pieces_go_by_column(monkeypatch: pytest.MonkeyPatch) -> None:
    by_cell = mock.Mock(side_effect=large._of_cells)
    monkeypatch.setattr(large, "_of_cells", by_cell)
    day = datetime(2024, 1, 1)
    rows: list[list[Value]] = [[i, f"Enhed {i % 7}", day, i / 10] for i in range(300)]
    whole, cut = both(builders.xlsx(("Ark", [["Nr.", "Enhed", "Fra", "Timer"], *rows])))
    assert typed(cut) == typed(whole)
    assert by_cell.call_count == 1  # only the first, with the headers


def test_columns_are_read_without_pandas(tmp_path: Path) -> None:
    """Arrow looks for pandas on the smallest cause, and finding it takes longer than most files."""
    day = datetime(2024, 1, 1)
    rows: list[list[Value]] = [[i, None if i % 5 else f"Enhed {i % 7}", day] for i in range(300)]
    file = tmp_path / "ark.xlsx"
    file.write_bytes(builders.xlsx(("Ark", [["Nr.", "Enhed", "Fra"], *rows])))
    code = (
        "import pathlib, sys\n"
        "from data_loaders.files.dialects import large, pieces, xlsx\n"
        "pieces.LARGE = 0; pieces._APART = 2; pieces._PIECE = pieces._BLOCK = 500\n"
        f"list(xlsx.read(pathlib.Path({str(file)!r}).read_bytes()))\n"
        "sys.exit('pandas' in sys.modules or 'pyarrow.compute' not in sys.modules)"
    )
    assert subprocess.run([*SCRIPT, code], cwd=process.ROOT, check=False).returncode == 0


def test_a_large_sheet_crosses_from_the_process_that_reads_it() -> None:
    count = pieces.LARGE // 75
    data = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}" t="str"><v>Enhed {i % 7}</v></c></row>'
        for i in range(1, count + 1)
    )
    (sheet,) = read_grid(raw_xlsx(f"<sheetData>{data}</sheetData>")).sheets
    assert isinstance(sheet.rows, ColumnRows)
    assert len(sheet.rows) == count
    assert sheet.rows[count - 1] == [float(count), f"Enhed {count % 7}"]
    assert sorted(map(str, encoded(sheet, 1).values)) == [f"Enhed {i}" for i in range(7)]


def test_errors_and_formulas_without_a_result_are_never_empty() -> None:
    cell = '<c r="B{0}"{1}</c>'
    kinds = (' t="e"><v>#REF!</v>', "><f>A1+1</f>", "><v>7</v>", ' t="e"><v>#DIV/0!</v>')
    data = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c>{cell.format(i, kinds[i % 4])}</row>'
        for i in range(1, 60)
    )
    whole, cut = both(raw_xlsx(f"<sheetData>{data}</sheetData>"))
    assert typed(cut) == typed(whole)
    cells = [row[1] for row in cut.rows]
    assert cells.count(ErrorCell("#REF!")) == 14
    assert cells.count(ErrorCell("=A1+1")) == 15


def test_gaps_between_rows_are_kept() -> None:
    data = "".join(f'<row r="{i * i}"><c r="C{i * i}"><v>{i}</v></c></row>' for i in range(2, 40))
    whole, cut = both(raw_xlsx(f"<sheetData>{data}</sheetData>"))
    assert typed(cut) == typed(whole)
    assert (cut.top, cut.left, cut.row_number(0)) == (3, 2, 4)


def test_merged_cells_hidden_rows_and_percentages_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for i in range(50):
        sheet.append([f"Enhed {i}", i, 0.25])
        sheet.cell(i + 1, 3).number_format = "0 %"
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[20].hidden = True
    out = io.BytesIO()
    book.save(out)
    whole = read(out.getvalue())
    with cut_small():
        cut = read(out.getvalue())
    assert cut.notes == whole.notes != ()
    for sheet_read in (whole.sheets[0], cut.sheets[0]):
        assert sheet_read.merged == ((0, 0, 0, 1),)
        assert sheet_read.percent_columns == (2,)


@pytest.mark.parametrize(
    "data",
    [
        "<x:sheetData/>",
        '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="2"><c r="A2"><v>1</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><!-- x --><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
    ],
)
def test_a_sheet_that_is_written_otherwise_is_read_whole(data: str) -> None:
    content = raw_xlsx(data)
    whole = read(content)
    with cut_small(apart=1, size=10):
        assert read(content) == whole
    assert isinstance(whole.sheets[0].rows, list)


def test_a_cell_far_to_the_right_is_refused_before_it_is_opened() -> None:
    data = "".join(
        f'<row r="{i}"><c r="{"XFD" if i == 300 else "A"}{i}"><v>7</v></c></row>'
        for i in range(1, 900)
    )
    never = mock.patch.object(large, "_piece", side_effect=AssertionError)
    with cut_small(apart=0, size=10**6), never, pytest.raises(FileRefusedError) as refused:
        read(raw_xlsx(f"<sheetData>{data}</sheetData>"))
    assert refused.value.code == "too_many_cells"


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "MAX_HELD", 99)
    content = builders.xlsx(("Ark", [[i, i] for i in range(50)]))
    with cut_small(), pytest.raises(FileRefusedError) as refused:
        read(content)
    assert refused.value.code == "too_many_cells"


def test_a_long_text_is_refused_with_its_address() -> None:
    long = f"<is><t>{escape('x' * 32_768)}</t></is>"
    rows = "".join(f'<row r="{i}"><c r="B{i}"><v>7</v></c></row>' for i in range(1, 50))
    odd = f'<row r="50"><c r="B50" t="inlineStr">{long}</c></row>'
    with cut_small(), pytest.raises(FileRefusedError, match="B50") as refused:
        read(raw_xlsx(f"<sheetData>{rows}{odd}</sheetData>"))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("codes", [[0, 3], [-3, 0], [0]])
def test_codes_that_fit_no_cell_are_refused(codes: Sequence[int]) -> None:
    numbers = np.array([1.0, 2.0]).tobytes()
    column = sending.Column(numbers, [None], np.array(codes, np.int32).tobytes())
    crossing = io.BytesIO()
    sending.send("xlsx", [sending.Held(Sheet("A", []), 2, (column,))], crossing)
    crossing.seek(0)
    with pytest.raises(ValueError, match="codes"):
        receive(crossing)


CELLS = st.lists(st.sampled_from([None, 1, 1.0, True, "1", "a", ErrorCell("#REF!")]), max_size=20)


@given(CELLS, st.integers(0, 22))
def test_a_column_is_the_same_held_either_way(cells: list[Value], first: int) -> None:
    by_row = Sheet("A", [[cell] for cell in cells])
    by_column = Sheet("A", ColumnRows((of_cells(cells),), len(cells)))
    for sheet in (by_row, by_column):
        found = encoded(sheet, 0, first)
        assert typed_cells(found) == [(type(c), c) for c in cells[first:]]
        assert len({(type(v), v) for v in found.values}) == len(found.values)
        assert set(found.codes.tolist()) == set(range(len(found.values)))
        assert encoded(sheet, 7, first).cells() == [None] * len(cells[first:])


@given(CELLS, st.integers(0, 22))
def test_a_change_looks_at_each_distinct_cell_once(cells: list[Value], first: int) -> None:
    for sheet in (
        Sheet("A", [[cell, 7] for cell in cells]),
        Sheet("A", ColumnRows((of_cells(cells), of_cells([7] * len(cells))), len(cells))),
    ):
        change = mock.Mock(return_value="x")
        after = changed(sheet, 0, change, first)
        assert [row[0] for row in after.rows] == cells[:first] + ["x"] * len(cells[first:])
        assert [row[1] for row in after.rows] == [7] * len(cells)
        seen = [(type(call.args[0]), call.args[0]) for call in change.call_args_list]
        assert len(seen) == len(set(seen)) == len({(type(c), c) for c in cells[first:]})
        assert [row[0] for row in sheet.rows] == cells


def typed_cells(found: Encoded) -> list[tuple[type, Value]]:
    return [(type(cell), cell) for cell in found.cells()]


def test_rows_of_a_large_sheet_can_be_had_one_by_one() -> None:
    rows = ColumnRows((of_cells(range(9000)), of_cells("ab" * 4500)), 9000)
    assert (len(rows), rows[8999], rows[-1]) == (9000, [8999, "b"], [8999, "b"])
    assert rows[2:4] == [[2, "a"], [3, "b"]]
    assert list(rows) == [[i, "ab"[i % 2]] for i in range(9000)]
    assert Sheet("A", rows).width == 2
