from datetime import date, datetime

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import QuestionError
from tests.data_loaders.grids import of_grid
from tests.data_loaders.kinds.list_sheets import codes, facts, read

HEADER: list[Value] = [
    "Enhedsnr.",
    "Enhed",
    "Afdeling",
    "År",
    "Måltal",
    "Frist",
    "Indmeldt",
    "Leders enhed",
]


def test_a_list_of_targets_becomes_rows_of_the_store() -> None:
    found = read(
        [
            HEADER,
            ["0310", "Genbrug", "Miljø", "2025", "11,5", "31.01.2025", "24-01-2025", ""],
            ["3100", "Solen", "Skole", 2025, 13, datetime(2025, 1, 31), None, "Nord"],
        ]
    )
    assert (found.kind, found.periods, found.problems) == ("maaltal", ("2025",), ())
    assert facts(
        found, "year", "enhed", "enhed_navn", "maaltal", "frist", "indmeldt", "leders_enhed"
    ) == [
        ("2025", "0310", "Genbrug", "11.5", date(2025, 1, 31), date(2025, 1, 24), None),
        ("2025", "3100", "Solen", "13", date(2025, 1, 31), None, "Nord"),
    ]


def test_a_unit_without_target_has_not_handed_in_and_is_kept() -> None:
    found = read([["Enhed", "Måltal 2025"], ["Solen", "12,5"], ["Månen", ""], ["Stjernen", "-"]])
    assert facts(found, "year", "enhed", "maaltal") == [
        ("2025", "Solen", "12.5"), ("2025", "Månen", None), ("2025", "Stjernen", None),
    ]  # fmt: skip
    assert found.problems == ()


def test_a_column_a_year_becomes_a_row_a_year() -> None:
    found = read([["Nr.", "Navn", "Måltal 2024", "Måltal 2025"], ["10", "Solen", "12", "11"]])
    assert found.periods == ("2024", "2025")
    assert facts(found, "year", "enhed", "maaltal") == [("2024", "10", "12"), ("2025", "10", "11")]


def test_years_alone_are_targets_where_the_title_says_so() -> None:
    rows: list[list[Value]] = [["Enhed", "2024", "2025"], ["Solen", "12", "11"]]
    found = read([["Måltal for sygefravær"], [], *rows])
    assert (found.kind, found.periods) == ("maaltal", ("2024", "2025"))
    with pytest.raises(QuestionError, match="Måltal for sygefravær"):
        read(rows)


def test_the_year_stands_in_the_title_the_sheet_or_the_file() -> None:
    rows: list[list[Value]] = [["Enhed", "Måltal"], ["Solen", "12"]]
    assert read([["Måltal for 2025"], *rows]).periods == ("2025",)
    assert read(rows, file_name="Maaltal_2026.xlsx").periods == ("2026",)


def test_without_a_year_it_is_asked_for() -> None:
    rows: list[list[Value]] = [["Enhed", "Måltal"], ["Solen", "12"]]
    found = read(rows)
    assert codes(found) == [("no_year", "")]
    assert [question.id for question in found.proposal.questions] == ["year"]
    answered = read(rows, guidance=Guidance(user_mapping=Mapping(answers={"year": "2025"})))
    assert (answered.periods, answered.problems) == (("2025",), ())


def test_a_unit_twice_in_a_year_is_an_error() -> None:
    found = read(
        [
            ["Enhedsnr.", "År", "Måltal"],
            ["0310", "2025", "1"],
            ["310", "2025", "2"],
            ["310", "2024", "2"],
        ]
    )
    assert codes(found) == [("duplicate_row", "A3")]


def test_targets_that_cannot_be_are_errors() -> None:
    found = read(
        [["Enhed", "År", "Måltal"], ["A", "2025", "-1"], ["B", "2025", "150"], ["C", "i år", "x"]]
    )
    assert sorted(codes(found)) == [
        ("implausible_number", "C3"), ("invalid_number", "C4"), ("invalid_year", "B4"),
        ("negative_value", "C2"), ("no_year", ""),
    ]  # fmt: skip


