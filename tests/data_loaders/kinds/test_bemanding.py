"""Headcounts by month and quarter."""

import pytest

from data_loaders.files.values import Value
from tests.data_loaders.kinds.person_lists import HEADS, codes, facts, listing

Row = list[Value]


def row(enhed: Value, periode: Value, heads: Value) -> Row:
    return [enhed, f"Enhed {enhed}", "Miljø", periode, heads]


def test_months_are_averaged_to_a_quarter() -> None:
    rows = [row("4101", f"2024-{month}", heads) for month, heads in ((10, 10), (11, 11), (12, 15))]
    report = listing(*rows, header=HEADS)
    assert (report.kind, report.periods, report.problems) == ("bemanding", ("2024K4",), ())
    assert facts(report, "quarter", "enhed", "medarbejdere", "fuldtidsstillinger") == [
        ("2024K4", "4101", 12.0, None)
    ]


def test_an_enhed_that_opened_in_the_quarter_had_nobody_before() -> None:
    rows = [row("4101", f"2024-{month}", 10) for month in (10, 11, 12)]
    report = listing(*rows, row("4102", "2024-12", 12), header=HEADS)
    assert facts(report, "enhed", "medarbejdere") == [("4101", 10.0), ("4102", 4.0)]


def test_a_quarter_is_taken_as_it_is() -> None:
    report = listing(row("4101", "2024K3", 9.5), row("4101", "2024K4", 8), header=HEADS)
    assert facts(report, "quarter", "medarbejdere") == [("2024K3", 9.5), ("2024K4", 8.0)]


def test_the_last_day_of_a_month_stands_for_the_month() -> None:
    rows = [row("4101", day, 6) for day in ("31.10.2024", "30.11.2024", "31.12.2024")]
    report = listing(*rows, header=HEADS)
    assert (facts(report, "medarbejdere"), report.problems) == ([(6.0,)], ())


@pytest.mark.parametrize("title", ["Bemanding 4. kvartal 2024", "Periode: 01.10.2024 - 31.12.2024"])
def test_the_title_may_tell_the_quarter(title: str) -> None:
    header = ["Enhedsnr.", "Enhed", "Medarbejdere", "Fuldtidsstillinger"]
    report = listing(["4101", "Solen", 12, "10,5"], header=header, title=title)
    assert report.periods == ("2024K4",)
    assert facts(report, "medarbejdere", "fuldtidsstillinger") == [(12.0, 10.5)]


def test_a_column_for_each_month_is_read() -> None:
    header = ["Enhedsnr.", "Medarbejdere 2024-10", "Medarbejdere 2024-11", "Medarbejdere 2024-12"]
    report = listing(["4101", 3, 6, 9], header=header)
    assert facts(report, "quarter", "medarbejdere") == [("2024K4", 6.0)]


def test_months_that_lack_are_told() -> None:
    report = listing(row("4101", "2024-10", 4), row("4101", "2024-11", 6), header=HEADS)
    assert facts(report, "medarbejdere") == [(5.0,)]
    assert codes(report) == [("incomplete_quarter", "")]
    assert "4. kvartal 2024 (2 af 3 måneder)" in report.problems[0].message


def test_a_month_that_all_lack_between_two_is_an_error() -> None:
    report = listing(row("4101", "2024-10", 4), row("4101", "2024-12", 6), header=HEADS)
    assert ("too_few_months", "") in codes(report)


def test_an_enhed_that_lacks_a_month_between_two_is_missing_unless_it_had_nobody() -> None:
    rows = [row("4102", f"2024-{month}", 18) for month in (10, 11, 12)]
    rows += [row("4101", "2024-10", 30), row("4101", "2024-12", 30)]
    report = listing(*rows, header=HEADS)
    assert dict(facts(report, "enhed", "medarbejdere")) == {"4101": None, "4102": 18.0}
    assert codes(report) == [("missing_month", "")]
    assert report.proposal.questions[0].id == "month_gap"
    blank = listing(*rows, row("4101", "2024-11", None), header=HEADS)
    assert dict(facts(blank, "enhed", "medarbejdere")) == {"4101": None, "4102": 18.0}
    seasonal = listing(*rows, header=HEADS, answers={"month_gap": "ingen"})
    assert dict(facts(seasonal, "enhed", "medarbejdere")) == {"4101": 20.0, "4102": 18.0}
    lacking = listing(*rows, header=HEADS, answers={"month_gap": "mangler"})
    assert lacking.proposal.questions[0].id != "month_gap"


def test_an_empty_cell_beside_zeros_is_asked_about() -> None:
    rows = [row("4101", "2024K4", 0), row("4102", "2024K4", None)]
    report = listing(*rows, header=HEADS)
    assert codes(report) == [("blank_or_zero", "E3")]
    answered = listing(*rows, header=HEADS, answers={"blank:medarbejdere": "nul"})
    assert (facts(answered, "medarbejdere"), codes(answered)) == ([(0.0,), (0.0,)], [])


def test_what_is_wrong_is_told_with_its_place() -> None:
    rows = [row("4101", "2024", 4), row("4102", "2024-10", -1), row("4102", "2024-10", 2)]
    report = listing(*rows, header=HEADS)
    assert {("invalid_period", "D2"), ("negative_value", "E3"), ("duplicate_row", "A4")} <= set(
        codes(report)
    )


def test_a_list_without_a_quarter_is_refused() -> None:
    report = listing(["4101", "Solen", 12], header=["Enhedsnr.", "Enhed", "Medarbejdere"])
    assert report.refused
    assert ("no_quarter", "") in codes(report)


