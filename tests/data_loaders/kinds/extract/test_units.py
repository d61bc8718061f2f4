"""Which column names the enheder, and which numbers are none."""

from datetime import datetime

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from tests.data_loaders.builders import HEADER, ROWS, codes, report, table

PIVOT: list[list[Value]] = [
    ["Hvor", "Fraværsdagsværk", "Medarbejdere"],
    ["Solsikken", "60,5", 30],
    ["Stjernen", "36,25", 40],
]


@pytest.mark.parametrize("field", ["enhed", "enhed_navn"])
def test_a_column_that_somebody_says_is_the_enhed_s_name_is_enough(field: str) -> None:
    guidance = Guidance(user_mapping=Mapping(columns={field: "Hvor"}))
    found = report(PIVOT, guidance=guidance)
    assert [(row.enhed, row.enhed_navn) for row in found.rows] == [
        ("Solsikken", "Solsikken"),
        ("Stjernen", "Stjernen"),
    ]


@pytest.mark.parametrize("header", ["Rækkenavne", "Row Labels"])
def test_a_pivot_s_row_labels_are_enheder(header: str) -> None:
    found = report([[header, "Sum af Fraværsdagsværk", "Sum af Medarbejdere"], *PIVOT[1:]])
    assert [row.enhed for row in found.rows] == ["Solsikken", "Stjernen"]


@pytest.mark.parametrize(
    "number", [datetime(2024, 2, 10), "10-02-2024", "10. feb", "10-feb", "feb-10", "3,1E+09"]
)
def test_a_number_that_a_spreadsheet_has_changed_is_an_error(number: Value) -> None:
    found = report(table(["10-1", *ROWS[0][1:]], [number, *ROWS[1][1:]]))
    assert codes(found) == [("damaged_key", "A3")]
    heads: list[list[Value]] = [
        [*HEADER[:2], "Kvartal", "Medarbejdere"],
        [number, "Solen", "2024K4", 10],
    ]
    assert ("damaged_key", "A2") in codes(report(heads))


@pytest.mark.parametrize("number", ["10-2", "2024", "1-2-3", "3100/20", "E10", "Feb"])
def test_other_numbers_are_as_they_are(number: str) -> None:
    assert report(table([number, *ROWS[0][1:]])).rows[0].enhed == number


@pytest.mark.parametrize("name", ["Gennemsnit", "Gns. alle enheder", "Median", "Average"])
@pytest.mark.parametrize("number", ["", "9999"])
def test_an_average_of_the_enheder_is_none_of_them(name: str, number: str) -> None:
    found = report(table(*ROWS, [number, name, *ROWS[0][2:]]))
    assert [row.enhed for row in found.rows] == [row.enhed for row in report(table(*ROWS)).rows]
    assert [problem.code for problem in found.problems] == ["text_row"]
    assert name in found.problems[0].message


def test_a_name_that_only_begins_like_an_average_is_an_enhed() -> None:
    found = report(table(["9999", "Gennemsnitsvej Børnehus", *ROWS[0][2:]], *ROWS))
    assert found.rows[0].enhed_navn == "Gennemsnitsvej Børnehus"


def test_the_municipality_among_the_enheder_is_their_total() -> None:
    found = report(table(*ROWS, ["0001", "Albertslund Kommune", "", "999", "999"]))
    assert [row.enhed for row in found.rows] == [row.enhed for row in report(table(*ROWS)).rows]
    assert {problem.code for problem in found.problems} == {"total_mismatch"}
