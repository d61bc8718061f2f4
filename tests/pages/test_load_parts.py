"""What Indlæs data is put together from, each by itself."""

import itertools
import json
import sys
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from data_loaders.codes import CODES, problem
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Proposal, Question
from data_loaders.report import Report
from pages.parts import problem_list
from pages.parts.visit_files import ReadFile
from phrases import periods, uploads
from services.load import CheckedFile
from tests.stored_rows import upload_of


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["2024K4"], "4. kvartal 2024"),
        (["2023", "2024"], "2023 og 2024"),
        (["alt"], ""),
        ([], ""),
        (["Klimamål|2024K4"], "Klimamål, 4. kvartal 2024"),
        ([f"{y}K{n}" for y in (2023, 2024) for n in (1, 2, 3, 4)],
         "8 perioder fra 1. kvartal 2023 til 4. kvartal 2024"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(codes: list[str], expected: str) -> None:
    assert periods.list_periods(codes) == expected


def test_what_a_load_moved_is_told_with_the_quarters() -> None:
    before = {"quarter": "2024K3", "value": 14.54}
    after = {"quarter": "2024K4", "value": 14.04}
    assert uploads.describe_effect(json.dumps({"before": before, "after": after})) == (
        "hele kommunen fra 14,5 (3. kvt. 2024) til 14,0 (4. kvt. 2024)"
    )
    none = {"quarter": None, "value": None}
    assert uploads.describe_effect(json.dumps({"before": none, "after": after})) == (
        "hele kommunen 14,0 (4. kvt. 2024)"
    )
    assert (
        uploads.describe_effect(json.dumps({"before": after, "after": after}))
        == "hovedtallene er de samme"
    )
    assert uploads.describe_effect(json.dumps({"before": none, "after": none})) == ""
    assert uploads.describe_effect("{}") == ""


def test_a_hundred_thousand_problems_are_one_short_text(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    monkeypatch.setattr("streamlit.error", lambda text, **_: texts.append(text))
    wrong = [problem("invalid_number", "»x« er ikke et tal.", cell=f"D{n}") for n in range(100_000)]
    calls = itertools.count()

    def count_call(_frame: object, event: str, _arg: object) -> None:
        if event == "call" and next(calls) > 10 * len(wrong):
            raise AssertionError("more steps than in proportion to the problems")

    sys.setprofile(count_call)
    try:
        problem_list.show(_report(*wrong))
    finally:
        sys.setprofile(None)
    (text,) = texts
    assert "(100.000 steder)" in text
    assert "- D0\\, D1\\, D2\\, D3 og D4\\: »x« er ikke et tal" in text
    assert "D5" not in text
    assert text.count("»x«") == 1
    assert text.endswith("- og 99.995 til")


def test_the_only_problem_of_its_kind_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr("streamlit.error", lambda text, **_: texts.append(text))
    meaning = CODES["password_protected"].meaning
    problem_list.show(
        _report(problem("password_protected", f"{meaning} Fjern den.", sheet="A", cell="B2"))
    )
    assert texts == [f"**{meaning}**  \nA B2\\: Fjern den\\."]


def test_what_is_asked_is_told_beside_the_question_and_not_as_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts: list[str] = []
    monkeypatch.setattr("streamlit.error", lambda text, **_: texts.append(text))
    lacking, wrong = problem("no_quarter", "Hvornår?"), problem("invalid_number", "»x«", cell="D1")
    asks = Proposal(questions=(Question("quarter", "Hvilket kvartal?", code="no_quarter"),))
    waiting = replace(_report(lacking), proposal=asks)
    problem_list.show(waiting)
    assert texts == []
    assert problem_list.select_answerable(waiting) == [lacking]
    assert waiting.asks
    assert not replace(_report(lacking, wrong), proposal=asks).asks
    assert not _report(lacking).asks
    assert not replace(_report(), proposal=asks).asks


def test_sums_that_do_not_agree_are_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr("streamlit.warning", lambda text, **_: texts.append(text))
    problem_list.show(_report(problem("total_mismatch", "Summen passer ikke.")))
    assert texts == []


def _persons() -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own
    from tempfile import mkdtemp  # noqa: PLC0415

    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import file_review  # noqa: PLC0415
    from pages.parts.visit_files import ReadFile  # noqa: PLC0415
    from services.load import check  # noqa: PLC0415
    from store.database import Store  # noqa: PLC0415

    text = (
        "Medarb.nr.;Enhedsnr.;Enhed;År;Fraværsdagsværk\n"
        "77001;1001;Solsikken;2024;0\n77002;1001;Solsikken;2024;forkert\n"
    )
    store = Store(Path(mkdtemp()) / "test.duckdb")
    checked = check(store, text.encode(), file_name="liste.csv", settings=Settings())
    file_review.show(ReadFile("1", checked), unfolded=True)


def test_a_list_of_persons_shows_addresses_and_no_values() -> None:
    page = AppTest.from_function(_persons).run(timeout=60)
    assert not page.exception
    texts_shown = " ".join(str(element.proto) for element in page.main if hasattr(element, "proto"))
    texts_shown += " ".join(
        element.value for element in (*page.error, *page.markdown, *page.caption)
    )
    assert "E3" in texts_shown
    assert "77001" not in texts_shown
    assert "77002" not in texts_shown
    assert "forkert" not in texts_shown


def _many_questions() -> None:
    from dataclasses import replace  # noqa: PLC0415 - the function is a script of its own

    from data_loaders.codes import problem  # noqa: PLC0415
    from data_loaders.guidance.proposal import Proposal, Question  # noqa: PLC0415
    from pages.parts import mapping_form  # noqa: PLC0415
    from tests.pages.test_load_parts import _file, _report  # noqa: PLC0415

    names = [f"Hus {number}" for number in range(12)]
    unknown = [problem("unknown_name", f"»{name}« kendes ikke.", column="Enhed") for name in names]
    asked = [Question(f"enhed:{name}", f"Hvad er {name}?", code="unknown_name") for name in names]
    report = replace(_report(*unknown), proposal=Proposal(questions=tuple(asked)))
    mapping_form.ask_questions(_file(report))


def test_few_questions_are_asked_at_a_time_and_why_is_said_once() -> None:
    page = AppTest.from_function(_many_questions).run(timeout=60)
    assert not page.exception
    assert [field.label for field in page.text_input] == [f"Hvad er Hus {n}?" for n in range(10)]
    assert [element.value for element in page.caption] == [
        "»Hus 0« kendes ikke\\.",
        "Der er 2 spørgsmål mere, når disse er besvaret.",
    ]


def _file(report: Report) -> ReadFile:
    expected, settings = Mapping(), Settings()
    return ReadFile("1", CheckedFile(report, upload_of([]), "rejected", "", {}, expected, settings))


def _report(*problems: object) -> Report:
    upload = upload_of([])
    return Report(
        file_name="fil.csv",
        sha256="",
        kind="kvartal",
        dialect="tekst",
        sheet="",
        columns={},
        unused=(),
        extract_date=None,
        facts=upload.facts,
        periods=(),
        totals=(),
        problems=problems,  # type: ignore[arg-type]
    )
