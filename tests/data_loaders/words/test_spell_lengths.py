"""Columns by the length of spells: proposed as short and long absence, never taken for them."""

from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from data_loaders.words.spell_lengths import LengthClasses, find_length_classes
from tests.data_loaders.grids import of_grid

SHORT, LONG = "Fravær 1–14 dage", "Fravær over 14 dage"


def read(mapping: Mapping | None = None, *, learned: tuple[Mapping, ...] = ()) -> Report:
    header: list[Value] = ["Enhed", "Afdeling", SHORT, LONG, "Medarb."]
    sheet = Sheet.from_rows("Ark1", [header, ["Vejen", "Miljø", 10, 30, 12]])
    guidance = Guidance(user_mapping=mapping or Mapping(), remembered_mappings=learned)
    return of_grid(
        Grid("prøve", (sheet,)), file_name="2024K4.xlsx", settings=Settings(), guidance=guidance
    )


@pytest.mark.parametrize(
    ("short", "long", "limit"),
    [
        ("Fravær 1-14 dage", "Fravær over 14 dage", 14),
        ("0 – 30 dage", "> 30 dage", 30),
        ("Til og med 28 dage", "29 dage og derover", 28),
        ("Under 30 dage", "Mindst 30 dage", 29),
        ("Syg ≤ 14 dg", "Syg ≥ 15 dg", 14),
        ("under 30 dage", "30+", 29),
        ("under 14 dage", "over 14 dage", 13),
        ("1-14", "15+", 14),
        ("Kort (1-14)", "Lang (15-)", 14),
        ("Korttid t.o.m. 30", "Langtid 31+", 30),
    ],
)
def test_the_limit_is_read_from_both(short: str, long: str, limit: int) -> None:
    assert find_length_classes(["Enhed", short, long, "Medarb."]) == LengthClasses(1, 2, limit)


@pytest.mark.parametrize(
    "headers",
    [
        ["1-14 dage", "15-28 dage", "over 28 dage"],
        ["1-14 dage", "over 30 dage"],
        ["over 14 dage"],
        ["1-7 dage", "1-14 dage", "over 14 dage"],
        ["Andel 1-14 dage", "over 14 dage"],
        ["højst 14 kalenderdage", "mere end 14 kalenderdage"],
        ["Dagsværk", "Medarb."],
    ],
)
def test_classes_that_are_not_two_halves_are_none(headers: list[str]) -> None:
    assert find_length_classes(headers) is None


def test_it_is_asked_with_the_reason_and_the_answers_are_remembered() -> None:
    unanswered = read()
    questions = {q.id: q for q in unanswered.proposal.questions if q.code == "missing_column"}
    assert [q.choices[0].value for q in questions.values()] == [SHORT, LONG]
    assert list(questions) == ["column:korttid", "column:langtid"]
    assert all("på højst 14 dage" in question.text for question in questions.values())
    assert unanswered.refused
    mapping = unanswered.proposal.mapping.add_answer("column:korttid", SHORT)
    half_answered = read(mapping)
    assert [q.id for q in half_answered.proposal.questions if q.code] == ["column:langtid"]
    answered = read(half_answered.proposal.mapping.add_answer("column:langtid", LONG))
    (row,) = answered.rows
    assert [row.korttid, row.langtid, row.dagsvaerk] == [Decimal(10), Decimal(30), Decimal(40)]
    again = read(learned=(answered.proposal.mapping.drop_one_file_answers(),))
    assert (again.rows, again.refused) == (answered.rows, False)
