"""How many spells began where and when, how long they were, and who had several short ones."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Quarter
from data_loaders.kinds.persons.spell_counts import SpellCounts, count_spells
from data_loaders.kinds.persons.spells import find_spells
from tests.data_loaders.kinds.person_lists import codes, facts, listing, spell_row
from tests.data_loaders.kinds.spell_oracle import Absence, cut_illness, measure
from tests.data_loaders.kinds.test_spells import any_row, to_arrays
from tests.draws import draws

QUARTERS = [Quarter(2023, 4) + n for n in range(5)]
YEAR = "Periode: 01.01.2024 - 31.12.2024"
Spell = tuple[str, Absence, int]  # person, the row that it begins with, calendar days


def list_spells(rows: Sequence[Absence]) -> list[Spell]:
    """The spells by walking the days: one begins on a day whose day before is in no spell."""
    lengths = measure(rows)
    spells = []
    for person in {row.person for row in rows}:
        mine = sorted(
            (r for r in rows if r.person == person), key=lambda r: (r.first, -r.last.toordinal())
        )
        until = None
        for row in mine:
            if until is None or row.first > until:
                days = lengths[person, row.first]
                spells.append((person, row, days))
                until = row.first + timedelta(days - 1)
    return spells


def expect(rows: Sequence[Absence], *, most: int) -> dict[tuple[str, str, str], int]:
    """The numbers that are not 0, by name, enhed and quarter."""
    numbers: dict[tuple[str, str, str], int] = defaultdict(int)
    spells = list_spells(rows)
    for _, row, days in spells:
        place = row.enhed, str(Quarter.from_day(row.first))
        numbers["begun", *place] += 1
        numbers["days", *place] += days
    for quarter in QUARTERS[3:]:
        window = [quarter - back for back in range(4)]
        short = defaultdict(list)
        for person, row, days in spells:
            if days <= most and Quarter.from_day(row.first) in window:
                short[person].append(row)
        for rows_of in short.values():
            if len(rows_of) >= 3:
                newest = max(rows_of, key=lambda row: row.first)
                numbers["repeaters", newest.enhed, str(quarter)] += 1
    wanted = {str(quarter) for quarter in QUARTERS}
    return {key: number for key, number in numbers.items() if key[2] in wanted}


def compute(rows: Sequence[Absence], *, most: int) -> dict[tuple[str, str, str], int]:
    counts = count_spells(find_spells(to_arrays(rows)), enheder=3, quarters=QUARTERS, most=most)
    numbers = {}
    for at, quarter in enumerate(QUARTERS):
        columns = {"begun": counts.begun[:, at], "days": counts.days[:, at]}
        if (repeaters := counts.repeaters[at]) is not None:
            columns["repeaters"] = repeaters
        for name, values in columns.items():
            for enhed, value in enumerate(values.tolist()):
                numbers[name, str(enhed), str(quarter)] = int(value)
    return {key: number for key, number in numbers.items() if number}


@draws(60)
@given(st.lists(any_row(), max_size=12), st.integers(1, 60))
def test_numbers_are_those_of_a_walk_through_the_days(rows: list[Absence], most: int) -> None:
    assert compute(rows, most=most) == expect(rows, most=most)


@draws(40)
@given(st.data(), st.booleans())
def test_a_spell_counts_once_however_it_is_cut(
    data: st.DataObject,
    by_day: bool,  # noqa: FBT001 - drawn
) -> None:
    illnesses = data.draw(st.lists(cut_illness(by_day=by_day), min_size=1, max_size=6))
    rows = [row for illness in illnesses for row in illness]
    assert compute(rows, most=30) == expect(rows, most=30)


def test_no_rows_are_no_spells() -> None:
    counts: SpellCounts = count_spells(
        find_spells(to_arrays([])), enheder=1, quarters=QUARTERS, most=30
    )
    assert counts.begun.sum() == counts.days.sum() == 0


def test_a_list_of_one_quarter_has_its_spells_and_nobody_who_is_ill_again() -> None:
    report = listing(
        spell_row(),
        spell_row(fra="10.10.2024", til="11.10.2024"),  # goes on: one of five calendar days
        spell_row(fra="21.10.2024", til="21.10.2024", timer="7,4"),
        spell_row("118", "4102", fra="20.09.2024", til="04.10.2024"),  # began before
        title="Periode: 01.10.2024 - 31.12.2024",
    )
    assert facts(report, "enhed", "forloeb", "forloebsdage", "gentagne") == [
        ("4101", 2, 6, None),
        ("4102", 0, 0, None),
    ]


def test_three_short_spells_in_twelve_months_are_repeated_where_the_last_began() -> None:
    days = ("08.01.2024", "15.04.2024", "14.10.2024")
    often = [
        spell_row("117", "4102" if day == days[-1] else "4101", fra=day, til=day, timer="7,4")
        for day in days
    ]
    twice = [spell_row("118", fra=day, til=day, timer="7,4") for day in days[:2]]
    long = spell_row("118", fra="01.07.2024", til="31.08.2024", timer="325,6")
    report = listing(*often, *twice, long, title=YEAR)
    assert codes(report) == []
    assert facts(report, "enhed", "quarter", "forloeb", "gentagne") == [
        ("4101", "2024K1", 2, None),
        ("4101", "2024K2", 2, None),
        ("4101", "2024K3", 1, None),
        ("4101", "2024K4", 0, 0),
        ("4102", "2024K1", 0, None),
        ("4102", "2024K2", 0, None),
        ("4102", "2024K3", 0, None),
        ("4102", "2024K4", 1, 1),
    ]
