import re
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import ErrorCell, Value, to_exact_decimal
from data_loaders.words import numbers
from data_loaders.words.numbers import NumberFault, NumberStyle
from tests.data_loaders.builders import danish

AMOUNTS = st.decimals(-9_999_999, 9_999_999, places=2, allow_nan=False)


def negate(text: str, how: str) -> str:
    return {
        "before": f"-{text}",
        "after": f"{text}-",
        "brackets": f"({text})",
        "CR": f"{text} CR",
        "minus": f"−{text}",
        "spaced": f"- {text}",
    }[how]


@given(
    AMOUNTS.filter(lambda n: n < 0),
    st.sampled_from(["before", "after", "brackets", "CR", "minus", "spaced"]),
    st.sampled_from([".", " ", "\u00a0", "\u202f", "\u2009", ""]),
)
def test_every_sign_and_every_space_is_read(number: Decimal, how: str, thousands: str) -> None:
    text = negate(danish(-number).replace(".", thousands), how)
    assert numbers.parse_number(f"  {text}\u00a0", NumberStyle.DANISH) == number


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_a_column_is_read_alike_in_both_styles(amounts: list[Decimal]) -> None:
    in_danish: list[Value] = [danish(n) for n in amounts]
    in_english: list[Value] = [f"{n:,}" for n in amounts]
    assert numbers.find_proven_style(in_danish) == {NumberStyle.DANISH}
    assert numbers.find_proven_style(in_english) == {NumberStyle.ENGLISH}
    assert numbers.read_numbers(in_danish, NumberStyle.DANISH) == amounts
    assert numbers.read_numbers(in_english, NumberStyle.ENGLISH) == amounts


@given(st.floats(-1e8, 1e8, allow_nan=False))
def test_a_number_cell_keeps_its_shortest_decimals(number: float) -> None:
    assert float(to_exact_decimal(number)) == number
    assert to_exact_decimal(number) == Decimal(repr(number))


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1.234", NumberStyle.DANISH, "1234"),
        ("1.234", NumberStyle.ENGLISH, "1.234"),
        ("-11.010,00", NumberStyle.DANISH, "-11010"),
        ("1.234,50-", NumberStyle.DANISH, "-1234.5"),
        ("1,234.5", NumberStyle.ENGLISH, "1234.5"),
        ("0,123", NumberStyle.DANISH, "0.123"),
        (",50", NumberStyle.DANISH, "0.5"),
        ("1.234.567", NumberStyle.DANISH, "1234567"),
    ],
)
def test_styles(text: str, style: NumberStyle, expected: str) -> None:
    assert numbers.parse_number(text, style) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.23.4",
        "1,2,3",
        "--1",
        "-(1)",
        "-1-",
        "(1",
        "1)",
        "12 34",
        "5 %",
        "1e5",
        "0.123",
    ],
)
def test_what_is_no_danish_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        numbers.parse_number(text, NumberStyle.DANISH)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("****", "overflow"),
        ("*", "overflow"),
        ("####", "overflow"),
        ("#REF!", "error_cell"),
        ("#DIVISION/0!", "error_cell"),
        ("#I/T", "error_cell"),
        (ErrorCell("#N/A"), "error_cell"),
        ("syg", "invalid_number"),
        (True, "invalid_number"),
        (float("nan"), "invalid_number"),
        (1e300, "implausible_number"),
    ],
)
def test_what_is_no_number_is_never_zero(cell: Value, code: str) -> None:
    assert numbers.read_numbers([cell], NumberStyle.DANISH) == [NumberFault(code)]


def test_blank_is_missing() -> None:
    assert numbers.read_numbers([None, "", " ", "-", "–"], NumberStyle.DANISH) == [None] * 5


def test_a_lone_thousand_proves_nothing() -> None:
    assert numbers.find_proven_style(["1.234", "12"]) == frozenset()
    assert numbers.find_possible_styles(["1.234", "12"]) == set(NumberStyle)
    assert numbers.find_possible_styles(["12", 3.5]) == {NumberStyle.DANISH}


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("7:24", 7.4), ("37:00", 37.0), ("37:00:00", 37.0), ("-7:30", -7.5), ("37 t.", "37"),
        ("7,4 timer", "7,4"), ("7,4 tim.", "7,4"), ("37", "37"), (7.4, 7.4), ("syv", "syv"),
        (datetime.fromisoformat("1900-01-01 13:00"), 37.0),
    ],
)  # fmt: skip
def test_hours_are_read_also_as_times(cell: Value, hours: Value) -> None:
    assert numbers.read_hours(cell) == hours
