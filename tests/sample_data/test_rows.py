"""What the rows of every seed must hold to, and the awkward lives among the units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Quarter
from sample_data.municipality import AFDELINGER
from sample_data.rows import make_rows, share_out

LAST = Quarter(2024, 4)


@given(
    steps=st.integers(0, 10**6),
    weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda w: sum(w) > 1e-6),
)
def test_shares_are_whole_steps_that_sum_to_the_total(steps: int, weights: list[float]) -> None:
    step = Decimal("0.01")
    shares = share_out(steps * step, weights, step=step)
    assert sum(shares) == steps * step
    for share, weight in zip(shares, weights, strict=True):
        fair = steps * weight / sum(weights)
        assert share >= 0
        assert abs(float(share / step) - fair) <= 1 + 1e-6


def test_every_row_holds_together() -> None:
    for row in make_rows():
        assert row.medarbejdere > 0, row
        assert row.korttid >= 0, row
        assert row.langtid >= 0, row
        assert row.dagsvaerk == row.korttid + row.langtid
        assert row.dagsvaerk == row.dagsvaerk.quantize(Decimal("0.01"))
        assert row.medarbejdere == row.medarbejdere.quantize(Decimal("0.1"))
        assert Decimal("0.75") < row.fuldtidsstillinger / row.medarbejdere < Decimal("0.95"), row


def test_a_unit_stands_once_in_a_quarter() -> None:
    keys = [(row.quarter, row.enhed) for row in make_rows()]
    assert len(keys) == len(set(keys))
    assert len({row.quarter for row in make_rows()}) == 12


def test_numbers_sort_the_organisation() -> None:
    for quarter in {row.quarter for row in make_rows()}:
        inside = sorted(
            (row for row in make_rows() if row.quarter == quarter), key=lambda r: r.enhed
        )
        met = list(dict.fromkeys((row.omraade, row.afdeling) for row in inside))
        assert met == [(afdeling.omraade, afdeling.name) for afdeling in AFDELINGER]
    assert any(row.enhed.startswith("0") for row in make_rows())


def find_quarters(number: str) -> list[Quarter]:
    return [row.quarter for row in make_rows() if row.enhed == number]


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        ("2214", "2022K1", "2023K3"),  # closed
        ("1380", "2022K1", "2024K2"),  # handed to a supplier
        ("2219", "2023K4", "2024K4"),  # new
        ("2535", "2024K1", "2024K4"),  # taken back from a supplier
    ],
)
def test_units_come_and_go(number: str, first: str, last: str) -> None:
    life = find_quarters(number)
    assert (str(life[0]), str(life[-1])) == (first, last)


def test_a_unit_that_closes_inside_a_quarter_counts_for_its_days() -> None:
    heads = {row.quarter: row.medarbejdere for row in make_rows() if row.enhed == "1380"}
    assert heads[Quarter(2024, 2)] < heads[Quarter(2024, 1)] * Decimal("0.7")  # 61 of 91 days


def test_one_unit_moves_between_afdelinger_before_the_published_windows() -> None:
    homes = {row.quarter: row.afdeling for row in make_rows() if row.enhed == "2290"}
    assert homes[Quarter(2023, 2)] == "Børn & Familie"
    assert {homes[quarter] for quarter in homes if quarter >= Quarter(2023, 3)} == {
        "Dagtilbud & Skole"
    }


def test_a_few_units_are_below_the_smallest_group() -> None:
    tiny = {row.enhed for row in make_rows() if row.quarter == LAST and row.medarbejdere < 5}
    assert tiny == {"0101", "1260", "1350", "2455"}


def test_winters_are_worse_than_summers() -> None:
    def days(quarter: Quarter) -> Decimal:
        return sum((row.dagsvaerk for row in make_rows() if row.quarter == quarter), Decimal(0))

    for year in (2022, 2023, 2024):
        first, second, third, fourth = (days(Quarter(year, number)) for number in (1, 2, 3, 4))
        assert third < second < first
        assert third < fourth
