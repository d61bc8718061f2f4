from datetime import date

import pytest

from core.day import parse_day
from core.errors import UsageError


@pytest.mark.parametrize("text", ["5.3.2024", "05-03-2024", " 05/03/2024 ", "2024-03-05"])
def test_a_day_in_every_way_that_people_write_it(text: str) -> None:
    assert parse_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize("text", ["", "31.02.2024", "i morgen", "5.3.24"])
def test_what_is_no_day_is_said_with_what_was_asked_for(text: str) -> None:
    with pytest.raises(UsageError, match=f"Sidste dag er »{text}«; skriv den som"):
        parse_day(text, what="Sidste dag")
