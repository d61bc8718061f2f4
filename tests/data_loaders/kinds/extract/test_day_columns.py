"""Short and long absence in columns that only the lengths of spells or arithmetic tell."""

from decimal import Decimal

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from tests.data_loaders.builders import codes, report

Rows = list[list[Value]]
DAYS: tuple[tuple[Value, ...], ...] = ((10, 20, 30), ("5,5", 7, "12,5"), (0, 4, 4))


def extract(short: str, long: str, whole: str, *others: str) -> Rows:
    """Make an extract of three enheder with these headers over its days."""
    header: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", short, long, whole, "Medarb.", *others]
    rows: Rows = [
        [str(number), f"Hus {number}", "Skole", *days, 10, *[number] * len(others)]
        for number, days in enumerate(DAYS)
    ]
    return [header, *rows]


@pytest.mark.parametrize(
    ("short", "long", "whole"),
    [
        ("Syg 1-27 dg (dagsv.)", "Syg 28+ dg (dagsv.)", "Sygedage total"),
        ("Syg t.o.m. 30 dage", "Syg over 30 dage", "Fraværsdagsværk"),
        ("Dagsværk 0-30 dage", "Dagsværk > 30 dage", "Sum syg"),
        ("0-14 dage", "15+ dage", "Tal"),
    ],
)
def test_lengths_in_headers_say_which_is_which(short: str, long: str, whole: str) -> None:
    found = report(extract(short, long, whole))
    assert (found.columns["korttid"], found.columns["langtid"]) == (short, long)
    assert [row.korttid for row in found.rows] == [10, Decimal("5.5"), 0]
    assert [row.langtid for row in found.rows] == [20, 7, 4]
    assert [row.dagsvaerk for row in found.rows] == [30, Decimal("12.5"), 4]
    assert found.problems == ()


THREE: tuple[tuple[Value, ...], ...] = ((10, 8, 12, 30), (20, 18, 22, 60), (5, 0, 4, 9))


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        (("Korttid", "Mellemlang", "Langtid"), "Fraværsdagsværk"),
        (("Kort fravær", "Andet", "Langt fravær"), "Fraværsdagsværk"),
        (("1-14 dage", "15-30 dage", "31+ dage"), "Fraværsdagsværk"),
        (("Syg 1-14", "Syg 15-30", "Syg (31-)"), "Dagsværk i alt"),
    ],
)
def test_three_parts_are_no_split_before_it_is_said_what_the_middle_is(
    headers: tuple[str, ...], whole: str
) -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", *headers, whole, "Medarb."]
    rows: Rows = [[str(n), f"Hus {n}", "Skole", *days, 10] for n, days in enumerate(THREE)]
    found = report([header, *rows])
    assert "lost_split" in dict(codes(found))
    assert "middle" in [question.id for question in found.proposal.questions]
    assert [row.langtid for row in found.rows] == [None] * 3
    assert [row.dagsvaerk for row in found.rows] == [30, 60, 9]
    for answer, langtid in (("korttid", [12, 22, 4]), ("langtid", [20, 40, 4])):
        guidance = Guidance(user_mapping=Mapping(answers={"middle": answer}))
        assert [row.langtid for row in report([header, *rows], guidance=guidance).rows] == langtid


@pytest.mark.parametrize(
    "headers", [("Korttid", "Mellemlang", "Langtid"), ("1-14 dage", "15-30 dage", "31+ dage")]
)
def test_parts_without_all_absence_are_not_taken_for_it(headers: tuple[str, ...]) -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", *headers, "Medarb."]
    rows: Rows = [header, ["1", "A", "Skole", 30, 8, 12, 20], ["2", "B", "Skole", 40, 8, 12, 20]]
    lacking = report(rows)
    assert lacking.refused
    assert "delt i mere end to" in lacking.problems[0].message
    guidance = Guidance(user_mapping=Mapping(columns={"dagsvaerk": headers[0]}))
    chosen = report(rows, guidance=guidance).problems[0]
    assert (chosen.code, "en del af fraværet" in chosen.message) == ("overruled_header", True)


def test_a_split_that_is_not_the_whole_is_left_out_of_its_row() -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Fraværsdagsværk", "Korttid", "Langtid", "Medarb."]
    found = report([header, ["1", "A", 30, 10, 12, 10], ["2", "B", 20, 8, 12, 9]])
    assert ("split_mismatch", "C2") in codes(found)
    assert [row.langtid for row in found.rows] == [None, 12]
    assert [row.dagsvaerk for row in found.rows] == [30, 20]


