"""Yearly lists of people: a row an employment, a mark in place of a person."""

from datetime import date

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from tests.data_loaders.grids import of_grid
from tests.data_loaders.kinds.person_lists import KEY, PEOPLE, codes, facts, listing

Row = list[Value]


def row(
    person: Value = "117", lost: Value = "4,5", year: Value = 2024, enhed: Value = "4101"
) -> Row:
    return [person, enhed, f"Enhed {enhed}", "Miljø", year, lost]


NOBODY_ILL = row("999", 0)


def test_a_person_becomes_a_mark() -> None:
    report = listing(row("00117"), NOBODY_ILL, header=PEOPLE)
    assert (report.kind, report.periods, report.problems) == ("personer", ("2024",), ())
    assert facts(report, "year", "person", "enhed", "dagsvaerk") == [
        ("2024", KEY.mark("117"), "4101", 4.5),
        ("2024", KEY.mark("999"), "4101", 0.0),
    ]


def test_hours_are_divided_by_the_length_of_a_dagsvaerk() -> None:
    report = listing(row(lost="37"), NOBODY_ILL, header=[*PEOPLE[:5], "Fraværstimer"])
    assert facts(report, "dagsvaerk") == [(5.0,), (0.0,)]


@pytest.mark.parametrize("header", ["{}", "Fravær {}", "Fraværsdagsværk {}", "Dagsværk {}"])
def test_two_years_may_stand_beside_each_other(header: str) -> None:
    heads = [*PEOPLE[:4], header.format(2023), header.format(2024)]
    rows: list[Row] = [
        ["117", "4101", "E", "A", 3, 4],
        ["118", "4101", "E", "A", None, 0],
        ["119", "4101", "E", "A", 0, 7],
    ]
    report = listing(*rows, header=heads)
    assert report.periods == ("2023", "2024")
    assert facts(report, "year", "dagsvaerk") == [
        ("2023", 3.0), ("2023", 0.0), ("2024", 4.0), ("2024", 0.0), ("2024", 7.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "file_name"),
    [("LPT169 for 2024", "liste.xlsx"), ("", "LPT169 2024.xlsx"),
     ("Periode: 01.01.2024 - 31.12.2024", "liste.xlsx")],
)  # fmt: skip
def test_the_title_or_the_file_may_tell_the_year(title: str, file_name: str) -> None:
    rows = [[*one[:4], one[5]] for one in (row(), NOBODY_ILL)]
    report = listing(*rows, header=[*PEOPLE[:4], PEOPLE[5]], title=title, file_name=file_name)
    assert report.periods == ("2024",)
    assert report.problems == ()


def test_employments_have_their_days() -> None:
    header = [*PEOPLE, "Ansat fra", "Ansat til"]
    rows = [[*row(), "01.03.2020", "31.12.9999"], [*NOBODY_ILL, "01.05.2024", "31.10.2024"]]
    report = listing(*rows, header=header)
    assert facts(report, "ansat_fra", "ansat_til") == [
        (date(2020, 3, 1), None),
        (date(2024, 5, 1), date(2024, 10, 31)),
    ]


def test_a_list_without_anybody_healthy_is_refused() -> None:
    report = listing(row(), row("118", 1, 2023), row("119", 0, 2023), header=PEOPLE)
    assert codes(report) == [("no_zero_rows", "")]
    assert "for 2024 har ingen med 0" in report.problems[0].message
    assert report.refused


def test_a_year_that_has_not_begun_is_refused() -> None:
    report = listing(row(year=2026), row("118", 0, 2026), header=PEOPLE)
    assert codes(report) == [("incomplete_year", "")]


def test_a_list_of_no_year_is_refused() -> None:
    rows = [[*one[:4], one[5]] for one in (row(), NOBODY_ILL)]
    report = listing(*rows, header=[*PEOPLE[:4], PEOPLE[5]])
    assert ("no_year", "") in codes(report)
    assert report.refused


def test_calendar_days_are_refused() -> None:
    report = listing(row(), NOBODY_ILL, header=[*PEOPLE[:5], "Kalenderdage"])
    assert codes(report) == [("calendar_days_only", "")]


def test_wrong_cells_have_addresses_and_no_values() -> None:
    rows = [row(lost="syv"), row("118", "-1"), row("119", 400), row(None), NOBODY_ILL]
    report = listing(*rows, header=PEOPLE)
    assert set(codes(report)) == {
        ("invalid_number", "F2"), ("negative_value", "F3"), ("implausible_number", "F4"),
        ("empty_cell", "A5"),
    }  # fmt: skip
    assert {problem.value for problem in report.problems} == {""}
    assert not any("syv" in problem.message for problem in report.problems)


