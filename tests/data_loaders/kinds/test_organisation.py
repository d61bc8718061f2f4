from datetime import date

from data_loaders.files.values import Value
from tests.data_loaders.kinds.list_sheets import codes, facts, read

HEADER: list[Value] = [
    "Enhedsnr.", "Enhed", "Afdeling", "Fra", "Til", "Årsag", "Efterfølger", "Andre navne",
]  # fmt: skip


def test_lives_become_rows_of_the_store() -> None:
    found = read(
        [
            HEADER,
            ["3100", "Solen", "Skole", "00.00.0000", "30.06.2024", "Sammenlagt", "3102", None],
            [
                "3102",
                "Månen",
                "Skole",
                "01.08.2019",
                "31.12.9999",
                "",
                "",
                "Månehuset; Børnehuset M, Nord",
            ],
        ]
    )
    assert (found.kind, found.periods, found.problems) == ("organisation", ("alt",), ())
    assert facts(found, "period", "enhed", "fra", "til", "aarsag", "efterfoelger", "aliasser") == [
        ("alt", "3100", None, date(2024, 6, 30), "sammenlagt", "3102", None),
        ("alt", "3102", date(2019, 8, 1), None, None, None, "Månehuset; Børnehuset M, Nord"),
    ]


def test_causes_go_by_many_words() -> None:
    words = ["Lukket", "Udliciteret", "Hjemtaget fra leverandør", "Fusion", "Flyttet til BUF"]
    rows: list[list[Value]] = [[str(n), "31.12.2024", word] for n, word in enumerate(words, 100)]
    found = read([["Enhedsnr.", "Til", "Årsag"], *rows])
    assert found.facts["aarsag"].to_pylist() == [
        "nedlagt", "overdraget til leverandør", "hjemtaget", "sammenlagt", "flyttet",
    ]  # fmt: skip


def test_an_unknown_cause_names_the_nearest() -> None:
    found = read([["Enhedsnr.", "Afdeling", "Til", "Årsag"], ["1", "A", "31.12.2024", "nedlaqt"]])
    assert codes(found) == [("invalid_choice", "D2")]
    assert "»nedlaqt«" in found.problems[0].message
    assert "Mente du »nedlagt«?" in found.problems[0].message


def test_a_moved_unit_may_go_on_the_day_after_but_not_before() -> None:
    header: list[Value] = ["Enhedsnr.", "Afdeling", "Fra", "Til"]
    first: list[Value] = ["0100", "Skole", "", "31.03.2024"]
    assert read([header, first, ["100", "Familie", "01.04.2024", ""]]).problems == ()
    found = read([header, first, ["100", "Familie", "31.03.2024", ""]])
    assert codes(found) == [("overlapping_lives", "A3")]


def test_three_overlapping_lives_are_each_told_of() -> None:
    rows: list[list[Value]] = [
        ["7", "01.01.2020", "", "A"],
        ["7", "01.01.2021", "31.12.2021", "A"],
        ["7", "01.01.2023", "", "A"],
    ]
    found = read([["Enhedsnr.", "Fra", "Til", "Afdeling"], *rows])
    assert codes(found) == [("overlapping_lives", "A3"), ("overlapping_lives", "A4")]


def test_dates_causes_and_successors_are_checked() -> None:
    found = read(
        [
            ["Enhedsnr.", "Enhed", "Fra", "Til", "Årsag", "Efterfølger", "Afdeling"],
            ["100", "Solen", "01.01.2024", "31.12.2023", "", "", "A"],
            ["101", "Månen", "", "", "nedlagt", "", "A"],
            ["102", "Havet", "", "31.12.2023", "flyttet", "Maanen", "A"],
            ["103", "Skoven", "", "31.12.2023", "flyttet", "0101", "A"],
        ]
    )
    assert sorted(codes(found)) == [
        ("cause_without_end", "E3"), ("ends_before_start", "D2"), ("unknown_successor", "F4"),
    ]  # fmt: skip
    assert "Mente du »Månen«?" in next(p.message for p in found.problems if p.cell == "F4")


def test_closing_day_and_closing_cause_are_told_apart_and_many_names_are_known() -> None:
    header: list[Value] = [
        "Nr",
        "Navn",
        "Åbningsdato",
        "Lukkedato",
        "Lukkeårsag",
        "Afløses af",
        "Afd",
    ]
    row: list[Value] = ["10", "Solen", "01.01.2020", "31.12.2023", "Overgået til privat", "", "A"]
    found = read([header, row])
    assert found.problems == ()
    assert facts(found, "enhed", "fra", "til", "aarsag") == [
        ("10", date(2020, 1, 1), date(2023, 12, 31), "overdraget til leverandør")
    ]


def test_the_columns_go_by_many_names() -> None:
    header: list[Value] = [
        "Org.enhed", "Navn", "Overordnet afdeling", "Gyldig fra", "Gyldig til", "Lukningsårsag",
        "Ny enhed", "Tidligere navne",
    ]  # fmt: skip
    found = read(
        [
            header,
            ["3100", "Solen", "Skole", "", "30.06.2024", "Lukket", "3102", ""],
            ["3102", "Månen", "Skole", "01.07.2024", "", "", "", "Månehuset"],
        ]
    )
    assert (found.problems, found.unused) == ((), ())
    assert facts(found, "enhed", "afdeling", "efterfoelger", "aliasser") == [
        ("3100", "Skole", "3102", None), ("3102", "Skole", None, "Månehuset"),
    ]  # fmt: skip


def test_enheder_that_stand_in_no_afdeling_are_told_of() -> None:
    found = read([["Enhedsnr.", "Enhed", "Til"], ["100", "Solen", "31.12.2023"]])
    assert codes(found) == [("no_afdeling", "")]
    assert "»Ikke tilknyttet«" in found.problems[0].message
    rows: list[list[Value]] = [["100", "A", ""], ["101", "A", "31.12.2024"], ["102", "", ""]]
    found = read([["Enhedsnr.", "Afdeling", "Til"], *rows])
    assert codes(found) == [("missing_value", "B4")]
    assert not found.refused
