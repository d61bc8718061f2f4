import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet, Value
from data_loaders.read import of_grid, read
from data_loaders.report import Report
from tests.data_loaders import builders
from tests.data_loaders.builders import HEADER, ROWS, table

OTHERS: list[list[Value]] = [["5000", "Ældrecentret", "Ældre", "40,00", "12,0"]]


def loaded(*sheets: tuple[str, list[list[Value]]], file_name: str = "2024K4.xlsx") -> Report:
    content = tuple(Sheet(name, rows) for name, rows in sheets)
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
    found = read(
        builders.xlsx(("Enheder", table(*ROWS)), ("Afdelinger", table(*sums))),
        file_name="2024K4.xlsx",
        settings=Settings(),
    )
    assert said(found) == [("several_sheets", "")]
