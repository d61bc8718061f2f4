"""A column that somebody chose is followed, and said to be what its header does not say."""

import pytest

from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from tests.data_loaders.kinds.list_sheets import Rows, read

TITLE = ["Periode: 01.10.2024 - 31.12.2024"]


def _extract(header: str, **said: str) -> Report:
    rows: Rows = [TITLE, ["Enhed", "Afdeling", header, "Medarbejdere"], ["Solen", "A", 96, 10]]
    return read(rows, guidance=Guidance(user_mapping=Mapping(kind="kvartal", columns=said)))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Planlagte fraværstimer", "siger timer"),
        ("Fraværsprocent", "siger procent"),
        ("Kalenderdage med fravær", "siger kalenderdage"),
        ("Fravær pr. medarbejder", "siger et forhold"),
        ("Sygefravær år til dato", "siger tal for mere end perioden"),
        ("Planlagte dagsværk", "siger noget andet"),
        ("Dagsværk akk.", "siger tal for mere end perioden"),
        ("Dagsværk 1. halvår", "siger tal for mere end perioden"),
        ("Fravær 1-14 dage", "siger en del af fraværet"),
        ("Korttidsfravær", "siger en del af fraværet"),
    ],
)
def test_a_header_that_says_otherwise_is_told(header: str, says: str) -> None:
    found = _extract(header, dagsvaerk=header)
    (told,) = found.problems
    assert (told.code, told.cell, told.column) == ("overruled_header", "C2", header)
    assert says in told.message
    assert "»fraværsdagsværk«" in told.message
    assert [row.dagsvaerk for row in found.rows] == [96]


@pytest.mark.parametrize("header", ["Fraværsdagsværk", "Tabt arbejdstid", "Xyz"])
def test_a_header_that_says_nothing_against_it_is_not(header: str) -> None:
    assert _extract(header, dagsvaerk=header).problems == ()


def test_it_is_told_again_when_the_layout_is_remembered() -> None:
    learned = _extract(
        "Fravær akkumuleret", dagsvaerk="Fravær akkumuleret"
    ).proposal.mapping.drop_one_file_answers()
    rows: Rows = [
        TITLE, ["Enhed", "Afdeling", "Fravær akkumuleret", "Medarbejdere"], ["Solen", "A", 40, 10],
    ]  # fmt: skip
    found = read(rows, guidance=Guidance(remembered_mappings=(learned,)))
    assert [one.code for one in found.problems] == ["overruled_header"]
    assert not found.refused


def test_a_list_tells_it_too_and_a_field_s_own_word_is_no_other() -> None:
    header = ["Medarb.nr.", "Enhedsnr.", "Fraværstimer", "År"]
    rows: Rows = [header, ["7", "1", 37, 2024], ["8", "1", 0, 2024]]
    said = Mapping(kind="personer", columns={"dagsvaerk": "Fraværstimer"})
    found = read(rows, guidance=Guidance(user_mapping=said))
    assert [(one.code, one.cell) for one in found.problems] == [("overruled_header", "C1")]
    assert found.facts.num_rows == 2
    right = Mapping(kind="personer", columns={"timer": "Fraværstimer"})
    assert read(rows, guidance=Guidance(user_mapping=right)).problems == ()
