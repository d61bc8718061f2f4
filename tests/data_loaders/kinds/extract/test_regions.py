from collections.abc import Sequence

import pytest

from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.proposal import QuestionError
from data_loaders.kinds.extract import regions
from tests.data_loaders.builders import HEADER, ROWS, codes, report, table

Rows = Sequence[Sequence[Value]]
OTHER: list[list[Value]] = [["5000", "Ældrecentret", "Ældre", "40,00", "12,0"]]


def addresses(rows: Sequence[Sequence[Value]]) -> list[tuple[str, str]]:
    """Each table's id, and the address of its first row's first cell."""
    sheet = Sheet.from_rows("Ark1", [list(row) for row in rows])
    return [(r.id, r.sheet.address(0, 0)) for r in regions.split_tables(sheet)]


def test_one_table_is_the_whole_sheet() -> None:
    (found,) = regions.split_tables(Sheet.from_rows("Ark1", [["Titel"], *table(*ROWS)]))
    assert (found.id, found.titles) == ("", ())


def test_tables_below_each_other_take_the_lines_above_them_along() -> None:
    rows: Rows = [
        ["Første"],
        *table(*ROWS),
        [],
        ["Anden"],
        ["Medarb.", *HEADER[:4]],
        [1, "5", "e", "Æ", 2],
    ]
    assert addresses(rows) == [("A2", "A1"), ("A8", "A6")]


def test_tables_beside_each_other_are_cut_at_the_blank_column() -> None:
    rows: Rows = [[*HEADER, None, *HEADER], *([*row, None, *row] for row in ROWS)]
    assert addresses(rows) == [("A1", "A1"), ("G1", "G1")]


def test_tables_beside_each_other_are_cut_where_the_same_headers_begin_again() -> None:
    rows: Rows = [[*HEADER, *HEADER], *([*row, *row] for row in ROWS)]
    assert addresses(rows) == [("A1", "A1"), ("F1", "F1")]


def test_a_blank_header_inside_a_table_does_not_cut_it() -> None:
    header: list[Value] = ["Enhedsnr.", None, "Afdeling", "Dagsværk", None, "Medarb."]
    assert len(addresses([header, ["1", "a", "A", 1, None, 2]])) == 1


def test_the_same_header_again_is_a_new_page() -> None:
    assert len(addresses([*table(*ROWS), *table(*OTHER)])) == 1


def test_problems_keep_the_sheet_s_own_addresses() -> None:
    other: list[Value] = ["5000", "Ældrecentret", "Ældre", "fyrre", "12,0"]
    rows: Rows = [[*HEADER, None, *HEADER], [*ROWS[0], None, *other]]
    assert codes(report(rows)) == [("invalid_number", "J2")]


def test_two_tables_of_the_same_units_are_asked_about_with_their_places() -> None:
    rows: Rows = [
        *table(*ROWS),
        [],
        ["Uden vikarer"],
        ["Medarb.", *HEADER[:4]],
        ["9,5", *ROWS[0][:4]],
    ]
    with pytest.raises(QuestionError) as asked:
        report(rows)
    assert asked.value.code == "several_tables"
    assert asked.value.question.id == "table"
    assert [choice.value for choice in asked.value.question.choices] == ["A1", "A7"]
