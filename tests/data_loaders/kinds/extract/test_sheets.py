import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.read import read_report
from data_loaders.report import Report
from tests.data_loaders import builders
from tests.data_loaders.builders import HEADER, ROWS, table
from tests.data_loaders.grids import of_grid

OTHERS: list[list[Value]] = [["5000", "Ældrecentret", "Ældre", "40,00", "12,0"]]


def loaded(*sheets: tuple[str, list[list[Value]]], file_name: str = "2024K4.xlsx") -> Report:
    content = tuple(Sheet.from_rows(name, rows) for name, rows in sheets)
    return of_grid(Grid("prøve", content), file_name=file_name, settings=Settings())


def said(found: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.sheet) for problem in found.problems]


def test_sheets_with_units_of_their_own_are_read_together() -> None:
    found = loaded(("Skoler", table(*ROWS)), ("Ældre", table(*OTHERS)))
    assert found.problems == ()
    assert [row.enhed for row in found.rows] == ["0310", "0311", "3100", "5000"]
    assert [str(quarter) for quarter in found.quarters] == ["2024K4"]


def test_a_sheet_without_a_quarter_beside_one_that_has_it_is_an_error() -> None:
    found = loaded(("2024K4", table(*ROWS)), ("Ældre", table(*OTHERS)))
    assert said(found) == [("no_quarter", "Ældre")]
    assert found.refused


def test_a_sheet_that_lacks_a_column_is_an_error() -> None:
    short = [row[:4] for row in table(*ROWS)]
    found = loaded(("2024K3", table(*ROWS)), ("2024K4", short), file_name="fil.xlsx")
    assert said(found) == [("missing_column", "2024K4")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Sygefravær"]],
        [["Sted", "Syg", "Folk"], ["a", 1, 2]],
        [["Afdeling", "Fraværsdagsværk", "Medarbejdere"], ["Miljø", 1, 2]],
        [HEADER],
    ],
)
def test_a_sheet_that_is_not_read_is_named(rows: list[list[Value]]) -> None:
    found = loaded(("Data", table(*ROWS)), ("Andet", rows))
    assert said(found) == [("unread_sheet", "Andet")]
    assert len(found.rows) == 3
    assert not found.refused


def test_a_sheet_per_afdeling_with_the_same_figures_is_not_added() -> None:
    sums: list[list[Value]] = [["Teknik", "Teknik", "A", "1.223,75", "30,5"],
                               ["Skoler", "Skoler", "B", "80", "30"]]  # fmt: skip
    found = read_report(
        builders.xlsx(("Enheder", table(*ROWS)), ("Afdelinger", table(*sums))),
        file_name="2024K4.xlsx",
        settings=Settings(),
    )
    assert said(found) == [("several_sheets", "")]


HEAD: list[Value] = ["Nr.", "Enhed", "Fraværsdagsværk", "Medarbejdere"]
SCHOOLS: list[list[Value]] = [HEAD, ["3100", "Skolen", 40, 10], ["I alt", None, 40, 10]]
TEKNIK: list[list[Value]] = [HEAD, ["0310", "Vejen", 20, 8], ["0311", "Parken", 30, 9]]


def test_a_sheet_for_each_afdeling_names_it() -> None:
    found = loaded(("Skole 2024K4", SCHOOLS), ("Miljø & Teknik 2024K4", TEKNIK))
    assert [(row.enhed, row.enhed_navn, row.afdeling) for row in found.rows] == [
        ("3100", "Skolen", "Skole"), ("0310", "Vejen", "Miljø & Teknik"),
        ("0311", "Parken", "Miljø & Teknik"),
    ]  # fmt: skip
    assert said(found) == [
        ("groups_from_sheets", "Skole 2024K4"), ("groups_from_sheets", "Miljø & Teknik 2024K4"),
    ]  # fmt: skip


@pytest.mark.parametrize("names", [("Ark1", "Ark2"), ("1", "2"), ("Skole", "Sheet 2")])
def test_sheets_without_names_name_no_afdeling(names: tuple[str, str]) -> None:
    found = loaded((names[0], SCHOOLS), (names[1], TEKNIK))
    assert [row.afdeling for row in found.rows] == [None] * 3
    assert [code for code, _ in said(found)] == ["no_afdeling"] * 2


def test_a_column_that_numbers_the_rows_is_no_number_of_units() -> None:
    rows: list[list[Value]] = [HEAD, [1, "Vejen", 20, 8], [2, "Parken", 30, 9]]
    assert [row.enhed for row in loaded(("Ark1", rows)).rows] == ["Vejen", "Parken"]
