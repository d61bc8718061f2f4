"""What the file does not settle is asked, and the answer settles it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import QuestionError
from data_loaders.report import Report
from tests.data_loaders.builders import HEADER, ROWS, codes, table
from tests.data_loaders.grids import of_grid


def read(rows: Sequence[Sequence[Value]], said: Mapping, name: str = "2024K4.xlsx") -> Report:
    sheet = Sheet.from_rows("Ark1", [list(row) for row in rows])
    said = said.add_answer("plausible", "ja")
    guidance = Guidance(user_mapping=replace(said, kind="kvartal"))
    return of_grid(Grid("prøve", (sheet,)), file_name=name, settings=Settings(), guidance=guidance)


def asked(found: Report) -> list[str]:
    questions = [q for q in found.proposal.questions if q.id != "extract_date"]
    assert {question.code for question in questions} <= {code for code, _ in codes(found)}
    return [question.id for question in questions]


@pytest.mark.parametrize(("style", "days"), [("dansk", "1234"), ("engelsk", "1.234")])
def test_a_lone_thousand(style: str, days: str) -> None:
    header = ["Enhed", "Afdeling", "Dagsværk", "FTE"]
    rows = table(["a", "X", "1.234", 5], ["b", "X", "12", 6], header=header)
    found = read(rows, Mapping())
    assert asked(found) == ["style:Dagsværk"]
    (question,) = [q for q in found.proposal.questions if q.id == "style:Dagsværk"]
    assert [choice.label for choice in question.choices] == ["1.234 er 1.234", "1.234 er 1,234"]
    answered = read(rows, found.proposal.mapping.add_answer("style:Dagsværk", style))
    assert asked(answered) == []
    assert not answered.refused
    assert answered.rows[0].dagsvaerk == Decimal(days)


def test_two_columns_that_fit() -> None:
    header = ["Enhed", "Afdeling", "Dagsværk", "Dagsværk", "FTE"]
    rows = table(["a", "X", 1, 2, 5], header=header)
    found = read(rows, Mapping())
    assert asked(found) == ["column:dagsvaerk"]
    answered = read(rows, Mapping().add_answer("column:dagsvaerk", "Dagsværk #2"))
    assert answered.problems == ()
    assert answered.rows[0].dagsvaerk == 2


def test_a_column_that_nothing_names() -> None:
    header = ["Enhed", "Afdeling", "Tal", "FTE"]
    rows = table(["a", "X", 7, 5], header=header)
    found = read(rows, Mapping())
    assert asked(found) == ["column:dagsvaerk"]
    answered = read(rows, Mapping().add_answer("column:dagsvaerk", "Tal"))
    assert answered.rows[0].dagsvaerk == 7


def test_the_quarter() -> None:
    found = read(table(*ROWS), Mapping(), "udtræk.xlsx")
    assert asked(found) == ["quarter"]
    answered = read(table(*ROWS), Mapping().add_answer("quarter", "2024K3"), "udtræk.xlsx")
    assert asked(answered) == []
    assert [str(quarter) for quarter in answered.quarters] == ["2024K3"]


def test_the_header_s_row() -> None:
    rows: list[list[Value]] = [["Udtræk"], ["Sted", "Syg", "Folk"], ["a", 7, 5]]
    with pytest.raises(QuestionError) as refusal:
        read(rows, Mapping())
    assert refusal.value.question.id == "header_row"
    said = Mapping().add_answer("header_row", "2")
    for field, header in (("enhed", "Sted"), ("dagsvaerk", "Syg"), ("medarbejdere", "Folk")):
        said = said.add_answer(f"column:{field}", header)
    (found,) = read(rows, said).rows
    assert (found.enhed, found.dagsvaerk, found.medarbejdere) == ("a", Decimal(7), Decimal(5))


def test_one_of_two_tables() -> None:
    rows: Sequence[Sequence[Value]] = [
        *table(*ROWS),
        [],
        ["Uden vikarer"],
        ["Medarb.", *HEADER[:4]],
        ["9,5", *ROWS[0][:4]],
    ]
    (found,) = read(rows, Mapping().add_answer("table", "A7")).rows
    assert found.medarbejdere == Decimal("9.5")


def test_a_remembered_layout_is_read_without_a_question() -> None:
    header: list[Value] = ["Sted", "Afd.", "Syg 2024K3", "Folk"]
    rows: list[list[Value]] = [["Udtræk"], header, ["a", "X", 7, 5]]
    learned = Mapping(
        name="vores",
        kind="kvartal",
        headers=("Sted", "Afd.", "Syg 2024K3", "Folk"),
        columns={"enhed": "Sted", "afdeling": "Afd.", "dagsvaerk": "Syg 2024K3",
                 "medarbejdere": "Folk"},
    )  # fmt: skip
    rows[1][2] = "Syg 2024K4"
    sheet = Sheet.from_rows("Ark1", rows)
    found = of_grid(
        Grid("prøve", (sheet,)),
        file_name="udtræk.xlsx",
        settings=Settings(),
        guidance=Guidance(remembered_mappings=(learned,)),
    )
    assert not found.refused
    assert [str(quarter) for quarter in found.quarters] == ["2024K4"]
    assert found.rows[0].dagsvaerk == 7


def test_hours_and_shares_are_not_offered_for_days() -> None:
    header = ["Enhed", "Afdeling", "Sygefraværstimer", "Sygefravær %", "Tal", "FTE"]
    rows = table(["a", "X", 7, 4, 5, 5], header=header)
    (question,) = [q for q in read(rows, Mapping()).proposal.questions if q.id.startswith("column")]
    assert [choice.value for choice in question.choices] == ["Tal"]


def test_a_mapping_is_followed_where_the_file_has_a_column_more() -> None:
    header = ["Kode", "Volumen", "Bemanding"]
    columns = {"enhed": "Kode", "dagsvaerk": "Volumen", "medarbejdere": "Bemanding"}
    said = Mapping(headers=tuple(header), columns=columns)
    found = read([[*header, "Nyt"], ["a", 7, 5, 9]], said)
    assert [(row.enhed, row.dagsvaerk, row.medarbejdere) for row in found.rows] == [
        ("a", Decimal(7), Decimal(5))
    ]
