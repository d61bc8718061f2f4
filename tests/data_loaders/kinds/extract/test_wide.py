"""A set of columns for each quarter."""

from decimal import Decimal

from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value
from data_loaders.kinds.extract.extract_header import find_layout
from tests.data_loaders.builders import codes, report

HEADER: list[Value] = [
    "Enhedsnr.", "Afdeling", "Dagsværk 2024K3", "Medarb. 2024K3", "Dagsværk 2024K4",
    "Medarb. 2024K4",
]  # fmt: skip


def test_each_problem_has_the_address_of_its_own_quarter() -> None:
    found = report([HEADER, ["1", "A", 1, 2, "tre", 4], ["2", "A", 5, 6, 7, -8]])
    assert codes(found) == [("invalid_number", "E2"), ("negative_value", "F3")]


def test_a_problem_of_the_row_is_said_once() -> None:
    found = report([HEADER, ["1", None, 1, 2, 3, 4]])
    assert codes(found) == [("missing_value", "B2")]


def test_a_unit_without_figures_in_a_quarter_was_not_there() -> None:
    found = report([HEADER, ["1", "A", 1, 2, None, None], ["2", "A", 5, 6, 7, 8]])
    assert [(str(r.quarter), r.enhed) for r in found.rows] == [
        ("2024K3", "1"), ("2024K3", "2"), ("2024K4", "2"),
    ]  # fmt: skip
    assert found.problems == ()


def test_a_unit_without_figures_at_all_is_missing() -> None:
    found = report([HEADER, ["1", "A", None, None, None, None], ["2", "A", 5, 6, 7, 8]])
    assert len(found.rows) == 4
    assert {code for code, _ in codes(found)} == {"missing_value"}


def test_every_quarter_s_own_total_is_reconciled() -> None:
    rows: list[list[Value]] = [["1", "A", 1, 2, 3, 4], ["2", "A", 5, 6, 7, 8]]
    found = report([HEADER, *rows, ["I alt", None, 6, 8, 12, 12]])
    assert [(total.cell, total.agrees) for total in found.totals] == [
        ("C4", True), ("D4", True), ("E4", False), ("F4", True),
    ]  # fmt: skip
    assert codes(found) == [("total_mismatch", "E4")]


def test_people_for_one_quarter_only_are_not_taken_for_the_others() -> None:
    header: list[Value] = ["Enhed", "Afdeling", "Dagsværk 2024K3", "Dagsværk 2024K4", "Medarb."]
    layout = find_layout(Sheet.from_rows("Ark1", [header, ["a", "A", 1, 2, 3]]))
    (problem,) = layout.problems
    assert problem.code == "missing_column"
    assert "medarbejdere eller fuldtidsstillinger for 3. kvartal 2024 og 4. kvartal 2024" in (
        problem.message
    )


def test_the_year_s_sum_beside_its_quarters_is_not_read() -> None:
    header = [*HEADER, "Dagsværk i alt", "Ændring 2023K4-2024K4"]
    found = report([header, ["1", "A", 1, 2, 3, 4, 99, 98]])
    assert [row.dagsvaerk for row in found.rows] == [Decimal(1), Decimal(3)]
    assert found.unused == ("Dagsværk i alt", "Ændring 2023K4-2024K4")


def test_one_quarter_s_decimals_settle_another_quarter_s_thousands() -> None:
    found = report([HEADER, ["1", "A", "1.234", 5, "1.234,5", 6]])
    assert found.problems == ()
    assert [row.dagsvaerk for row in found.rows] == [Decimal(1234), Decimal("1234.5")]
