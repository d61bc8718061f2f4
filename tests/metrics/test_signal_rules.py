"""The limits and the four rules, beside the same in plain Python."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.signal.shifts import find_shifts
from metrics.signal.xmr import Rule, Signal, compute_limits, find_signal_start, find_signals

WIDTH = 6.0
whole = st.lists(st.integers(-8, 8), min_size=1, max_size=24)


def asked(values: Sequence[float]) -> list[Signal | None]:
    return find_signals(np.array(values, dtype=float), WIDTH)


def plain_rules(values: Sequence[int]) -> dict[Rule, bool]:
    seven = values[-7:]
    return {
        Rule.UDENFOR: values[-1] > 6,
        Rule.TO_AF_TRE: values[-1] > 4 and sum(one > 4 for one in values[-3:]) >= 2,
        Rule.SYV_PAA_SAMME_SIDE: len(seven) == 7 and all(one > 0 for one in seven),
        Rule.SYV_I_SAMME_RETNING: len(seven) == 7 and all(b > a for a, b in pairwise(seven)),
    }


def oracle(values: Sequence[int]) -> tuple[Rule, bool] | None:
    """Ask the rules of the last value, upwards and downwards, the most telling first."""
    up, down = plain_rules(values), plain_rules([-one for one in values])
    found = [
        (rule, rises) for rule in Rule for rises in (True, False) if (up if rises else down)[rule]
    ]
    return found[0] if found else None


@given(whole)
def test_the_rules_are_those_of_the_plain_ones(values: list[int]) -> None:
    expected = [oracle(values[: end + 1]) for end in range(len(values))]
    assert [one and (one.rule, one.rises) for one in asked(values)] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, 6], None),
        ([0, 1, 6.5], Signal(Rule.UDENFOR, rises=True, start=2)),
        ([0, -5, -1, -5], Signal(Rule.TO_AF_TRE, rises=False, start=1)),
        ([0, -5, 1, -5], Signal(Rule.TO_AF_TRE, rises=False, start=3)),  # not since the first
        ([0, 0, 5, 5], Signal(Rule.TO_AF_TRE, rises=True, start=2)),
        ([0, 5, 5, 0], None),  # the newest is back
        ([0, 5, 5, 3], None),
        ([0, 5, -5, 0], None),
        ([0, 5, 0, 0, 5], None),
        ([-1, 1, 2, 1, 2, 1, 2, 1], Signal(Rule.SYV_PAA_SAMME_SIDE, rises=True, start=1)),
        ([1, 1, 2, 0, 2, 1, 2], None),
        ([3, 2, 1, 0, -1, -2, -3], Signal(Rule.SYV_I_SAMME_RETNING, rises=False, start=0)),
        ([3, 2, 1, 1, -1, -2, -3], None),
        ([2, 1, 0, -1, -2, -3], None),
    ],
)
def test_what_is_a_signal_and_where_it_began(values: list[float], expected: Signal | None) -> None:
    assert asked(values)[-1] == expected


def test_a_signal_goes_back_to_the_start_of_its_chain() -> None:
    found = asked([0, -9, 0, 5, 5, 9, 7])
    newest = found[-1]
    assert newest is not None
    assert (newest.start, find_signal_start(found, newest)) == (4, 3)


def test_a_level_is_not_said_to_have_lasted_since_a_trend_began() -> None:
    found = asked([-6, -5, -4, -3, -2, -1, 3, 7])
    newest = found[-1]
    assert found[-2] == Signal(Rule.SYV_I_SAMME_RETNING, rises=True, start=0)
    assert newest is not None
    assert find_signal_start(found, newest) == 7


def test_limits_by_hand() -> None:
    """Ranges 2, 1, 2, 3 and 2: 2 on average."""
    drawn = compute_limits(np.array([10.0, 12, 11, 13, 10, 12]), [], [])
    assert drawn.width == pytest.approx(2 * 2.66 * 1.41)
    assert drawn.centre == pytest.approx(np.full(6, 68 / 6))


def test_from_thirteen_points_the_limits_are_not_widened() -> None:
    values = np.resize([1.0, 2.0], 13)
    assert compute_limits(values[:12], [], []).width == pytest.approx(2.66 * 1.41)
    assert compute_limits(values, [], []).width == pytest.approx(2.66)


def test_neither_a_step_nor_a_lone_value_widens_the_limits() -> None:
    """Ranges of 1 within the levels; across the lone 50 it is 0."""
    drawn = compute_limits(np.array([1.0, 2, 1, 2, 50, 2, 1, 21, 22, 21]), [7], [4])
    assert drawn.width == pytest.approx(6 / 7 * 2.66 * 1.41)
    assert drawn.centre == pytest.approx(np.full(10, 9 / 6))


@pytest.mark.parametrize(
    ("size", "starts", "usual"),
    [
        (10, [], (0, 10)),
        (10, [7], (0, 7)),
        (10, [3], (3, 10)),  # three quarters are no year
        (12, [4], (0, 4)),  # the newest has not lasted three years
        (16, [4], (4, 16)),
        (16, [6, 14], (6, 14)),
        (30, [14, 20], (0, 14)),
        (18, [4, 8, 14], (8, 14)),
    ],
)
def test_which_level_is_the_usual_one(size: int, starts: list[int], usual: tuple[int, int]) -> None:
    """The mean from the usual level's start on is that of its positions alone."""
    values = np.arange(size, dtype=float) ** 2
    centre = compute_limits(values, starts, []).centre
    assert centre[usual[0] :] == pytest.approx(
        np.full(size - usual[0], values[slice(*usual)].mean())
    )


@given(st.integers(0, 10**6), st.integers(1, 12))
def test_a_clear_step_is_found_where_it_is(seed: int, step: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(0, 0.1, 14) + 3 * (np.arange(14) >= step)
    found = find_shifts(values, np.ones((14, 1)))
    assert step in found.starts
    assert found.base[0] == pytest.approx(values[:step].mean(), abs=0.3)


@given(st.integers(0, 10**6), st.integers(2, 11))
def test_a_clear_lone_value_is_found_where_it_is(seed: int, at: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(0, 0.1, 14) + 3 * (np.arange(14) == at)
    assert at in find_shifts(values, np.ones((14, 1))).lone


@given(st.integers(0, 10**6))
def test_a_step_that_the_basis_explains_is_not_found_again(seed: int) -> None:
    values = np.random.default_rng(seed).normal(0, 1, 14)
    basis = np.equal.outer(np.arange(14) >= 5, [False, True]).astype(float)
    assert 5 not in find_shifts(values, basis).starts


def test_nothing_is_found_where_nothing_is() -> None:
    found = find_shifts(np.full(14, 3.0), np.ones((14, 1)))
    assert (found.starts, found.lone, found.base.tolist()) == ((), (), pytest.approx([3.0]))
