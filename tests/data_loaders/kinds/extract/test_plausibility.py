"""Absence per head that cannot be: asked about before it is stored."""

import pytest

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from tests.data_loaders.builders import report

HEADER: list[Value] = ["Kvartal", "Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarb."]


def read(days: float, heads: float, *, period: str = "2024K4", answer: str = "") -> Report:
    """Read an extract of two enheder, with the answer to whether its figures are right."""
    rows: list[list[Value]] = [
        [period, "1", "Skolen", "Skole", days, heads],
        [period, "2", "Huset", "Skole", 0, 1],
    ]
    guidance = Guidance(user_mapping=Mapping(answers={"plausible": answer} if answer else {}))
    return report([HEADER, *rows], "fil.xlsx", guidance=guidance)


@pytest.mark.parametrize(
    ("days", "heads", "period"),
    [(10, 99, "2024K4"), (6_000, 99, "2024K4"), (3_000, 99, "2024-10"), (100, 99, "2024")],
)
def test_what_no_municipality_has_is_asked_about(days: float, heads: float, period: str) -> None:
    found = read(days, heads, period=period)
    assert [problem.code for problem in found.problems if found.refused][-1] == "impossible_rate"
    assert "plausible" in [question.id for question in found.proposal.questions]
    assert not read(days, heads, period=period, answer="ja").refused


@pytest.mark.parametrize("days", [1, 600])
def test_among_few_it_is_a_warning(days: float) -> None:
    found = read(days, 40)
    assert [problem.code for problem in found.problems] == ["unusual_rate"]


@pytest.mark.parametrize(
    ("days", "heads", "period"),
    [(60, 99, "2024K4"), (1_100, 99, "2024K4"), (400, 99, "2024-10"), (2_000, 99, "2024")],
)
def test_what_may_be_is_not_asked_about(days: float, heads: float, period: str) -> None:
    codes = {problem.code for problem in read(days, heads, period=period).problems}
    assert not codes & {"impossible_rate", "unusual_rate"}


def test_the_months_of_a_quarter_are_judged_together() -> None:
    months = [("2024-10", 40), ("2024-11", -5), ("2024-12", 50)]
    rows: list[list[Value]] = [[month, "1", "Skolen", "Skole", days, 99] for month, days in months]
    guidance = Guidance(user_mapping=Mapping())
    problems = report([HEADER, *rows], "fil.xlsx", guidance=guidance).problems
    assert [problem.code for problem in problems] == ["negative_month"]
    rows[1][4] = -60
    problems = report([HEADER, *rows], "fil.xlsx", guidance=guidance).problems
    message = next(p.message for p in problems if p.code == "impossible_rate")
    assert "30,0 fraværsdagsværk og 99,0 medarbejdere" in message
    assert "i 4. kvartal 2024: 0,30 pr. person" in message


@pytest.mark.parametrize(
    ("days", "heads", "is_told"), [("1.251", 55, True), ("251", 55, False), ("900", 40, False)]
)
def test_a_large_enhed_that_none_of_its_size_is_like_is_told(
    days: str, heads: int, *, is_told: bool
) -> None:
    rows: list[list[Value]] = [["2024K4", "1", "Lunden", "Skole", days, heads]]
    rows += [["2024K4", str(n), f"Hus {n}", "Skole", f"{90 + n},25", 42] for n in range(2, 6)]
    problems = report([HEADER, *rows], guidance=Guidance()).problems
    told = [p.message for p in problems if p.code == "unusual_rate"]
    assert any("Lunden" in message for message in told) == is_told


def read_under(title: str, *, column: tuple[str, str] | None = None, answer: str = "") -> Report:
    """Read an extract under a title, with a column that has the same text in all rows."""
    header, text = ([column[0]], [column[1]]) if column else ([], [])
    rows: list[list[Value]] = [[title], [*HEADER, *header]]
    rows += [["2024K4", str(n), f"Hus {n}", "Skole", 90 + n, 42, *text] for n in range(2, 6)]
    answers = {"all_sick_leave": answer} if answer else {}
    return report(rows, guidance=Guidance(user_mapping=Mapping(answers=answers)))


@pytest.mark.parametrize(
    "title",
    [
        "Barns 1. sygedag, 4. kvartal 2024",
        "Fraværstype: Ferie",
        "Alle fraværsårsager",
        "Sygefravær ekskl. langtidssygdom",
        "Filter: Ansættelsesform = Timelønnet",
        "Top 5 enheder med højest fravær",
    ],
)
def test_figures_that_are_not_all_sick_leave_by_a_title_are_asked_about(title: str) -> None:
    asked = read_under(title)
    assert [p.code for p in asked.problems if asked.refused] == ["not_all_sick_leave"]
    assert "all_sick_leave" in [question.id for question in asked.proposal.questions]
    assert not read_under(title, answer="ja").refused


def test_a_column_of_one_kind_of_absence_is_asked_about_as_well() -> None:
    assert read_under("Fravær", column=("Fraværsart", "Barns sygdom")).refused
    assert not read_under("Fravær", column=("Fraværsart", "Sygdom")).refused


@pytest.mark.parametrize(
    "title",
    [
        "Sygefravær pr. enhed, 4. kvartal 2024",
        "Sygefravær ekskl. barns 1. og 2. sygedag, ferie og barsel",
        "Sygdom (uden barsel)",
        "Børn & Familie, Kultur og Fritid",
        "Filter: Fraværsart er ikke Barns sygdom",
    ],
)
def test_a_title_of_sick_leave_is_not_asked_about(title: str) -> None:
    assert read_under(title).problems == ()


def test_a_column_that_says_that_rows_are_cancelled_is_asked_about() -> None:
    rows: list[list[Value]] = [[*HEADER, "Status"]]
    rows += [["2024K4", str(n), f"Hus {n}", "Skole", 90 + n, 42, "Annulleret" if n == 3 else None]
             for n in range(2, 6)]  # fmt: skip
    asked = report(rows)
    assert [problem.code for problem in asked.problems] == ["unread_status"]
    guidance = Guidance(user_mapping=Mapping(answers={"all_rows_count": "ja"}))
    assert not report(rows, guidance=guidance).refused


def test_an_enhed_without_its_number_is_the_one_of_that_name() -> None:
    rows: list[list[Value]] = [HEADER]
    rows += [["2024K4", str(n), f"Hus {n}", "Skole", 90 + n, 42] for n in range(2, 6)]
    twice = report([*rows, ["2024K4", "", "hus 3", "Skole", 90, 42]])
    assert [problem.code for problem in twice.problems] == ["duplicate_unit"]
    assert not report([*rows, ["2024K4", "", "Hus 9", "Skole", 90, 42]]).refused
