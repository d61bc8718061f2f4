"""Spells come to the figures that a walk through the days gives, however they are cut."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Quarter
from data_loaders.kinds.persons.spells import (
    DIGITS,
    MICRO,
    AbsenceRows,
    SpellSums,
    measure_spells,
    sum_absence,
)
from tests.data_loaders.kinds.spell_oracle import Absence, count, cut_illness
from tests.draws import draws

EPOCH = date(1970, 1, 1)
QUARTERS = [Quarter(2023, 4) + n for n in range(5)]


def to_arrays(rows: Sequence[Absence], *, in_hours: bool = True) -> AbsenceRows:
    def integers(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, np.int64)

    unit = Fraction(74, 10) if in_hours else Fraction(1)
    first = integers([(row.first - EPOCH).days for row in rows])
    last = integers([(row.last - EPOCH).days for row in rows])
    return AbsenceRows(
        person=integers([int(row.person) for row in rows]),
        job=integers([int(row.job) for row in rows]),
        enhed=integers([int(row.enhed) for row in rows]),
        first=first,
        last=last,
        begin=first,
        end=last,
        amount=integers([int(row.dagsvaerk * unit * MICRO) for row in rows]),
        in_hours=np.full(len(rows), in_hours),
        is_part=np.array([row.is_part for row in rows], np.bool_),
    )


def add_up(rows: Sequence[Absence], *, in_hours: bool = True, threshold: int = 30) -> SpellSums:
    arrays = to_arrays(rows, in_hours=in_hours)
    lengths = measure_spells(arrays)
    return sum_absence(arrays, lengths, enheder=3, quarters=QUARTERS, most=threshold)


def compute(
    rows: Sequence[Absence], *, in_hours: bool = True, threshold: int = 30
) -> dict[tuple[str, str, bool, bool], float]:
    sums = add_up(rows, in_hours=in_hours, threshold=threshold)
    return {
        (str(enhed), str(quarter), part, long): dagsvaerk / 10**DIGITS
        for enhed in range(3)
        for at, quarter in enumerate(QUARTERS)
        for part in (False, True)
        for long in (False, True)
        if (dagsvaerk := sums.find_sum(enhed, at, part=part, long=long))
    }


def assert_as_walked(rows: list[Absence], *, in_hours: bool, threshold: int) -> None:
    wanted = {str(quarter) for quarter in QUARTERS}
    expected = {k: float(v) for k, v in count(rows, threshold).items() if k[1] in wanted and v}
    computed = compute(rows, in_hours=in_hours, threshold=threshold)
    assert computed.keys() == expected.keys()
    assert all(abs(figure - expected[key]) < 1e-8 for key, figure in computed.items())


@st.composite
def any_row(draw: st.DrawFn) -> Absence:
    first = date(2023, 7, 1) + timedelta(draw(st.integers(0, 600)))
    length = draw(st.integers(0, 8) | st.integers(25, 35) | st.integers(0, 400))
    person = draw(st.integers(0, 2))
    return Absence(
        person=str(person),
        job=str(person * 2 + draw(st.integers(0, 1))),
        enhed=str(draw(st.integers(0, 2))),
        first=first,
        last=first + timedelta(length),
        dagsvaerk=Fraction(draw(st.integers(0, 3000)), 10),
        is_part=draw(st.booleans()),
    )


@given(st.lists(any_row(), max_size=10), st.booleans(), st.integers(1, 60))
def test_sums_are_those_of_a_walk_through_the_days(
    rows: list[Absence],
    in_hours: bool,  # noqa: FBT001 - drawn
    threshold: int,
) -> None:
    assert_as_walked(rows, in_hours=in_hours, threshold=threshold)


@draws(60)
@given(st.data(), st.booleans())
def test_a_spell_is_one_however_it_is_cut(
    data: st.DataObject,
    by_day: bool,  # noqa: FBT001 - drawn
) -> None:
    illnesses = data.draw(st.lists(cut_illness(by_day=by_day), min_size=1, max_size=4))
    rows = [row for illness in illnesses for row in illness]
    assert_as_walked(rows, in_hours=True, threshold=30)


def day(text: str) -> date:
    return date.fromisoformat(text)


def absence(
    first: str,
    last: str,
    dagsvaerk: Fraction | int,
    *,
    person: str = "0",
    job: str = "",
    enhed: str = "0",
) -> Absence:
    return Absence(person, job or person, enhed, day(first), day(last), Fraction(dagsvaerk))


def test_a_spell_over_new_year_is_clipped_and_long_by_its_whole_length() -> None:
    assert compute([absence("2023-12-18", "2024-01-19", 25)]) == {  # 33 days
        ("0", "2023K4", False, True): 10.0,  # 18.–29. December: ten weekdays of 25
        ("0", "2024K1", False, True): 15.0,
    }


def test_thirty_days_are_short_and_thirty_one_are_long() -> None:
    rows = [
        absence("2024-04-01", "2024-04-30", 22), absence("2024-05-02", "2024-06-01", 22, person="1")
    ]  # fmt: skip
    assert compute(rows) == {
        ("0", "2024K2", False, False): 22.0,
        ("0", "2024K2", False, True): 22.0,
    }


def test_christmas_and_easter_do_not_end_a_spell_but_a_working_day_does() -> None:
    christmas = [absence("2023-12-04", "2023-12-22", 15), absence("2024-01-02", "2024-01-05", 4)]
    assert set(compute(christmas)) == {
        ("0", "2023K4", False, False), ("0", "2024K1", False, False)
    }  # fmt: skip
    through = [*christmas, absence("2023-12-27", "2023-12-29", 3)]
    assert set(compute(through)) == {("0", "2023K4", False, True), ("0", "2024K1", False, True)}
    easter = [absence("2024-03-01", "2024-03-27", 19), absence("2024-04-02", "2024-04-02", 1)]
    assert {long for *_, long in compute(easter)} == {True}


def test_a_spell_of_a_weekend_lies_on_the_weekend() -> None:
    assert compute([absence("2024-03-30", "2024-04-01", 3)]) == {  # Saturday to Monday
        ("0", "2024K1", False, False): 2.0,
        ("0", "2024K2", False, False): 1.0,
    }


def test_a_copy_counts_once_and_for_the_enhed_where_it_began() -> None:
    rows = [
        absence("2024-05-06", "2024-05-10", 5),
        absence("2024-05-09", "2024-05-15", 5, enhed="1"),
        absence("2024-05-09", "2024-05-15", 5, enhed="1"),
    ]
    sums = add_up(rows, in_hours=False)
    assert sums.find_sum(0, 2, part=False, long=False) == 5 * 10**DIGITS
    assert sums.find_sum(1, 2, part=False, long=False) == 3 * 10**DIGITS
    assert (sums.repeated / 10**DIGITS).tolist() == [0, 2, 5]


def test_two_jobs_of_one_person_add_up_and_are_one_spell() -> None:
    rows = [
        absence("2024-05-06", "2024-05-10", 5, job="0"),
        absence("2024-05-06", "2024-06-14", 30, job="1", enhed="1"),
    ]
    assert compute(rows) == {
        ("0", "2024K2", False, True): 5.0, ("1", "2024K2", False, True): 30.0
    }  # fmt: skip


def test_two_people_do_not_overlap() -> None:
    both = [
        replace(absence("2024-05-06", "2024-05-10", 5, person=p), is_part=p == "1") for p in "01"
    ]
    assert compute(both) == {
        ("0", "2024K2", False, False): 5.0,
        ("0", "2024K2", True, False): 5.0,
    }


def test_no_spells_are_no_absence() -> None:
    assert compute([]) == {}
