"""Months and quarters whose year stands elsewhere than with them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from data_loaders.words import times
from tests.data_loaders.grids import of_grid

Rows = list[list[Value]]


def read(rows: Rows, *, sheet: str = "Ark1", file: str = "udtræk.xlsx", year: str = "") -> Report:
    said = Mapping(answers={"plausible": "ja"} | ({"year": year} if year else {}))
    grid = Grid("prøve", (Sheet.from_rows(sheet, rows),))
    return of_grid(grid, file_name=file, settings=Settings(), guidance=Guidance(user_mapping=said))


def wide(*periods: Value) -> Rows:
    """Two units; the days are the period's place, and the people ten."""
    measures: list[Value] = ["Enhed", "Afdeling", *["Dagsværk", "Medarb."] * len(periods)]
    above: list[Value] = [None, None, *[cell for one in periods for cell in (one, None)]]
    figures = [cell for place in range(len(periods)) for cell in (place + 1, 10)]
    return [above, measures, ["Vejen", "Miljø", *figures], ["Skolen", "Skole", *figures]]


def days(found: Report) -> dict[str, object]:
    return {str(row.quarter): row.dagsvaerk for row in found.rows if row.enhed == "Vejen"}


QUARTERS = wide("K3", "K4")
EXPECTED = {"2024K3": 1, "2024K4": 2}


@pytest.mark.parametrize("third", ["1. kvt.", "1. kvartal", "K1", "Q1", "1 kv."])
def test_quarters_take_their_year_from_the_title(third: str) -> None:
    found = read([["Sygefravær 2024"], *wide(third, third.replace("1", "2"))])
    assert (days(found), found.problems) == ({"2024K1": 1, "2024K2": 2}, ())


@pytest.mark.parametrize("year", [2024, "2024", "Kalenderår 2024", "År 2024"])
def test_or_from_a_group_above_them(year: Value) -> None:
    above: list[Value] = [None, None, year]
    assert days(read([above, *QUARTERS])) == EXPECTED


def test_or_from_the_sheet_s_name_or_the_file_s() -> None:
    assert days(read(QUARTERS, sheet="2024")) == EXPECTED
    assert days(read(QUARTERS, file="sygefravaer_2024.xlsx")) == EXPECTED
    assert days(read(QUARTERS, file="fravær til og med 2024K4.xlsx")) == EXPECTED


def test_the_nearest_that_says_a_year_counts() -> None:
    found = read([["Sygefravær 2024"], *QUARTERS], sheet="2023", file="2022.xlsx")
    assert days(found) == EXPECTED


def test_months_of_a_year_become_quarters() -> None:
    names = ["Jan", "Feb.", "Marts", "apr", "Maj", "Juni"]
    found = read([["Sygefravær 2024"], *wide(*names)])
    assert (days(found), found.problems) == ({"2024K1": 6, "2024K2": 15}, ())


def test_two_years_side_by_side_are_told_apart() -> None:
    above: list[Value] = [None, None, 2023, None, None, None, 2024]
    found = read([above, *wide("K3", "K4", "K3", "K4")])
    assert days(found) == {"2023K3": 1, "2023K4": 2, "2024K3": 3, "2024K4": 4}


def test_a_span_over_new_year_places_each_quarter_in_its_own() -> None:
    found = read([["Periode: 01.07.2023 - 30.06.2024"], *wide("K3", "K4", "K1", "K2")])
    assert days(found) == {"2023K3": 1, "2023K4": 2, "2024K1": 3, "2024K2": 4}


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("Sygefravær", "udtræk.xlsx"),
        ("Udskrevet 14. januar 2025", "udtræk.xlsx"),
        ("14.01.2025", "udtræk.xlsx"),
        ("Sygefravær 2023 og 2024", "udtræk.xlsx"),
        ("Sygefravær", "udtræk januar 2025.xlsx"),
        ("Sygefravær", "udtræk 20250114.xlsx"),
    ],
)
def test_a_year_that_nothing_tells_is_asked_for(title: str, file: str) -> None:
    rows: Rows = [[title], *QUARTERS]
    found = read(rows, file=file)
    assert [(one.code, one.cell) for one in found.problems] == [("no_year", "C3")]
    assert "»K3 Dagsværk«, »K3 Medarb.«, »K4 Dagsværk« og 1 mere" in found.problems[0].message
    assert "year" in [question.id for question in found.proposal.questions]
    assert days(read(rows, file=file, year="2024")) == EXPECTED


def test_one_quarter_is_completed_from_lines_around_it() -> None:
    table: Rows = [["Enhed", "Afdeling", "Dagsværk", "Medarb."], ["Vejen", "Miljø", 7, 10]]
    assert days(read([["3. kvartal"], ["År 2024"], *table])) == {"2024K3": 7}
    assert days(read(table, sheet="K3", file="fravær 2024.xlsx")) == {"2024K3": 7}
    assert days(read(table, file="fravær_2024_K3.xlsx")) == {"2024K3": 7}
    headed: Rows = [["Enhed", "Afdeling", "Dagsværk 3. kvt.", "Medarb."], table[1]]
    assert days(read([["Sygefravær 2024"], *headed])) == {"2024K3": 7}


@pytest.mark.parametrize("where", ["header", "sheet"])
def test_a_quarter_without_a_year_that_contradicts_the_file_is_told(where: str) -> None:
    days_header = "Dagsværk 3. kvartal" if where == "header" else "Dagsværk"
    rows: Rows = [["Enhed", "Afdeling", days_header, "Medarb."], ["Vejen", "Miljø", 7, 10]]
    found = read(rows, sheet="K3" if where == "sheet" else "Ark1", file="2024K4.xlsx")
    code = "other_time" if where == "header" else "quarter_conflict"
    assert [problem.code for problem in found.problems] == [code]
    assert all(words in found.problems[0].message for words in ("3. kvartal", "4. kvartal 2024"))


def test_one_month_in_a_header_is_no_period_of_its_own() -> None:
    rows: Rows = [["Enhed", "Afdeling", "Dagsværk", "Ansatte pr. 1. marts"], ["Vejen", "M", 7, 10]]
    found = read(rows, file="2024K1.xlsx")
    assert (days(found), found.problems) == ({"2024K1": 7}, ())


def test_unlike_measures_for_the_periods_are_refused_with_their_names() -> None:
    rows: Rows = [["Sygefravær 2024"], [None, None, "K3", None, "K4"],
                  ["Enhed", "Afdeling", "Dagsværk", "Medarb.", "Dagsværk"],
                  ["Vejen", "M", 1, 10, 2]]  # fmt: skip
    (problem,) = read(rows).problems
    assert problem.code == "missing_column"
    assert "medarbejdere eller fuldtidsstillinger for 4. kvartal 2024" in problem.message


@given(st.integers(1, 12), st.integers(1990, 2060))
def test_a_month_and_its_quarter_keep_their_place_in_any_year(month: int, year: int) -> None:
    first = date(year, month, 1)
    ((part, *_),) = times.find_yearless_times(f"Dagsværk {first:%B}".replace("March", "marts"))
    placed = times.place_in_year(part, year)
    assert (placed.first, (placed.last - placed.first).days in (27, 28, 29, 30)) == (first, True)
    assert times.is_yearless(part)
    assert not times.is_yearless(placed)
    assert times.find_year_of([part], [[f"Fravær {year}"]]) == year
    assert times.find_year_of([part], [[f"Fravær {year} og {year - 1}"]]) == 0
