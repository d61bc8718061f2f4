"""How often a step is found, and how often there is an alarm without one.

Quarters vary independently by 4 % (standard deviation of the mean) beside the season: an afdeling
of some hundred medarbejdere. The season swings around the year as a cosine of any phase.
"""

import numpy as np
import pytest

from core.quarter import Quarter
from metrics.signal.verdict import Verdict, VerdictKind, judge

FIRST = Quarter(2022, 1)
SWINGS = [0.10, 0.15, 0.25]
SERIES = 500


def verdicts(  # the swing, the noise and the step are shares of the level
    swing: float, *, step: float = 0.0, noise: float = 0.04, quarters: int = 12, newest: int = 0
) -> list[Verdict]:
    """Judge many series; the step begins anywhere in the later half, or so many quarters ago."""
    draw = np.random.default_rng(round(swing * 100))
    at = np.arange(quarters)
    phase = draw.uniform(0, 2 * np.pi, (SERIES, 1))
    begun = draw.integers(quarters // 2, quarters, (SERIES, 1))
    begun = np.full_like(begun, quarters - newest) if newest else begun
    season = 1 + swing * np.cos(np.pi / 2 * at + phase)
    values = season * draw.normal(1, noise, (SERIES, quarters)) * (1 + step * (at >= begun))
    return [
        judge([(FIRST + after, float(value)) for after, value in enumerate(row)]) for row in values
    ]


def share(found: list[Verdict], kind: VerdictKind) -> float:
    return sum(one.kind is kind for one in found) / len(found)


@pytest.mark.parametrize("swing", SWINGS)
def test_a_step_of_20_percent_is_found_in_seven_of_eight(swing: float) -> None:
    assert share(verdicts(swing, step=0.2), VerdictKind.STIGNING) >= 0.875


@pytest.mark.parametrize("swing", SWINGS)
def test_a_fall_of_20_percent_is_found_in_seven_of_eight(swing: float) -> None:
    assert share(verdicts(swing, step=-0.2), VerdictKind.FALD) >= 0.875


@pytest.mark.parametrize("swing", SWINGS)
def test_there_is_no_alarm_in_more_than_nine_of_ten_without_a_step(swing: float) -> None:
    found = verdicts(swing)
    assert share(found, VerdictKind.INGEN) > 0.90
    assert sum(any(point.flagged for point in one.points) for one in found) < SERIES * 0.12


@pytest.mark.parametrize("quarters", [10, 13, 16, 24])
def test_there_are_no_more_alarms_in_shorter_and_longer_series(quarters: int) -> None:
    assert share(verdicts(0.15, quarters=quarters), VerdictKind.INGEN) > 0.90


@pytest.mark.parametrize(("newest", "least"), [(1, 0.70), (2, 0.90), (6, 0.95)])
def test_a_step_is_found_soon_and_stays_found(newest: int, least: float) -> None:
    assert share(verdicts(0.15, step=0.2, newest=newest), VerdictKind.STIGNING) >= least


def test_a_step_tells_since_when() -> None:
    found = verdicts(0.15, step=0.2, newest=4)
    right = [one.since == FIRST + 8 for one in found if one.kind is VerdictKind.STIGNING]
    assert sum(right) / len(right) > 0.85


@pytest.mark.parametrize(("noise", "least", "most"), [(0.03, 0.97, 1.0), (0.06, 0.6, 0.85)])
def test_how_much_is_found_depends_on_the_noise(noise: float, least: float, most: float) -> None:
    """At 6 % a step of 20 % is less than the widened limits (4.2 standard deviations)."""
    assert least <= share(verdicts(0.15, step=0.2, noise=noise), VerdictKind.STIGNING) <= most
