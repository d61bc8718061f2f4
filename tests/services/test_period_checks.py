"""A file whose time was not over when it was drawn, and months of quarters, when loaded."""

from datetime import date, datetime
from pathlib import Path

import pytest

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from metrics.langtidsfriske import read_langtidsfriske
from phrases.langtidsfriske import write_headline
from services import load
from services.findings import Finding
from services.load import CheckedFile
from services.period_checks import PRELIMINARY, find_unsettled_times
from services.stored_checks import check_against_store
from store.database import Store
from tests.clock import Clock
from tests.stored_rows import put, reading, row, upload_of

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
YES = Mapping(answers={PRELIMINARY: "ja"})


@pytest.fixture
def autumn(tmp_path: Path) -> Store:
    """A store on 30 November 2026."""
    return Store(tmp_path / "s.duckdb", clock=Clock(datetime(2026, 11, 30, 12)))


def check_lines(
    store: Store, *lines: str, mapping: Mapping | None = None, name: str = "udtraek.csv"
) -> CheckedFile:
    content = (HEAD + "\n".join(lines)).encode()
    return load.check(store, content, file_name=name, settings=Settings(), file_mapping=mapping)


def report_of(periods: list[str], *, extract_date: date | None = None) -> Report:
    """A report of one enhed, of the quarterly extract, or of people where its periods are years."""
    is_years = periods[0].isdigit()
    rows = [] if is_years else [row(period) for period in periods]
    return Report(
        file_name="fil.csv",
        sha256="",
        kind="personer" if is_years else "kvartal",
        dialect="",
        sheet="",
        columns={},
        unused=(),
        extract_date=extract_date,
        facts=upload_of(rows).facts,
        periods=tuple(periods),
        totals=(),
        problems=(),
        rows=tuple(rows),
    )


def check_months(store: Store, *months: str, mapping: Mapping | None = None) -> list[Finding]:
    report = report_of([*months])
    upload = upload_of(report.rows)
    return [
        *check_against_store(
            store, report, upload, mapping=mapping or Mapping(), settings=Settings()
        )
    ]


def find_codes(found: list[Finding]) -> list[str]:
    return [finding.problem.code for finding in found]


@pytest.mark.parametrize("name", ["2024 kladde.csv", "udtraek.csv"])
def test_what_a_file_calls_preliminary_itself_is_asked_about(autumn: Store, name: str) -> None:
    lines = ["2024K1;1;Et;Skole;40;10", "2024K2;1;Et;Skole;40;10"]
    lines += [] if "kladde" in name else ["Tallene er foreløbige"]
    checked = check_lines(autumn, *lines, name=name)
    assert (checked.status, find_last_code(checked)) == ("asked", "says_preliminary")
    final = check_lines(
        autumn, *lines, name=name, mapping=Mapping(answers={PRELIMINARY: "endelig"})
    )
    assert final.status == "checked"
    load.save(autumn, [check_lines(autumn, *lines, name=name, mapping=YES)], by="test")
    with autumn.session() as cursor:
        drawn = cursor.execute("SELECT period FROM draws WHERE until >= drawn").fetchall()
    assert drawn == [("2024K2",)]


def find_last_code(checked: CheckedFile) -> str:
    return checked.report.problems[-1].code


def test_a_quarter_that_is_not_over_is_asked_about_and_stored_only_as_preliminary(
    autumn: Store,
) -> None:
    line = "2026K4;1;Et;Skole;40;10"
    checked = check_lines(autumn, line)
    assert checked.status == "asked"
    (question,) = [q for q in checked.report.proposal.questions if q.code]
    assert (question.id, question.text) == (
        PRELIMINARY, "Skal 4. kvartal 2026 gemmes som foreløbig?",
    )  # fmt: skip
    (outcome,) = load.save(autumn, [checked], by="test")
    assert outcome.status == "asked"
    (stored,) = load.save(autumn, [check_lines(autumn, line, mapping=YES)], by="test")
    assert stored.status == "stored"
    with autumn.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM uploads").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("drawn", "today", "codes"),
    [
        (date(2024, 11, 15), date(2026, 1, 1), ["not_over"]),
        (date(2024, 12, 31), date(2026, 1, 1), ["not_over"]),
        (date(2025, 1, 1), date(2026, 1, 1), ["drawn_early"]),
        (date(2025, 1, 10), date(2026, 1, 1), ["drawn_early"]),
        (date(2025, 1, 11), date(2026, 1, 1), []),
        (None, date(2024, 12, 31), ["not_over"]),
        (None, date(2025, 1, 5), ["drawn_early"]),
        (None, date(2025, 1, 15), []),
        (date(2026, 1, 1), date(2024, 11, 1), ["not_over"]),
    ],
)
def test_the_day_that_a_file_was_drawn_decides_and_else_today(
    drawn: date | None, today: date, codes: list[str]
) -> None:
    report = report_of(["2024K3", "2024K4"], extract_date=drawn)
    found = list(find_unsettled_times(report, Mapping(), today=today, late_days=10))
    assert find_codes(found) == codes


