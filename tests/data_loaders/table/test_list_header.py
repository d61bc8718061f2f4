import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from tests.data_loaders.kinds.list_sheets import Rows, codes, facts, read

UNITS = ("enhed", "enhed_navn")


@pytest.mark.parametrize(
    "header",
    [
        ["Enhedsnr.", "Enhed", "Måltal 2025"],
        ["Enhed", "Enhedsnavn", "Måltal 2025"],
        ["Enhed", "Enhed", "Måltal 2025"],
        ["Enhed", "", "Måltal 2025"],
        ["Org.enh.nr.", "Org.enhed", "Mål for sygefravær 2025"],
        ["Nr.", "Navn", "Måltal for sygefraværet 2025"],
        ["Arbejdspladskode", "Arbejdsplads", "Målsætning 2025"],
        ["ENHEDSNUMMER", "enhedens navn", "MÅLTAL (2025)"],
    ],
)
def test_numbers_and_names_are_told_apart_by_header_and_cells(header: list[Value]) -> None:
    found = read([header, ["0310", "Solen", "12"], ["0311", "Månen", "13"]])
    assert facts(found, *UNITS, "maaltal") == [("0310", "Solen", "12"), ("0311", "Månen", "13")]
    assert found.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        ["Enhedsnr.", "Enhedsnavn", "Kode", "Måltal 2025"],
        ["Enhedsnr.", "Enhed", "Nr.", "Måltal 2025"],
        ["Enhed", "Enhedsnavn", "Kode", "Måltal 2025"],
        ["Enhedsnr.", "Enhedsnavn", "Navn", "Måltal 2025"],
    ],
)
def test_a_vague_header_gives_way_to_one_that_says_what_it_is_of(header: list[Value]) -> None:
    found = read([header, ["0310", "Solen", "M7", "12"], ["0311", "Månen", "M7", "13"]])
    assert facts(found, *UNITS, "maaltal") == [("0310", "Solen", "12"), ("0311", "Månen", "13")]
    assert (found.problems, found.unused) == ((), (header[2],))


def test_a_vague_header_alone_is_the_unit() -> None:
    found = read([["Kode", "Navn", "Måltal 2025"], ["0310", "Solen", "12"]])
    assert facts(found, *UNITS) == [("0310", "Solen")]


def test_a_header_in_two_rows_with_a_merged_group() -> None:
    rows: Rows = [
        ["Måltal for alle enheder"],
        ["Enhed", "", "Måltal", ""],
        ["Nr.", "Navn", "2024", "2025"],
        ["0310", "Solen", "12", "11"],
    ]
    found = read(rows)
    assert facts(found, "year", *UNITS, "maaltal") == [
        ("2024", "0310", "Solen", "12"), ("2025", "0310", "Solen", "11"),
    ]  # fmt: skip


def test_a_header_far_down() -> None:
    rows: Rows = [*([["Bemærkning"]] * 40), ["Enhed", "Måltal 2025"], ["Solen", "12"]]
    assert facts(read(rows), "enhed", "maaltal") == [("Solen", "12")]


def test_two_columns_for_one_field_are_asked_about_and_the_answer_is_used() -> None:
    rows: Rows = [["Enhed", "Måltal", "Måltal (nyt)", "År"], ["Solen", "12", "11", "2025"]]
    found = read(rows)
    assert codes(found) == [("ambiguous_column", "C1")]
    question = found.proposal.questions[0]
    assert (question.id, [choice.value for choice in question.choices]) == (
        "column:maaltal", ["Måltal", "Måltal (nyt)"],
    )  # fmt: skip
    said = Mapping().add_answer(question.id, "Måltal (nyt)")
    assert facts(read(rows, guidance=Guidance(user_mapping=said)), "maaltal") == [("11",)]


def test_a_missing_column_is_asked_about_and_the_answer_is_used() -> None:
    rows: Rows = [["Enhed", "Hvad vi vil nå", "År", "Frist"], ["Solen", "12", "2025", "31.01.2025"]]
    said = Mapping(kind="maaltal")
    found = read(rows, guidance=Guidance(user_mapping=said))
    assert codes(found) == [("missing_column", "A1")]
    assert [choice.value for choice in found.proposal.questions[0].choices] == ["Hvad vi vil nå"]
    answered = said.add_answer("column:maaltal", "Hvad vi vil nå")
    assert facts(read(rows, guidance=Guidance(user_mapping=answered)), "enhed", "maaltal") == [
        ("Solen", "12")
    ]


def test_a_remembered_layout_is_known_again_whatever_its_headers_are() -> None:
    rows: Rows = [["Sted", "Hvad vi vil nå 2024"], ["Solen", "12"]]
    first = Mapping(
        kind="maaltal",
        headers=("Sted", "Hvad vi vil nå 2024"),
        columns={"enhed": "Sted", "maaltal": "Hvad vi vil nå 2024"},
    )
    found = read(rows, guidance=Guidance(user_mapping=first), file_name="2024.xlsx")
    assert facts(found, "year", "enhed", "maaltal") == [("2024", "Solen", "12")]
    learned = Guidance(remembered_mappings=(found.proposal.mapping.drop_one_file_answers(),))
    next_year: Rows = [["STED", "Hvad vi vil nå 2025"], ["Månen", "13"]]
    again = read(next_year, guidance=learned, file_name="2025.xlsx")
    assert again.kind == "maaltal"
    assert facts(again, "year", "enhed", "maaltal") == [("2025", "Månen", "13")]


def test_the_proposal_tells_of_every_column() -> None:
    rows: Rows = [
        ["Enhed", "Måltal 2024", "Måltal 2025", "Bemærkning"],
        ["Solen", "12", "11", "ok"],
    ]
    found = read(rows)
    assert [(c.label, c.field, c.cell) for c in found.proposal.columns] == [
        ("Enhed", "enhed", "A1"), ("Måltal 2024", "maaltal", "B1"),
        ("Måltal 2025", "maaltal", "C1"), ("Bemærkning", "", "D1"),
    ]  # fmt: skip
    assert found.proposal.columns[3].examples == ("ok",)
    assert found.unused == ("Bemærkning",)


def test_a_column_that_numbers_the_rows_is_no_number_of_units() -> None:
    rows: Rows = [["Nr.", "Enhed", "Måltal 2025"], [1, "Solen", 12], [2, "Månen", 13]]
    assert facts(read(rows), *UNITS) == [("Solen", "Solen"), ("Månen", "Månen")]


def test_a_share_is_not_offered_for_a_figure_that_lacks() -> None:
    rows: Rows = [["Medarb.nr.", "Enhed", "År", "Fravær %", "Tal"], ["7", "Solen", 2024, 4, 0]]
    found = read(rows, guidance=Guidance(user_mapping=Mapping(kind="personer")))
    (asked,) = [q for q in found.proposal.questions if q.id == "column:dagsvaerk"]
    assert [choice.value for choice in asked.choices] == ["Tal"]
