from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.grid import Value
from data_loaders.listings.days import OPEN, day

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31.12.2024", date(2024, 12, 31)),
        ("1-2-2024", date(2024, 2, 1)),
        ("01/02/2024", date(2024, 2, 1)),
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-01T00:00:00", date(2024, 2, 1)),
        ("01.02.2024 00:00:00", date(2024, 2, 1)),
        ("20240201", date(2024, 2, 1)),
        ("01.08.87", date(1987, 8, 1)),
        ("01.08.24", date(2024, 8, 1)),
        ("1. februar 2024", date(2024, 2, 1)),
        ("14. okt. 2024", date(2024, 10, 14)),
        (45292, date(2024, 1, 1)),
        (45292.75, date(2024, 1, 1)),
        ("45292", date(2024, 1, 1)),
        (datetime(2024, 2, 1, 13, 30), date(2024, 2, 1)),
        ("31.12.9999", OPEN),
        ("9999-12-31", OPEN),
        (datetime(9999, 12, 31), OPEN),
        ("00.00.0000", None),
        ("00000000", None),
        ("0000-00-00", None),
        ("", None),
        ("-", None),
        (0, None),
        (None, None),
    ],
)
def test_a_day_in_every_spelling(written: Value, meant: date | None) -> None:
    assert day(written) == meant


@pytest.mark.parametrize(
    "written", ["31.02.2024", "2024", "i går", "13.13.2024", 12, True, "1.234,5"]
)
def test_what_is_no_day_is_refused(written: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the cell
        day(written)


@given(DAYS)
def test_every_day_reads_back_from_every_form(one: date) -> None:
    forms = ("%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%y")
    assert {day(one.strftime(form)) for form in forms} == {one}
    assert day((one - date(1899, 12, 30)) / timedelta(days=1)) == one