def test_each_personalegruppe_of_an_enhed_has_its_own_people() -> None:
    rows: list[Row] = [
        ["0310", "Solen", group, "FOA", f"2024-{month}", heads]
        for month in ("10", "11", "12")
        for group, heads in (("SOSU", 20), ("Køkken", 3), ("", 1))
    ]
    header = ["Enhedsnr.", "Enhed", "Medarbejdergruppe", "Overenskomst", "Måned", "Medarbejdere"]
    report = listing(*rows, header=header)
    assert (report.problems, report.unused) == ((), ("Overenskomst",))
    assert facts(report, "enhed", "personalegruppe", "medarbejdere") == [
        ("0310", "SOSU", 20.0), ("0310", "Køkken", 3.0), ("0310", "Ikke tilknyttet", 1.0),
    ]  # fmt: skip


def test_the_sum_of_an_enhed_s_groups_is_no_group() -> None:
    header = ["Enhedsnr.", "Enhed", "Personalegruppe", "Periode", "Medarbejdere"]
    rows: list[Row] = [
        ["0310", "Solen", part, "2024K4", heads]
        for part, heads in (("SOSU", 20), ("Køkken", 3), ("Resultat", 23))
    ]
    report = listing(*rows, ["0311", "Månen", "SOSU", "2024K4", 9], header=header)
    assert facts(report, "enhed", "personalegruppe", "medarbejdere") == [
        ("0310", "SOSU", 20.0), ("0310", "Køkken", 3.0), ("0311", "SOSU", 9.0),
    ]  # fmt: skip
    assert (report.problems, [total.agrees for total in report.totals]) == ((), [True])


def test_a_group_of_an_enhed_stands_once_in_a_month() -> None:
    header = ["Enhedsnr.", "Enhed", "Personalegruppe", "Periode", "Medarbejdere"]
    rows: list[Row] = [
        [enhed, "Solen", "SOSU", "2024K4", heads] for enhed, heads in (("0310", 20), ("310", 1))
    ]
    assert codes(listing(*rows, header=header)) == [("duplicate_row", "A3")]


GROUPS: list[Row] = [
    ["Dagtilbud", "2024K4", "170,4"], ["Solsikken", "2024K4", "90,1"],
    ["Stjernen", "2024K4", "80,3"],
    ["Skole", "2024K4", "210,9"], ["Bakkeskolen", "2024K4", "130,6"],
    ["Engskolen", "2024K4", "80,3"],
]  # fmt: skip
ALONE = ["Enhed", "Periode", "Medarbejdere"]


@pytest.mark.parametrize("total", [[["Hovedtotal", "2024K4", "381,3"]], []])
def test_a_pivot_s_groups_are_no_enheder(total: list[Row]) -> None:
    report = listing(*GROUPS, *total, header=ALONE)
    assert facts(report, "enhed", "medarbejdere") == [
        ("Solsikken", 90.1), ("Stjernen", 80.3), ("Bakkeskolen", 130.6), ("Engskolen", 80.3),
    ]  # fmt: skip
    assert {code for code, _ in codes(report)} == {"nameless_sum"}


@pytest.mark.parametrize("place", [0, 4])
def test_small_numbers_of_all_enheder_under_another_name_are_asked_about(place: int) -> None:
    rows: list[Row] = [
        ["a", "2024K4", 11],
        ["b", "2024K4", 21],
        ["c", "2024K4", 13],
        ["d", "2024K4", 24],
    ]
    rows.insert(place, ["Byen", "2024K4", 69])
    assert ("unclear_sum", f"A{place + 2}") in codes(listing(*rows, header=ALONE))


def test_small_numbers_that_add_up_twice_in_a_row_are_asked_about() -> None:
    numbers = (9, 5, 4, 8, 6, 2, 3)
    rows: list[Row] = [[f"Hus {at}", "2024K4", number] for at, number in enumerate(numbers)]
    report = listing(*rows, header=ALONE)
    assert ("unclear_sum", "A2") in codes(report)
    assert "sums" in [question.id for question in report.proposal.questions]


@pytest.mark.parametrize("header", ["Periode", "Kal.år/måned", "Regnskabsår/periode", "Måned"])
@pytest.mark.parametrize("spelling", ["0{}.2024", "{}.2024", "20240{}"])
def test_sap_s_periods_are_months(header: str, spelling: str) -> None:
    rows: list[Row] = [["3100", spelling.format(month), 30] for month in (10, 11, 12)]
    report = listing(*rows, header=["Enhedsnr.", header, "Medarbejdere"])
    assert facts(report, "quarter", "medarbejdere") == [("2024K4", 30.0)]


def test_a_thirteenth_period_is_no_month() -> None:
    report = listing(["3100", "013.2024", 30], header=["Enhedsnr.", "Periode", "Medarbejdere"])
    assert ("invalid_period", "B2") in codes(report)


def test_beskaeftigelsesdecimaler_are_fuldtidsstillinger() -> None:
    header = ["Enhedsnr.", "Kvartal", "Beskæftigelsesdecimaler"]
    report = listing(["3100", "2024K4", 27.5], header=header)
    assert facts(report, "fuldtidsstillinger") == [(27.5,)]


def test_a_rate_of_absence_beside_people_is_no_headcount() -> None:
    header = ["Enhedsnr.", "Enhed", "Working Days Lost per Staff Year", "Headcount"]
    report = listing(["1", "A", 3.5, 30], header=header, file_name="2024K4.csv")
    assert ("missing_column", "A1") in codes(report)


def test_the_month_beside_its_quarter_is_the_rows_time() -> None:
    rows: list[Row] = [["1", "2024K4", f"2024-{month}", month] for month in (10, 11, 12)]
    report = listing(*rows, header=["Enhedsnr.", "Kvartal", "Måned", "Medarbejdere"])
    assert facts(report, "quarter", "medarbejdere") == [("2024K4", 11.0)]
