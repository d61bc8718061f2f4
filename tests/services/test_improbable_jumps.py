from decimal import Decimal

import pytest

from core.quarter import Quarter
from services.improbable_jumps import StoredQuarter, find_improbable_jumps
from tests.stored_rows import row

FIRST = Quarter(2022, 1)


def make_history(days: list[int], people: int = 10) -> dict[str, list[StoredQuarter]]:
    return {
        "1001": [
            StoredQuarter(FIRST + step, Decimal(day), Decimal(people))
            for step, day in enumerate(days)
        ]
    }


@pytest.mark.parametrize(
    ("days", "is_improbable"), [("38", False), ("55", False), ("75", True), ("400", True)]
)
def test_days_far_outside_the_unit_s_own_quarters_are_improbable(
    days: str,
    is_improbable: bool,  # noqa: FBT001
) -> None:
    # Rates 4.0, 3.6, 4.2, …: median 3.9, median range 0.4, reach 0.4 · 3.14 · 1.41 = 1.8. But less
    # than half of 3.9, 1.95, is never a jump: 5.85 is the highest that is probable.
    problems = find_improbable_jumps(
        make_history([40, 36, 42, 38, 40, 36, 38, 41]), [row("2024K1", "01001", days=days)]
    )
    assert [problem.code for problem in problems] == ["improbable_jump"] * is_improbable


def test_the_message_says_what_is_probable() -> None:
    (problem,) = find_improbable_jumps(make_history([40] * 8), [row("2024K1", days="400")])
    assert "40,0 fraværsdagsværk pr. medarbejder" in problem.message
    assert "andre 8 kvartaler er 2,0 til 6,0 sandsynligt" in problem.message


def test_a_unit_that_always_varies_much_may_go_on_doing_so() -> None:
    assert (
        find_improbable_jumps(
            make_history([10, 90, 20, 110, 15, 80, 5, 95]), [row("2024K1", days="170")]
        )
        == []
    )


def test_fewer_than_six_quarters_tell_nothing() -> None:
    assert find_improbable_jumps(make_history([40] * 5), [row("2024K1", days="4000")]) == []
    assert len(find_improbable_jumps(make_history([40] * 6), [row("2024K1", days="4000")])) == 1


def test_a_headcount_of_another_size_is_said_once() -> None:
    (problem,) = find_improbable_jumps(
        make_history([40] * 8), [row("2024K1", days="40", heads="100")]
    )
    assert "100,0 medarbejdere" in problem.message
    assert (
        find_improbable_jumps(make_history([40] * 8), [row("2024K1", days="40", heads="13")]) == []
    )


def test_the_file_s_own_other_quarters_are_history_too() -> None:
    rows = [row(str(FIRST + step), days="40") for step in range(7)]
    rows.append(row("2024K1", days="400"))
    assert len(find_improbable_jumps({}, rows)) == 1


def test_what_is_missing_is_no_jump_but_nobody_left_is() -> None:
    history = make_history([40] * 8)
    assert find_improbable_jumps(history, [row("2024K1", days=None)]) == []
    assert find_improbable_jumps(history, [row("2024K1", heads=None)]) == []
    assert len(find_improbable_jumps(history, [row("2024K1", heads="0")])) == 1
