"""A column headed "Medarbejder" holds persons in a list of them, elsewhere how many there are."""

import pytest

from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import QuestionError
from data_loaders.table.column_contents import PersonColumnMeaning, judge_person_column
from tests.data_loaders.kinds.list_sheets import Rows, read

TITLE: Rows = [["Periode: 01.10.2024 - 31.12.2024"]]
HEADER: list[Value] = ["Medarbejder", "Enhedsnr.", "Enhed", "Fraværsdagsværk"]


def _judged(*cells: tuple[Value, str], header: str = "Medarbejder") -> PersonColumnMeaning:
    sheet = Sheet.from_rows(
        "Ark1", [[header, "Enhed"], *([value, enhed] for value, enhed in cells)]
    )
    return judge_person_column(sheet, 0, header=header, place=0, keys=[1])


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ((("70112", "A"), ("70113", "B")), PersonColumnMeaning.WHO),
        (((70112, "A"), (70113, "B")), PersonColumnMeaning.WHO),
        ((("0012", "A"), ("0013", "B")), PersonColumnMeaning.WHO),
        ((("IDHO", "A"), ("BOLU", "B")), PersonColumnMeaning.WHO),
        (((112, "A"), (113, "A"), (114, "B"), (115, "B")), PersonColumnMeaning.WHO),
        (((10.5, "A"), (12, "B")), PersonColumnMeaning.HOW_MANY),
        ((("10,5", "A"), (None, "A"), (12, "A")), PersonColumnMeaning.HOW_MANY),
        (((10, "A"), (12, "B"), (900, "C")), PersonColumnMeaning.HOW_MANY),
        (((10, "A"), (12, "B"), (9, "B")), PersonColumnMeaning.EITHER),
        (((1012, "A"), (1013, "B")), PersonColumnMeaning.EITHER),
        (((10, "A"),), PersonColumnMeaning.EITHER),
        ((), PersonColumnMeaning.EITHER),
    ],
)
def test_the_cells_tell(cells: tuple[tuple[Value, str], ...], told: PersonColumnMeaning) -> None:
    assert _judged(*cells) is told


def test_a_header_of_many_is_not_judged() -> None:
    assert (
        _judged(("70112", "A"), ("70113", "B"), header="Medarbejdere") is PersonColumnMeaning.EITHER
    )


def test_a_list_of_persons_is_known_without_a_question() -> None:
    rows: Rows = [["70112", "310", "Solen", 3], ["70113", "310", "Solen", 0]]
    found = read([["År 2024"], HEADER, *rows])
    assert (found.kind, found.problems, found.facts.num_rows) == ("personer", (), 2)


def test_an_extract_with_the_same_header_is_one() -> None:
    rows: Rows = [[10, "310", "Solen", 31.5], [9.5, "311", "Månen", 12]]
    found = read([*TITLE, HEADER, *rows])
    assert (found.kind, found.facts["medarbejdere"].to_pylist()) == ("kvartal", ["10", "9.5"])


def test_what_the_cells_do_not_tell_is_asked_and_remembered() -> None:
    rows: Rows = [*TITLE, HEADER, [1012, "310", "Solen", 3], [1013, "311", "Månen", 0]]
    with pytest.raises(QuestionError, match="Personliste"):
        read(rows)
    learned = Mapping(kind="kvartal", headers=tuple(map(str, HEADER)))
    persons: Rows = [*TITLE, HEADER, ["70112", "310", "Solen", 3], ["70113", "311", "Månen", 0]]
    assert read(rows, guidance=Guidance(remembered_mappings=(learned,))).kind == "kvartal"
    assert read(persons, guidance=Guidance(remembered_mappings=(learned,))).kind == "kvartal"
