"""CPR numbers by shape and date, whatever else stands around them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cpr import REMOVED, is_possible, parse_number, read_leading_digits, scrub_text


@pytest.mark.parametrize(
    "text",
    [
        "010185-1234", "0101851234", "010185 1234", "010185 - 1234", "010185–1234", "010185−1234",
        "01.01.85-1234", "01 01 85 1234", "01 01 85-1234", " 010185-1234 ",
        "610185-1234",  # a replacement number: 60 is added to the day
        "290200-4567",  # 29 February 2000
        "311299-9999",
        "010185\xa01234", "010185\u202f1234", "010185  1234", "010185\t1234", "010185\n1234",
        "010185--1234", "010185_1234", "010185:1234", "010185\u2010\xad1234", "010185\uff0d1234",
        "0101\u200b851234", "010185\u2060-\ufeff1234", "01.01.85.1234", "01-01-85-1234",
        "01/01/85-1234", "01.01.1985-1234", "01011985-1234", "010185.1234", "010185,1234",
        "\uff10\uff11\uff10\uff11\uff18\uff15\uff0d\uff11\uff12\uff13\uff14",
        "٠١٠١٨٥١٢٣٤",
    ],
)  # fmt: skip
def test_a_number_is_known_however_it_is_written(text: str) -> None:
    assert len(parse_number(text)) == 10
    assert scrub_text(f"Ring til {text.strip()}, tak") == f"Ring til {REMOVED}, tak"


@pytest.mark.parametrize(
    "text",
    [
        "320185-1234", "011385-1234", "290201-4567", "000185-1234", "920185-1234",
        "1013999999",  # a P-number: there is no month 13
        "10185-1234", "010185-12345", "1010185-1234", "01.10.2024 - 31.12.2024", "01.01.85 1234",
        "81.28.00-A00-1-25", "2024-10-01", "120485,1234", "-120485.1234", "20241231120000", "", "x",
    ],
)  # fmt: skip
def test_what_is_no_number_stays(text: str) -> None:
    assert parse_number(text) == ""
    assert scrub_text(text) == text


def test_the_year_follows_from_the_seventh_digit() -> None:
    assert is_possible("2902004567")  # 2000 was a leap year
    assert not is_possible("2902001567")  # 1900 was not


def test_ten_digits_that_a_text_begins_with_may_be_spared() -> None:
    text = "1003388394 Skolen, 1003388394, 010185-1234"
    spared = f"1003388394 Skolen, {REMOVED}, {REMOVED}"
    assert scrub_text(text, spared={"10"}) == spared
    assert (
        scrub_text(text, spared={"01"}) == scrub_text(text) == spared.replace("1003388394", REMOVED)
    )
    assert read_leading_digits(text) == read_leading_digits("\u200b 1003388394") == "1003388394"
    assert read_leading_digits("12345678901") == read_leading_digits("nr. 1003388394") == ""


@given(
    st.dates(date(1858, 1, 1), date(2057, 12, 31)),
    st.integers(0, 999),
    st.sampled_from([0, 60]),
    st.sampled_from(["", "-", " ", " - ", "\xa0", "\u2009–\u2009", "\xad", "\u200b-"]),
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=9),
)
def test_no_number_of_anybody_is_left(
    born: date, serial: int, added: int, between: str, text: str
) -> None:
    centuries = {1800: "5678", 1900: "0123", 2000: "5678"}
    seventh = centuries[born.year // 100 * 100][serial % 4]
    day = born.day + added
    digits = f"{day:02}{born:%m}{born.year % 100:02}{seventh}{serial:03}"
    number = f"{digits[:6]}{between}{digits[6:]}"
    assert parse_number(number) == digits
    assert digits[6:] not in scrub_text(f"{text} {number} {text}")


def test_a_possible_date_is_every_day_of_a_year() -> None:
    days = [date(1985, 1, 1) + timedelta(n) for n in range(365)]
    possible = {f"{d:%d%m}" for d in days}
    tried = {f"{d:02}{m:02}" for d in range(61) for m in range(100)}
    assert {digits for digits in tried if is_possible(f"{digits}851234")} == possible
