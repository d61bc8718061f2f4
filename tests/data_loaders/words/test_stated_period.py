from datetime import date, datetime

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from tests.data_loaders.builders import ROWS, codes, report, table
from tests.data_loaders.grids import of_grid


def read_quarters(rows: list[list[Value]], file_name: str = "udtræk.xlsx") -> list[str]:
    return [str(quarter) for quarter in report(rows, file_name).quarters]


@pytest.mark.parametrize(
    "title",
    [
        ["Periode: 01.10.2024 - 31.12.2024"],
        ["Periode:", "01.10.2024 - 31.12.2024"],
        ["Periode", datetime(2024, 10, 1), datetime(2024, 12, 31)],
        ["Periode", "01.10.2024", "31.12.2024", "Kørt den 15.01.2025"],
        ["Sygefravær, 4. kvartal 2024"],
        ["2024K4"],
        ["Kalenderår/kvartal", "4.2024"],
        ["Fra dato 01.10.2024", "Til dato 31.12.2024"],
    ],
)
def test_the_title_tells_the_quarter(title: list[Value]) -> None:
    extract = report([title, ["Udtrukket: 14.01.2025"], [], *table(*ROWS)], "udtræk.xlsx")
    assert [str(quarter) for quarter in extract.quarters] == ["2024K4"]
    assert extract.problems == ()
    assert str(extract.extract_date) in {"2025-01-14", "2025-01-15"}


def test_the_line_of_the_period_wins_over_other_lines() -> None:
    title: list[list[Value]] = [["Sammenlignes med 4. kvartal 2023"], ["Periode: 2024K4"]]
    extract = report([*title, *table(*ROWS)], "udtræk.xlsx")
    assert [str(quarter) for quarter in extract.quarters] == ["2024K4"]
    assert [code for code, _ in codes(extract)] == ["quarter_conflict"]


@pytest.mark.parametrize(
    "line",
    ["Udtræksdato: 14-01-2025", "Kørt den 14.1.2025", "Dannet 2025-01-14", "Udtrukket 14.01.2025"],
)
def test_the_day_of_the_extract_is_read(line: str) -> None:
    assert str(report([[line], *table(*ROWS)]).extract_date) == "2025-01-14"


def test_the_file_name_tells_it_last() -> None:
    assert read_quarters(table(*ROWS), "Sygefravaer_2023K2.xlsx") == ["2023K2"]
    extract = report(
        [["Periode: 01.10.2024 - 31.12.2024"], *table(*ROWS)], "Sygefravaer_2023K2.xlsx"
    )
    assert [str(quarter) for quarter in extract.quarters] == ["2024K4"]
    assert [code for code, _ in codes(extract)] == ["quarter_conflict"]
    assert "4. kvartal 2024 og 2. kvartal 2023" in extract.problems[0].message


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (["Kvartal"], ["2024K4"]),
        (["Periode"], ["01.10.2024 - 31.12.2024"]),
        (["Periode"], ["2024-10"]),
        (["Periode"], ["31.12.2024"]),
        (["Periode"], ["2024-12-31"]),
        (["Opgjort pr."], [datetime(2024, 12, 31)]),
        (["År", "Kvartal"], [2024.0, 4.0]),
        (["Kvartal", "År"], ["4. kvt.", "2024"]),
        (["Fra", "Til"], ["01.10.2024", "31.12.2024"]),
        (["Fra dato", "Til dato"], [datetime(2024, 10, 1), datetime(2024, 12, 31)]),
    ],
)
def test_columns_tell_it_before_all_else(headers: list[Value], cells: list[Value]) -> None:
    rows = [[*headers, *table()[0]], *([*cells, *row] for row in ROWS)]
    assert read_quarters([["Periode: 01.01.2020 - 31.03.2020"], *rows]) == ["2024K4"]


def test_a_unit_may_stand_once_in_each_quarter() -> None:
    rows = [["Kvartal", *table()[0]], ["2024K3", *ROWS[0]], ["2024K4", *ROWS[0]]]
    extract = report(rows)
    assert [str(quarter) for quarter in extract.quarters] == ["2024K3", "2024K4"]
    assert extract.problems == ()


