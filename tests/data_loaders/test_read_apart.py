import logging
import sys
from pathlib import Path

import pytest

from core.errors import ChefforumError
from core.person_key import PersonKey
from core.settings import Settings
from data_loaders import read, read_apart
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.read import read_report
from data_loaders.report import Report

EXTRACT = (
    "Periode: 2024K4\nEnhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
    "101;Solsikken;Miljø & Teknik;40,5;11\n102;Værket;Miljø & Teknik;x;9\n"
).encode()
PEOPLE = (
    "År;CPR-nr.;Enhedsnr.;Enhed;Fraværsdagsværk\n2024;010190-1234;101;Solsikken;4\n"
    "2024;020290-2345;101;Solsikken;0\n"
).encode()


def read_in_both(content: bytes, guidance: Guidance) -> tuple[Report, Report]:
    name, settings = "fil.csv", Settings()
    return (
        read_report(content, file_name=name, settings=settings, guidance=guidance),
        read_apart.read_report_apart(
            content, file_name=name, settings=settings, today=None, guidance=guidance
        ),
    )


@pytest.mark.parametrize("content", [EXTRACT, PEOPLE, b"%PDF-1.7", b""])
def test_a_file_read_apart_has_the_same_report(content: bytes, tmp_path: Path) -> None:
    key = PersonKey.from_file(tmp_path / "noegle", apart_from=tmp_path / "data")
    here, apart = read_in_both(content, Guidance(key=key))
    assert apart == here
    assert (apart.grid is None) == (here.grid is None)


def test_this_process_looks_at_no_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(*_: object, **__: object) -> None:
        raise AssertionError

    for name in ("read_grid", "read_grid_report", "recognise_kind"):
        monkeypatch.setattr(read, name, look)
    report = read_apart.read_report_apart(
        EXTRACT,
        file_name="fil.csv",
        settings=Settings(),
        today=None,
        guidance=Guidance(),
    )
    assert [problem.code for problem in report.problems] == ["invalid_number"]


def test_a_key_that_may_not_be_used_is_said(tmp_path: Path) -> None:
    key = PersonKey.from_file(tmp_path / "data" / "noegle", apart_from=tmp_path / "data")
    with pytest.raises(ChefforumError, match="ligger i samme mappe som data"):
        read_apart.read_report_apart(
            PEOPLE,
            file_name="f.csv",
            settings=Settings(),
            today=None,
            guidance=Guidance(key=key),
        )


@pytest.mark.parametrize(
    "failing",
    [
        "from data_loaders import read; read.read_grid_report = fail",
        "import sys; from data_loaders.files.process import ReadingProcess\n"
        "ReadingProcess.__init__.__kwdefaults__['command'] = (sys.executable, '-c', "
        "'import sys; from data_loaders.files import child, dialects\\n"
        "def fail(*_, **__): raise RuntimeError(101)\\n"
        "dialects.recognise_dialect = fail\\nsys.exit(child.main())')",
    ],
)
def test_where_it_failed_reaches_the_log_and_no_cell_does(
    failing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code = (
        "def fail(*_, **__): raise RuntimeError('Solsikken')\n"
        f"{failing}\nimport sys; from data_loaders import read_apart; sys.exit(read_apart.main())"
    )
    monkeypatch.setattr(read_apart, "COMMAND", (sys.executable, "-c", code))
    with caplog.at_level(logging.ERROR, logger="chefforum"):
        report = read_apart.read_report_apart(
            EXTRACT,
            file_name="fil.csv",
            settings=Settings(),
            today=None,
            guidance=Guidance(),
        )
    assert [problem.code for problem in report.problems] == ["program_failed"]
    assert "RuntimeError in" in caplog.text
    assert "Solsikken" not in caplog.text
