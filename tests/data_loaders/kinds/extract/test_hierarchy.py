"""Where a unit belongs when no column says so, and when nothing does."""

from data_loaders.files.values import Value
from data_loaders.report import Report
from tests.data_loaders.builders import codes, report

HEADER: list[Value] = ["Enhed", "Dagsværk", "Medarb."]


def afdelinger(found: Report) -> dict[str, tuple[str | None, str | None]]:
    return {row.enhed: (row.omraade, row.afdeling) for row in found.rows}


def test_lone_headings_are_afdelinger_and_two_in_a_row_an_omraade_and_its_first() -> None:
    rows: list[list[Value]] = [
        ["Øst"], ["A"], ["a", 1, 2], ["B"], ["b", 3, 4], ["Vest"], ["C"], ["c", 5, 6],
    ]  # fmt: skip
    found = report([HEADER, *rows])
    assert afdelinger(found) == {"a": ("Øst", "A"), "b": ("Øst", "B"), "c": ("Vest", "C")}
    assert codes(found) == [("groups_from_rows", "A2")]
    assert "»Øst«, »A«, »B« og 2 mere" in found.problems[0].message


def test_a_remark_is_no_heading() -> None:
    rows: list[list[Value]] = [["Bemærk: nye enheder."], ["a", 1, 2], ["Side 2"], ["b", 3, 4]]
    found = report([HEADER, *rows])
    assert afdelinger(found) == {"a": (None, None), "b": (None, None)}
    assert [code for code, _ in codes(found)] == ["no_afdeling", "text_row", "text_row"] or {
        code for code, _ in codes(found)
    } == {"no_afdeling", "text_row"}


def test_a_heading_below_the_first_unit_is_only_text() -> None:
    found = report([HEADER, ["a", 1, 2], ["B"], ["b", 3, 4]])
    assert {row.afdeling for row in found.rows} == {None}
    assert {code for code, _ in codes(found)} == {"no_afdeling", "text_row"}


def test_indentation_of_three_levels_below_the_kommune() -> None:
    rows: list[list[Value]] = [
        ["Kommunen i alt", 15, 18],
        ["Øst", 10, 12],
        ["  A", 4, 6],
        ["    a", 1, 2],
        ["    b", 3, 4],
        ["  B", 6, 6],
        ["    c", 6, 6],
        ["Vest", 5, 6],
        ["  C", 5, 6],
        ["    d", 5, 6],
    ]
    found = report([HEADER, *rows])
    assert afdelinger(found) == {
        "a": ("Øst", "A"), "b": ("Øst", "A"), "c": ("Øst", "B"), "d": ("Vest", "C"),
    }  # fmt: skip
    assert [code for code, _ in codes(found)] == ["groups_from_rows"]
    assert all(total.agrees for total in found.totals)
    assert len(found.totals) == 2 * 6


def test_spaces_that_mean_nothing_never_take_a_unit_for_a_sum() -> None:
    found = report([HEADER, ["a", 10, 2], [" b", 3, 4], ["c", 5, 6]])
    assert ("unclear_total", "A2") in codes(found)
    assert found.refused


def test_the_people_of_a_group_may_be_fewer_than_its_units() -> None:
    found = report([HEADER, ["A", 4, 4], ["  a", 1, 2], ["  b", 3, 4]])
    assert not found.refused
    assert [code for code, _ in codes(found)] == ["groups_from_rows", "total_mismatch"]


def test_indentation_beside_an_afdeling_is_only_for_the_eye() -> None:
    header: list[Value] = ["Afdeling", "Enhed", "Dagsværk", "Medarb."]
    found = report([header, ["A", "a", 1, 2], ["A", "  b", 3, 4]])
    assert afdelinger(found) == {"a": (None, "A"), "b": (None, "A")}
    assert found.problems == ()
