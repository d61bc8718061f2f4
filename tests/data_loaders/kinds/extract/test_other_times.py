"""Words that say another time than the quarter that figures are read as."""

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from tests.data_loaders.builders import ROWS, report, table

WHOLE = {"whole_period": "ja", "plausible": "ja"}
PLAUSIBLE = Guidance(user_mapping=Mapping(answers={"plausible": "ja"}))


def read(title: str, *below: str) -> Report:
    """Read an extract of 2024K4 by its file's name, under a title and above some remarks."""
    remarks: list[list[Value]] = [[text] for text in below]
    rows: list[list[Value]] = [[title], *map(list, table(*ROWS)), *remarks]
    return report(rows, guidance=PLAUSIBLE)


@pytest.mark.parametrize(
    "title",
    [
        "Sygefravær for november måned 2024",
        "Periode: 01.10.2024 - 31.10.2024",
        "Periode: 01.10.2024 - 15.11.2024, 4. kvartal 2024, måned oktober",
        "Sygefravær uge 48-50",
        "Sygefravær 2. halvår 2024",
        "Sygefravær oktober - november",
        "Sygefravær oktober og november 2024",
        "Sygefravær okt.-nov. 2024",
    ],
)
def test_a_title_of_a_part_is_asked_about_beside_the_quarter(title: str) -> None:
    header, *body = table(*ROWS)
    rows: list[list[Value]] = [[title], ["Kvartal", *header], *(["2024K4", *row] for row in body)]
    asked = report(rows, guidance=PLAUSIBLE)
    assert asked.refused
    assert "other_time" in [problem.code for problem in asked.problems]
    assert "whole_period" in [question.id for question in asked.proposal.questions]
    assert not report(rows, guidance=Guidance(user_mapping=Mapping(answers=WHOLE))).refused


def test_a_filter_below_the_table_is_asked_about_too() -> None:
    asked = read("4. kvartal 2024", "Filtre anvendt: År er 2024, Måned er oktober")
    assert [problem.code for problem in asked.problems if asked.refused] == ["other_time"]


@pytest.mark.parametrize(
    "title",
    [
        "Sygefravær 4. kvartal 2024",
        "Sygefravær oktober - december 2024",
        "Periode: 01.10.2024 - 31.12.2024",
        "Udtrukket den 14. januar 2025",
        "Opgjort december 2024 for 4. kvartal 2024",
    ],
)
def test_a_title_of_the_quarter_is_not_asked_about(title: str) -> None:
    assert "other_time" not in [problem.code for problem in read(title).problems]


def test_a_month_beside_its_quarter_is_the_rows_time() -> None:
    header, *body = table(*ROWS)
    rows: list[list[Value]] = [["Kvartal", "Måned", *header]]
    rows += [["4. kvt. 2024", "Oktober", *row] for row in body]
    assert {str(row.month) for row in report(rows).rows} == {"2024-10"}


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("Sygefravær oktober - november", True),
        ("Sygefravær 1. halvår 2024", True),
        ("Periode: 01.01.2024 - 31.10.2024", True),
        ("Sygefravær for november måned", True),
        ("Sygefravær januar - december", False),
        ("Sygefravær 2024", False),
    ],
)
def test_a_title_of_a_part_is_asked_about_beside_a_year(title: str, *, is_asked: bool) -> None:
    header, *body = table(*ROWS)
    rows: list[list[Value]] = [[title], ["År", *header], *([2024, *row] for row in body)]
    asked = report(rows, "fravær.xlsx", guidance=PLAUSIBLE)
    assert asked.kind == "rullende"
    assert ("other_time" in [problem.code for problem in asked.problems]) == is_asked


@pytest.mark.parametrize(
    "title", ["Rullende 12 måneder, december 2024", "Seneste 12 mdr. til og med 4. kvartal 2024"]
)
def test_twelve_months_may_be_named_by_their_end(title: str) -> None:
    rows: list[list[Value]] = [[title], *map(list, table(*ROWS))]
    assert "other_time" not in [problem.code for problem in report(rows).problems]


@pytest.mark.parametrize(
    ("days", "people", "is_asked"),
    [
        ("Dagsværk jan-dec", "Medarbejdere", True),
        ("Dagsværk oktober", "Medarbejdere", True),
        ("Fraværsdagsværk 2024-10 - 2024-11", "Medarbejdere", True),
        ("Fraværsdagsværk 3. kvartal", "Medarbejdere", True),
        ("Fraværsdagsværk 2023", "Medarbejdere", True),
        ("Fraværsdagsværk", "Medarbejdere 2. kvartal 2024", True),
        ("Fraværsdagsværk", "Medarbejdere pr. 1. marts", True),
        ("Fraværsdagsværk okt-dec", "Medarbejdere 2024K4", False),
        ("Fraværsdagsværk 4. kvartal 2024", "Medarbejdere pr. 1. november", False),
        ("Fraværsdagsværk K4", "Ansatte pr. 31. december 2024", False),
        ("Fraværsdagsværk 2024", "Ansatte pr. 1. januar 2025", False),
    ],
)
def test_a_time_in_a_header_of_figures_is_held_against_the_one_they_are_read_as(
    days: str, people: str, *, is_asked: bool
) -> None:
    header = ["Enhed", "Afdeling", days, people]
    rows: list[list[Value]] = [["Sygefravær 4. kvartal 2024"], [*header]]
    rows += [["Skolen", "Skole", 30, 10], ["Huset", "Kultur", 20, 8]]
    columns = {"dagsvaerk": days, "medarbejdere": people}
    for mapping in (Mapping(), Mapping(columns=columns)):
        read_report = report(rows, guidance=Guidance(user_mapping=mapping))
        assert read_report.refused == is_asked
    assert ("other_time" in [problem.code for problem in read_report.problems]) == is_asked
