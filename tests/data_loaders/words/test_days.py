from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.guidance.guide import Guide
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
def test_a_day_in_every_spelling(written: Value, meant: date | None) -> None:
    assert read_day(written) == meant


@pytest.mark.parametrize(
    "written", ["31.02.2024", "2024", "i går", "13.13.2024", 12, True, "1.234,5"]
)
def test_what_is_no_day_is_refused(written: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the cell
        read_day(written)


@given(DAYS)
def test_every_day_reads_back_from_every_form(one: date) -> None:
    forms = ("%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%y")
    assert {read_day(one.strftime(form)) for form in forms} == {one}
    assert read_day((one - date(1899, 12, 30)) / timedelta(days=1)) == one


@given(st.lists(DAYS), st.sampled_from(["/", "-"]))
def test_dates_never_show_an_order_that_is_not_theirs(written: list[date], mark: str) -> None:
    assert find_date_orders([f"{one:%d{mark}%m{mark}%Y}" for one in written]) <= {
        DateOrder.DAY_FIRST
    }
    assert find_date_orders([f"{one:%m{mark}%d{mark}%Y}" for one in written]) <= {
        DateOrder.MONTH_FIRST
    }


@given(DAYS)
def test_a_date_with_its_month_first_is_turned_and_any_other_cell_stays(one: date) -> None:
    assert read_day(put_day_first(f"{one:%m/%d/%Y 00:00:00}")) == one
    for other in (one, f"{one:%d.%m.%Y}", f"{one:%Y-%m-%d}", None, 45292.0, "x"):
        assert put_day_first(other) == other
        assert not has_two_readings(other)


EVENTS: list[Value] = ["Dato", "Til", "Slags", "Tekst"]


def _events(*days: tuple[str, str]) -> list[list[Value]]:
    rows: list[list[Value]] = [[*pair, "indsats", "x"] for pair in days]
    return [EVENTS, *rows]


@pytest.mark.parametrize(
    ("rows", "meant"),
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
    rows: tuple[tuple[str, str], ...], meant: list[date]
) -> None:
    found = read(_events(*rows))
    assert (found.problems, found.facts["dato"].to_pylist()) == ((), meant)


def test_where_no_date_tells_the_day_is_first_and_that_is_said_and_asked() -> None:
    rows = _events(("10/01/2024", "11/02/2024"))
    found = read(rows)
    assert codes(found) == [("ambiguous_date", "A2")]
    assert not found.refused
    assert facts(found, "dato", "til") == [(date(2024, 1, 10), date(2024, 2, 11))]
    (question,) = found.proposal.questions
    assert [choice.value for choice in question.choices] == list(DateOrder)
    said = Mapping().answer(question.id, DateOrder.MONTH_FIRST.value)
    answered = read(rows, guide=Guide(said=said))
    assert answered.problems == ()
    assert facts(answered, "dato", "til") == [(date(2024, 10, 1), date(2024, 11, 2))]
    learned = answered.proposal.mapping.remembered()
    again = read(_events(("02/03/2024", "")), guide=Guide(learned=(learned,)))
    assert (again.problems, again.facts["dato"].to_pylist()) == ((), [date(2024, 2, 3)])


def test_dates_of_both_orders_in_one_column_are_no_dates_in_one_of_them() -> None:
    found = read(_events(("25/01/2024", ""), ("01/25/2024", "")))
    assert codes(found) == [("invalid_date", "A3")]


def test_spells_with_the_month_first_lie_in_their_quarter() -> None:
    header: list[Value] = ["Medarb.nr.", "Enhedsnr.", "Fra", "Til", "Timer", "Årsag"]
    rows: list[list[Value]] = [
        ["7", "1", "10/07/2024", "10/11/2024", 37, "Sygdom"],
        ["8", "1", "11/04/2024", "12/20/2024", 259, "Sygdom"],
    ]
    found = read([["Periode: 01.10.2024 - 31.12.2024"], header, *rows])
    assert facts(found, "quarter", "korttid", "langtid") == [("2024K4", "5", "35")]
    both_ways = read([["Periode: 01.10.2024 - 31.12.2024"], header, rows[0]])
    told = next(one for one in both_ways.problems if one.code == "ambiguous_date")
    assert (told.cell, told.value) == ("C3", "")
    assert "10/07" not in told.message
