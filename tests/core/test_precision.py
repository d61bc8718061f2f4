"""What a figure is printed as, and what that tells of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import danish
from core.edition import Edition
from core.precision import (
    Unit,
    find_printed_interval,
    find_printed_step,
    round_as_printed,
)
from tests.draws import draws

TENTH, WHOLE, PER_CENT = Decimal("0.1"), Decimal(1), Decimal("0.01")


@pytest.mark.parametrize(
    ("unit", "edition", "employees", "step"),
    [
        (Unit.DAGSVAERK, Edition.INTERN, 6, TENTH),
        (Unit.DAGSVAERK, Edition.OFFENTLIG, 39.9, WHOLE),
        (Unit.DAGSVAERK, Edition.OFFENTLIG, 40, TENTH),
        (Unit.DAGSVAERK, Edition.OFFENTLIG, None, TENTH),
        (Unit.ANDEL, Edition.OFFENTLIG, 12, PER_CENT),
        (Unit.ANTAL, Edition.INTERN, 12, WHOLE),
    ],
)
def test_a_small_group_is_printed_in_whole_dagsvaerk_to_the_public(
    unit: Unit, edition: Edition, employees: float | None, step: Decimal
) -> None:
    assert find_printed_step(unit, edition=edition, employees=employees) == step


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(ValueError, match="timer"):
        find_printed_step("timer", edition=Edition.INTERN)


@pytest.mark.parametrize(
    ("value", "step", "printed"),
    [(14.45, TENTH, 14.5), (-0.05, TENTH, -0.1), (2.5, WHOLE, 3), (0.425, PER_CENT, 0.43)],
)  # fmt: skip
def test_rounding_is_half_away_from_zero(value: float, step: Decimal, printed: float) -> None:
    assert str(round_as_printed(value, step)) == str(float(printed))


@given(st.floats(-500, 500), st.sampled_from([TENTH, WHOLE]))
@draws(200)
def test_a_figure_is_rounded_as_it_is_written_and_lies_in_its_interval(
    value: float, step: Decimal
) -> None:
    printed = round_as_printed(value, step)
    written = danish.round_half_up(value, 1 if step == TENTH else 0)
    assert printed == float(written)
    low, high = find_printed_interval(printed, step)
    assert low - 1e-9 <= value <= high + 1e-9
