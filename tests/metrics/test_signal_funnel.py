"""The funnel: limits by hand, and units made of people of whom a few have most of the days."""

from math import nan, sqrt

import numpy as np
import pandas as pd
import pytest

from metrics.signal.funnel import judge_funnel

UNITS = 300


def rows(values: list[float], employees: list[float]) -> pd.DataFrame:
    keys = [f"enhed {at}" for at in range(len(values))]
    return pd.DataFrame({"key": keys, "value": values, "employees": employees})


def people(draw: np.random.Generator, sizes: np.ndarray) -> pd.DataFrame:
    """Add up days per person: 5 % of them have 43 %, as in the sample; 14 days on average."""
    values = []
    for size in sizes:
        few = draw.random(size) < 0.05
        days = np.where(few, draw.gamma(2, 60, size), draw.gamma(1, 8.4, size))
        values.append(float(days.mean()))
    return rows(values, list(sizes))


def test_limits_by_hand() -> None:
    """The level is 9, the root's spread 1/2/√n; equal values are no wider than Poisson's."""
    found = judge_funnel(rows([9.0] * 10, [25.0] * 9 + [100.0]))
    assert found["lower"].tolist() == pytest.approx([(3 - 0.3) ** 2] * 9 + [(3 - 0.15) ** 2])
    assert found["upper"].tolist() == pytest.approx([(3 + 0.3) ** 2] * 9 + [(3 + 0.15) ** 2])
    assert not found["outside"].any()


def test_more_spread_than_poisson_widens_the_limits() -> None:
    """Of 25 each, half 4 and half 16: the level is 10, and nothing is far enough to draw in."""
    found = judge_funnel(rows([4.0, 16.0] * 10, [25.0] * 20))
    level = sqrt(10)
    z = [(root - level) / 0.1 for root in (2, 4)]
    reach = 3 * 0.1 * sqrt((z[0] ** 2 + z[1] ** 2) / 2)
    assert found["lower"].tolist() == pytest.approx([max(0, level - reach) ** 2] * 20)
    assert found["upper"].tolist() == pytest.approx([(level + reach) ** 2] * 20)


def test_the_level_is_pooled_over_employees() -> None:
    found = judge_funnel(rows([4.0] * 10 + [16.0], [1.0] * 10 + [1e9]))
    assert found["upper"].iloc[-1] == pytest.approx(16, rel=1e-3)


def test_few_units_stand_out_where_only_chance_differs() -> None:
    draw = np.random.default_rng(1)
    sizes = np.round(np.exp(draw.uniform(np.log(8), np.log(200), UNITS))).astype(int)
    shares = [judge_funnel(people(draw, sizes))["outside"].mean() for _ in range(10)]
    assert np.mean(shares) < 0.02
    plain = people(draw, sizes)
    limits = 3 * np.sqrt(14 / plain["employees"])
    assert (abs(plain["value"] - 14) > limits).mean() > 0.4  # what days cluster in must be counted


def test_a_unit_of_twice_the_level_stands_out_where_it_is_large() -> None:
    draw = np.random.default_rng(2)
    sizes = np.resize([10, 20, 40, 80, 160], UNITS)
    units = people(draw, sizes)
    units.loc[[0, 4], "value"] = [28.0, 28.0]
    assert judge_funnel(units)["outside"].iloc[[0, 4]].tolist() == [False, True]


def test_a_wild_unit_does_not_hide_others() -> None:
    draw = np.random.default_rng(3)
    units = people(draw, np.full(UNITS, 50))
    before = judge_funnel(units)
    units.loc[0, "value"] = 300.0
    after = judge_funnel(units)
    assert after["outside"].iloc[0]
    assert after["upper"].iloc[1] < before["upper"].iloc[1] * 1.25


def test_smaller_units_have_wider_limits() -> None:
    found = judge_funnel(people(np.random.default_rng(4), np.arange(10, 60)))
    assert found["upper"].is_monotonic_decreasing
    assert found["lower"].is_monotonic_increasing


def test_a_row_without_a_figure_takes_no_part() -> None:
    values, employees = [9.0, 8, 10, 9, 11, 7, 9, 9, 10, 8], [30.0] * 10
    alone = judge_funnel(rows(values, employees))
    found = judge_funnel(rows([*values, nan, 9, -1], [*employees, 30, 0, 30]))
    assert found["lower"].iloc[:10].tolist() == pytest.approx(alone["lower"].tolist())
    assert found["lower"].iloc[10:].isna().all()
    assert not found["outside"].iloc[10:].any()
    assert list(found["key"])[-1] == "enhed 12"


def test_fewer_than_ten_units_have_no_limits() -> None:
    found = judge_funnel(rows([9.0] * 8 + [90.0], [30.0] * 9))
    assert found["upper"].isna().all()
    assert not found["outside"].any()


def test_no_units_give_no_rows() -> None:
    assert judge_funnel(rows([], [])).empty