def test_a_unit_alone_in_its_row_has_not_handed_in_and_a_heading_is_no_unit() -> None:
    header: list[Value] = ["Afdeling", "Enhed", "Måltal 2025", "Indmeldt"]
    first: list[Value] = ["Skole", "Solen", "11,5", "24.01.2025"]
    found = read([header, first, ["", "Månen", "", ""], ["Miljø", "Vej", "9", "23.01.2025"]])
    assert facts(found, "afdeling", "enhed", "maaltal") == [
        ("Skole", "Solen", "11.5"), ("Skole", "Månen", None), ("Miljø", "Vej", "9"),
    ]  # fmt: skip
    found = read([header, first, ["Ældreområdet", "", "", ""], ["Miljø", "Vej", "9", "23.01.2025"]])
    assert facts(found, "enhed") == [("Solen",), ("Vej",)]
    assert codes(found) == [("text_row", "A3")]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("2025", "Måltal sygefraværsprocent"),
        ("2025", "Måltal for fravær i %"),
        ("Måltal for sygefraværsprocent 2025", "Måltal"),
    ],
)
def test_targets_in_per_cent_are_no_dagsvaerk(title: str, header: str) -> None:
    found = read([[title], ["Enhedsnr.", "Enhed", header], ["0101", "Solen", 4.5]])
    assert codes(found) == [("looks_like_share", "")]
    assert found.facts.num_rows == 0


def test_targets_that_the_workbook_shows_as_per_cent_are_no_dagsvaerk() -> None:
    rows: list[list[Value]] = [["Enhed", "Måltal 2025"], ["Solen", 0.045], ["Månen", 0.05]]
    sheet = Sheet.from_rows("Ark1", rows, percent_columns=(1,))
    found = of_grid(Grid("prøve", (sheet,)), file_name="liste.xlsx", settings=Settings())
    assert [code for code in codes(found) if code[0] == "looks_like_share"] == [
        ("looks_like_share", "B2")
    ]


def test_a_title_that_says_dagsvaerk_as_well_is_of_dagsvaerk() -> None:
    title = "Måltal 2025 i dagsværk, ikke sygefraværsprocent"
    assert read([[title], ["Enhed", "Måltal"], ["Solen", 12]]).problems == ()


@pytest.mark.parametrize(
    ("said", "target", "day"),
    [
        ("ja", "11.5", None),
        ("X", "11.5", None),
        ("Modtaget", "11.5", None),
        ("24.01.2025", "11.5", date(2025, 1, 24)),
        ("", "11.5", None),
    ],
)
def test_a_target_is_handed_in_on_a_day_or_on_an_unknown_one(
    said: str, target: str, day: date | None
) -> None:
    found = read([["Enhed", "Måltal 2025", "Indmeldt"], ["Solen", "11,5", said]])
    assert (facts(found, "maaltal", "indmeldt"), found.problems) == ([(target, day)], ())


@pytest.mark.parametrize("said", ["nej", "Nej", "ikke endnu", "mangler"])
def test_a_target_that_is_said_not_to_be_handed_in_does_not_count(said: str) -> None:
    rows: list[list[Value]] = [["Solen", "11,5", said], ["Månen", "", said]]
    found = read([["Enhed", "Måltal 2025", "Indmeldt"], *rows])
    assert facts(found, "enhed", "maaltal", "indmeldt") == [
        ("Solen", None, None), ("Månen", None, None),
    ]  # fmt: skip
    assert codes(found) == [("not_handed_in", "B2")]


@pytest.mark.parametrize("said", ["ja", "24.01.2025"])
def test_handed_in_without_a_target_is_told(said: str) -> None:
    found = read([["Enhed", "Måltal 2025", "Indmeldt"], ["Solen", "", said]])
    assert facts(found, "maaltal") == [(None,)]
    assert (codes(found), found.refused) == ([("no_target", "C2")], False)


def test_what_is_neither_a_day_nor_an_answer_is_an_error() -> None:
    found = read([["Enhed", "Måltal 2025", "Indmeldt"], ["Solen", "12", "måske"]])
    assert codes(found) == [("invalid_date", "C2")]
    assert "»ja« eller »nej«" in found.problems[0].message


def test_an_average_of_the_targets_is_no_enhed() -> None:
    rows = [["0310", "Genbrug", "Miljø", "2025", "11,5"], ["3100", "Solen", "Skole", "2025", "13"]]
    found = read([HEADER[:5], *rows, ["", "Gennemsnit", "", "2025", "12,25"]])
    assert facts(found, "enhed") == [("0310",), ("3100",)]
    assert codes(found) == [("text_row", "B4")]


def test_the_municipality_s_own_target_is_no_enhed() -> None:
    rows = [
        ["0310", "Genbrug", "Miljø", "2025", "11,5"],
        ["", "Albertslund Kommune", "", "2025", "12"],
    ]
    assert facts(read([HEADER[:5], *rows]), "enhed") == [("0310",)]
