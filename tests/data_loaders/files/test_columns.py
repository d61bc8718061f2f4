"""A sheet is held by column, with each different cell of a column once."""

import io
from collections.abc import Sequence
from datetime import datetime
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from data_loaders.files import sending
from data_loaders.files.columns import EncodedColumn, encode_cells
from data_loaders.files.grid import Sheet
from data_loaders.files.isolation import read_grid
from data_loaders.files.raw_sheet import RawSheet
from data_loaders.files.receiving import receive
from data_loaders.files.values import ErrorCell, Row, Value
from tests.data_loaders.builders import raw_xlsx

CELLS = st.lists(st.sampled_from([None, 1, 1.0, True, "1", "a", ErrorCell("#REF!")]), max_size=20)
ROWS = st.lists(CELLS, max_size=6)


def typed(cells: Sequence[Value]) -> list[tuple[type, Value]]:
    return [(type(cell), cell) for cell in cells]


def cross(*sheets: RawSheet) -> tuple[Sheet, ...]:
    crossing = io.BytesIO()
    sending.send("xlsx", sheets, crossing)
    crossing.seek(0)
    return receive(crossing).sheets


def check_held_once(column: EncodedColumn[Value]) -> None:
    assert len(set(typed(column.values))) == len(column.values)
    assert set(column.codes.tolist()) == set(range(len(column.values)))


@given(CELLS, st.integers(0, 22))
def test_each_different_cell_of_a_column_is_held_once(cells: list[Value], first: int) -> None:
    sheet = Sheet.from_rows("A", [[cell] for cell in cells])
    column = sheet.column(0, first)
    assert typed(column.cells()) == typed(cells[first:])
    check_held_once(column)
    assert sheet.column(7, first).cells() == [None] * len(cells[first:])


@given(CELLS, st.integers(0, 22))
def test_a_change_looks_at_each_different_cell_once(cells: list[Value], first: int) -> None:
    sheet = Sheet.from_rows("A", [[cell, 7] for cell in cells])
    change = mock.Mock(return_value="x")
    after = sheet.change_column(0, change, first)
    assert [row[0] for row in after.rows] == cells[:first] + ["x"] * len(cells[first:])
    assert [row[1] for row in after.rows] == [7] * len(cells)
    seen = typed([call.args[0] for call in change.call_args_list])
    assert len(seen) == len(set(seen)) == len(set(typed(cells[first:])))
    assert [row[0] for row in sheet.rows] == cells
    if cells:
        check_held_once(after.columns[0])


@given(ROWS, st.integers(1, 3))
def test_rows_cross_with_their_types_and_are_filled_up(rows: list[Row], batch: int) -> None:
    with mock.patch.object(sending, "_BATCH", batch):
        (sheet,) = cross(RawSheet("A", rows=iter(rows)))
    width = max(map(len, rows), default=0)
    assert (sheet.height, sheet.width) == (len(rows), width)
    assert [typed(row) for row in sheet.rows] == [
        typed([*row, *[None] * (width - len(row))]) for row in rows
    ]
    for column in sheet.columns:
        check_held_once(column)
    assert sheet == Sheet.from_rows("A", rows)


def test_dates_and_error_cells_cross() -> None:
    row: Row = [datetime(2024, 1, 31, 7, 24), ErrorCell("#REF!"), None, "", -0.1]
    (sheet,) = cross(RawSheet("A", True, 3, 1, (4,), rows=[row]))  # noqa: FBT003
    assert typed(sheet.rows[0]) == typed(row)
    assert (sheet.name, sheet.hidden, sheet.top, sheet.left) == ("A", True, 3, 1)
    assert sheet.percent_columns == (4,)


@pytest.mark.parametrize("codes", [[0, 3], [-3, 0], [0]])
def test_codes_that_fit_no_cell_are_refused(codes: Sequence[int]) -> None:
    column = mock.Mock(values=[1.0, None], codes=mock.Mock())
    column.codes.tobytes.return_value = b"".join(
        c.to_bytes(4, "little", signed=True) for c in codes
    )
    crossing = io.BytesIO()
    with mock.patch.object(sending, "ColumnEncoder", return_value=column):
        sending.send("xlsx", [RawSheet("A", rows=[[1.0], [None]])], crossing)
    crossing.seek(0)
    with pytest.raises(ValueError, match="codes"):
        receive(crossing)


def test_a_rectangle_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MAX_CELLS", 99)
    wide, ragged = [Row(("a", "b"))] * 50, [*[Row("a")] * 50, Row(("a", "b"))]
    for rows in (wide, ragged):
        with pytest.raises(FileRefusedError) as refused:
            cross(RawSheet("A", rows=rows))
        assert refused.value.code == "too_many_cells"
    half: list[Row] = [["a", "b"]] * 25
    with pytest.raises(FileRefusedError):
        cross(RawSheet("A", rows=half), RawSheet("B", rows=half))


def test_a_long_text_is_refused_with_its_address() -> None:
    rows: list[Row] = [*[Row((None, 7.0))] * 49, [None, "x" * 32_768]]
    with pytest.raises(FileRefusedError, match="B50") as refused:
        cross(RawSheet("A", rows=rows))
    assert refused.value.code == "too_large"


def test_rows_can_be_had_one_by_one() -> None:
    rows = Sheet.from_rows("A", [[i, "ab"[i % 2]] for i in range(9000)]).rows
    assert (len(rows), rows[8999], rows[-1]) == (9000, [8999, "b"], [8999, "b"])
    assert rows[2:4] == [[2, "a"], [3, "b"]]
    assert list(rows) == [[i, "ab"[i % 2]] for i in range(9000)]
    with pytest.raises(IndexError):
        rows[9000]


def test_a_part_of_a_sheet_keeps_its_addresses() -> None:
    sheet = Sheet.from_rows("A", [[r * c for c in range(5)] for r in range(9)])
    part = sheet.cut(slice(3, 7), slice(2, None))
    assert part.rows == [[r * c for c in range(2, 5)] for r in range(3, 7)]
    assert part.address(0, 0) == "C4"


def test_a_large_sheet_crosses_from_the_process_that_reads_it() -> None:
    count = 100_000
    data = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}" t="str"><v>Enhed {i % 7}</v></c></row>'
        for i in range(1, count + 1)
    )
    (sheet,) = read_grid(raw_xlsx(f"<sheetData>{data}</sheetData>")).sheets
    assert len(sheet.rows) == count
    assert sheet.rows[count - 1] == [float(count), f"Enhed {count % 7}"]
    assert sorted(map(str, sheet.column(1).values)) == [f"Enhed {i}" for i in range(7)]


def test_encoded_columns_compare_by_their_cells() -> None:
    assert encode_cells("abab") == encode_cells("abab")
    assert encode_cells("abab") != encode_cells("abba")
