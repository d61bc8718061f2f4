from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.words.days import (
    OPEN_END,
    DateOrder,
    find_date_orders,
    has_two_readings,
    put_day_first,
    read_day,
)
from tests.data_loaders.kinds.list_sheets import codes, facts, read

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31.12.2024", date(2024, 12, 31)),
        ("1-2-2024", date(2024, 2, 1)),
        ("01/02/2024", date(2024, 2, 1)),
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-01T00:00:00", date(2024, 2, 1)),
        ("01.02.2024 00:00:00", date(2024, 2, 1)),
        ("2024-10-06T22:00:00Z", date(2024, 10, 7)),
        ("2024-10-07T00:00:00+02:00", date(2024, 10, 7)),
        ("2024-12-31 23:30:00.000 UTC", date(2025, 1, 1)),
        ("2025-01-01T04:00:00+0530", date(2024, 12, 31)),
        ("9999-12-31T23:00:00Z", OPEN_END),
        ("20240201", date(2024, 2, 1)),
        ("01.08.87", date(1987, 8, 1)),
        ("01.08.24", date(2024, 8, 1)),
        ("1. februar 2024", date(2024, 2, 1)),
        ("14. okt. 2024", date(2024, 10, 14)),
        (45292, date(2024, 1, 1)),
        (45292.75, date(2024, 1, 1)),
        ("45292", date(2024, 1, 1)),
        (datetime(2024, 2, 1, 13, 30), date(2024, 2, 1)),
        ("31.12.9999", OPEN_END),
        ("9999-12-31", OPEN_END),
        (datetime(9999, 12, 31), OPEN_END),
        ("00.00.0000", None),
        ("00000000", None),
        ("0000-00-00", None),
        ("", None),
        ("-", None),
        (0, None),
        (None, None),
    ],
)
def test_a_day_in_every_spelling(cell: Value, expected: date | None) -> None:
    assert read_day(cell) == expected


@pytest.mark.parametrize("cell", ["31.02.2024", "2024", "i går", "13.13.2024", 12, True, "1.234,5"])
def test_what_is_no_day_is_refused(cell: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the cell
        read_day(cell)


@given(DAYS)
def test_every_day_reads_back_from_every_form(day: date) -> None:
    forms = ("%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%y")
    assert {read_day(day.strftime(form)) for form in forms} == {day}
    assert read_day((day - date(1899, 12, 30)) / timedelta(days=1)) == day


@given(st.lists(DAYS), st.sampled_from(["/", "-"]))
def test_dates_never_show_an_order_that_is_not_theirs(dates: list[date], mark: str) -> None:
    day_first = [f"{day:%d{mark}%m{mark}%Y}" for day in dates]
    month_first = [f"{day:%m{mark}%d{mark}%Y}" for day in dates]
    assert find_date_orders(day_first) <= {DateOrder.DAY_FIRST}
    assert find_date_orders(month_first) <= {DateOrder.MONTH_FIRST}


@given(DAYS)
def test_a_date_with_its_month_first_is_turned_and_any_other_cell_stays(day: date) -> None:
    assert read_day(put_day_first(f"{day:%m/%d/%Y 00:00:00}")) == day
    for cell in (day, f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", None, 45292.0, "x"):
        assert put_day_first(cell) == cell
        assert not has_two_readings(cell)


EVENTS: list[Value] = ["Dato", "Til", "Slags", "Tekst"]


def make_event_rows(*days: tuple[str, str]) -> list[list[Value]]:
    rows: list[list[Value]] = [[*pair, "indsats", "x"] for pair in days]
    return [EVENTS, *rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("10/01/2024", ""), ("25/01/2024", "")), [date(2024, 1, 10), date(2024, 1, 25)]),
        ((("10/01/2024", ""), ("01/25/2024", "")), [date(2024, 10, 1), date(2024, 1, 25)]),
        ((("10-01-2024", ""), ("01-25-2024", "")), [date(2024, 10, 1), date(2024, 1, 25)]),
        ((("10/01/2024", "10/25/2024"),), [date(2024, 10, 1)]),
        ((("10/01/24 00:00", "25/01/24 00:00"),), [date(2024, 1, 10)]),
        ((("10-01-2024", ""), ("05.06.2024", "")), [date(2024, 1, 10), date(2024, 6, 5)]),
        ((("05/05/2024", ""),), [date(2024, 5, 5)]),
    ],
)
def test_the_order_is_told_by_all_dates(
    rows: tuple[tuple[str, str], ...], expected: list[date]
) -> None:
    report = read(make_event_rows(*rows))
    assert (report.problems, report.facts["dato"].to_pylist()) == ((), expected)


def test_where_no_date_tells_the_day_is_first_and_that_is_said_and_asked() -> None:
    rows = make_event_rows(("10/01/2024", "11/02/2024"))
    report = read(rows)
    assert codes(report) == [("ambiguous_date", "A2")]
    assert not report.refused
    assert facts(report, "dato", "til") == [(date(2024, 1, 10), date(2024, 2, 11))]
    (question,) = report.proposal.questions
    assert [choice.value for choice in question.choices] == list(DateOrder)
    mapping = Mapping().add_answer(question.id, DateOrder.MONTH_FIRST.value)
    answered = read(rows, guidance=Guidance(user_mapping=mapping))
    assert answered.problems == ()
    assert facts(answered, "dato", "til") == [(date(2024, 10, 1), date(2024, 11, 2))]
    learned = answered.proposal.mapping.drop_one_file_answers()
    again = read(
        make_event_rows(("02/03/2024", "")), guidance=Guidance(remembered_mappings=(learned,))
    )
    assert (again.problems, again.facts["dato"].to_pylist()) == ((), [date(2024, 2, 3)])


def test_dates_of_both_orders_in_one_column_are_no_dates_in_one_of_them() -> None:
    report = read(make_event_rows(("25/01/2024", ""), ("01/25/2024", "")))
    assert codes(report) == [("invalid_date", "A3")]


def test_spells_with_the_month_first_lie_in_their_quarter() -> None:
    header: list[Value] = ["Medarb.nr.", "Enhedsnr.", "Fra", "Til", "Timer", "Årsag"]
    rows: list[list[Value]] = [
        ["7", "1", "10/07/2024", "10/11/2024", 37, "Sygdom"],
        ["8", "1", "11/04/2024", "12/20/2024", 259, "Sygdom"],
    ]
    report = read([["Periode: 01.10.2024 - 31.12.2024"], header, *rows])
    assert facts(report, "quarter", "korttid", "langtid") == [("2024K4", "5", "35")]
    both_ways = read([["Periode: 01.10.2024 - 31.12.2024"], header, rows[0]])
    warning = next(problem for problem in both_ways.problems if problem.code == "ambiguous_date")
    assert (warning.cell, warning.value) == ("C3", "")
    assert "10/07" not in warning.message
