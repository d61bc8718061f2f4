from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

TITLE: list[Value] = ["Periode: 01.10.2024 - 31.12.2024"]
HEADER: list[Value] = [
    "Enhedsnr.", "Enhed", "Afdeling", "Personalegruppe", "Fraværsdagsværk", "Medarbejdere",
]  # fmt: skip
SOSU: list[Value] = ["0310", "Solen", "Pleje", "SOSU", 31.5, 20]
COOKS: list[Value] = ["0310", "Solen", "Pleje", "Køkken", 4.25, 3]
OTHER: list[Value] = ["0311", "Månen", "Pleje", "SOSU", 12.75, 9]


def _read(*rows: list[Value], header: list[Value] = HEADER, **settings: object) -> Report:
    grid = Grid("prøve", (Sheet.from_rows("Ark1", [TITLE, header, *rows]),))
    return of_grid(grid, file_name="x.xlsx", settings=Settings(**settings))  # type: ignore[arg-type]


def _rows(report: Report) -> list[tuple[str, str | None, Decimal | None]]:
    return [(row.enhed, row.personalegruppe, row.dagsvaerk) for row in report.rows]


def test_a_row_is_an_enhed_s_personalegruppe() -> None:
    found = _read(SOSU, COOKS, OTHER)
    assert found.problems == ()
    assert _rows(found) == [
        ("0310", "SOSU", Decimal("31.5")),
        ("0310", "Køkken", Decimal("4.25")),
        ("0311", "SOSU", Decimal("12.75")),
    ]
    assert found.facts["personalegruppe"].to_pylist() == ["SOSU", "Køkken", "SOSU"]


def test_the_same_group_of_an_enhed_stands_once() -> None:
    found = _read(SOSU, COOKS, ["310", "Solen", "Pleje", "SOSU", 1, 1])
    assert [(one.code, one.cell) for one in found.problems] == [("duplicate_unit", "A5")]
    assert "(SOSU)" in found.problems[0].message


@pytest.mark.parametrize(
    "header",
    [
        "Personalegrupper", "PERSONALEGRUPPE (tekst)", "Medarbejdergruppe", "Faggruppe",
        "Stillingsgruppe", "Stillingskategori", "Overenskomst", "Overenskomstområde",
    ],
)  # fmt: skip
def test_the_column_goes_by_many_names(header: str) -> None:
    found = _read(SOSU, COOKS, header=[*HEADER[:3], header, *HEADER[4:]])
    assert (found.problems, found.columns["personalegruppe"]) == ((), header)


@pytest.mark.parametrize("header", ["Stilling", "Gruppe", "Medarbejderid", "Antal stillinger"])
def test_other_columns_are_no_personalegruppe(header: str) -> None:
    found = _read(SOSU, OTHER, header=[*HEADER[:3], header, *HEADER[4:]])
    assert {row.personalegruppe for row in found.rows} <= {None}


def test_the_most_exact_of_several_is_used() -> None:
    found = _read([*SOSU, "FOA", "x"], header=[*HEADER, "Overenskomst", "Stillingskategori"])
    assert (found.problems, found.rows[0].personalegruppe) == ((), "SOSU")


def test_settings_say_which_group_a_name_means() -> None:
    found = _read(SOSU, COOKS, personalegrupper=(("sosu", "Social- og sundhed"),))
    assert [row.personalegruppe for row in found.rows] == ["Social- og sundhed", "Køkken"]


def test_who_is_in_no_group_is_said_and_an_empty_column_is_none() -> None:
    found = _read(SOSU, ["0310", "Solen", "Pleje", "", 4, 3], OTHER)
    assert [row.personalegruppe for row in found.rows] == ["SOSU", "Ikke tilknyttet", "SOSU"]
    alone = _read([*SOSU[:3], None, 4, 3], [*OTHER[:3], None, 4, 3])
    assert [row.personalegruppe for row in alone.rows] == [None, None]


def test_an_enhed_named_once_is_named_for_all_its_groups_and_its_sum_is_no_group() -> None:
    found = _read(
        SOSU,
        [None, None, None, "Køkken", 4.25, 3],
        [None, None, None, "Resultat", 35.75, 23],
        OTHER,
        ["0311", "Månen", "Pleje", "I alt", 12.75, 9],
        ["I alt", None, None, None, 48.5, 32],
    )
    assert [one.code for one in found.problems] == ["filled_down"]
    assert (found.problems[0].cell, found.problems[0].column) == ("A4", "Enhedsnr.")
    assert _rows(found) == _rows(_read(SOSU, COOKS, OTHER))
    assert [row.afdeling for row in found.rows] == ["Pleje", "Pleje", "Pleje"]
    assert [total.agrees for total in found.totals] == [True] * 6


def test_the_sum_of_an_enhed_is_held_against_its_own_rows() -> None:
    found = _read(SOSU, COOKS, ["0310", "Solen", "Pleje", "I alt", 40, 23], OTHER)
    (told,) = found.problems
    assert (told.code, told.cell) == ("total_mismatch", "E5")
    assert "35,75" in told.message


def test_months_of_a_group_make_its_quarter() -> None:
    header: list[Value] = ["Måned", *HEADER]
    rows: list[list[Value]] = [
        [f"2024-{month}", *row] for month in ("10", "11", "12") for row in (SOSU, COOKS)
    ]
    found = _read(*rows, header=header)
    assert found.problems == ()
    assert _rows(found) == [
        ("0310", "SOSU", Decimal("94.5")), ("0310", "Køkken", Decimal("12.75")),
    ]  # fmt: skip


def test_a_sheet_for_each_group_is_read_together() -> None:
    sheets = tuple(
        Sheet.from_rows(name, [TITLE, HEADER, row]) for name, row in (("A", SOSU), ("B", COOKS))
    )
    found = of_grid(Grid("prøve", sheets), file_name="x.xlsx", settings=Settings())
    assert [row.personalegruppe for row in found.rows] == ["SOSU", "Køkken"]
