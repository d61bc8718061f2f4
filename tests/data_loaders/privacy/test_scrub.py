"""No file tells the program who somebody is."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cpr import REMOVED
from core.person_key import PersonKey
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import ErrorCell, Hidden, Row, Value, format_cell
from data_loaders.privacy.scrub import scrub
from data_loaders.problem import Problem

KEY = PersonKey.make_temporary()
PERSONS: Row = ["Medarb.nr.", "Navn", "Enhedsnr.", "Dagsværk"]
EXTRACT: Row = ["P-nummer", "Navn", "Fraværsdagsværk", "Medarbejdere"]


def scrubbed(rows: list[Row], *, name: str = "Ark1") -> tuple[Sheet, tuple[Problem, ...]]:
    grid, problems = scrub(Grid("xlsx", (Sheet.from_rows(name, rows),)), KEY)
    return grid.sheets[0], problems


def column(rows: list[Row], place: int = 0) -> list[str]:
    sheet, _ = scrubbed(rows)
    return [format_cell(row[place]) for row in sheet.rows]


def test_a_column_of_cpr_numbers_becomes_marks_that_tell_people_apart() -> None:
    sheet, problems = scrubbed(
        [["Nr."], ["010185-1234"], [101851234], ["0202901234"], [202901234.0]]
    )
    marks = [row[0] for row in sheet.rows[1:]]
    assert marks[0] == marks[1] != marks[2] == marks[3]
    assert all(isinstance(mark, Hidden) for mark in marks)
    assert [(p.code, p.cell, p.value) for p in problems] == [("personal_data_removed", "A2", "")]


def test_all_of_a_column_headed_cpr_is_hidden() -> None:
    sheet, problems = scrubbed([["CPR-nr.", "Enhed"], ["010185-12", 4101], [None, 4102]])
    assert isinstance(sheet.rows[1][0], Hidden)
    assert sheet.rows[2] == [None, 4102]
    assert [(p.column, p.cell) for p in problems] == [("CPR-nr.", "A1")]


@pytest.mark.parametrize(
    "cell", ["Vikar for 010185-1234", "Vikar: 0101851234.", "se 010185 1234 i OPUS"]
)
def test_a_number_in_free_text_is_taken_out(cell: str) -> None:
    assert (
        column([["Note"], ["uden"], [cell], [datetime(2024, 1, 1)], [7.4]])[2].count(REMOVED) == 1
    )


def test_numbers_of_workplaces_stay_as_they_are() -> None:
    units: list[Row] = [[1003000000 + n * 394, "Skolen", 1.5, 10] for n in range(50)]
    rows = [EXTRACT, *units]
    sheet, problems = scrubbed(rows)
    assert sheet.rows == rows
    assert problems == ()


@pytest.mark.parametrize("header", ["Enhed", "P-nr.", "Arbejdsplads"])
def test_even_one_that_could_be_a_date_stays_under_a_header_of_units(header: str) -> None:
    assert column([[header, "Medarbejdere"], ["1003388394", 3]]) == [header, "1003388394"]


def test_a_cpr_number_among_numbers_of_workplaces_is_taken_out() -> None:
    rows: list[Row] = [[f"{1013388394 + n}", "Skole", 1, 2] for n in range(9)]
    rows = [EXTRACT, *rows, ["010185-1234", "Skole", 1, 2], ["Kontakt 0101851234"]]
    assert column(rows)[-2:] == [REMOVED, f"Kontakt {REMOVED}"]


@pytest.mark.parametrize("cell", ["0101851234", "0101851234 Ida", 2002901234, "0101\u200b851234"])
@pytest.mark.parametrize("header", ["P-nummer", "Nr."])
def test_ten_bare_digits_among_numbers_of_workplaces_too(cell: Value, header: str) -> None:
    rows: list[Row] = [[f"{1013388394 + n}", "Skole", 1, 2] for n in range(9)]
    head: Row = [header, *EXTRACT[1:]]
    rows = [head, *rows, [cell, "Skole", 1, 2]]
    left = column(rows)
    assert left[:-1] == [header, *(row[0] for row in rows[1:-1])]
    assert left[-1].removesuffix(" Ida") == REMOVED


def test_numbers_of_units_that_begin_like_a_day_stay_among_their_likes() -> None:
    rows: list[Row] = [[f"01{n:08}", 7] for n in (41017, 1234567, 85001, 99)]
    rows.insert(0, ["Enhed", "Medarbejdere"])
    assert column(rows) == [row[0] for row in rows]


def test_names_of_people_are_taken_away_and_names_of_units_stay() -> None:
    sheet, problems = scrubbed(
        [["Liste"], PERSONS, [117, "Ida Vang", 4101, 3.5], [118, "Bo", 4101, 0]]
    )
    assert sheet.rows[1] == [PERSONS[0], Hidden(""), *PERSONS[2:]]
    assert [row[1] for row in sheet.rows[2:]] == [Hidden(""), Hidden("")]
    assert format_cell(Hidden("")) == "(fjernet)"
    assert [row[0] for row in sheet.rows[2:]] == [117, 118]
    assert [(p.column, p.cell, p.value) for p in problems] == [("Navn", "B2", "")]
    assert scrubbed([EXTRACT, ["4101", "Skolen", 3, 5]])[1] == ()


@pytest.mark.parametrize(
    "header",
    ["Fornavn", "Efternavn", "Medarbejdernavn", "Medarbejderens navn", "Adresse", "E-mail",
     "Telefon", "Mobil", "Nærmeste leder", "Leders navn", "Fødselsdato", "Efternavn, fornavn",
     "For- og efternavn", "Fuldt navn", "Navn på medarbejder", "Medarbejder (navn)", "Lønmodtager",
     "Last name", "Full name", "Employee name", "Brugernavn", "Kontaktperson", "Sagsbehandler",
     "Vikar for", "Oprettet af", "Pårørende", "Bopæl"],
)  # fmt: skip
def test_what_else_tells_who_somebody_is_goes_too(header: str) -> None:
    sheet, _ = scrubbed([["Enhedsnr.", header, "Medarbejdere"], [4101, "Ida", 7]])
    assert sheet.rows[1] == [4101, Hidden(""), 7]


def test_a_header_in_two_rows_is_understood() -> None:
    rows: list[Row] = [
        ["Medarbejder", None, "Enhed", None],
        ["Nr.", "Navn", "Nr.", "Navn"],
        [117, "Ida Vang", 4101, "Skolen"],
    ]
    assert scrubbed(rows)[0].rows[2] == [117, Hidden(""), 4101, "Skolen"]


def test_people_called_by_number_and_name_in_one_cell_become_marks() -> None:
    sheet, _ = scrubbed(
        [["Medarbejder", "Enhedsnr."], ["117 Ida", 4101], ["117 Ida", 4102], ["9", 1]]
    )
    marks = [row[0] for row in sheet.rows[1:]]
    assert marks[0] == marks[1] != marks[2]
    assert isinstance(marks[0], Hidden)


def test_a_cleaned_header_is_not_one_of_cpr_numbers() -> None:
    rows: list[Row] = [["Enhed", "Note 010185-1234", "Medarbejdere"], ["4101", "hus", 7]]
    assert scrubbed(rows)[0].rows == [["Enhed", f"Note {REMOVED}", "Medarbejdere"], rows[1]]


def test_a_number_of_employees_is_no_person() -> None:
    rows: list[Row] = [["Enhed", "Navn", "Ansatte", "Dagsværk"], ["4101", "Skolen", 12, 30.5]]
    assert scrubbed(rows)[0].rows == rows


def test_the_names_of_sheets_the_notes_and_error_cells_are_clean() -> None:
    sheets = (Sheet.from_rows("Ida 010185-1234", [[ErrorCell('="010185-1234"')]]),)
    grid, problems = scrub(Grid("xlsx", sheets, (Note("x", "om 010185-1234", "010185-1234"),)), KEY)
    assert grid.sheets[0].name == f"Ida {REMOVED}"
    assert grid.sheets[0].rows == [[ErrorCell(f'="{REMOVED}"')]]
    assert grid.notes == (Note("x", f"om {REMOVED}", REMOVED),)
    assert len(problems) == 2


@given(
    st.lists(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6), st.text(max_size=9)), max_size=5))
)
def test_cells_that_tell_of_nobody_are_untouched(rows: list[Row]) -> None:
    sheet, problems = scrubbed(rows)
    assert problems or sheet.rows == Sheet.from_rows("Ark1", rows).rows
