"""Lists of spells: what they cover, what counts, and what they come to."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quarter import Quarter
from core.settings import Settings
from data_loaders.files.values import Value
from tests.data_loaders.kinds.person_lists import SPELLS, TITLE, codes, facts, listing
from tests.data_loaders.kinds.person_lists import spell_row as row
from tests.data_loaders.kinds.spell_oracle import Absence, count, cut_illness
from tests.draws import draws

Row = list[Value]


def short(*rows: Row, title: str = TITLE, header: list[str] = SPELLS) -> list[tuple[object, ...]]:
    report = listing(*rows, title=title, header=header)
    return facts(report, "enhed", "korttid", "langtid")


def test_hours_become_dagsvaerk_per_enhed_and_quarter() -> None:
    long = row("118", til="15.11.2024", timer="111")
    report = listing(row(), long, row("119", "4102"), title=TITLE)
    assert (report.kind, report.periods, report.problems) == ("fravaer", ("2024K4",), ())
    assert facts(report, "quarter", "enhed", "enhed_navn", "afdeling", "korttid", "langtid") == [
        ("2024K4", "4101", "Enhed 4101", "Miljø", 3.0, 15.0),
        ("2024K4", "4102", "Enhed 4102", "Miljø", 3.0, 0.0),
    ]


def test_a_person_named_once_stands_for_the_spells_below_as_in_a_grouped_list() -> None:
    below: Row = [None, None, None, None, "14.10.2024", "15.10.2024", "14,8", "Sygdom"]
    second = [*below[:4], "21.10.2024", "21.10.2024", "7,4", "Sygdom"]
    rows = [row("117"), below, row("118", "4102"), below, second, row("119", "4102")]
    report = listing(*rows, title=TITLE)
    assert facts(report, "enhed", "korttid") == [("4101", 5.0), ("4102", 9.0)]
    assert {code for code, _ in codes(report)} == {"filled_down"}


def test_nobody_and_no_reason_is_kept() -> None:
    report = listing(row("117"), row("118", aarsag="Stress"), title=TITLE)
    assert "117" not in f"{report.facts.to_pydict()}{report.problems}"
    assert "Stress" not in str(report.facts.to_pydict())
    assert set(report.facts.column_names) == {
        "quarter", "enhed", "enhed_navn", "afdeling", "omraade", "korttid", "langtid",
        "korttid_delvis", "langtid_delvis", "graense", "klippet", "personalegruppe",
        "forloeb", "forloebsdage", "gentagne",
    }  # fmt: skip


@pytest.mark.parametrize(
    "reason", ["Barsel", "Ferie", "Barns 1. sygedag", "Barn syg", "Omsorgsdag", "Orlov u. løn"]
)
def test_other_absence_is_left_out_and_counted(reason: str) -> None:
    report = listing(row(), row("118", aarsag=reason), title=TITLE)
    assert facts(report, "korttid") == [(3.0,)]
    assert codes(report) == [("other_absence", "H5")]
    assert report.problems[0].message.startswith("1 række er andet fravær")
    assert report.problems[0].value == ""


def test_an_unknown_reason_is_asked_about_by_name_and_the_answer_counts() -> None:
    rows = [row(), row("118", aarsag="Kode 0815"), row("119", aarsag="Øvrigt fravær")]
    report = listing(*rows, title=TITLE)
    assert facts(report, "korttid") == [(3.0,)]
    assert codes(report) == [("unknown_reason", ""), ("unknown_reason", "")]
    assert "»Øvrigt fravær«" in report.problems[1].message
    questions = [question.id for question in report.proposal.questions if question.code]
    assert questions == ["reason:Kode 0815", "reason:Øvrigt fravær"]
    answers = dict(zip(questions, ("andet", "sygdom"), strict=True))
    answered = listing(*rows, title=TITLE, answers=answers)
    assert facts(answered, "korttid") == [(6.0,)]
    assert codes(answered)[0] == ("other_absence", "H5")
    assert [problem.message for problem in answered.problems[1:]] == [
        "Som besvaret: årsagen »Kode 0815« ikke regnet med. Det gælder 1 række.",
        "Som besvaret: årsagen »Øvrigt fravær« regnet med. Det gælder 1 række.",
    ]


def test_reasons_in_free_text_are_asked_about_at_once_and_not_shown() -> None:
    long = "Sendt hjem, ringede selv ind og talte længe med Hanne om det"
    rows = [row(str(n), aarsag=f"Kode {n}") for n in range(20)] + [row("99", aarsag=long)]
    report = listing(*rows, title=TITLE)
    assert codes(report) == [("unknown_reason", "")]
    assert "Hanne" not in report.problems[0].message
    answered = listing(*rows, title=TITLE, answers={"reason:*": "andet"})
    assert not facts(answered, "korttid")[0][0]
    assert answered.problems[-1].message == (
        "Som besvaret: ukendte årsager ikke regnet med. Det gælder 21 rækker."
    )


def test_without_reasons_all_counts_and_that_is_said() -> None:
    report = listing(row()[:7], header=SPELLS[:7], title=TITLE)
    assert codes(report) == [("no_reason", "")]
    assert facts(report, "korttid") == [(3.0,)]


def test_part_days_are_kept_apart() -> None:
    rows = [row("117"), row("118", aarsag="Delvis syg"), row("119", til="20.11.2024", timer=37)]
    report = listing(
        *[[*r, "ja" if r[0] == "119" else "nej"] for r in rows],
        header=[*SPELLS, "Delvis"],
        title=TITLE,
    )
    columns = ("korttid", "langtid", "korttid_delvis", "langtid_delvis")
    assert facts(report, *columns) == [(3.0, 0.0, 3.0, 5.0)]


@pytest.mark.parametrize("share", [50, "50", 0.5])
def test_a_share_of_the_day_is_a_part_day_and_counts_so_where_there_are_no_hours(
    share: Value,
) -> None:
    report = listing([*row(timer=None), share], header=[*SPELLS, "Omfang i %"], title=TITLE)
    assert facts(report, "korttid", "korttid_delvis") == [(0.0, 1.5)]
    assert codes(report) == [("days_assumed", "")]


def test_weekdays_stand_for_hours_that_are_not_there() -> None:
    header = [*SPELLS[:6], "Årsag"]
    report = listing([*row(til="14.10.2024")[:6], "Syg"], header=header, title=TITLE)
    assert facts(report, "korttid") == [(6.0,)]  # Monday to Monday
    assert codes(report) == [("days_assumed", "")]


def test_calendar_days_are_never_converted() -> None:
    rows = [row(str(n), til="20.10.2024", timer=14) for n in range(4)]
    header = [*SPELLS[:6], "Fraværsdage", "Årsag"]
    report = listing(*rows, header=header, title=TITLE)
    assert facts(report, "korttid") == [(40.0,)]  # ten weekdays each
    assert [code for code, _ in codes(report)] == ["calendar_days", "days_assumed"]


@pytest.mark.parametrize("til", [None, "31.12.9999", "00.00.0000"])
def test_a_spell_that_goes_on_lasts_until_the_list_ends(til: Value) -> None:
    report = listing(row(fra="16.12.2024", til=til, timer=None), title=TITLE)
    assert facts(report, "korttid") == [(12.0,)]
    assert [code for code, _ in codes(report)] == ["days_assumed", "open_spell"]


def test_an_open_spell_is_long_by_what_is_known_when_the_list_is_drawn() -> None:
    title = f"{TITLE} Udtrukket 20.01.2025"
    report = listing(row(fra="16.12.2024", til=None, timer=None), title=title)
    assert report.extract_date == date(2025, 1, 20)
    assert facts(report, "korttid", "langtid") == [(0.0, 12.0)]


def test_the_period_is_told_by_the_dates_where_nothing_says_it() -> None:
    rows = [row(fra="20.03.2024", til="04.04.2024"), row("118", fra="30.09.2024", til="02.10.2024")]
    report = listing(*rows)
    assert report.periods == ("2024K2", "2024K3")
    assert codes(report) == [("period_inferred", "")]


def test_every_enhed_has_a_row_in_every_quarter() -> None:
    report = listing(row(), row("9", "4102", "02.07.2024", "02.07.2024", 7.4), title="2024")
    assert report.periods == ("2024K1", "2024K2", "2024K3", "2024K4")
    assert len(report.facts) == 8
    assert sum(value for (value,) in facts(report, "korttid")) == 4.0


def test_a_quarter_that_is_not_over_is_left_out() -> None:
    report = listing(row(), title="Periode: 01.10.2024 - 31.03.2025")
    assert report.periods == ("2024K4",)
    assert codes(report) == [("incomplete_quarter", "")]
    assert "1. kvartal 2025" in report.problems[0].message


def test_a_quarter_that_alone_is_covered_is_kept_though_it_is_not_over() -> None:
    rows = [row(fra="07.01.2025", til="09.01.2025")]
    report = listing(*rows, title="Periode: 01.01.2025 - 31.03.2025")
    assert (report.periods, report.problems) == (("2025K1",), ())
    later = listing(*rows, title="Periode: 01.04.2025 - 30.06.2025")
    assert ("no_quarter", "") in codes(later)


@pytest.mark.parametrize("header", ["Ugentlige timer", "Normtimer", "Ansættelsestimer"])
def test_hours_of_work_are_not_hours_of_absence(header: str) -> None:
    report = listing(row(), header=[*SPELLS[:6], header, "Årsag"], title=TITLE)
    assert header in report.unused


def test_a_list_without_a_whole_quarter_is_refused() -> None:
    report = listing(row(fra="10.01.2025", til="11.01.2025"))
    assert ("no_quarter", "") in codes(report)
    assert report.refused


def test_the_same_days_twice_count_once_and_it_is_said() -> None:
    report = listing(row(), row(), title=TITLE)
    assert facts(report, "korttid") == [(3.0,)]
    assert codes(report) == [("overlapping_spells", "E5")]
    assert "3,0 dagsværk er ikke regnet med. Det gælder række 5." in report.problems[0].message


@pytest.mark.parametrize("text", ["Fraværstekst", "Fraværskode tekst", "Fraværsårsag"])
def test_the_reason_in_words_is_read_before_its_code(text: str) -> None:
    rows = [[*row()[:7], code, reason] for code, reason in (("0200", "Sygdom"), ("0300", "Ferie"))]
    report = listing(*rows, header=[*SPELLS[:7], "Fraværskode", text], title=TITLE)
    assert facts(report, "korttid") == [(3.0,)]
    assert codes(report)[0][0] == "other_absence"


def test_a_row_for_a_day_off_without_an_amount_counts_as_nothing() -> None:
    days = [f"{day}.12.2024" for day in range(20, 30)]
    rows = [row(fra=day, til=day, timer=None) for day in days]
    assert facts(listing(*rows, title=TITLE), "korttid") == [(3.0,)]  # 20, 23 and 27 December


@pytest.mark.parametrize("person", ["Medarb.nr.", "Tjenestenr."])
@pytest.mark.parametrize("job", ["Ans.nr.", "Ansættelsesnr.", "Stillingsnr.", "Ansættelsesforhold"])
def test_two_employments_on_the_same_days_add_up(person: str, job: str) -> None:
    rows = [[*row(), number] for number in ("1", "2", "2")]
    report = listing(*rows, header=[person, *SPELLS[1:], job], title=TITLE)
    assert facts(report, "korttid") == [(6.0,)]
    assert codes(report) == [("overlapping_spells", "E6")]


def test_one_person_is_one_with_and_without_leading_zeros() -> None:
    assert short(row("00117"), row(117)) == [("4101", 3.0, 0.0)]


def test_a_cpr_number_counts_before_a_number_of_an_employment() -> None:
    header = ["CPR-nr.", *SPELLS]
    begin = row("1", til="31.10.2024", timer=140)
    goes_on = row("2", fra="01.11.2024", til="15.11.2024", timer=80)
    rows = [["010185-1234", *begin], ["0101851234", *goes_on], ["020290-1234", *row("2")]]
    assert short(*rows, header=header) == [("4101", 3.0, 29.72972972973)]


def test_wrong_cells_have_addresses_and_no_values() -> None:
    rows = [
        row(til="01.10.2024"), row("118", fra="32.10.2024"), row("119", timer="syv"),
        row("120", timer="-7,4"), row("121", timer="7400"), row(None),
    ]  # fmt: skip
    report = listing(*rows, title=TITLE)
    assert dict(codes(report)) == {
        "ends_before_start": "F4", "invalid_date": "E5", "invalid_number": "G6",
        "negative_value": "G7", "implausible_number": "G8", "empty_cell": "A9", "days_assumed": "",
    }  # fmt: skip
    assert {problem.value for problem in report.problems} == {""}
    assert not any(
        "syv" in problem.message or "7400" in problem.message for problem in report.problems
    )


def test_the_threshold_is_the_settings() -> None:
    found = listing(row(), title=TITLE, settings=Settings(long_threshold_days=2))
    assert facts(found, "korttid", "langtid", "graense") == [(0.0, 3.0, 2)]
    assert Settings().spell_threshold == 30


@draws(15)
@given(st.lists(cut_illness(by_day=False), min_size=1, max_size=3))
def test_a_list_comes_to_what_a_walk_through_its_days_gives(drawn: list[list[Absence]]) -> None:
    absences = [absence for illness in drawn for absence in illness]
    rows = [
        [f"01018{absence.person}-1234",
         *row(absence.job, absence.enhed, f"{absence.first:%d.%m.%Y}", f"{absence.last:%d-%m-%Y}",
              float(absence.dagsvaerk * Fraction(74, 10)))]
        for absence in absences
    ]  # fmt: skip
    title = "Periode: 01.01.2024 - 31.12.2024"
    report = listing(*rows, header=["CPR-nr.", *SPELLS], title=title)
    expected = count(absences, 30)
    assert report.periods == tuple(str(Quarter(2024, number)) for number in range(1, 5))
    for fact in report.facts.to_pylist():
        for name, (part, long) in HALVES.items():
            walked = expected.get((fact["enhed"], fact["quarter"], part, long), Fraction(0))
            assert abs(float(fact[name]) - float(walked)) < 1e-8


HALVES = {
    "korttid": (False, False),
    "langtid": (False, True),
    "korttid_delvis": (True, False),
    "langtid_delvis": (True, True),
}


def test_the_words_of_a_reason_count_before_its_code() -> None:
    header = [*SPELLS[:7], "Fraværskode", "Fraværstype"]
    rows = [[*row(), "Sygdom"], [*row("118"), "Ferie"]]
    for one in rows:
        one[7] = "0200"
    report = listing(*rows, title=TITLE, header=header)
    assert codes(report) == [("other_absence", "I5")]
    assert facts(report, "korttid") == [(3.0,)]


def test_spells_outside_the_period_are_told_of() -> None:
    outside = row("118", fra="08.07.2024", til="10.07.2024")
    report = listing(row(), outside, title=TITLE)
    assert codes(report) == [("outside_period", "")]
    assert "1 forløb ligger" in report.problems[0].message
    assert facts(report, "korttid") == [(3.0,)]


def test_a_period_without_any_of_the_spells_is_refused() -> None:
    report = listing(row(), title="Periode: 01.10.2023 - 31.12.2023")
    assert codes(report) == [("no_spells", "")]


def test_the_number_of_saps_table_is_no_year() -> None:
    rows = [row(), row("118", fra="20.12.2024", til="20.12.2024", timer="7,4")]
    report = listing(*rows, file_name="IT2001.csv")
    assert (report.periods, [code for code, _ in codes(report)]) == (
        ("2024K4",), ["period_inferred"],
    )  # fmt: skip


def test_dates_that_reach_over_parts_of_quarters_do_not_make_them() -> None:
    rows = [row(fra="01.06.2024", til="05.06.2024"), row("118", fra="28.10.2024", til="31.10.2024")]
    empty = listing(*rows)
    assert (empty.periods, codes(empty)) == ((), [("no_quarter", "")])
    assert "intet fravær begynder eller slutter i 3. kvartal 2024" in empty.problems[0].message
    report = listing(*rows, row("119", fra="12.08.2024", til="12.08.2024", timer="7,4"))
    assert report.periods == ("2024K3",)
    assert codes(report) == [("period_inferred", ""), ("incomplete_quarter", "")]
    part = listing(row())
    assert (part.periods, codes(part)) == ((), [("no_quarter", "")])
    answered = listing(row(), answers={"period": "01.10.2024 - 31.12.2024"})
    assert facts(answered, "korttid") == [(3.0,)]


def test_sick_leave_is_summed_for_each_personalegruppe_by_its_name_in_the_settings() -> None:
    rows: list[Row] = [
        [person, "0310", "Solen", part, "07.10.2024", "11.10.2024", 37, "Sygdom"]
        for person, part in (("1", "Overenskomst A"), ("2", "Overenskomst B"), ("3", "Køkken"))
    ]
    header = ["Medarb.nr.", "Enhedsnr.", "Enhed", "Personalegruppe", *SPELLS[4:]]
    groups = (("overenskomst a", "SOSU"), ("Overenskomst B", "SOSU"))
    report = listing(*rows, header=header, title=TITLE, settings=Settings(personalegrupper=groups))
    assert report.problems == ()
    assert facts(report, "enhed", "enhed_navn", "personalegruppe", "korttid") == [
        ("0310", "Solen", "SOSU", 10.0), ("0310", "Solen", "Køkken", 5.0),
    ]  # fmt: skip


def test_sap_s_technical_names_are_understood() -> None:
    header = ["PERNR", "ORGEH", "BEGDA", "ENDDA", "STDAZ", "KALTG"]
    report = listing(
        ["70112", "3100", "20241007", "20241009", "22,20", 3],
        header=header,
        title="Periode: 01.10.2024 - 31.12.2024",
    )
    assert facts(report, "enhed", "korttid") == [("3100", 3.0)]


def test_planned_hours_are_never_those_of_the_absence() -> None:
    header = ["AnsættelsesID", "Enhedsnr.", "Fra", "Til", "Timer planlagt", "Timer fravær"]
    report = listing(
        ["70112", "3100", "07.10.2024", "09.10.2024", "22,2", "11,1"],
        header=header,
        title="Periode: 01.10.2024 - 31.12.2024",
    )
    assert facts(report, "korttid") == [(1.5,)]


@pytest.mark.parametrize(
    ("header", "other"), [("Status", "Annulleret"), ("Godkendt", "Nej"), ("Slettemarkering", "")]
)
def test_a_column_that_may_cancel_rows_is_asked_about(header: str, other: str) -> None:
    rows = [[*row(), "Ja"], [*row("118"), other]]
    report = listing(*rows, header=[*SPELLS, header], title=TITLE)
    assert [code for code, _ in codes(report)] == ["unread_status"]
    answers = {"all_rows_count": "ja"}
    answered = listing(*rows, header=[*SPELLS, header], title=TITLE, answers=answers)
    assert facts(answered, "korttid") == [(6.0,)]
    same = listing(*([*row(), "Ja"], [*row("118"), "Ja"]), header=[*SPELLS, header], title=TITLE)
    assert not same.refused
