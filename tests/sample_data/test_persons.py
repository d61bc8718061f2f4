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
from tests.sample_data.reading import parse_day, parse_figure, read_cells, read_records

YEARS = (2022, 2023, 2024)
ZERO = Decimal(0)
WORDS = ("Medarb.nr.", "Medarbejdernummer")


@dataclass(frozen=True)
class PersonLine:
    person: str
    enhed: str
    first: date
    last: date
    days: dict[int, Decimal]

    def count_days(self, year: int) -> int:
        begin = max(self.first, date(year, 1, 1))
        return max((min(self.last, date(year, 12, 31)) - begin).days + 1, 0)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    paths = write(tmp_path_factory.mktemp("lister"))
    return [path for path in paths if path.stem.startswith("LPT169")]


@pytest.fixture(scope="module")
def lines_by_list(paths: list[Path]) -> dict[str, list[PersonLine]]:
    two_years, one_year = paths
    return {
        "two": [
            PersonLine(
                record["Medarb.nr."],
                record["Org.enh.nr."],
                parse_day(record["Ansat fra"]) or date.max,
                parse_day(record["Ansat til"]) or date.max,
                {
                    year: parse_figure(record[f"Fraværsdagsværk {year}"], two_years)
                    for year in (2022, 2023)
                    if record[f"Fraværsdagsværk {year}"]
                },
            )
            for record in read_records(two_years, "Medarb.nr.")[:-1]
        ],
        "one": [
            PersonLine(
                record["Medarbejdernummer"],
                record["Enhedsnummer"],
                parse_day(record["Ansat fra"]) or date.max,
                parse_day(record["Fratrådt"]) or date.max,
                {2024: parse_figure(record["Dagsværk i alt"], one_year)},
            )
            for record in read_records(one_year, "Medarbejdernummer")[:-1]
        ],
    }


@pytest.fixture(scope="module")
def lines_by_year(lines_by_list: dict[str, list[PersonLine]]) -> dict[int, list[PersonLine]]:
    everyone = [line for lines in lines_by_list.values() for line in lines]
    return {year: [line for line in everyone if year in line.days] for year in YEARS}


def sum_by_person(lines: list[PersonLine], year: int) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.person] += line.days[year]
    return sums


@pytest.mark.parametrize("year", YEARS)
def test_an_enheds_persons_sum_to_its_quarters(
    lines_by_year: dict[int, list[PersonLine]], year: int
) -> None:
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines_by_year[year]:
        summed[line.enhed] += line.days[year]
    quarters: dict[str, Decimal] = defaultdict(Decimal)
    for row in make_rows():
        if row.quarter.year == year:
            quarters[row.enhed] += row.dagsvaerk
    assert summed == quarters


def test_the_last_line_is_the_sum(
    paths: list[Path], lines_by_year: dict[int, list[PersonLine]]
) -> None:
    two_years, one_year = (
        read_records(path, word)[-1] for path, word in zip(paths, WORDS, strict=True)
    )
    assert two_years["Medarb.nr."] == one_year["Direktørområde"] == "I alt"
    totals = {
        2022: parse_figure(two_years["Fraværsdagsværk 2022"], paths[0]),
        2023: parse_figure(two_years["Fraværsdagsværk 2023"], paths[0]),
        2024: parse_figure(one_year["Dagsværk i alt"], paths[1]),
    }
    assert totals == {
        year: sum((line.days[year] for line in lines_by_year[year]), ZERO) for year in YEARS
    }


@pytest.mark.parametrize("year", YEARS)
def test_there_are_as_many_people_as_the_extracts_have(
    lines_by_year: dict[int, list[PersonLine]], year: int
) -> None:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    present: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines_by_year[year]:
        present[line.enhed] += Fraction(line.count_days(year), length)
    heads: dict[str, Fraction] = defaultdict(Fraction)
    for row in make_rows():
        if row.quarter.year == year:
            heads[row.enhed] += Fraction(row.medarbejdere) / 4
    assert present.keys() == heads.keys()
    assert all(abs(present[enhed] - heads[enhed]) < 1 for enhed in heads)
    assert abs(sum(present.values(), Fraction(0)) - 4000) < 10


@pytest.mark.parametrize("year", YEARS)
def test_few_people_have_much_of_the_absence(
    lines_by_year: dict[int, list[PersonLine]], year: int
) -> None:
    days = sorted(sum_by_person(lines_by_year[year], year).values(), reverse=True)
    share = sum(days[: len(days) // 20], ZERO) / sum(days, ZERO)
    assert Decimal("0.41") < share < Decimal("0.45")
    assert max(days) < 226  # the fewest working days that a published figure takes a year to have
    assert days.count(ZERO) > len(days) / 20


@pytest.mark.parametrize(("first", "published"), [(2023, "0.34"), (2022, "0.32")])
def test_langtidsfriske_are_as_published(
    lines_by_year: dict[int, list[PersonLine]], first: int, published: str
) -> None:
    second = first + 1
    span = range(date(first, 1, 1).toordinal(), date(second + 1, 1, 1).toordinal())
    days: dict[str, set[int]] = defaultdict(set)
    ends: dict[tuple[str, str, date], date] = {}
    for year in (first, second):  # the newer list knows better when somebody left
        ends |= {(line.person, line.enhed, line.first): line.last for line in lines_by_year[year]}
    for (person, _, begin), end in ends.items():
        days[person].update(
            range(
                max(begin.toordinal(), span.start),
                min(end.toordinal() + 1, span.stop),
            )
        )
    sums = {year: sum_by_person(lines_by_year[year], year) for year in (first, second)}
    counted = [person for person, dates in days.items() if dates.issuperset(span)]
    healthy = [p for p in counted if all(sums[year][p] < 5 for year in (first, second))]
    assert len(counted) > 3000
    assert Decimal(len(healthy) / len(counted)).quantize(Decimal("0.01")) == Decimal(published)


def test_people_come_and_go_and_some_have_two_employments(
    lines_by_list: dict[str, list[PersonLine]], lines_by_year: dict[int, list[PersonLine]]
) -> None:
    lines = lines_by_list["two"]
    assert any(line.days.keys() == {2022} and line.last.year == 2022 for line in lines)
    assert any(line.days.keys() == {2023} and line.first.year == 2023 for line in lines)
    numbers = [line.person for line in lines_by_year[2024]]
    assert 50 < len(numbers) - len(set(numbers)) < 250


def test_a_list_knows_no_day_after_it_was_drawn(lines_by_list: dict[str, list[PersonLine]]) -> None:
    drawn = {"two": date(2024, 1, 15), "one": date(2025, 1, 14)}
    for name, lines in lines_by_list.items():
        assert {line.last for line in lines if line.last > drawn[name]} == {date.max}
        assert all(line.first <= drawn[name] - timedelta(days=1) for line in lines)


def test_lists_hold_no_names_and_no_cpr_numbers(paths: list[Path]) -> None:
    for path in paths:
        cells = [cell for line in read_cells(path) for cell in line]
        assert not any(
            "navn" in cell.casefold() and "enhed" not in cell.casefold() for cell in cells
        )
        assert not any(re.fullmatch(r"\d{6}-?\d{4}", cell) for cell in cells)
