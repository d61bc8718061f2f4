from datetime import date

from data_loaders.files.values import Value
from tests.data_loaders.kinds.list_sheets import codes, facts, read

HEADER: list[Value] = [
    "Slags", "Hvad", "Forum", "Møde", "Punkt", "Ansvarlig", "Frist", "Besvaret i", "Svar",
]  # fmt: skip


def test_decisions_and_promises_become_rows_of_the_store() -> None:
    report = read(
        [
            HEADER,
            ["Besluttet", "A", "Chefforum", "29.01.2025", 3, "HR", "30.04.2025", None, None],
            ["Løfte", "B", None, "29.01.2025", None, "Stab", None, "1. kvartal 2025", "Sendt"],
        ]
    )
    assert (report.kind, report.periods, report.problems) == ("opfoelgning", ("alt",), ())
    meeting = date(2025, 1, 29)
    assert facts(
        report,
        *("tekst", "slags", "forum", "moede", "punkt", "ansvarlig", "frist", "besvaret", "svar"),
    ) == [
        ("A", "beslutning", "Chefforum", meeting, 3, "HR", date(2025, 4, 30), None, None),
        ("B", "løfte", None, meeting, None, "Stab", None, "2025K1", "Sendt"),
    ]


def test_a_list_with_three_columns_holds_decisions() -> None:
    report = read([["Beslutning", "Mødedato", "Ansvarlig"], ["A", "29.01.2025", "HR"]])
    assert report.kind == "opfoelgning"
    assert report.facts["slags"].to_pylist() == ["beslutning"]


def test_a_number_that_is_no_items_is_refused_and_not_rounded() -> None:
    rows: list[list[Value]] = [
        ["Løfte", "B", None, "29.01.2025", item, "HR", None, None, None] for item in (3, 3.7, -1, 0)
    ]
    assert codes(read([HEADER, *rows])) == [
        ("invalid_number", "E3"), ("invalid_number", "E4"), ("invalid_number", "E5"),
    ]  # fmt: skip


def test_a_day_that_is_none_has_its_cell() -> None:
    report = read([HEADER, ["Løfte", "B", None, "snart", None, "HR", None, None, None]])
    assert ("invalid_date", "D2") in codes(report)
