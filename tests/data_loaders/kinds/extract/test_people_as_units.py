"""People are no enheder: a file of them is refused, and its texts are not shown."""

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from tests.data_loaders.builders import report

Rows = list[list[Value]]
NAMED: Rows = [
    ["ID", "Navn", "Fraværsdagsværk", "Fuldtidsstillinger"],
    ["11", "Hanne Jensen", 4, 1], ["12", "Bo Nielsen", 0, 1], ["13", "Carl Madsen", 2, "0,8"],
]  # fmt: skip
HOUSES: Rows = [[str(number), f"Hus {number}", number % 4, 1] for number in range(11, 17)]
NUMBERED: Rows = [["ID", "Enhed", "Fraværsdagsværk", "Medarbejdere"], *HOUSES]
AGED: Rows = [
    ["Enhedsnr.", "Alder", "Fraværsdagsværk", "Medarbejdere"],
    ["11", 33, 4, 1], ["12", 45, 0, 1],
]  # fmt: skip


FOREIGN: Rows = [
    ["Navn", "Løn", "Fraværsdagsværk", "Fuldtidsstillinger"],
    ["Xochitl Ramírez", "Xochitl Ramírez", 4, 1], ["Abdi Warsame", "Abdi Warsame", 2, "0,8"],
]  # fmt: skip


OF_MANY_LANDS: Rows = [
    ["Nr.", "Navn", "Fraværsdagsværk", "Ansatte"],
    ["10", "Siobhan Murphy", 4, 3], ["11", "Ayşe Yılmaz", 5, 3], ["12", "Giulia de Rossi", 6, 3],
    ["13", "Kowalska, Zofia", 7, 3], ["14", "Fatou N’Diaye", 8, 3], ["15", "Olu Adeyemi", 9, 3],
]  # fmt: skip


@pytest.mark.parametrize("rows", [NAMED, NUMBERED, AGED, FOREIGN, OF_MANY_LANDS])
def test_rows_of_people_are_refused_and_no_text_of_them_is_shown(rows: Rows) -> None:
    found = report(rows)
    assert [problem.code for problem in found.problems] == ["people_not_units"]
    assert (found.refused, found.rows, found.grid) == (True, (), None)
    told = repr(found.problems) + repr(found.proposal)
    assert not any(str(row[1]) in told for row in rows[1:])


def test_enheder_that_the_organisation_knows_are_no_people() -> None:
    names = tuple(str(row[1]) for row in NAMED[1:])
    guidance = Guidance(aliases=Aliases(official_names={"enhed": names}))
    assert not report(NAMED, guidance=guidance).refused


def test_a_small_unit_among_others_and_an_institution_s_name_are_units() -> None:
    rows: Rows = [*NUMBERED, ["20", "Anne Franks Skole", 40, 12], ["21", "Bo Nielsen", 1, 2]]
    assert not report(rows).refused


@pytest.mark.parametrize(
    "names",
    [
        ("Solsikken", "Bakkegården", "Hjemmeplejen Vest", "Team Løn"),
        ("Karen Blixens Skole", "Peter Lykke Centret", "Ældre Nord", "Niels Bohr Huset"),
        ("Plejecenter Lunden", "Genbrugspladsen", "Villa Maria", "Digital Udvikling"),
    ],
)
def test_enheder_under_a_bare_header_are_no_people(names: tuple[str, ...]) -> None:
    header: list[Value] = ["Nr.", "Navn", "Fraværsdagsværk", "Ansatte"]
    rows: Rows = [[str(number), name, 9, 3] for number, name in enumerate(names, 101)]
    assert "people_not_units" not in [p.code for p in report([header, *rows]).problems]


def test_enheder_with_names_like_people_s_are_read_where_the_header_says_enhed() -> None:
    header, *rows = OF_MANY_LANDS
    named: Rows = [["Enhedsnr.", "Enhedsnavn", *header[2:]], *rows]
    assert not report(named).refused
