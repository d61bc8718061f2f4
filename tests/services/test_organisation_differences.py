from datetime import date

from core.quarter import Quarter
from services.organisation_differences import UnitLife, find_closed_units, find_differences
from tests.stored_rows import row

OPEN = UnitLife("1001", "Enhed 1001", None, None)


def test_the_same_enheder_are_nothing_to_say() -> None:
    assert find_differences([row("2024K4", "01001")], [OPEN]) == []
    assert find_differences([row("2024K4")], []) == []


def test_each_side_s_strangers_are_named_by_quarter() -> None:
    lives = [OPEN, UnitLife("1002", "Havnen", date(2024, 1, 1), None)]
    problems = find_differences([row("2024K4"), row("2024K4", "1003")], lives)
    assert [problem.code for problem in problems] == ["not_in_organisation", "not_in_file"]
    assert "1 enhed i filen er ikke i organisationen i 4. kvartal 2024: Enhed 1003" in (
        problems[0].message
    )
    assert "ikke i filen for 4. kvartal 2024: Havnen" in problems[1].message


def test_only_a_whole_quarter_makes_an_enhed_expected_but_a_day_lets_it_in() -> None:
    opened = UnitLife("1002", "Havnen", date(2024, 11, 1), date(2025, 2, 1))
    assert find_differences([row("2024K4")], [OPEN, opened]) == []
    assert find_differences([row("2024K4"), row("2024K4", "1002")], [OPEN, opened]) == []
    problems = find_differences([row("2025K2"), row("2025K2", "1002")], [OPEN, opened])
    assert [problem.code for problem in problems] == ["not_in_organisation"]


def test_an_enhed_without_a_number_is_known_by_its_name() -> None:
    assert find_differences([row("2024K4", "Enhed 1001")], [OPEN]) == []


def test_many_names_are_counted() -> None:
    lives = [UnitLife(str(n), f"Hus {n}", None, None) for n in range(2000, 2008)]
    (problem,) = find_differences([row("2024K4")], [OPEN, *lives])
    assert problem.message.startswith("8 enheder i organisationen")
    assert "Hus 2004 og 3 mere" in problem.message


def test_an_enhed_is_closed_where_none_of_its_lives_reaches_the_quarters_last_day() -> None:
    moved = [
        UnitLife("1002", "Havnen", None, date(2024, 5, 31)),
        UnitLife("1002", "Havnen", date(2024, 6, 1), None),
    ]
    gone = UnitLife("01003", "Kantinen", None, date(2024, 5, 31))
    lives = [OPEN, *moved, gone]
    assert find_closed_units(lives, Quarter(2024, 1)) == set()
    assert find_closed_units(lives, Quarter(2024, 2)) == {"1003", "kantinen"}
    assert find_closed_units(lives, Quarter(2024, 3)) == {"1003", "kantinen"}
    assert (
        find_closed_units([UnitLife("1004", "Broen", None, date(2024, 6, 30))], Quarter(2024, 2))
        == set()
    )
