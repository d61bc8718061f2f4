"""The verdict on a series: limits worked out by hand, and what must not change it."""

from collections.abc import Sequence
from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NoDataError, UsageError
from core.quarter import Quarter
from metrics.signal.verdict import Verdict, VerdictKind, judge
from metrics.signal.xmr import Rule

FIRST = Quarter(2022, 1)
# Each of the four quarters of the year has the values 9, 10 and 11 once: no season.
FLAT = [9, 10, 11] * 4
CALM = [9.8, 10, 10.2] * 4
# 14 in moving ranges, 11 of them; 2.66 and, for 12 points, 1.41.
WIDTH = 14 / 11 * 2.66 * 1.41
seeds = st.integers(0, 10**6)


def series(values: Sequence[float], first: Quarter = FIRST) -> list[tuple[Quarter, float]]:
    return [(first + at, float(value)) for at, value in enumerate(values)]


def random_values(seed: int, size: int = 14) -> list[float]:
    """Draw a series with a season, in half of the cases with a step."""
    draw = np.random.default_rng(seed)
    values = np.resize(draw.uniform(3, 5, 4), size) * draw.normal(1, 0.05, size)
    values[draw.integers(size // 2, size) :] *= draw.choice([1.0, 1.25])
    return list(values)


def told(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict says without naming a quarter or an amount."""
    rules = tuple(point.rule for point in verdict.points)
    return (verdict.kind, verdict.rule, verdict.provisional, rules)


def test_the_limits_are_the_mean_and_the_mean_moving_range() -> None:
    verdict = judge(series(FLAT))
    assert (verdict.kind, verdict.rule, verdict.since) == (VerdictKind.INGEN, None, None)
    assert (verdict.lower, verdict.upper) == pytest.approx((10 - WIDTH, 10 + WIDTH))
    assert verdict.judged == 12
    assert [point.centre for point in verdict.points] == pytest.approx([10] * 12)
    assert [point.value for point in verdict.points] == FLAT


def test_the_limits_are_given_in_the_season_of_the_newest_quarter() -> None:
    season = [1.0, 0.75, 1.0, 1.25] * 3
    values = [value * factor for value, factor in zip(FLAT, season, strict=True)]
    verdict = judge(series(values))
    assert (verdict.lower, verdict.upper) == pytest.approx(
        (1.25 * (10 - WIDTH), 1.25 * (10 + WIDTH))
    )
    limits = [(point.lower, point.centre, point.upper) for point in verdict.points]
    for limit, factor in zip(limits, season, strict=True):
        assert limit == pytest.approx((factor * (10 - WIDTH), factor * 10, factor * (10 + WIDTH)))


def test_limits_are_provisional_and_wider_up_to_twelve_points() -> None:
    assert judge(series(FLAT)).provisional
    longer = judge(series([*FLAT, *FLAT]))
    assert not longer.provisional
    assert longer.upper - 10 == pytest.approx(30 / 23 * 2.66)


@pytest.mark.parametrize(("factor", "kind"), [(1.5, VerdictKind.STIGNING), (0.5, VerdictKind.FALD)])
@pytest.mark.parametrize("quarters", [1, 2, 3, 6, 7, 8])
def test_a_step_is_news_since_the_quarter_where_it_began(
    factor: float, kind: VerdictKind, quarters: int
) -> None:
    values = [value * (factor if at >= 12 - quarters else 1) for at, value in enumerate(CALM)]
    verdict = judge(series(values))
    assert (verdict.kind, verdict.since) == (kind, FIRST + 12 - quarters)


def test_a_step_moves_neither_the_mean_nor_the_width() -> None:
    """By hand: the usual level is 10, and no range is taken across the step."""
    verdict = judge(series([*FLAT, *[value + 10 for value in FLAT[:3]]]))
    assert [point.centre for point in verdict.points] == pytest.approx([10] * 15, rel=0.02)
    assert verdict.points[-1].upper < 15
    assert [point.flagged for point in verdict.points] == [False] * 12 + [True] * 3


def test_a_level_that_has_lasted_three_years_is_the_usual_one() -> None:
    short, long = ([*FLAT, *[value * 1.5 for value in [*FLAT][:more]]] for more in (11, 12))
    assert judge(series(short)).kind is VerdictKind.STIGNING
    assert judge(series(long)).kind is VerdictKind.INGEN
    assert judge(series(long)).points[0].centre == pytest.approx(10)
    assert judge(series(long)).points[-1].centre == pytest.approx(15)


def test_what_came_back_to_normal_is_no_news_but_is_marked() -> None:
    values = [*FLAT, *FLAT]
    values[15] = 20
    verdict = judge(series(values))
    assert verdict.kind is VerdictKind.INGEN
    assert [point.quarter for point in verdict.points if point.flagged] == [FIRST + 15]
    assert verdict.points[-1].upper == pytest.approx(10 + 28 / 21 * 2.66, rel=0.05)


def test_two_high_quarters_are_no_news_when_the_newest_is_back() -> None:
    values = [
        3.46,
        3.16,
        3.04,
        3.54,
        3.58,
        3.1,
        2.96,
        3.5,
        3.5,
        3.2,
        3.1,
        3.6,
        3.5,
        3.97,
        3.88,
        3.5,
    ]
    assert judge(series(values[:15])).since == FIRST + 13
    assert judge(series(values)).kind is VerdictKind.INGEN


def test_a_break_begins_anew() -> None:
    """A step of 50 % at a break is no signal; what comes after is judged on its own."""
    values = [*FLAT, *[value * 1.5 for value in FLAT]][:20]
    since = FIRST + 12
    assert judge(series(values)).kind is VerdictKind.STIGNING
    verdict = judge(series(values), breaks=[since])
    assert (verdict.kind, verdict.judged, verdict.provisional) == (VerdictKind.INGEN, 8, True)
    after = [point.centre for point in verdict.points if point.quarter >= since]
    assert after[4:] == pytest.approx(after[:4])  # only the season differs
    assert verdict.points[-1].centre > 1.4 * verdict.points[0].centre


@given(seeds, st.floats(0.1, 10))
@settings(deadline=None)
def test_the_level_before_a_break_does_not_matter(seed: int, factor: float) -> None:
    values = random_values(seed, 16)
    other = [value * factor if at < 8 else value for at, value in enumerate(values)]
    one, two = (judge(series(each), breaks=[FIRST + 8]) for each in (values, other))
    assert told(one)[:3] == told(two)[:3]
    assert (one.upper, one.lower) == pytest.approx((two.upper, two.lower))


def test_a_segment_too_short_for_limits_has_points_without() -> None:
    verdict = judge(series([*FLAT, *FLAT]), breaks=[FIRST + 3])
    assert verdict.judged == 21
    assert all(isnan(point.upper) and not point.flagged for point in verdict.points[:3])


def test_under_three_years_the_year_before_is_the_measure() -> None:
    """Each quarter is 1 above the year before, by turns 0 and 2: 2 in each moving range."""
    values = [20.0, 10, 5, 10]
    for difference in (0, 2, 0, 2, 0, 2):
        values.append(values[-4] + difference)
    verdict = judge(series(values))
    width = 2 * 2.66 * 1.41
    assert (verdict.kind, verdict.by_season, verdict.judged) == (VerdictKind.INGEN, False, 6)
    assert [point.centre for point in verdict.points] == pytest.approx([21, 11, 6, 11, 21, 13])
    assert (verdict.lower, verdict.upper) == pytest.approx((12 + 1 - width, 12 + 1 + width))
    values[-1] += 30
    assert judge(series(values)).kind is VerdictKind.STIGNING


@pytest.mark.parametrize(("size", "missing"), [(1, 9), (4, 6), (9, 1), (10, 0), (12, 0)])
def test_too_few_quarters_say_how_many_more(size: int, missing: int) -> None:
    verdict = judge(series(FLAT[:size]))
    assert (verdict.kind is VerdictKind.FOR_FAA) == bool(missing)
    assert (verdict.missing, verdict.after_break) == (missing, False)
    assert isnan(verdict.lower) == isnan(verdict.upper) == bool(missing)


def test_after_a_break_six_quarters_are_needed() -> None:
    """The season is known from before; without it the year before must lie after the break too."""
    verdict = judge(series([*FLAT, 10, 11]), breaks=[FIRST + 12])
    assert (verdict.kind, verdict.missing, verdict.after_break) == (VerdictKind.FOR_FAA, 4, True)
    short = judge(series(FLAT[:8]), breaks=[FIRST + 5])
    assert (short.missing, short.after_break) == (4, True)


def test_a_break_to_come_changes_nothing() -> None:
    assert judge(series(FLAT), breaks=[FIRST + 12]) == judge(series(FLAT))
    assert judge(series(FLAT[:8]), breaks=[FIRST + 8]).missing == 2


def test_quarters_may_be_missing_and_in_any_order() -> None:
    pairs = series([*FLAT, *FLAT])
    del pairs[5]
    verdict = judge(pairs[::-1])
    assert (verdict.quarter, verdict.kind, verdict.judged) == (FIRST + 23, VerdictKind.INGEN, 23)


@pytest.mark.parametrize("values", [[0.0] * 12, [4.0] * 12, [5.0, 4, 3, 4] * 4, [0.1] * 10])
def test_a_series_that_repeats_itself_has_no_signal(values: list[float]) -> None:
    verdict = judge(series(values))
    assert verdict.kind is VerdictKind.INGEN
    assert not any(point.flagged for point in verdict.points)
    assert (verdict.lower, verdict.upper) == pytest.approx((values[-1], values[-1]))


@given(st.lists(st.floats(0.1, 9), min_size=4, max_size=4), st.integers(10, 30))
@settings(deadline=None)
def test_a_season_alone_is_no_signal(season: list[float], size: int) -> None:
    """What is left of it is the arithmetic's own noise, and that has no rules."""
    assert not any(point.flagged for point in judge(series((season * 8)[:size])).points)


def test_quarters_without_absence_are_no_error() -> None:
    verdict = judge(series([3, 0, 2, 4, 2, 3, 0, 3, 3, 2, 2, 3, 4, 0]))
    assert verdict.kind is VerdictKind.INGEN
    assert verdict.lower == 0


@given(seeds, st.floats(1e-3, 1e6))
@settings(deadline=None)
def test_the_scale_does_not_matter(seed: int, factor: float) -> None:
    values = random_values(seed)
    one, two = judge(series(values)), judge(series([value * factor for value in values]))
    assert told(one) == told(two)
    assert one.since == two.since
    assert one.upper * factor == pytest.approx(two.upper)


@given(seeds, st.integers(-40, 40))
@settings(deadline=None)
def test_the_first_quarter_does_not_matter(seed: int, shift: int) -> None:
    values = random_values(seed)
    one, two = judge(series(values)), judge(series(values, FIRST + shift))
    assert told(one) == told(two)
    assert one.upper == pytest.approx(two.upper)
    assert (one.since and one.since + shift) == two.since


@given(seeds, st.lists(st.floats(0.5, 2), min_size=4, max_size=4))
@settings(deadline=None)
def test_the_season_does_not_matter(seed: int, season: list[float]) -> None:
    values = random_values(seed)
    other = [value * season[at % 4] for at, value in enumerate(values)]
    one, two = judge(series(values)), judge(series(other))
    assert (told(one), one.since) == (told(two), two.since)


@given(seeds)
@settings(deadline=None)
def test_a_value_beyond_the_limits_given_is_a_signal(seed: int) -> None:
    verdict = judge(series(random_values(seed)))
    newest = verdict.points[-1]
    outside = not verdict.lower <= newest.value <= verdict.upper
    assert outside == (verdict.rule is Rule.UDENFOR)
    assert (verdict.kind is VerdictKind.INGEN) == (newest.rule is None) == (verdict.since is None)


@pytest.mark.parametrize("value", [nan, inf, -0.5])
def test_a_value_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(UsageError, match=r"Værdien for 2\. kvartal 2022 er"):
        judge(series([1, value]))


def test_a_quarter_twice_and_no_quarter_are_refused() -> None:
    with pytest.raises(UsageError, match="to gange"):
        judge([*series(FLAT), (FIRST, 10.0)])
    with pytest.raises(NoDataError):
        judge([])
