from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import danish


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (13.9615, 1, "14,0"), (0.25, 1, "0,3"), (-0.25, 1, "−0,3"), (-0.04, 1, "0,0"),
        (1234567.891, 2, "1.234.567,89"), (4000, 0, "4.000"), (14.349999999999998, 1, "14,4"),
        (Decimal("2.5"), 0, "3"),
    ],
)  # fmt: skip
def test_numbers_are_danish_and_rounded_half_away_from_zero(
    value: float, decimals: int, text: str
) -> None:
    assert danish.format_number(value, decimals) == text


@given(st.integers(-10_000, 10_000), st.integers(1, 4_000))
def test_a_division_s_noise_never_decides_a_rounding(tenths: int, heads: int) -> None:
    exact = Decimal(tenths) / 20  # every other one ends in 5 at the second decimal
    rounded = danish.round_half_up(float(exact * heads) / heads, 1)
    assert rounded == exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def test_changes_carry_a_sign_and_a_real_minus() -> None:
    assert [danish.format_signed(x) for x in (-0.532, 0.44, 0.04)] == ["−0,5", "+0,4", "0,0"]
    assert danish.format_percent(0.432) == "43 %"
    assert danish.format_percentage_points(0.011) == "+1 procentpoint"


def test_of_many_words_the_rest_are_counted() -> None:
    assert danish.join_words(["a", "b"], limit=2) == "a og b"
    assert danish.join_words(["a", "b", "c"], limit=2) == "a, b og 1 mere"
    assert danish.join_words(["a"] * 1_500, limit=1) == "a og 1.499 mere"


def test_a_month_is_named_with_its_year() -> None:
    assert danish.format_month(datetime(2024, 5, 31).date()) == "maj 2024"


def test_dates_and_moments_are_danish() -> None:
    assert danish.format_date_long(datetime(2024, 12, 31).date()) == "31. december 2024"
    assert danish.format_moment(datetime(2025, 7, 14, 7, 5)) == "14. juli 2025 kl. 09.05"


def test_words_are_joined_and_counted_as_a_sentence_does() -> None:
    assert danish.join_words(["a"]) == "a"
    assert danish.join_words(["a", "b", "c"]) == "a, b og c"
    assert danish.format_count(1, "enhed", "enheder") == "1 enhed"
    assert danish.format_count(1200, "enhed", "enheder") == "1.200 enheder"


def test_the_size_of_a_file_is_written_in_kilobytes() -> None:
    assert [danish.format_file_size(size) for size in (1, 84_300, 1_234_567)] == [
        "1 kB",
        "84 kB",
        "1.235 kB",
    ]
