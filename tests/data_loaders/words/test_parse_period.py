from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Period, Quarter
from data_loaders.files.values import Value
from data_loaders.words.times import find_periods, make_calendar_year, parse_period, write_period


@pytest.mark.parametrize(
    ("cell", "spelling"),
    [
        (2024, "2024"),
        ("2024", "2024"),
        ("2024K4", "2024K4"),
        ("4. kvartal 2024", "2024K4"),
        ("2024-10", "2024-10"),
        ("oktober 2024", "2024-10"),
        ("okt 2024", "2024-10"),
        ("1. halvår 2024", "2024-01-01/2024-06-30"),
        ("2. halvår 2024", "2024-07-01/2024-12-31"),
        ("01.01.2024 - 31.12.2024", "2024"),
        ("15.01.2025", "2025-01-15"),
        (datetime(2025, 1, 15), "2025-01-15"),
    ],
)
def test_a_period_is_kept_in_one_spelling(cell: Value, spelling: str) -> None:
    assert write_period(parse_period(cell)) == spelling


@pytest.mark.parametrize("cell", [None, "", "snart", "31.12.9999", "31.12.2024 - 01.01.2024", 7])
def test_what_is_no_period_is_refused(cell: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the cell
        parse_period(cell)


@given(st.integers(2000, 2060), st.integers(1, 4))
def test_what_is_written_reads_back(year: int, number: int) -> None:
    for span in (
        make_calendar_year(year),
        Quarter(year, number).period,
        Period(date(year, 3, 1), date(year, 3, 31)),
    ):
        assert parse_period(write_period(span).replace("/", " - ")) == span


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Måltal 2025", ["2025"]),
        ("Måltal 2024 og 2025", ["2024", "2025"]),
        ("Maaltal_2025.xlsx", ["2025"]),
        ("Udtrukket den 12.01.2025", []),
        ("Periode: 01.10.2024 - 31.12.2024", ["2024K4"]),
        ("Enhed 20250", []),
        ("Måltal 2025, udskrevet 14. januar 2025", ["2025"]),
        ("IT2001", []),
        ("udtræk_IT2001_2024.csv", ["2024"]),
        ("PA2001.xlsx", []),
        ("Audit 2024", ["2024"]),
    ],
)
def test_times_are_found_in_a_text(text: str, spans: list[str]) -> None:
    assert list(map(write_period, find_periods(text))) == spans
