from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.quarter import Period, Quarter, find_quarters

quarters = st.builds(Quarter, st.integers(1950, 2090), st.integers(1, 4))


@pytest.mark.parametrize(
    "text",
    [
        "2024K4", "2024k4", "4. kvt. 2024", "4. kvartal 2024", "4 kvartal 2024", "4.kvt.2024",
        "Q4 2024", "K4 2024", "2024Q4", "2024-Q4", "2024 K4", "2024 4. kvartal", "2024-10",
        "2024-12", " 2024K4 ", "4. kvartal af 2024", "2024 kvartal 4",
    ],
)  # fmt: skip
def test_every_spelling_is_read(text: str) -> None:
    assert Quarter.parse(text) == Quarter(2024, 4)


@pytest.mark.parametrize("text", ["", "2024", "2024K5", "5. kvartal 2024", "2024-13", "x2024K4"])
def test_what_is_no_quarter_is_refused_with_the_text_and_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"er ikke et kvartal\. Skriv f\.eks\. 2024K4"):
        Quarter.parse(text)


@given(quarters)
def test_what_is_written_is_read_back(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.parse(quarter.label) == quarter
    assert Quarter.parse(quarter.short_label) == quarter


@given(quarters, st.integers(-60, 60))
def test_arithmetic_and_order_follow_the_calendar(quarter: Quarter, steps: int) -> None:
    later = quarter + steps
    assert later - steps == quarter
    assert (later > quarter) == (later.period.first > quarter.period.first)
    assert (quarter + 1).period.first.toordinal() == quarter.period.last.toordinal() + 1


def test_the_rolling_period_is_printed_in_full() -> None:
    assert str(Quarter(2024, 4).rolling_period) == "1. januar 2024 – 31. december 2024"
    assert str(Quarter(2024, 1).rolling_period) == "1. april 2023 – 31. marts 2024"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sygefravaer_2024K2.xlsx", ["2024K2"]),
        ("Fravær 3. kvartal 2024 (udtrukket 12.01.2025)", ["2024K3"]),
        ("1. kvartal 2024 til 4. kvartal 2024", ["2024K1", "2024K4"]),
        ("Udtrukket 14.01.2025", []),
        ("Enhed 20241", []),
    ],
)
def test_quarters_are_found_in_titles_and_file_names(text: str, expected: list[str]) -> None:
    assert [str(quarter) for quarter, _, _ in find_quarters(text)] == expected


def test_a_span_is_made_of_whole_quarters_or_of_none() -> None:
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert [str(q) for q in year.quarters] == ["2024K1", "2024K2", "2024K3", "2024K4"]
    assert Period(date(2024, 1, 2), date(2024, 3, 31)).quarters == ()
    assert Period(date(2024, 1, 1), date(2024, 3, 30)).quarters == ()
    assert Period(date(2024, 12, 31), date(2024, 1, 1)).quarters == ()