def test_names_and_cpr_numbers_are_gone() -> None:
    header = [*PEOPLE[:1], "Navn", "CPR-nr.", *PEOPLE[1:]]
    rows = [
        ["1", "Ida Vang", "010185-1234", *row()[1:]],
        ["2", "Ida Vang", "0101851234", *row()[1:]],
        ["3", "Bo Dal", "020290-1234", *NOBODY_ILL[1:]],
    ]
    report = listing(*rows, header=header)
    marks = [mark for (mark,) in facts(report, "person")]
    assert marks[0] == marks[1] == KEY.mark("0101851234") != marks[2]
    text = f"{report}{report.facts.to_pydict()}"
    assert not any(secret in text for secret in ("Ida", "Dal", "010185", "0101851234", "020290"))
    assert [code for code, _ in codes(report)] == ["personal_data_removed"] * 2


def test_absence_that_the_workbook_shows_as_per_cent_is_refused() -> None:
    rows: list[list[Value]] = [list(PEOPLE), row(lost=0.04), row("118", 0)]
    sheet = Sheet.from_rows("Ark1", rows, percent_columns=(5,))
    report = of_grid(Grid("prøve", (sheet,)), file_name="liste.xlsx", settings=Settings())
    assert ("looks_like_share", "F2") in codes(report)


def test_pers_nr_is_the_number_of_a_person() -> None:
    report = listing(row(), NOBODY_ILL, header=["Pers.nr.", *PEOPLE[1:]])
    assert (report.kind, report.problems) == ("personer", ())


def test_an_empty_cell_of_a_year_without_employment_is_not_asked_about() -> None:
    header = [*PEOPLE[:4], "Ansat fra", "Ansat til", "Fraværsdagsværk 2023", "Fraværsdagsværk 2024"]
    rows = [
        [*row("1")[:4], "01.02.2024", None, None, 3],
        [*row("2")[:4], "01.01.2020", "31.12.2023", 2, None],
        [*row("3")[:4], "01.01.2020", "31.12.9999", 0, 0],
    ]
    report = listing(*rows, header=header)
    assert (facts(report, "year", "dagsvaerk"), codes(report)) == (
        [("2023", 2.0), ("2023", 0.0), ("2024", 3.0), ("2024", 0.0)],
        [],
    )


@pytest.mark.parametrize("blank", [None, "-"])
def test_an_empty_cell_is_asked_about_and_no_row_is_dropped_without_a_count(blank: Value) -> None:
    rows = [row("1", blank), row("2", blank), NOBODY_ILL, row("3", 8.5)]
    report = listing(*rows, header=PEOPLE)
    assert codes(report) == [("blank_or_zero", "F2")]
    assert report.problems[0].message.startswith("2 celler")
    answered = listing(*rows, header=PEOPLE, answers={"blank:dagsvaerk": "nul"})
    assert (facts(answered, "dagsvaerk"), codes(answered)) == ([(0.0,), (0.0,), (0.0,), (8.5,)], [])
    unknown = listing(*rows, header=PEOPLE, answers={"blank:dagsvaerk": "mangler"})
    assert (len(unknown.facts), codes(unknown)) == (2, [("rows_left_out", "")])
    assert codes(listing(row("1", blank), row("3"), header=PEOPLE)) == [("blank_or_zero", "F2")]


@pytest.mark.parametrize(
    "title", ["Periode: 01.01.2024 - 30.06.2024", "Fravær pr. medarbejder, juni 2024"]
)
def test_a_title_of_a_part_of_the_year_is_asked_about(title: str) -> None:
    report = listing(row(), NOBODY_ILL, header=PEOPLE, title=title)
    assert [code for code, _ in codes(report)] == ["other_time"]
    answered = listing(
        row(), NOBODY_ILL, header=PEOPLE, title=title, answers={"whole_period": "ja"}
    )
    assert not answered.refused


@pytest.mark.parametrize(
    ("days", "is_asked"),
    [("Dagsværk jan-jun", True), ("Dagsværk 2023", True), ("Dagsværk jan-dec", False)],
)
def test_a_header_of_another_time_than_the_years_is_asked_about(
    days: str, *, is_asked: bool
) -> None:
    header = [days if name.startswith("Fraværsdagsværk") else name for name in PEOPLE]
    report = listing(row(), NOBODY_ILL, header=header)
    assert (report.kind, days in report.columns.values()) == ("personer", True)
    assert ("other_time" in [code for code, _ in codes(report)]) == is_asked


@pytest.mark.parametrize(("header", "most"), [("Kvartal", 4), ("Måned", 12)])
def test_a_list_with_a_row_a_part_of_the_year_needs_the_whole_year(header: str, most: int) -> None:
    rows: list[list[Value]] = [["7", "1", "A", "B", 2024, 0, part] for part in range(1, most + 1)]
    whole = listing(*rows, header=[*PEOPLE, header])
    assert (whole.kind, whole.refused) == ("personer", False)
    part = listing(*rows[1:], header=[*PEOPLE, header])
    assert ("incomplete_year", "") in codes(part)
