from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Period, Quarter
from data_loaders.files.values import Value
from data_loaders.words import times
from data_loaders.words.stated_period import read_row_period

OCTOBER = Period(date(2024, 10, 1), date(2024, 10, 31))
FOURTH = Quarter(2024, 4).period
WHOLE_YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("oktober 2024", OCTOBER),
        ("okt. 2024", OCTOBER),
        ("Okt-24", OCTOBER),
        ("2024-10", OCTOBER),
        ("2024M10", OCTOBER),
        ("10.2024", OCTOBER),
        ("202410", OCTOBER),
        (202410, OCTOBER),
        (datetime(2024, 10, 1), OCTOBER),
        ("4.2024", FOURTH),
        ("20244", FOURTH),
        ("4. kvt. 2024", FOURTH),
        ("1. oktober - 31. december 2024", FOURTH),
        ("1. oktober 2024 til 31. december 2024", FOURTH),
        ("01.10.24 - 31.12.24", FOURTH),
        ("10/01/2024 - 12/31/2024", FOURTH),
        ("2024", WHOLE_YEAR),
        (2024.0, WHOLE_YEAR),
        ("Kalenderåret 2024", WHOLE_YEAR),
        ("1. kvartal 2024 - 4. kvartal 2024", WHOLE_YEAR),
        ("2024K1-2024K4", WHOLE_YEAR),
        ("Rullende 12 mdr. til 2024K4", WHOLE_YEAR),
        ("vinter", None),
        ("2024K3 og 2024K4", None),
        ("32.13.2024 - 33.14.2024", None),
        ("20245", None),
    ],
)
def test_a_cell_means_one_time_or_none(cell: Value, expected: Period | None) -> None:
    assert times.read_period(cell) == expected


@given(st.integers(1995, 2090), st.integers(1, 12))
def test_every_month_is_read_in_every_spelling(year: int, month: int) -> None:
    name = MONTHS[month - 1]
    spelt = [f"{name} {year}", f"{name[:3]}. {year}", f"{year}-{month:02d}", f"{year}{month:02d}"]
    periods = {times.read_period(text) for text in spelt}
    assert len(periods) == 1
    (period,) = periods
    assert period is not None
    assert (period.first, times.count_months(period)) == (date(year, month, 1), 1)
    assert times.read_period(name, year=str(year)) == times.read_period(
        str(month), year=str(year), months=True
    )


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ((2024, 10, 1), (2024, 12, 31), 3),
        ((2024, 11, 1), (2025, 1, 31), 0),
        ((2024, 2, 1), (2024, 2, 29), 1),
        ((2023, 2, 1), (2023, 2, 27), 0),
        ((2024, 2, 1), (2025, 1, 31), 12),
        ((2024, 7, 1), (2024, 12, 31), 0),
    ],
)
def test_only_whole_months_quarters_and_years_have_a_length(
    first: tuple[int, int, int], last: tuple[int, int, int], months: int
) -> None:
    assert times.count_months(Period(date(*first), date(*last))) == months


def test_bare_numbers_of_a_column_are_months_when_any_is_more_than_four() -> None:
    assert not times.are_month_numbers(["1.2024", "4.2024"])
    assert times.are_month_numbers(["1.2024", "5.2024"])
    assert times.are_month_numbers(["01.2024"])
    assert times.are_month_numbers([1, 12])


def test_the_words_around_a_time_are_kept() -> None:
    assert times.strip_times("Dagsværk 2024K4").strip() == "Dagsværk"
    assert times.strip_times("2024 1. kvt. Dagsværk").strip() == "Dagsværk"
    assert times.strip_times("Dagsværk, maj 2024").strip() == "Dagsværk,"


@pytest.mark.parametrize(
    ("text", "rolling"),
    [
        ("Sygefravær, rullende år", True),
        ("Seneste 12 måneder", True),
        ("Løbende 12 mdr.", True),
        ("Sidste år", False),
        ("Sygefravær pr. måned", False),
    ],
)
def test_words_for_rolling_twelve_months(text: str, rolling: bool) -> None:  # noqa: FBT001
    assert times.mentions_rolling_year(text) is rolling


def test_a_day_may_be_a_spreadsheet_s_bare_number() -> None:
    assert read_row_period({"fra": 45566, "til": 45657}) == FOURTH
    assert read_row_period({"fra": "01.10.2024", "til": "31.12.2024"}) == FOURTH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Periode: 01.10.2024 - 31.12.2024", ["2024K4"]),
        ("01-10-2024 til 31-12-2024", ["2024K4"]),
        ("2024-10-01 – 2024-12-31", ["2024K4"]),
        ("sygefravaer_2024K2.xlsx", ["2024K2"]),
        ("Fravær 3. kvartal 2024 (udtrukket 12.01.2025)", ["2024K3"]),
        ("Periode 010.2024 - 012.2024", ["2024K4"]),
        ("Periode 010.2024-012.2024", ["2024K4"]),
        ("Oktober - december 2024", ["2024K4"]),
        ("okt 2024 til dec 2024", ["2024K4"]),
        ("Periode: 32.10.2024 - 31.12.2024", []),
        ("Udtrukket 14.01.2025", []),
        ("Enhed 20241", []),
    ],
)
def test_times_are_found_in_titles_and_file_names(text: str, expected: list[str]) -> None:
    periods = [time.period for time in times.find_times(text)]
    assert [str(quarter) for period in periods for quarter in period.quarters] == expected
