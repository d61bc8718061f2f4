"""What the file does not settle is asked, and the answer settles it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.aliases import Aliases
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


def test_shares_are_not_offered_for_days_but_hours_are() -> None:
    header = ["Enhed", "Afdeling", "Sygefraværstimer", "Sygefravær %", "Tal", "FTE"]
    rows = table(["a", "X", 7, 4, 5, 5], header=header)
    (question,) = [q for q in read(rows, Mapping()).proposal.questions if q.id.startswith("column")]
    assert [choice.value for choice in question.choices] == ["Sygefraværstimer", "Tal"]


def test_a_mapping_is_followed_where_the_file_has_a_column_more() -> None:
    header = ["Kode", "Volumen", "Bemanding"]
    columns = {"enhed": "Kode", "dagsvaerk": "Volumen", "medarbejdere": "Bemanding"}
    said = Mapping(headers=tuple(header), columns=columns)
    found = read([[*header, "Nyt"], ["a", 7, 5, 9]], said)
    assert [(row.enhed, row.dagsvaerk, row.medarbejdere) for row in found.rows] == [
        ("a", Decimal(7), Decimal(5))
    ]


def test_a_field_that_does_not_exist_is_an_error_with_the_nearest_one() -> None:
    found = read(table(*ROWS), Mapping(columns={"dagsværk": "Fraværsdagsværk"}))
    assert ("mapping_mismatch", "") in codes(found)
    (message,) = [p.message for p in found.problems if p.code == "mapping_mismatch"]
    assert "»dagsværk«" in message
    assert "Mente du »dagsvaerk«" in message


def test_one_column_that_is_changed_in_a_remembered_mapping_leaves_the_others() -> None:
    header = ["Hvor", "Hus", "Tal", "Andet", "Folk"]
    rows = table(["1", "a", 20, 30, 10], ["2", "b", 21, 29, 9], header=header)
    remembered = Mapping(
        kind="kvartal",
        headers=tuple(header),
        columns={"enhed": "Hvor", "enhed_navn": "Hus", "dagsvaerk": "Tal", "medarbejdere": "Folk"},
    )
    said = Mapping(headers=tuple(header), columns={"dagsvaerk": "Andet"})
    sheet = Sheet.from_rows("Ark1", rows)
    found = of_grid(
        Grid("prøve", (sheet,)),
        file_name="2024K4.xlsx",
        settings=Settings(),
        guidance=Guidance(user_mapping=said, remembered_mappings=(remembered,)),
    )
    assert not found.refused
    assert [(row.enhed, row.dagsvaerk, row.medarbejdere) for row in found.rows] == [
        ("1", Decimal(30), Decimal(10)), ("2", Decimal(29), Decimal(9)),
    ]  # fmt: skip


@pytest.mark.parametrize("known", ["afdeling", "omraade", ""])
def test_names_that_are_known_decide_what_a_column_of_groups_is(known: str) -> None:
    header = ["Enhedsnr.", "Enhed", "Chefområde", "Fraværsdagsværk", "Medarbejdere"]
    rows = table(["1", "a", "Dagtilbud & Skole", 20, 10], header=header)
    names: dict[str, tuple[str, ...]] = {known: ("Dagtilbud & Skole",)} if known else {}
    found = of_grid(
        Grid("prøve", (Sheet.from_rows("Ark1", rows),)),
        file_name="2024K4.xlsx",
        settings=Settings(),
        guidance=Guidance(aliases=Aliases(official_names=names)),
    )
    (row,) = found.rows
    is_afdeling = known == "afdeling"
    assert (row.afdeling, row.omraade) == (
        ("Dagtilbud & Skole", None) if is_afdeling else (None, "Dagtilbud & Skole")
    )


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["Enhedsnr.", "Afdelingsnavn"], {"enhed": "Enhedsnr.", "enhed_navn": "Afdelingsnavn"}),
        (["Institution", "Afdelingsnavn"], {"afdeling": "Institution", "enhed": "Afdelingsnavn"}),
        (["Enhed", "Afdeling"], {"afdeling": "Enhed", "enhed": "Afdeling"}),
    ],
)
def test_names_that_are_known_as_enheder_are_no_afdelinger(
    header: list[str], columns: dict[str, str]
) -> None:
    first = [["1001"], ["1002"]] if header[0] == "Enhedsnr." else [["Skoler"], ["Skoler"]]
    cells: list[list[Value]] = [
        [*one, name, 20, 10] for one, name in zip(first, ["Birken", "Egen"], strict=True)
    ]
    names = {"enhed": ("Birken", "Egen", "1001", "1002"), "afdeling": ("Skoler",)}
    rows: list[list[Value]] = [[*header, "Dagsværk", "Medarbejdere"], *cells]
    found = of_grid(
        Grid("prøve", (Sheet.from_rows("Ark1", rows),)),
        file_name="2024K4.xlsx",
        settings=Settings(),
        guidance=Guidance(aliases=Aliases(official_names=names)),
    )
    assert {field: found.columns[field] for field in columns} == columns
    assert {row.enhed_navn for row in found.rows} == {"Birken", "Egen"}


@pytest.mark.parametrize("words", ["Trækdato", "Kørselsdato", "Dannet", "Trækdag", "Kørt den"])
def test_the_day_of_the_extract_is_read_in_many_words(words: str) -> None:
    found = read([[f"{words}: 14.01.2025"], *table(*ROWS)], Mapping())
    assert found.extract_date == date(2025, 1, 14)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(("14.01.2025", "14.01.2025"), date(2025, 1, 14)), (("14.01.2025", "15.01.2025"), None)],
)
def test_a_column_may_tell_the_day_of_the_extract(
    days: tuple[str, str], expected: date | None
) -> None:
    rows: list[list[Value]] = [[day, *row] for day, row in zip(days, ROWS[:2], strict=True)]
    assert read([["Trækdato", *HEADER], *rows], Mapping()).extract_date == expected


@pytest.mark.parametrize("header", ["Fraværstimer", "Sygefravær (timer)", "Syge timer"])
def test_hours_of_absence_are_offered_and_become_dagsvaerk(header: str) -> None:
    columns = ["Enhedsnr.", "Enhed", "Afdeling", header, "Medarbejdere"]
    rows = table(["1", "A", "X", 370, 20], ["2", "B", "X", 740, 30], header=columns)
    (question,) = [
        q for q in read(rows, Mapping()).proposal.questions if q.code == "missing_column"
    ]
    assert [choice.value for choice in question.choices] == [header]
    found = read(rows, Mapping(columns={"dagsvaerk": header}))
    assert [finding.code for finding in found.problems] == ["hours_converted"]
    assert [row.dagsvaerk for row in found.rows] == [50, 100]


def test_a_question_that_no_column_answers_is_not_asked() -> None:
    rows = table(["1", "A", "X", 40], header=["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk"])
    found = read(rows, Mapping())
    assert (found.refused, found.asks) == (True, False)


@pytest.mark.parametrize(("header", "cells"), [("Køn", "MK"), ("Fraværstype", ("Kort", "Lang"))])
def test_rows_of_one_enhed_are_told_apart_by_a_column_that_is_named(
    header: str, cells: tuple[str, str]
) -> None:
    lines: list[list[Value]] = [["1", "A", "X", cell, 40, 20] for cell in cells]
    columns = ["Enhedsnr.", "Enhed", "Afdeling", header, "Dagsværk", "Medarbejdere"]
    (repeated,) = read(table(*lines, header=columns), Mapping()).problems
    assert (repeated.code, f"skilles af kolonnen »{header}«" in repeated.message) == (
        "duplicate_unit",
        True,
    )
