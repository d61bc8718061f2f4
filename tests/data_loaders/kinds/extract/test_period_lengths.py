"""Months, quarters, years: what they become, and when they are refused."""

from decimal import Decimal

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from tests.data_loaders.builders import codes, report

HEADER: list[Value] = ["Periode", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."]


def row(period: Value, number: str = "1", days: Value = 9, heads: Value = 10) -> list[Value]:
    return [period, number, f"Hus {number}", "A", days, heads]


def test_days_are_summed_over_three_months_and_people_averaged() -> None:
    rows = [row("2024-10", days="1,5", heads=10), row("2024-11", days=2, heads=11),
            row("2024-12", days=4, heads="10,5")]  # fmt: skip
    (found,) = report([HEADER, *rows], "fil.xlsx").rows
    assert (str(found.quarter), found.dagsvaerk, found.medarbejdere, found.row) == (
        "2024K4", Decimal("7.5"), Decimal("10.5"), 2,
    )  # fmt: skip


def test_a_third_is_kept_as_the_store_keeps_it() -> None:
    rows = [row(f"2024-1{month}", heads=heads) for month, heads in ((0, 10), (1, 10), (2, 11))]
    (found,) = report([HEADER, *rows], "fil.xlsx").rows
    assert found.medarbejdere == Decimal("10.333333333333")


def test_the_months_of_a_quarter_that_is_not_whole_stay_months() -> None:
    found = report([HEADER, row("2024-10", days=9), row("2024-11", days=4)], "fil.xlsx")
    assert (found.periods, found.problems) == (("2024-10", "2024-11"), ())
    assert [(str(r.month), r.dagsvaerk, r.medarbejdere) for r in found.rows] == [
        ("2024-10", Decimal(9), Decimal(10)), ("2024-11", Decimal(4), Decimal(10)),
    ]  # fmt: skip


def test_the_whole_quarter_s_months_are_one_and_the_next_one_is_a_month() -> None:
    months = [row(f"2024-{month:02d}") for month in (10, 11, 12)]
    found = report([HEADER, *months, row("2025-01")], "fil.xlsx")
    assert (found.periods, found.problems) == (("2024K4", "2025-01"), ())


def test_a_month_that_nobody_has_between_two_is_a_hole() -> None:
    found = report([HEADER, row("2024-10"), row("2024-12")], "fil.xlsx")
    assert codes(found) == [("too_few_months", "A1")]
    assert "november 2024 mangler" in found.problems[0].message
    assert found.refused


@pytest.mark.parametrize("header", ["Måned", "Periode", "Kvartal"])
@pytest.mark.parametrize(
    "month", ["april 2024", "apr. 2024", "2024-04", "30-04-2024", "04.2024", "004.2024", "202404"]
)
def test_a_month_is_not_its_quarter_however_it_is_written(header: str, month: str) -> None:
    found = report([[header, *HEADER[1:]], row(month)], "fil.xlsx")
    assert (found.periods, found.problems) == (("2024-04",), ())


@pytest.mark.parametrize(
    ("title", "file_name"),
    [
        ("Sygefravær april 2024", "fil.xlsx"),
        ("Periode: 01.04.2024 - 30.04.2024", "fil.xlsx"),
        ("Sygefravær", "udtræk april 2024.xlsx"),
        ("Sygefravær", "sygefravær_2024-04.xlsx"),
    ],
)
def test_a_month_in_a_title_or_a_name_is_not_its_quarter(title: str, file_name: str) -> None:
    found = report([[title], HEADER[1:], row("")[1:]], file_name)
    assert (found.periods, found.problems) == (("2024-04",), ())


@pytest.mark.parametrize(
    "title",
    [
        "Periode: 01.10.2024 - 15.11.2024", "Oktober-november 2024", "1.-15. november 2024",
        "Oktober 2024 til november 2024", "Uge 40-45 2024",
    ],
)  # fmt: skip
def test_days_that_are_a_part_of_a_quarter_never_make_it(title: str) -> None:
    assert report([[title], HEADER[1:], row("")[1:]], "fil.xlsx").refused
    assert codes(report([HEADER, row(title)], "fil.xlsx")) == [("invalid_quarter", "A2")]


@pytest.mark.parametrize("title", ["Oktober - december", "okt.-dec.", "4. kvartal"])
def test_a_quarter_in_the_title_and_its_year_in_the_rows(title: str) -> None:
    found = report([[title], ["År", *HEADER[1:]], row("2024")], "fil.xlsx")
    assert (found.kind, found.periods, found.problems) == ("kvartal", ("2024K4",), ())


def test_a_month_below_zero_corrects_an_earlier_one() -> None:
    rows = [row("2024-10", days=10), row("2024-11", days="2,5-"), row("2024-12", days=8)]
    found = report([HEADER, *rows], "fil.xlsx")
    assert codes(found) == [("negative_month", "E3")]
    assert found.rows[0].dagsvaerk == Decimal("15.5")


@pytest.mark.parametrize("months", [("2024-10", "2024-11", "2024-12"), ("2024-10",)])
def test_what_is_below_zero_in_the_end_is_an_error(months: tuple[str, ...]) -> None:
    found = report([HEADER, *(row(month, days=-1) for month in months)], "fil.xlsx")
    assert "negative_value" in {code for code, _ in codes(found)}


def test_a_unit_that_lacks_a_month_is_missing_in_that_quarter() -> None:
    rows = [*(row(f"2024-1{m}") for m in range(3)), *(row(f"2024-1{m}", "2") for m in (0, 2))]
    found = report([HEADER, *rows], "fil.xlsx")
    assert codes(found) == [("missing_month", "B5")]
    assert [(r.enhed, r.dagsvaerk) for r in found.rows] == [("1", Decimal(27)), ("2", None)]
    assert not found.refused
    assert found.proposal.questions[0].id == "month_gap"
    guidance = Guidance(user_mapping=Mapping(answers={"month_gap": "ingen"}))
    nobody = report([HEADER, *rows], "fil.xlsx", guidance=guidance).rows[1]
    assert (nobody.dagsvaerk, nobody.medarbejdere) == (Decimal(18), Decimal("6.666666666667"))


def test_a_month_s_blank_makes_the_quarter_s_figure_missing() -> None:
    rows = [row("2024-10"), row("2024-11", days=None), row("2024-12")]
    found = report([HEADER, *rows], "fil.xlsx")
    assert codes(found) == [("missing_value", "E3")]
    assert found.rows[0].dagsvaerk is None
    assert found.rows[0].medarbejdere == 10


def test_a_unit_twice_in_a_month_is_an_error() -> None:
    rows = [row("2024-10"), row("2024-10"), row("2024-11"), row("2024-12")]
    assert ("duplicate_unit", "B3") in codes(report([HEADER, *rows], "fil.xlsx"))


def test_quarters_and_rolling_years_in_one_table_are_refused() -> None:
    found = report([HEADER, row("2024K4"), row("01.01.2024 - 31.12.2024")], "fil.xlsx")
    assert codes(found) == [("mixed_periods", "A1")]
    assert "1 række med kvartaler og 1 række med tolv måneder" in found.problems[0].message


def test_a_year_that_ends_within_a_quarter_is_refused() -> None:
    found = report([HEADER, row("01.02.2024 - 31.01.2025")], "fil.xlsx")
    assert codes(found) == [("rolling_period", "A2")]


@pytest.mark.parametrize("year", [2023, "2023"])
def test_years_alone_are_the_years_that_end_with_them_and_it_is_said(year: Value) -> None:
    header: list[Value] = ["År", *HEADER[1:]]
    found = report([header, row(year), row(2022)], "fil.xlsx")
    assert found.kind == "rullende"
    assert [str(quarter) for quarter in found.quarters] == ["2022K4", "2023K4"]
    assert codes(found) == [("read_as_years", "A1")]


def test_a_remark_about_rolling_figures_changes_nothing() -> None:
    lines: list[list[Value]] = [
        ["Periode: 01.10.2024 - 31.12.2024"], ["Rullende tal findes i en anden rapport."],
    ]  # fmt: skip
    found = report([*lines, HEADER[1:], row(None)[1:]], "fil.xlsx")
    assert found.kind == "kvartal"
    assert found.problems == ()


def test_rolling_columns_beside_the_quarter_s_own_are_not_read() -> None:
    header = [*HEADER, "Dagsværk (rullende 12 mdr.)"]
    found = report([header, [*row("2024K4"), 999]], "fil.xlsx")
    assert (found.kind, found.rows[0].dagsvaerk) == ("kvartal", Decimal(9))
    assert found.unused == ("Dagsværk (rullende 12 mdr.)",)
