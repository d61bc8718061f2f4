"""The lists of persons, read back from the files: against the extracts and what is published."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sample_data.rows import make_rows
from sample_data.write import write
from tests.sample_data.reading import day, figure, grid, records

YEARS = (2022, 2023, 2024)
ZERO = Decimal(0)
WORDS = ("Medarb.nr.", "Medarbejdernummer")


@dataclass(frozen=True)
class Line:
    person: str
    enhed: str
    first: date
    last: date
    days: dict[int, Decimal]

    def days_in(self, year: int) -> int:
        begin = max(self.first, date(year, 1, 1))
        return max((min(self.last, date(year, 12, 31)) - begin).days + 1, 0)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    found = write(tmp_path_factory.mktemp("lister"))
    return [path for path in found if path.stem.startswith("LPT169")]


@pytest.fixture(scope="module")
def lists(paths: list[Path]) -> dict[str, list[Line]]:
    two, one = paths
    return {
        "two": [
            Line(
                record["Medarb.nr."],
                record["Org.enh.nr."],
                day(record["Ansat fra"]) or date.max,
                day(record["Ansat til"]) or date.max,
                {
                    year: figure(record[f"Fraværsdagsværk {year}"], two)
                    for year in (2022, 2023)
                    if record[f"Fraværsdagsværk {year}"]
                },
            )
            for record in records(two, "Medarb.nr.")[:-1]
        ],
        "one": [
            Line(
                record["Medarbejdernummer"],
                record["Enhedsnummer"],
                day(record["Ansat fra"]) or date.max,
                day(record["Fratrådt"]) or date.max,
                {2024: figure(record["Dagsværk i alt"], one)},
            )
            for record in records(one, "Medarbejdernummer")[:-1]
        ],
    }


@pytest.fixture(scope="module")
def by_year(lists: dict[str, list[Line]]) -> dict[int, list[Line]]:
    everyone = [line for found in lists.values() for line in found]
    return {year: [line for line in everyone if year in line.days] for year in YEARS}


def persons(lines: list[Line], year: int) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.person] += line.days[year]
    return sums


@pytest.mark.parametrize("year", YEARS)
def test_an_enheds_persons_sum_to_its_quarters(by_year: dict[int, list[Line]], year: int) -> None:
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for line in by_year[year]:
        summed[line.enhed] += line.days[year]
    quarters: dict[str, Decimal] = defaultdict(Decimal)
    for row in make_rows():
        if row.quarter.year == year:
            quarters[row.enhed] += row.dagsvaerk
    assert summed == quarters


def test_the_last_line_is_the_sum(paths: list[Path], by_year: dict[int, list[Line]]) -> None:
    two, one = (records(path, word)[-1] for path, word in zip(paths, WORDS, strict=True))
    assert two["Medarb.nr."] == one["Direktørområde"] == "I alt"
    told = {
        2022: figure(two["Fraværsdagsværk 2022"], paths[0]),
        2023: figure(two["Fraværsdagsværk 2023"], paths[0]),
        2024: figure(one["Dagsværk i alt"], paths[1]),
    }
    assert told == {year: sum((line.days[year] for line in by_year[year]), ZERO) for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
def test_there_are_as_many_people_as_the_extracts_have(
    by_year: dict[int, list[Line]], year: int
) -> None:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    present: dict[str, Fraction] = defaultdict(Fraction)
    for line in by_year[year]:
        present[line.enhed] += Fraction(line.days_in(year), length)
    heads: dict[str, Fraction] = defaultdict(Fraction)
    for row in make_rows():
        if row.quarter.year == year:
            heads[row.enhed] += Fraction(row.medarbejdere) / 4
    assert present.keys() == heads.keys()
    assert all(abs(present[enhed] - heads[enhed]) < 1 for enhed in heads)
    assert abs(sum(present.values(), Fraction(0)) - 4000) < 10


@pytest.mark.parametrize("year", YEARS)
def test_few_people_have_much_of_the_absence(by_year: dict[int, list[Line]], year: int) -> None:
    days = sorted(persons(by_year[year], year).values(), reverse=True)
    share = sum(days[: len(days) // 20], ZERO) / sum(days, ZERO)
    assert Decimal("0.41") < share < Decimal("0.45")
    assert max(days) < 226  # the fewest working days that a published figure takes a year to have
    assert days.count(ZERO) > len(days) / 20


@pytest.mark.parametrize(("first", "published"), [(2023, "0.34"), (2022, "0.32")])
def test_langtidsfriske_are_as_published(
    by_year: dict[int, list[Line]], first: int, published: str
) -> None:
    second = first + 1
    whole = range(date(first, 1, 1).toordinal(), date(second + 1, 1, 1).toordinal())
    days: dict[str, set[int]] = defaultdict(set)
    ends: dict[tuple[str, str, date], date] = {}
    for year in (first, second):  # the newer list knows better when somebody left
        ends |= {(line.person, line.enhed, line.first): line.last for line in by_year[year]}
    for (person, _, begin), end in ends.items():
        days[person].update(
            range(max(begin.toordinal(), whole.start), min(end.toordinal() + 1, whole.stop))
        )
    sums = {year: persons(by_year[year], year) for year in (first, second)}
    counted = [person for person, found in days.items() if found.issuperset(whole)]
    healthy = [p for p in counted if all(sums[year][p] < 5 for year in (first, second))]
    assert len(counted) > 3000
    assert Decimal(len(healthy) / len(counted)).quantize(Decimal("0.01")) == Decimal(published)


def test_people_come_and_go_and_some_have_two_employments(
    lists: dict[str, list[Line]], by_year: dict[int, list[Line]]
) -> None:
    both = lists["two"]
    assert any(line.days.keys() == {2022} and line.last.year == 2022 for line in both)
    assert any(line.days.keys() == {2023} and line.first.year == 2023 for line in both)
    numbers = [line.person for line in by_year[2024]]
    assert 50 < len(numbers) - len(set(numbers)) < 250


def test_a_list_knows_no_day_after_it_was_drawn(lists: dict[str, list[Line]]) -> None:
    drawn = {"two": date(2024, 1, 15), "one": date(2025, 1, 14)}
    for name, lines in lists.items():
        assert {line.last for line in lines if line.last > drawn[name]} == {date.max}
        assert all(line.first <= drawn[name] - timedelta(days=1) for line in lines)


def test_lists_hold_no_names_and_no_cpr_numbers(paths: list[Path]) -> None:
    for path in paths:
        cells = [cell for line in grid(path) for cell in line]
        assert not any(
            "navn" in cell.casefold() and "enhed" not in cell.casefold() for cell in cells
        )
        assert not any(re.fullmatch(r"\d{6}-?\d{4}", cell) for cell in cells)
