from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.report import Report
from tests.data_loaders.kinds.list_sheets import codes, read

HEADER: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", "Medarbejdere"]


def heads(*rows: Sequence[Value]) -> Report:
    return read([["Periode: 01.10.2024 - 31.12.2024"], HEADER, *rows])


def told(found: Report) -> list[tuple[str, str, str, str, bool]]:
    return [(t.label, t.cell, f"{t.file}", f"{t.computed}", t.agrees) for t in found.totals]


def test_every_total_line_is_held_against_the_rows_it_sums() -> None:
    found = heads(
        ["1", "a", "Skole", "10,5"],
        ["2", "b", "Skole", "20,0"],
        ["", "", "Skole i alt", "30,5"],
        ["3", "c", "Miljø", "7,0"],
        ["", "Resultat Miljø", "", "8,0"],
        ["Hovedtotal", "", "", "37,5"],
    )
    assert told(found) == [
        ("Skole i alt", "D5", "30.5", "30.5", True),
        ("Resultat Miljø", "D7", "8.0", "7.0", False),
        ("Hovedtotal", "D8", "37.5", "37.5", True),
    ]
    assert codes(found) == [("total_mismatch", "D7")]
    assert "8,0" in found.problems[0].message
    assert "+1,0" in found.problems[0].message
    assert not found.refused


def test_a_total_without_a_name_sums_all_rows_or_those_since_the_last() -> None:
    found = heads(
        ["1", "a", "Skole", "10"],
        ["I alt", "", "", "10"],
        ["2", "b", "Miljø", "5"],
        ["I alt", "", "", "5"],
        ["I alt", "", "", "15"],
    )
    assert [agrees for *_, agrees in told(found)] == [True, True, True]


@pytest.mark.parametrize(("total", "agrees"), [("30,8", True), ("30,9", True), ("31,1", False)])
def test_a_total_may_differ_by_half_the_last_decimal_of_each_row(
    total: str,
    agrees: bool,  # noqa: FBT001
) -> None:
    rows = [[str(n), "a", "Skole", "7,7"] for n in range(4)]
    found = heads(*rows, ["I alt", "", "", total])
    assert [one.agrees for one in found.totals] == [agrees]


def test_a_total_says_nothing_where_a_row_cannot_be_read() -> None:
    found = heads(["1", "a", "Skole", "x"], ["2", "b", "Skole", "5"], ["I alt", "", "", "9"])
    assert (codes(found), found.totals) == ([("invalid_number", "D3")], ())


def test_a_group_that_has_no_rows_and_a_total_that_is_no_number_are_passed_over() -> None:
    rows: list[list[Value]] = [["", "", "Miljø i alt", "3"], ["I alt", "", "", "****"]]
    found = heads(["1", "a", "Skole", "5"], *rows)
    assert (found.totals, found.problems) == ((), ())


def test_each_month_has_its_own_total() -> None:
    found = read(
        [
            ["Enhed", "Medarbejdere okt. 2024", "Medarbejdere nov. 2024", "Medarbejdere dec. 2024"],
            ["a", 10, 11, 12],
            ["b", 1, 1, 1],
            ["I alt", 11, 12, 15],
        ]
    )
    assert [(t.cell, t.agrees) for t in found.totals] == [("B4", True), ("C4", True), ("D4", False)]


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=30))
def test_the_sum_is_exact(cents: list[int]) -> None:
    rows: list[list[Value]] = [[str(n), f"e{n}", "Skole", one / 100] for n, one in enumerate(cents)]
    found = heads(*rows, ["I alt", "", "", sum(cents) / 100])
    assert found.totals[0].computed == Decimal(sum(cents)) / 100
    assert found.totals[0].agrees
