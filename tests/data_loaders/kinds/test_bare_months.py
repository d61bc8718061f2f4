"""Headcounts whose columns are headed only by their month."""

from typing import Any

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import QuestionError
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

HEADERS = [
    ("Okt 2024", "Nov 2024", "Dec 2024"),
    ("2024-10", "2024-11", "2024-12"),
    ("10.2024", "11.2024", "12.2024"),
]


EXPECTED = [{"quarter": "2024K4", "enhed": "0310", "medarbejdere": 12}]


def read(months: tuple[str, ...], *titles: str, kind: str = "", file: str = "x.xlsx") -> Report:
    above: list[list[Value]] = [[title] for title in titles]
    table: list[list[Value]] = [["Enhedsnr.", "Enhed", *months], ["0310", "Vejen", 10, 11, 15]]
    sheet = Sheet.from_rows("Ark1", [*above, *table])
    guidance = Guidance(user_mapping=Mapping(kind=kind))
    return of_grid(Grid("prøve", (sheet,)), file_name=file, settings=Settings(), guidance=guidance)


def heads(found: Report) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.facts.select(list(EXPECTED[0])).to_pylist()
    return rows


@pytest.mark.parametrize("months", HEADERS)
def test_they_are_headcounts_where_somebody_says_so(months: tuple[str, ...]) -> None:
    found = read(months, kind="bemanding")
    assert (heads(found), found.refused) == (EXPECTED, False)


@pytest.mark.parametrize("months", HEADERS)
def test_else_it_is_asked(months: tuple[str, ...]) -> None:
    with pytest.raises(QuestionError) as asked:
        read(months)
    assert asked.value.code == "ambiguous_kind"
    assert [choice.value for choice in asked.value.question.choices] == ["bemanding"]


def test_a_title_or_the_file_s_name_may_say_so() -> None:
    assert heads(read(HEADERS[0], "Antal medarbejdere pr. måned")) == EXPECTED
    assert heads(read(HEADERS[0], file="Medarbejdere 2024.xlsx")) == EXPECTED


def test_figures_that_a_title_calls_absence_are_none() -> None:
    found = read(HEADERS[0], "Medarbejdernes sygefravær i dagsværk")
    assert (found.refused, found.facts.num_rows) == (True, 0)
