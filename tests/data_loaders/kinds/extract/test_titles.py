"""Titles that speak of other figures than a quarter's days."""

import pytest

from data_loaders.files.values import Value
from tests.data_loaders.builders import report

ROWS: list[list[Value]] = [["Enhed", "Afdeling", "Sygefravær", "Medarb."], ["a", "A", 74, 10]]


def told(title: str, days: str = "Sygefravær") -> list[tuple[str, str]]:
    header = [days if cell == "Sygefravær" else cell for cell in ROWS[0]]
    found = report([[None, title], header, ROWS[1]])
    return [(one.code, one.cell) for one in found.problems]


@pytest.mark.parametrize(
    "title",
    [
        "Sygefravær i timer",
        "Sygefravær i procent",
        "Fravær, pct.",
        "Sygefravær pr. medarbejder",
        "Akkumuleret sygefravær januar - december",
        "Fravær år til dato",
        "Dagsværk i tusinder",
    ],
)
def test_figures_of_another_kind_are_warned_of_by_the_title_s_cell(title: str) -> None:
    assert told(title) == [("title_of_other_figures", "B1")]


def test_a_column_or_title_that_says_dagsvaerk_settles_the_unit_but_not_the_size() -> None:
    assert told("Sygefravær i timer og procent", days="Dagsværk") == []
    assert told("Sygefravær i dagsværk og procent") == []
    assert told("Sygefravær pr. medarbejder", days="Dagsværk") == [("title_of_other_figures", "B1")]


@pytest.mark.parametrize("title", ["Sygefravær pr. enhed", "Sygefravær", "Timerevision af fravær"])
def test_other_titles_are_only_titles(title: str) -> None:
    assert told(title) == []
