"""A refusal for headers says what was there instead, and shows nobody's name."""

import pytest

from core.errors import FileRefusedError
from data_loaders.files.values import Value
from tests.data_loaders.builders import report

Rows = list[list[Value]]


def refuse(rows: Rows) -> str:
    """Read rows that have no header, and return what is said."""
    with pytest.raises(FileRefusedError) as caught:
        report(rows, "fil.xlsx")
    assert caught.value.code == "no_header"
    return str(caught.value)


def test_words_of_headers_are_named_and_other_cells_by_their_form() -> None:
    said = refuse([["Børnehusene", "Sygedage", 7, "Den lange bemærkning"], ["a", 2, 3, "b"]])
    assert "A1: tekst, 11 tegn, »Sygedage«, C1: tal og D1: tekst, 20 tegn" in said


@pytest.mark.parametrize(
    "rows",
    [
        [["Hanne Jensen", 2023, 4], ["Bo Nielsen", 2024, 5]],
        [["70112", "Hanne Jensen", "2024-10", 4], ["70113", "Bo Nielsen", "2024-11", 5]],
        [["Fornavn", "Noget"], ["Hanne", "x"], ["Bo", "y"]],
    ],
)
def test_a_row_of_data_is_no_header_and_no_name_is_shown(rows: Rows) -> None:
    said = refuse(rows)
    assert not any(name in said for name in ("Hanne", "Jensen", "Bo Nielsen"))


def test_a_missing_column_names_the_kinds_that_are_near_and_all_that_each_lacks() -> None:
    found = report([["Enhedsnr.", "Enhed", "Tal"], ["1", "A", 4], ["2", "B", 5]])
    (problem,) = [one for one in found.problems if one.code == "missing_column"]
    assert "Filen ligner også »Medarbejdertal pr. enhed« (der mangler »Medarbejdere«" in (
        problem.message
    )
    asked = [question.id for question in found.proposal.questions]
    assert asked[:2] == ["column:dagsvaerk", "column:medarbejdere"]


def test_a_name_is_not_among_the_headers_that_were_found() -> None:
    found = report([["Enhedsnr.", "Enhed", "Hanne Jensen"], ["1", "A", 4], ["2", "B", 5]])
    (problem,) = [one for one in found.problems if one.code == "missing_column"]
    assert "C1: tekst, 12 tegn" in problem.message
    assert "Hanne" not in problem.message


def test_a_file_without_a_quarter_says_which_times_it_has() -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", "Dato", "Dagsværk", "Medarb."]
    rows: Rows = [["Sygefravær 2024"], header, ["1", "A", "X", "14.10.2024", 30, 10]]
    (problem,) = [p for p in report(rows, "fil.xlsx").problems if p.code == "no_quarter"]
    assert "»Dato« har datoer" in problem.message
    assert "Titlen nævner kun 2024" in problem.message
