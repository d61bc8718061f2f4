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


@pytest.mark.parametrize("months", [("2024-03", "2024-06"), ("2024-10", "2025-01")])
def test_a_month_for_each_of_several_quarters_stands_for_them(months: tuple[str, ...]) -> None:
    rows = [[month, *ROWS[0]] for month in months]
    assert len(report([["Kvartal", *table()[0]], *rows], "fil.xlsx").quarters) == 2
    found = report([["Periode", *table()[0]], *rows], "fil.xlsx")
    assert codes(found) == [("too_few_months", "A1")]


@pytest.mark.parametrize("title", ["Sygefravær Q1 2024/25", "1. kvartal 2024/2025", "K1 2024-25"])
def test_a_quarter_of_two_years_is_asked_about(title: str) -> None:
    for file_name in ("fil.xlsx", "udtræk 2024K1.xlsx"):
        found = report([[title], *table(*ROWS)], file_name)
        assert [(one.code, one.cell) for one in found.problems] == [("no_quarter", "")]
        assert title in found.problems[0].message
        assert "quarter" in [question.id for question in found.proposal.questions]


def test_a_row_s_quarter_of_two_years_is_an_error() -> None:
    rows = [["Kvartal", *table()[0]], ["Q1 2024/25", *ROWS[0]]]
    assert codes(report(rows, "fil.xlsx")) == [("invalid_quarter", "A2")]


@pytest.mark.parametrize("day", ["14.01.2025", datetime(2025, 1, 14)])
def test_a_day_within_a_quarter_is_no_quarter(day: Value) -> None:
    rows = [["Periode", *table()[0]], *([day, *row] for row in ROWS)]
    assert codes(report(rows))[0] == ("invalid_quarter", "A2")


@pytest.mark.parametrize("day", ["14.01.2025", datetime(2025, 1, 14)])
def test_the_day_that_figures_were_drawn_gives_way_to_the_title(day: Value) -> None:
    rows = [["Opgjort pr.", *table()[0]], *([day, *row] for row in ROWS)]
    assert read_quarters([["Periode: 01.10.2024 - 31.12.2024"], *rows]) == ["2024K4"]
    assert codes(report(rows, "udtræk.xlsx"))[0] == ("invalid_quarter", "A2")


@pytest.mark.parametrize(
    ("note", "quarters"),
    [
        ("Anvendte filtre:\nKvartal er 2024K4\nFraværsart er ikke Barns sygdom", ["2024K4"]),
        ("Applied filters: Quarter is 2024 Q4", ["2024K4"]),
        ("Filtreret: Kvartal er ikke 2024K3 Kvartal er 2024K4", ["2024K4"]),
        ("Anvendte filtre:\nKvartal er ikke 2024K3", []),
        ("Sammenlignet med 3. kvartal 2024", []),
    ],
)
def test_the_filters_that_an_export_notes_below_tell_its_quarter(
    note: str, quarters: list[str]
) -> None:
    empty: list[Value] = [None] * 5
    rows = [*table(*ROWS), empty, [note, *empty[1:]]]
    assert [str(quarter) for quarter in report(rows, "data.xlsx").quarters] == quarters
