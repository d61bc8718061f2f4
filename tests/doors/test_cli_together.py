"""Several files in one command are judged together before the first is stored."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command import run

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
MONTHS = HEAD.replace("Kvartal", "Måned")
QUARTERS = [f"{year}K{number}" for year in (2022, 2023, 2024) for number in (1, 2, 3, 4)]
SPELLS = "Medarb.nr.;Enhedsnr.;Fra;Til;Dagsværk\n"
PEOPLE = "Kvartal;Enhedsnr.;Enhed;Medarbejdere\n"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A store with twelve quarters of some 4 dagsværk a head, the newest released."""
    store = tmp_path / "s.duckdb"
    lines = [f"{q};1;Et;Skole;{40 + place % 3};10\n" for place, q in enumerate(QUARTERS)]
    run(store, "load", *write_files(tmp_path, {"alle.csv": HEAD + "".join(lines)}))
    run(store, "release", "2024K4")
    return store


def write_files(folder: Path, texts: dict[str, str]) -> list[str]:
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [str(folder / name) for name in texts]


def load(store: Path, files: Sequence[str], *options: str, code: int = 0) -> list[dict[str, Any]]:
    text = run(store, "load", *files, "--json", *options, code=code)
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def list_questions(answers: Sequence[dict[str, Any]]) -> list[list[str]]:
    return [[question["id"] for question in answer["questions"]] for answer in answers]


def list_codes(answers: Sequence[dict[str, Any]]) -> list[list[str]]:
    return [[problem["code"] for problem in answer["problems"]] for answer in answers]


def list_stored(store: Path) -> list[str]:
    lines = run(store, "history", "--json").splitlines()
    return [json.loads(line)["file"] for line in lines if line.startswith("{")]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_jump_that_files_make_together_is_asked_about_once_and_nothing_is_stored(
    released: Path, options: tuple[str, ...]
) -> None:
    # Each alone moves the rolling figure by less than the smallest jump.
    days = [40, 38, 39, 40]
    texts = {f"{n}.csv": f"{HEAD}2024K{n};1;Et;Skole;{of};10\n" for n, of in enumerate(days, 1)}
    files = write_files(released.parent, texts)
    for file in files:
        assert [answer["status"] for answer in load(released, [file], "--dry-run")] == ["checked"]
    answers = load(released, files, *options, code=1)
    assert [answer["status"] for answer in answers] == ["asked"] * 4
    assert list_questions(answers) == [["jump"], [], [], []]
    assert list_stored(released) == ["alle.csv"]
    said_yes = load(released, files, *options, "--answer", "jump=ja")
    assert [answer["status"] for answer in said_yes] == ["checked" if options else "stored"] * 4


def test_files_that_only_together_make_the_kommune_raise_no_question(released: Path) -> None:
    texts = {
        "1.csv": f"{HEAD}2025K1;1;Et;Skole;5;5\n",
        "2.csv": f"{HEAD}2025K1;2;To;Skole;37;5\n",
    }
    files = write_files(released.parent, texts)
    assert list_questions(load(released, files[:1], "--dry-run", code=1)) == [["jump"]]
    answers = load(released, files)
    assert [answer["status"] for answer in answers] == ["stored", "stored"]


def test_absence_and_people_of_two_files_are_held_against_each_other(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    files = write_files(
        tmp_path,
        {
            "ansatte.csv": f"{PEOPLE}2024K1;1;Et;60\n2024K1;2;To;60\n",
            "forløb.csv": f"{SPELLS}4;1;02-01-2024;03-01-2024;2\n5;2;25-03-2024;26-03-2024;2\n",
        },
    )
    answers = load(store, files, code=1)
    assert [answer["kind"] for answer in answers] == ["bemanding", "fravaer"]
    assert list_questions(answers) == [["plausible"], []]
    assert list_stored(store) == []
    assert [a["status"] for a in load(store, files, "--answer", "plausible=ja")] == ["stored"] * 2


def test_what_files_lack_is_said_of_all_of_them_once(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    texts = {
        f"{month}.csv": f"{MONTHS}{month};1;Et;Skole;13;10\n"
        for month in ("2024-04", "2024-05", "2024-06")
    }
    files = write_files(tmp_path, texts)
    two = list_codes(load(store, files[:2], "--dry-run"))
    assert [codes.count("quarter_unfinished") for codes in two] == [1, 0]
    whole = load(store, files)
    assert [answer["status"] for answer in whole] == ["stored"] * 3
    assert not [codes for codes in list_codes(whole) if "quarter_unfinished" in codes]


def test_a_list_that_is_loaded_with_a_jump_waits_with_it(released: Path) -> None:
    files = write_files(
        released.parent,
        {
            "org.csv": "Enhedsnr.;Enhed;Afdeling;Fra\n1;Et;Skole;01-01-2020\n",
            "hop.csv": f"{HEAD}2025K1;1;Et;Skole;90;10\n",
        },
    )
    answers = load(released, files, code=1)
    assert [answer["kind"] for answer in answers] == ["organisation", "kvartal"]
    assert [answer["status"] for answer in answers] == ["asked", "asked"]
    assert list_questions(answers) == [[], ["jump"]]
    assert list_stored(released) == ["alle.csv"]
