"""The service door in a process of its own: what only a process can show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core import danish
from services.configuration import ROOT
from store.database import Store
from tests.command import type_command

LISTED = ("history", "--json")


def run_process(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Type a command as somebody does who stands in a folder."""
    door = [sys.executable, str(ROOT / "cli.py"), *words]
    return subprocess.run(
        door, capture_output=True, encoding="utf-8", check=False, cwd=folder
    )  # fmt: skip


def test_a_figure_is_had_from_a_process_of_its_own(sample: Path) -> None:
    words = ("kpi", "rullende", "--quarter", "2024K4", "--json")
    done = run_process("--store", sample.name, *words, folder=sample.parent)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert danish.format_number(answer["rows"][0]["value"], 1) == "14,0"


@pytest.mark.parametrize(
    "words",
    [
        ["indlæs"],
        ["kpi", "rullende", "--quarter", "2019K1"],
        ["load", "findes-ikke.xlsx"],
        ["history"],
    ],
)
def test_a_process_says_and_ends_as_the_tests_own_does(tmp_path: Path, words: list[str]) -> None:
    store = ("--store", str(tmp_path / "s.duckdb"))
    done = run_process(*store, *words, folder=tmp_path)
    result = type_command(*store, *words, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (result.code, result.out, result.err)


def test_a_bilag_has_the_same_bytes_from_two_processes_and_no_folder_is_left(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := sample.parent / "t").mkdir()
    (case := tmp_path / "sag.toml").write_text('sagsnummer = "81.28.00-P05-1-25"\n', "utf-8")
    words = ("--store", str(sample), "bilag", "afdelinger", "--quarter", "2024K4")
    options = ("--sag", str(case), "--out")
    in_process = type_command(*words, *options, str(tmp_path / "a"), folder=tmp_path)
    monkeypatch.setenv("TMPDIR", str(folder))
    done = run_process(*words, *options, str(tmp_path / "b"), folder=tmp_path)
    assert (in_process.code, done.returncode) == (0, 0), done.stderr
    first, second = (Path(output.strip()) for output in (in_process.out, done.stdout))
    assert first.name == second.name == "Sygefravær pr 4 kvartal 2024 - afdelinger.pdf"
    assert first.read_bytes().startswith(b"%PDF")
    assert first.read_bytes() == second.read_bytes()
    assert list(folder.iterdir()) == []


def test_a_store_in_use_is_said_and_ends_with_1(tmp_path: Path) -> None:
    store = Store(tmp_path / "busy.duckdb")
    done = run_process("--store", str(store.path), *LISTED, folder=tmp_path)
    store.close()
    assert done.returncode == 1
    assert "er i brug af et andet program" in done.stderr
    assert "Traceback" not in done.stderr