def test_a_year_of_people_that_is_not_over_is_asked_about_and_a_month_too() -> None:
    for period in ("2026", "2026-11"):
        report = report_of([period], extract_date=None)
        found = list(
            find_unsettled_times(report, Mapping(), today=date(2026, 11, 30), late_days=10)
        )
        assert find_codes(found) == ["not_over"]


def test_targets_lie_ahead_and_ask_nothing(autumn: Store) -> None:
    content = b"Enhedsnr.;Enhed;Afdeling;M\xc3\xa5ltal 2027\n1;Et;Skole;10,5\n2;To;Skole;11,5\n"
    checked = load.check(
        autumn, content, file_name="maaltal.csv", settings=Settings(), kind="maaltal"
    )
    assert checked.status == "checked", checked.report.problems


def test_a_month_of_a_quarter_that_is_loaded_whole_is_asked_about(autumn: Store) -> None:
    put(autumn, [row("2024K2")], name="kvartal")
    asked, *others = check_months(autumn, "2024-04")
    assert asked.question is not None
    assert asked.question.id == "month"
    assert find_codes(others) == ["quarter_unfinished"]
    answered = check_months(autumn, "2024-04", mapping=Mapping(answers={"month": "erstat"}))
    assert find_codes(answered) == ["quarter_unfinished"]


def test_a_quarter_that_lacks_months_is_said_to_be_unfinished(autumn: Store) -> None:
    put(autumn, [row("2024-06")], name="juni")
    put(autumn, [row("2024K1", "77")], name="kvartalet før")
    (unfinished,) = check_months(autumn, "2024-04")
    assert unfinished.problem.code == "quarter_unfinished"
    assert "april 2024 og juni 2024 er med, maj 2024 mangler" in unfinished.problem.message
    put(autumn, [row("2024-05")], name="maj")
    assert find_codes(check_months(autumn, "2024-04")) == ["unit_absent"]


def test_rows_of_quarters_that_have_not_begun_are_set_aside_with_a_count(autumn: Store) -> None:
    lines = [f"{quarter};1;Et;Skole;40;10" for quarter in ("2026K3", "2027K1", "2027K2")]
    checked = check_lines(autumn, *lines)
    assert checked.status == "checked"
    assert checked.upload.periods == ("2026K3",)
    assert checked.report.facts.num_rows == 1
    (aside,) = [p for p in checked.report.problems if p.code == "later_rows"]
    assert aside.message.startswith("2 rækker for 1. kvartal 2027 og 2. kvartal 2027 er lagt")


def test_a_file_of_nothing_but_what_has_not_begun_is_refused(autumn: Store) -> None:
    checked = check_lines(autumn, "2027K1;1;Et;Skole;40;10")
    assert checked.status == "rejected"
    assert "future_quarter" in {problem.code for problem in checked.report.problems}


def test_a_file_without_what_the_quarter_before_told_says_so(autumn: Store) -> None:
    put(autumn, [row("2024K1", short="10", posts="8")], name="før")
    checked = check_lines(autumn, "2024K2;1001;Enhed 1001;Miljø & Teknik;40;10")
    (lost,) = [p for p in checked.report.problems if p.code == "lost_parts"]
    assert lost.message.startswith(
        "Udtrækket for 2. kvartal 2024 siger intet om korttid og langtid, fuldtidsstillinger og "
        "områder, som 1. kvartal"
    )


def test_people_of_a_year_that_is_not_over_give_a_preliminary_share(autumn: Store) -> None:
    """In November 2026: the list of 2025 is whole, that of 2026 is not."""
    head = "Medarb.nr.;Enhedsnr.;Enhed;Afdeling;År;Fraværsdagsværk"
    people = [f"{n};1;Et;Skole;{{year}};{n % 2 * 9}" for n in range(12)]

    def check_people(year: int, mapping: Mapping | None = None) -> CheckedFile:
        text = "\n".join([head, *people]).format(year=year)
        return load.check(
            autumn,
            text.encode(),
            file_name=f"{year}.csv",
            settings=Settings(),
            file_mapping=mapping,
        )

    checked = check_people(2026)
    assert (checked.status, find_last_code(checked)) == ("asked", "not_over")
    batch = [check_people(2025), check_people(2026, YES)]
    assert [outcome.status for outcome in load.save(autumn, batch, by="test")] == ["stored"] * 2
    put(autumn, [row("2026K3", "1")])
    with reading(autumn) as reader:
        result = read_langtidsfriske(reader, quarter=Quarter(2026, 4), level=Level.KOMMUNE)
    assert (result.rows[0].value, write_headline(result)) == (
        0.5, "50 % af medarbejderne er langtidsfriske (foreløbig)",
    )  # fmt: skip
