"""The names that count are put in, unknown ones asked about, and what was said put to use."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import UsageError
from data_loaders.assembling import finish_report
from data_loaders.codes import problem
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Proposal
from data_loaders.kinds.extract import unit_quarters
from data_loaders.report import Report, UnitQuarter
from data_loaders.table.problem_collector import MOST_OF_A_CODE
from tests.stored_rows import row

KNOWN = Aliases({
    "afdeling": ("Økonomi & Stab", "Dagtilbud & Skole"),
    "enhed": ("Solsikken", "Mælkebøtten"),
})  # fmt: skip


def report_of(*rows: UnitQuarter, kind: str = "kvartal") -> Report:
    return Report(
        file_name="fil.csv",
        sha256="",
        kind=kind,
        dialect="tekst",
        sheet="",
        columns={},
        unused=(),
        extract_date=date(2025, 1, 12),
        facts=unit_quarters.make_facts(rows),
        periods=("2024K4",),
        totals=(),
        problems=(),
        rows=rows,
    )


def in_afdeling(*names: str | None) -> Report:
    return report_of(*(row("2024K4", str(i), afdeling=name) for i, name in enumerate(names)))


def by_name(name: str) -> UnitQuarter:
    return replace(row("2024K4", name), enhed_navn=name)


def guided(report: Report, said: Mapping | None = None) -> Report:
    return finish_report(report, Guidance(said or Mapping(), aliases=KNOWN))


def test_other_spellings_of_a_known_name_become_it_in_facts_and_rows_alike() -> None:
    found = guided(in_afdeling("Økonomi og stab", "Skole og Dagtilbud", "Økonomi & Stab", None))
    expected = ["Økonomi & Stab", "Dagtilbud & Skole", "Økonomi & Stab", None]
    assert found.facts["afdeling"].to_pylist() == expected
    assert [one.afdeling for one in found.rows] == expected
    (notice,) = found.problems
    assert notice.code == "renamed"
    assert notice.message == (
        "2 navne på afdelinger er læst som et kendt: »Økonomi og stab« som »Økonomi & Stab« og "
        "»Skole og Dagtilbud« som »Dagtilbud & Skole«."
    )


def test_names_that_are_known_as_they_are_need_no_notice() -> None:
    found = in_afdeling("Økonomi & Stab")
    assert guided(found) == found


def test_a_unit_without_a_number_is_known_by_its_name_and_one_with_by_its_number() -> None:
    numbered = replace(row("2024K4", "77"), enhed_navn="SOLSIKKEN")
    found = guided(report_of(by_name("solsikken"), numbered))
    assert found.facts["enhed"].to_pylist() == ["Solsikken", "77"]
    assert found.facts["enhed_navn"].to_pylist() == ["Solsikken", "SOLSIKKEN"]
    assert [(one.enhed, one.enhed_navn) for one in found.rows] == [
        ("Solsikken", "Solsikken"),
        ("77", "SOLSIKKEN"),
    ]


def test_a_name_nearly_like_a_known_one_is_asked_about() -> None:
    found = guided(in_afdeling("Økonomi & Stav"))
    (problem_found,) = found.problems
    (question,) = found.proposal.questions
    assert (problem_found.code, problem_found.value) == ("unknown_name", "Økonomi & Stav")
    assert "ligner »Økonomi & Stab«" in problem_found.message
    assert question.id == "afdeling:Økonomi & Stav"
    values = [choice.value for choice in question.choices]
    assert (values[0], values[-1]) == ("Økonomi & Stab", "Økonomi & Stav")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("Økonomi & Stab", "Økonomi & Stab"), ("Økonomi & Stav", "Økonomi & Stav")],
)
def test_the_answer_counts_and_is_not_asked_again(answer: str, expected: str) -> None:
    said = Mapping(answers={"afdeling:Økonomi & Stav": answer})
    found = guided(in_afdeling("Økonomi & Stav"), said)
    assert found.facts["afdeling"].to_pylist() == [expected]
    assert found.proposal.questions == ()


def test_a_known_name_that_the_file_has_too_is_another_one() -> None:
    assert guided(report_of(by_name("Solsikken"), by_name("Solsikken 2"))).problems == ()


def test_the_organisation_says_itself_what_its_names_are() -> None:
    told = replace(in_afdeling("økonomi og stab"), kind="organisation")
    assert guided(told) == told


def test_an_extract_without_a_date_is_asked_for_it_until_it_is_answered() -> None:
    undated = replace(in_afdeling("Økonomi & Stab"), extract_date=None)
    (question,) = guided(undated).proposal.questions
    assert (question.id, question.code) == ("extract_date", "")
    said = Mapping(answers={"extract_date": "31.01.2025"})
    answered = guided(undated, said)
    assert answered.extract_date == date(2025, 1, 31)
    assert answered.proposal.questions == ()
    dated = replace(undated, extract_date=date(2024, 1, 1))
    assert guided(dated, said).extract_date == date(2024, 1, 1)
    with pytest.raises(UsageError, match="Datoen for udtrækket er »i går«"):
        guided(undated, Mapping(answers={"extract_date": "i går"}))


def test_a_column_that_the_file_does_not_have_is_an_error_with_the_nearest() -> None:
    read_by = Proposal(Mapping(headers=("Enhed", "Fravær i alt")))
    found = guided(
        replace(in_afdeling("Økonomi & Stab"), proposal=read_by),
        Mapping(columns={"dagsvaerk": "Fravær ialtt"}),
    )
    (misfit,) = found.problems
    assert (misfit.code, misfit.column) == ("mapping_mismatch", "Fravær ialtt")
    assert misfit.message.endswith("Mente du »Fravær i alt«?")


def test_a_hundred_thousand_problems_are_a_thousand_and_a_count() -> None:
    many = tuple(problem("missing_value", "Cellen er tom.", cell=f"A{i}") for i in range(100_000))
    few = tuple(problem("invalid_number", "Ikke et tal.", cell=f"B{i}") for i in range(3))
    found = guided(replace(in_afdeling("Økonomi & Stab"), problems=(*many, *few)))
    assert len(found.problems) == MOST_OF_A_CODE + 1 + len(few)
    assert found.problems[-1].message == "Der er 99.000 mere af samme slags."
    assert found.problems[-1].code == "missing_value"


@pytest.mark.parametrize(
    ("count", "kept", "closing"),
    [(1_000, 1_000, ""), (1_001, 1_001, ""), (1_002, 1_001, "Der er 2 mere af samme slags.")],
)
def test_one_above_the_thousand_is_shown_and_two_are_counted(
    count: int, kept: int, closing: str
) -> None:
    many = tuple(problem("missing_value", "Tom.", cell=f"A{i}") for i in range(1, count + 1))
    problems = guided(replace(in_afdeling("Økonomi & Stab"), problems=many)).problems
    assert len(problems) == kept
    assert [one.cell for one in problems[:1_000]] == [f"A{i}" for i in range(1, 1_001)]
    assert problems[-1].message == (closing or "Tom.")