def test_without_a_quarter_the_file_is_refused() -> None:
    assert codes(report(table(*ROWS), "udtræk.xlsx")) == [("no_quarter", "")]


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("01.02.2024 - 31.01.2025", "rolling_period"),
        ("01.07.2024 - 31.12.2024", "invalid_quarter"),
        ("01.10.2024 - 15.12.2024", "invalid_quarter"),
    ],
)
def test_another_period_than_a_quarter_is_refused(period: str, code: str) -> None:
    assert codes(report([[f"Periode: {period}"], *table(*ROWS)])) == [(code, "")]
    in_cells = report([["Periode", *table()[0]], [period, *ROWS[0]]])
    assert codes(in_cells) == [(code, "A2")]


def test_a_cell_that_is_no_quarter_has_its_address() -> None:
    extract = report([["Kvartal", *table()[0]], ["2024K4", *ROWS[0]], ["vinter", *ROWS[1]]])
    assert codes(extract) == [("invalid_quarter", "A3")]


def test_a_column_that_contradicts_the_file_name_is_a_warning() -> None:
    extract = report([["Kvartal", *table()[0]], ["2023K3", *ROWS[0]]], "2024K4.xlsx")
    assert [str(quarter) for quarter in extract.quarters] == ["2023K3"]
    assert codes(extract) == [("quarter_conflict", "")]


def test_a_year_that_contradicts_the_file_name_is_a_warning() -> None:
    extract = report([["År", *table()[0]], [2023, *ROWS[0]]], "2024K4.xlsx")
    assert codes(extract) == [("quarter_conflict", "A2")]


def test_a_column_that_is_not_used_does_not_tell_the_quarter() -> None:
    rows: list[list[Value]] = [[*table()[0], "Ændring siden 2023K4"], [*ROWS[0], "1,5"]]
    extract = report(rows, "2024K4.xlsx")
    assert [str(quarter) for quarter in extract.quarters] == ["2024K4"]
    assert extract.problems == ()


@pytest.mark.parametrize(
    ("today", "expected"),
    [((2024, 9, 30), [("future_quarter", "A2")]), ((2024, 10, 1), [])],
)
def test_a_quarter_that_has_not_begun_is_an_error(
    today: tuple[int, int, int], expected: list[tuple[str, str]]
) -> None:
    extract = of_grid(
        Grid("prøve", (Sheet.from_rows("Ark1", table(*ROWS)),)),
        file_name="2024K4.xlsx",
        settings=Settings(),
        today=date(*today),
    )
    assert codes(extract) == expected


@pytest.mark.parametrize(
    ("month", "is_quarter"),
    [("2024-10", True), ("2024-11", False), (datetime(2024, 11, 1), False), ("2024-12", True)],
)
def test_a_month_is_a_quarter_only_at_its_ends(month: Value, is_quarter: bool) -> None:  # noqa: FBT001
    extract = report([["Periode", *table()[0]], [month, *ROWS[0]]], "fil.xlsx")
    assert codes(extract) == ([] if is_quarter else [("invalid_quarter", "A2")])


@pytest.mark.parametrize("day", ["14.01.2025", datetime(2025, 1, 14)])
def test_a_day_within_a_quarter_is_no_quarter(day: Value) -> None:
    rows = [["Periode", *table()[0]], *([day, *row] for row in ROWS)]
    assert codes(report(rows))[0] == ("invalid_quarter", "A2")


@pytest.mark.parametrize("day", ["14.01.2025", datetime(2025, 1, 14)])
def test_the_day_that_figures_were_drawn_gives_way_to_the_title(day: Value) -> None:
    rows = [["Opgjort pr.", *table()[0]], *([day, *row] for row in ROWS)]
    assert read_quarters([["Periode: 01.10.2024 - 31.12.2024"], *rows]) == ["2024K4"]
    assert codes(report(rows, "udtræk.xlsx"))[0] == ("invalid_quarter", "A2")
