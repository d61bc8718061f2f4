from datetime import date

import pytest

from data_loaders.files.values import Value
from tests.data_loaders.kinds.list_sheets import codes, facts, read

HEADER: list[Value] = ["Gruppe", "Enhedsnr.", "Enhed", "Fra", "Til"]


def test_a_group_is_a_row_for_each_enhed() -> None:
    found = read(
        [
            HEADER,
            ["Pilot", "0310", "Solen", "01.09.2024", ""],
            ["Pilot", "3100", "Månen", "01.10.2024", "30.06.2025"],
            ["Vikarer", "0310", "Solen", "01.01.2025", "31.12.9999"],
        ]
    )
    assert (found.kind, found.periods, found.problems) == ("grupper", ("alt",), ())
    assert facts(found, "period", "gruppe", "enhed", "enhed_navn", "fra", "til") == [
        ("alt", "Pilot", "0310", "Solen", date(2024, 9, 1), None),
        ("alt", "Pilot", "3100", "Månen", date(2024, 10, 1), date(2025, 6, 30)),
        ("alt", "Vikarer", "0310", "Solen", date(2025, 1, 1), None),
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["Indsatsgruppe", "Arbejdsplads", "Startdato"],
        ["Pilot", "Enhed", "Indsatsens start"],
        ["Projektnavn", "Enhedsnavn", "Gyldig fra"],
    ],
)
def test_the_columns_go_by_many_names(header: list[Value]) -> None:
    found = read([header, ["Nord", "Solen", "01.09.2024"]])
    assert (found.kind, found.problems, found.unused) == ("grupper", (), ())
    assert facts(found, "gruppe", "enhed", "fra") == [("Nord", "Solen", date(2024, 9, 1))]


def test_a_group_named_once_is_named_for_the_rows_below() -> None:
    rows: list[list[Value]] = [["Pilot", "1"], ["", "2"], ["Vikarer", "1"], ["", "3"]]
    found = read([["Gruppe", "Enhedsnr.", "Fra"], *([*row, "01.09.2024"] for row in rows)])
    assert facts(found, "gruppe", "enhed") == [
        ("Pilot", "1"), ("Pilot", "2"), ("Vikarer", "1"), ("Vikarer", "3"),
    ]  # fmt: skip
    assert codes(found) == [("filled_down", "A3")]


def test_what_a_row_must_say_is_checked() -> None:
    found = read(
        [
            HEADER,
            ["Pilot", "0310", "", "01.09.2024", ""],
            ["pilot", "310", "", "01.09.2024", ""],
            ["Pilot", "3100", "", "01.09.2024", "31.08.2024"],
            ["Pilot", "3103", "", "01.09.2024", ""],
            ["", "3101", "", "01.09.2024", ""],
            ["Pilot", "3102", "", "", "31.12.2024"],
        ]
    )
    assert sorted(codes(found)) == [
        ("duplicate_row", "B3"), ("empty_cell", "A6"), ("empty_cell", "D7"),
        ("ends_before_start", "E4"),
    ]  # fmt: skip


def test_an_enhed_may_come_back_to_its_group() -> None:
    rows: list[list[Value]] = [
        ["Pilot", "310", "Solen", "01.01.2024", "30.06.2024"],
        ["Pilot", "310", "Solen", "01.01.2025", ""],
    ]
    assert read([HEADER, *rows]).problems == ()
