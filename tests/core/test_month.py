from datetime import date

import pytest

from core.errors import UsageError
from core.month import Month
from core.quarter import Period, Quarter


def test_a_month_is_written_in_code_and_to_people() -> None:
    april = Month(2024, 4)
    assert str(april) == "2024-04"
    assert april.label == "april 2024"
    assert Month.parse(" 2024-04 ") == april
    assert april.period == Period(date(2024, 4, 1), date(2024, 4, 30))


def test_months_are_ordered_and_three_make_a_quarter() -> None:
    months = Month.list_of_quarter(Quarter(2024, 4))
    assert months == (Month(2024, 10), Month(2024, 11), Month(2024, 12))
    assert list(months) == sorted(months)
    assert {month.quarter for month in months} == {Quarter(2024, 4)}


@pytest.mark.parametrize("text", ["2024", "2024-13", "2024-4", "april 2024", "2024K2"])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="2024-04"):
        Month.parse(text)
