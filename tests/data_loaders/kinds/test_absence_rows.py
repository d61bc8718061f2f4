"""Rows of absence as sources have them: a day, a half, a period, a cut number, a reason."""

from datetime import date, timedelta

import pytest

from data_loaders.files.values import Value
from tests.data_loaders.kinds.person_lists import SPELLS, TITLE, codes, facts, listing
from tests.data_loaders.kinds.person_lists import spell_row as row

Row = list[Value]
DAYS = [f"{day:02d}.10.2024" for day in (7, 8, 9, 10, 11)]


def test_weekdays_that_a_person_never_has_a_row_on_do_not_end_a_spell() -> None:
    header = ["Medarb.nr.", "Enhedsnr.", "Fraværsdato", "Timer", "Årsag"]
    mondays = [date(2024, 10, 7) + timedelta(weeks=week) for week in range(7)]
    rows: list[Row] = [
        ["1", "4101", monday + timedelta(n), 7.4, "Syg"] for monday in mondays for n in (0, 1)
    ]
    report = listing(*rows, header=header, title=TITLE)
    assert facts(report, "korttid", "langtid") == [(0.0, 14.0)]
    works_on_wednesdays: Row = ["1", "4101", date(2024, 12, 4), 7.4, "Ferie"]
    report = listing(*rows, works_on_wednesdays, header=header, title=TITLE)
    assert facts(report, "korttid", "langtid") == [(14.0, 0.0)]


def test_a_list_with_a_day_a_row_is_one_spell() -> None:
    header = ["Medarb.nr.", "Enhedsnr.", "Fraværsdato", "Timer", "Årsag"]
    rows: list[Row] = [["1", "4101", day, 7.4, "Sygdom"] for day in DAYS]
    report = listing(*rows, header=header, title=TITLE)
    assert (report.kind, facts(report, "korttid")) == ("fravaer", [(5.0,)])


@pytest.mark.parametrize("first", ["1. fraværsdag", "1. sygedag", "Første sygedag", "Sygemeldt"])
def test_who_reports_fit_is_at_work_on_that_day(first: str) -> None:
    rows: list[Row] = [
        ["1", "4101", "07.10.2024", "10.10.2024", "Syg"],
        ["2", "4101", "07.10.2024", None, "Syg"],
    ]
    header = ["Medarb.nr.", "Enhedsnr.", first, "Raskmeldt", "Årsag"]
    report = listing(*rows, header=header, title=f"{TITLE} Udtrukket 02.01.2025")
    assert facts(report, "korttid", "langtid") == [(3.0, 62.0)]  # the open one until 2 January
    header[3] = "Sidste sygedag"
    assert facts(listing(rows[0], header=header, title=TITLE), "korttid") == [(4.0,)]


@pytest.mark.parametrize(
    ("header", "cell"), [("Halv dag", "ja"), ("Dagsdel", "Formiddag"), ("Delvist", "x")]
)
def test_a_half_day_is_half_where_there_are_no_hours(header: str, cell: str) -> None:
    rows = [[*row(timer=None), cell], [*row("118", timer=None), None]]
    report = listing(*rows, header=[*SPELLS, header], title=TITLE)
    assert facts(report, "korttid", "korttid_delvis") == [(3.0, 1.5)]


@pytest.mark.parametrize(
    "header", ["Fraværstimer 4. kvartal 2024", "Periodens fraværstimer", "Fraværstimer i perioden"]
)
def test_a_header_may_say_that_hours_are_of_the_period(header: str) -> None:
    long = row(fra="01.10.2024", til="31.03.2025", timer="488,4")
    report = listing(long, header=[*SPELLS[:6], header, "Årsag"], title=TITLE)
    assert facts(report, "langtid") == [(66.0,)]


def test_a_column_of_absence_that_says_no_unit_is_asked_about() -> None:
    header = [*SPELLS[:6], "Fravær", "Årsag"]
    report = listing(row(timer="37 t.", til="11.10.2024"), header=header, title=TITLE)
    assert ("missing_column", "G3") in codes(report)
    assert report.proposal.questions[0].id == "column:timer"


def test_a_persons_number_and_an_employments_are_told_apart() -> None:
    header = ["Personnr.", "Ansættelsesnr.", *SPELLS[1:]]
    rows = [["010185-1234", number, *row()[1:]] for number in ("1", "2")]
    assert facts(listing(*rows, header=header, title=TITLE), "korttid") == [(6.0,)]


