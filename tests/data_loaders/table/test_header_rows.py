import pytest

from core.quarter import Quarter
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row
from data_loaders.kinds.extract import extract_header
from data_loaders.table.header_rows import read_heading
from data_loaders.table.layout import Layout


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (("Fravær", "Kort"), "korttid"),
        (("Fravær", "I alt"), "dagsvaerk"),
        (("Fravær", "Medarbejdere"), "medarbejdere"),
        (("Fravær", "Afdeling"), "afdeling"),
        (("Enhed", "Navn"), "enhed_navn"),
        (("Afdeling", "Navn"), "afdeling"),
        (("Medarbejdere", "Gns."), "medarbejdere"),
        (("Medarbejdere", "Årsværk"), "fuldtidsstillinger"),
        (("Fravær", "dagsværk"), "dagsvaerk"),
        (("Fravær", "%"), None),
        (("Fravær", "timer"), None),
        (("Barsel", "Dagsværk"), None),
        (("Sygefravær pr. medarbejder", "Dagsværk"), None),
        (("Forrige år", "Dagsværk"), None),
        (("Fravær", "Forløb"), None),
    ],
)
def test_a_group_s_name_and_the_name_under_it_are_read_together(
    parts: tuple[str, ...], field: str | None
) -> None:
    rule = read_heading(parts).rule
    assert (rule and rule.field) == field


def test_a_header_may_name_its_time_anywhere() -> None:
    for parts in [("2024", "K4", "Dagsværk"), ("Dagsværk", "4. kvt. 2024"), ("Dagsværk 2024 Q4",)]:
        found = read_heading(parts)
        assert found.rule is not None
        assert (found.rule.field, found.period) == ("dagsvaerk", Quarter(2024, 4).period)


def found(*rows: Row) -> Layout:
    return extract_header.find_layout(Sheet.from_rows("", list(rows)))


def test_a_title_above_the_header_is_no_part_of_it() -> None:
    title: Row = ["Sygefravær i dagsværk og medarbejdere", None, None, None]
    layout = found(title, ["Enhed", "Afdeling", "Dagsværk", "FTE"], ["a", "A", 1, 2])
    assert (layout.index, layout.depth, layout.top) == (1, 1, 1)
    assert layout.headers == ("Enhed", "Afdeling", "Dagsværk", "FTE")


def test_the_words_of_a_header_in_two_rows_are_joined() -> None:
    layout = found(
        ["Enhed", "Afdeling", "Fravær", None, "Medarb."],
        [None, None, "Kort", "Lang", None],
        ["a", "A", 1, 2, 3],
    )
    assert (layout.index, layout.depth) == (1, 2)
    assert layout.headers == ("Enhed", "Afdeling", "Fravær Kort", "Fravær Lang", "Medarb.")


def test_a_group_ends_where_a_higher_group_begins() -> None:
    layout = found(
        [None, 2023, None, 2024, None],
        [None, "K4", None, None, None],
        ["Enhed", "Dagsværk", "Medarb.", "Dagsværk", "Medarb."],
        ["a", 1, 2, 3, 4],
    )
    assert layout.headers[2:4] == ("2023 K4 Medarb.", "2024 Dagsværk")


def test_a_row_of_units_of_measure_belongs_to_the_header() -> None:
    layout = found(
        ["Enhed", "Sygefravær", "Sygefravær", "Medarb."],
        [None, "dagsværk", "%", "antal"],
        ["a", 1, 2, 3],
    )
    assert (layout.index, layout.columns["dagsvaerk"]) == (1, 1)
    assert layout.problems == ()


def test_a_first_row_of_text_is_no_row_of_units_of_measure() -> None:
    layout = found(["Enhed", "Dagsværk", "Medarb."], ["a", "ukendt", "ukendt"])
    assert layout.index == 0
