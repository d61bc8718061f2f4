"""Stores that earlier versions of the program wrote are opened with the same figures and releases.

Each folder beside this file is one: the store, its settings, and what that version answered then.
`answers.json` has the rows of `cli.py kpi --json` (or its refusal) by the words of the command, and
the history. In the store are the sample data, a remembered mapping, another name of an afdeling,
the opgørelse of 2024K2 sent and then corrected, that of 2024K3 released, that of 2024K4 sent, and a
load that was undone.
"""

import json
import lzma
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.audiences import Audience
from core.moment import find_danish_day
from core.opgoerelse import Act
from core.quarter import Quarter
from store import opgoerelser
from store.database import Store
from tests.command import run, type_command

FOLDER = Path(__file__).parent
VERSIONS = sorted(path.name for path in FOLDER.iterdir() if (path / "answers.json.xz").is_file())
REST = re.compile(r"personalegruppe:.*/resten")  # of the kommune, beside a personalegruppe
HISTORY = ("file", "kind", "status", "quarters", "rows")


def read_answers(version: str) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(
        lzma.decompress((FOLDER / version / "answers.json.xz").read_bytes())
    )
    return answers


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def unpack_store(version: str, folder: Path) -> Path:
    """Put a version's store and its settings into a folder; returns the store's path."""
    path = folder / "chefforum.duckdb"
    path.write_bytes(lzma.decompress((FOLDER / version / "chefforum.duckdb.xz").read_bytes()))
    shutil.copy(FOLDER / version / "indstillinger.toml", folder)
    return path


@pytest.fixture(scope="module")
def earlier_store(version: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_store(version, tmp_path_factory.mktemp("tidligere"))


def test_the_figures_are_those_that_the_version_gave(version: str, earlier_store: Path) -> None:
    answers = {words: rows for words, rows in read_answers(version).items() if words != "history"}
    assert answers
    for words, expected in answers.items():
        name, quarter, level, *options = words.split()
        arguments = ("kpi", name, "--quarter", quarter, "--level", level, "--json", *options)
        answer = type_command(
            "--store", str(earlier_store), *arguments, folder=earlier_store.parent
        )
        if isinstance(expected, dict):
            assert (answer.code, answer.err) == (expected["exit"], expected["said"]), words
        else:
            assert answer.code == 0, (words, answer.err)
            rows = json.loads(answer.out)["rows"]
            rows = [row for row in rows if not REST.fullmatch(row["key"])]  # they came later
            assert [row["key"] for row in rows] == [row["key"] for row in expected], words
            for row, before in zip(rows, expected, strict=True):
                # more may be hidden than the version hid, and nothing is another figure
                shown = {name: row[name] for name in before if row[name] is not None}
                differing = {name for name in shown if not is_same(shown[name], before[name])}
                if name == "maaltal":  # what targets come to is shown where their row is
                    differing -= {each for each in differing if before[each] is None}
                    differing -= {"target_masked", "expected_masked"}
                assert differing <= {"masked", "note", "status"}, (words, row, before)


def is_same(figure: object, before: object) -> bool:
    """Whether two answers are one; sums of binary numbers may differ in their last digits."""
    if isinstance(figure, float) and isinstance(before, float):
        return figure == pytest.approx(before, rel=1e-9)
    return figure == before


def test_the_history_is_the_same(version: str, earlier_store: Path) -> None:
    lines = run(earlier_store, "history", "--json").splitlines()
    history = [{name: json.loads(line)[name] for name in HISTORY} for line in lines]
    assert history == read_answers(version)["history"]


def test_what_it_has_learned_is_remembered(earlier_store: Path) -> None:
    assert "Enheder med andre ord" in run(earlier_store, "mappings", "list")
    assert "»Miljø og teknik (gl.)« er »Miljø & Teknik«" in run(earlier_store, "aliases", "list")


def test_what_it_released_is_released_to_all(earlier_store: Path) -> None:
    """The chefs and the leaders of enheder still see the newest opgørelse that was released."""
    with closing(Store(earlier_store)) as store, store.session() as cursor:
        releases = [step for step in opgoerelser.read_all_steps(cursor) if step.act is Act.FRIGIVET]
    assert {step.quarter for step in releases} == {Quarter(2024, n) for n in (2, 3, 4)}
    assert all(
        step.is_seen_by({each}, find_danish_day(step.at)) for each in Audience for step in releases
    )
