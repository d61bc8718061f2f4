"""Spells come to the figures that a walk through the days gives."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Quarter
from data_loaders.kinds.persons.spells import DIGITS, MICRO, Spells, sum_spells
from tests.data_loaders.kinds.spell_oracle import Spell, sums

EPOCH = date(1970, 1, 1)
QUARTERS = [Quarter(2023, 4) + n for n in range(5)]


def arrays(spells: list[Spell], *, in_hours: bool) -> Spells:
    def integers(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, np.int64)

    unit = Fraction(74, 10) if in_hours else Fraction(1)
    return Spells(
        person=integers([int(spell.person) for spell in spells]),
        enhed=integers([int(spell.enhed) for spell in spells]),
        first=integers([(spell.first - EPOCH).days for spell in spells]),
        last=integers([(spell.last - EPOCH).days for spell in spells]),
        amount=integers([int(spell.dagsvaerk * unit * MICRO) for spell in spells]),
        in_hours=np.full(len(spells), in_hours),
        is_part=np.array([spell.is_part for spell in spells], np.bool_),
    )


def computed(
    spells: list[Spell], *, in_hours: bool = True, threshold: int = 30
) -> dict[tuple[str, str, bool, bool], float]:
    found, _ = sum_spells(
        arrays(spells, in_hours=in_hours), enheder=3, quarters=QUARTERS, threshold=threshold
    )
    return {
        (str(enhed), str(quarter), part, long): found.find_sum(enhed, at, part=part, long=long)
        / 10**DIGITS
        for enhed in range(3)
        for at, quarter in enumerate(QUARTERS)
        for part in (False, True)
        for long in (False, True)
        if found.find_sum(enhed, at, part=part, long=long)
    }


@st.composite
def spell(draw: st.DrawFn) -> Spell:
    first = date(2023, 7, 1) + timedelta(draw(st.integers(0, 600)))
    length = draw(st.integers(0, 8) | st.integers(25, 35) | st.integers(0, 400))
    return Spell(
        person=str(draw(st.integers(0, 3))),
        enhed=str(draw(st.integers(0, 2))),
        first=first,
        last=first + timedelta(length),
        dagsvaerk=Fraction(draw(st.integers(0, 3000)), 10),
        is_part=draw(st.booleans()),
    )


@given(st.lists(spell(), max_size=12), st.booleans(), st.integers(1, 60))
def test_sums_are_those_of_a_walk_through_the_days(
    spells: list[Spell],
    in_hours: bool,  # noqa: FBT001 - drawn
    threshold: int,
) -> None:
    wanted = {str(quarter) for quarter in QUARTERS}
    expected = {key: sum_ for key, sum_ in sums(spells, threshold).items() if key[1] in wanted}
    found = computed(spells, in_hours=in_hours, threshold=threshold)
    assert found.keys() == {key for key, value in expected.items() if value}
    for key, value in found.items():
        assert abs(value - float(expected[key])) < 1e-9


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_spell_over_new_year_is_clipped_and_long_by_its_whole_length() -> None:
    one = Spell("0", "0", day("2023-12-18"), day("2024-01-19"), Fraction(25))  # 33 days
    assert computed([one]) == {
        ("0", "2023K4", False, True): 10.0,  # 18.–29. December: ten weekdays of 25
        ("0", "2024K1", False, True): 15.0,
    }


def test_thirty_days_are_short_and_thirty_one_are_long() -> None:
    short = Spell("0", "0", day("2024-04-01"), day("2024-04-30"), Fraction(22))
    long = Spell("1", "0", day("2024-05-01"), day("2024-05-31"), Fraction(23))
    assert computed([short, long]) == {
        ("0", "2024K2", False, False): 22.0,
        ("0", "2024K2", False, True): 23.0,
    }


def test_a_spell_of_a_weekend_lies_on_the_weekend() -> None:
    one = Spell("0", "0", day("2024-03-30"), day("2024-04-01"), Fraction(3))  # Saturday to Monday
    assert computed([one]) == {
        ("0", "2024K1", False, False): 2.0,
        ("0", "2024K2", False, False): 1.0,
    }


def test_an_overlap_counts_once_and_for_the_enhed_where_it_began() -> None:
    first = Spell("0", "0", day("2024-05-06"), day("2024-05-10"), Fraction(5))
    again = Spell("0", "1", day("2024-05-09"), day("2024-05-15"), Fraction(5))
    copy = Spell("0", "1", day("2024-05-09"), day("2024-05-15"), Fraction(5))
    found, shortened = sum_spells(
        arrays([first, again, copy], in_hours=False), enheder=3, quarters=QUARTERS, threshold=30
    )
    assert found.find_sum(0, 2, part=False, long=False) == 5 * 10**DIGITS
    assert found.find_sum(1, 2, part=False, long=False) == 3 * 10**DIGITS
    assert shortened == 2


def test_two_people_do_not_overlap() -> None:
    both = [
        Spell(p, "0", day("2024-05-06"), day("2024-05-10"), Fraction(5), p == "1") for p in "01"
    ]
    assert computed(both) == {
        ("0", "2024K2", False, False): 5.0,
        ("0", "2024K2", True, False): 5.0,
    }


def test_no_spells_are_no_absence() -> None:
    assert computed([]) == {}
