from datetime import date

from data_loaders.files.values import Value
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from tests.data_loaders.kinds.list_sheets import codes, facts, read

HEADER: list[Value] = ["Dato", "Til", "Slags", "Niveau", "Omfang", "Tekst"]


def test_events_become_rows_of_the_store() -> None:
    found = read(
        [
            HEADER,
            ["01.01.2023", None, "Databrud", "Kommune", None, "Delvise sygedage tælles med"],
            [
                "01.09.2024",
                "31.08.2025",
                "Pilotprojekt",
                "Område",
                "Børn",
                "I alt fem arbejdspladser",
            ],
        ]
    )
    assert (found.kind, found.periods, found.problems) == ("haendelser", ("alt",), ())
    assert facts(found, "dato", "til", "slags", "niveau", "omfang", "tekst") == [
        (date(2023, 1, 1), None, "databrud", "kommune", "", "Delvise sygedage tælles med"),
        (
            date(2024, 9, 1),
            date(2025, 8, 31),
            "indsats",
            "omraade",
            "Børn",
            "I alt fem arbejdspladser",
        ),
    ]


def test_the_level_is_told_by_a_known_name() -> None:
    guidance = Guidance(
        aliases=Aliases(official_names={"afdeling": ("Dagtilbud & Skole",), "enhed": ("Solen",)})
    )
    places: list[Value] = [
        "Dagtilbud & Skole",
        "solen",
        "3100",
        "Hele kommunen",
        None,
        "Albertslund Kommune",
    ]
    rows: list[list[Value]] = [["01.01.2024", "indsats", place, "x"] for place in places]
    found = read([["Dato", "Slags", "Omfang", "Tekst"], *rows], guidance=guidance)
    assert found.facts["niveau"].to_pylist() == [
        "afdeling",
        "enhed",
        "enhed",
        "kommune",
        "kommune",
        "kommune",
    ]
    assert found.facts["omfang"].to_pylist()[3:] == ["", "", ""]


def test_a_place_that_nobody_knows_is_a_warning() -> None:
    found = read([["Dato", "Slags", "Omfang", "Tekst"], ["01.01.2024", "indsats", "Månen", "x"]])
    assert codes(found) == [("unknown_place", "C2")]
    assert not found.refused


def test_an_event_needs_a_day_a_kind_and_a_text() -> None:
    found = read(
        [
            ["Dato", "Slags", "Tekst"],
            ["01.01.2024", "indsats", ""],
            ["", "indsats", "x"],
            ["32.01.2024", "fest", "x"],
        ]
    )
    assert sorted(codes(found)) == [
        ("empty_cell", "A3"), ("empty_cell", "C2"),
        ("invalid_choice", "B4"), ("invalid_date", "A4"),
    ]  # fmt: skip
    assert found.refused