def test_hours_of_the_period_are_not_spread_over_the_illness() -> None:
    header = [*SPELLS[:6], "Fraværstimer i perioden", "Årsag"]
    long = row(fra="01.10.2024", til="31.03.2025", timer="488,4")
    report = listing(long, row("118"), header=header, title=TITLE)
    assert facts(report, "korttid", "langtid") == [(3.0, 66.0)]
    header[6] = "Fraværstimer i måneden"
    assert ("unclear_period", "G4") in codes(listing(long, header=header, title=TITLE))


def test_more_hours_than_the_days_hold_are_an_error_and_a_few_are_left_out() -> None:
    whole = row(fra="01.10.2024", til="15.11.2024", timer="732,6")
    assert codes(listing(row("118"), whole, title=TITLE)) == [("implausible_number", "G5")]
    a_little = row(timer="40")  # three days hold 36 hours
    many = [row(str(n)) for n in range(200, 400)]
    report = listing(*many, a_little, title=TITLE)
    assert codes(report) == [("hours_left_out", "G204")]
    assert facts(report, "korttid") == [(600.0,)]
    assert codes(listing(row("118"), a_little, title=TITLE)) == [("implausible_number", "G5")]


def test_dates_that_may_be_cut_are_asked_about_where_it_matters() -> None:
    cut = row(fra="01.10.2024", til="11.10.2024", timer="66,6")
    report = listing(cut, row("118"), title=TITLE)
    assert codes(report) == [("dates_may_be_cut", "")]
    assert codes(listing(cut, row("118"), title=TITLE, answers={"edges": "egne"})) == []
    answered = listing(cut, row("118"), title=TITLE, answers={"edges": "klippet"})
    assert codes(answered) == [("cut_spells", "")]
    assert facts(answered, "klippet") == [(True,)]
    before = row("119", fra="27.09.2024", til="02.10.2024")
    assert codes(listing(cut, before, title=TITLE)) == []
    long = row("119", fra="01.10.2024", til="15.11.2024", timer="222")
    assert codes(listing(long, row(), title=TITLE)) == []


@pytest.mark.parametrize(
    "reason",
    ["Sygdom, fleksjob", "Sygdom (elev under uddannelse)", "Syg - sygeorlov", "Graviditetsgener"],
)
def test_a_word_of_the_persons_job_beside_illness_leaves_it_illness(reason: str) -> None:
    report = listing(row(aarsag=reason), title=TITLE)
    assert (facts(report, "korttid"), report.problems) == ([(3.0,)], ())


@pytest.mark.parametrize("reason", ["Syg under ferie", "Orlov, sygdom", "Kode 0256"])
def test_a_reason_that_may_be_either_is_asked_about(reason: str) -> None:
    assert codes(listing(row(aarsag=reason), title=TITLE)) == [("unknown_reason", "")]


@pytest.mark.parametrize("reason", ["Pasning af syg pårørende", "Barn syg", "Omsorgsdag"])
def test_the_illness_of_somebody_else_is_other_absence(reason: str) -> None:
    report = listing(row(), row("118", aarsag=reason), title=TITLE)
    assert codes(report) == [("other_absence", "H5")]


def test_other_absence_is_named_with_its_counts() -> None:
    rows = [row(str(n), aarsag=a) for n, a in enumerate(["Barn syg", "Seniortimer", "Barn syg"])]
    report = listing(row("9"), *rows, title=TITLE)
    assert report.problems[0].message.endswith("»Barn syg« (2) og »Seniortimer« (1).")


@pytest.mark.parametrize("number", ["7,00112E+11", "7.00112E+11", "700112000000", 700112000000.0])
def test_numbers_of_people_that_were_cut_are_refused(number: Value) -> None:
    report = listing(*[row(number, fra=day, til=day, timer=7.4) for day in DAYS], title=TITLE)
    assert report.refused
    assert {code for code, _ in codes(report)} == {"damaged_key"}
    as_cpr = listing(["1,01085E+09", *row()], header=["CPR-nr.", *SPELLS], title=TITLE)
    assert ("damaged_key", "A4") in codes(as_cpr)


@pytest.mark.parametrize("number", [date(2024, 2, 10), "10.02.2024"])
def test_a_date_in_place_of_an_enheds_number_is_refused(number: Value) -> None:
    report = listing(["1", number, *row()[2:]], title=TITLE)
    assert codes(report) == [("damaged_key", "B4")]


def test_the_numbers_that_tell_people_apart_are_not_said_to_be_of_no_use() -> None:
    report = listing(["010185-1234", *row()], header=["CPR-nr.", *SPELLS], title=TITLE)
    assert [problem.code for problem in report.problems] == ["personal_data_removed"]
    assert "de skelner personerne fra hinanden" in report.problems[0].message