def test_a_total_that_somebody_points_out_keeps_its_parts() -> None:
    rows = extract("Syg 1-27 dg", "Syg 28+ dg", "Tal i alt")
    mapping = Mapping(columns={"dagsvaerk": "Tal i alt"}, answers={"plausible": "ja"})
    found = report(rows, guidance=Guidance(user_mapping=mapping))
    assert [row.langtid for row in found.rows] == [20, 7, 4]


def test_parts_that_only_arithmetic_tells_are_asked_about() -> None:
    rows = extract("Type 1", "Type 2", "Fraværsdagsværk")
    found = report(rows)
    assert [code for code, _ in codes(found)] == ["lost_split", "unused_figures"]
    (question,) = [q for q in found.proposal.questions if q.id == "column:korttid"]
    assert [choice.value for choice in question.choices] == ["Type 1", "Type 2"]
    assert [row.korttid for row in found.rows] == [None, None, None]
    mapping = Mapping(columns={"korttid": "Type 1"}, answers={"plausible": "ja"})
    answered = report(rows, guidance=Guidance(user_mapping=mapping))
    assert [row.langtid for row in answered.rows] == [20, 7, 4]


def test_columns_of_figures_that_are_not_read_are_named_but_not_those_of_rates_and_keys() -> None:
    rows = extract("Kort", "Lang", "Fraværsdagsværk", "Noget", "Fraværsprocent", "Løbenr.")
    (problem,) = report(rows).problems
    assert problem.code == "unused_figures"
    assert "»Noget« har tal" in problem.message


def test_a_question_for_a_figure_offers_every_column_of_figures_with_its_cells_and_sum() -> None:
    rows = extract("A", "B", "Tal", "Dato", "Mål", "Hvem")
    for row in rows[1:]:
        row[-3:] = ["01.10.2024", 5, "en"]
    found = report(rows, guidance=Guidance(user_mapping=Mapping(kind="kvartal")))
    (question,) = [q for q in found.proposal.questions if q.id == "column:dagsvaerk"]
    assert [choice.value for choice in question.choices] == ["A", "B", "Tal"]
    assert question.choices[2].label == "Tal (30; 12,5; 4, i alt 46,5)"


def test_days_are_not_offered_as_people() -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Dagsværk", "Medarbejderdage", "Fuldtidsdage", "N"]
    rows: Rows = [header, ["1", "A", 30, 900, 800, 10], ["2", "B", 20, 600, 500, 8]]
    (question,) = [q for q in report(rows).proposal.questions if q.id == "column:medarbejdere"]
    assert [choice.value for choice in question.choices] == ["N"]


@pytest.mark.parametrize(
    ("headers", "kept", "langtid"),
    [
        (("Korttid", "Mellemlang"), "langtid", [20, 40, 4]),
        (("Mellemlang", "Langtid"), "korttid", [18, 40, 0]),
        (("Korttid (1-14 dage)", "15-30 dage"), "langtid", [20, 40, 4]),
    ],
)
def test_a_middle_without_one_end_belongs_nowhere_before_it_is_said(
    headers: tuple[str, str], kept: str, langtid: list[int]
) -> None:
    header: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", *headers, "Dagsværk i alt", "Medarb."]
    days = ((10, 18, 30), (20, 40, 60), (5, 0, 9))
    rows: Rows = [[str(n), f"Hus {n}", "Skole", *figures, 10] for n, figures in enumerate(days)]
    unanswered = report([header, *rows])
    assert "lost_split" in dict(codes(unanswered))
    assert [row.langtid for row in unanswered.rows] == [None] * 3
    for answer in ("korttid", "langtid"):
        guidance = Guidance(user_mapping=Mapping(answers={"middle": answer}))
        read_rows = report([header, *rows], guidance=guidance).rows
        expected = langtid if answer == kept else [None] * 3
        assert [row.langtid for row in read_rows] == expected


@pytest.mark.parametrize(
    ("short", "long", "limit"),
    [
        ("Syg 1-27 dg (dagsv.)", "Syg 28+ dg (dagsv.)", 27),
        ("Syg t.o.m. 30 dage", "Syg over 30 dage", 30),
        ("Korttid (1-14 dage)", "Langtid", 14),
        ("Korttid", "Langtid (29+ dage)", 28),
        ("Korttid", "Langtid", None),
    ],
)
def test_the_limit_that_headers_say_is_kept_with_the_rows(
    short: str, long: str, limit: int | None
) -> None:
    read_report = report(extract(short, long, "Fraværsdagsværk"))
    assert [row.graense for row in read_report.rows] == [limit] * 3
    assert read_report.facts["graense"].to_pylist() == [limit] * 3
