"""Files that are saved together and would replace each other: said in each, and one is chosen."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from services import load
from services.load import CheckedFile
from store.database import Store
from tests.command import run

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
ORGANISATION = "Enhedsnr.;Enhed;Afdeling;Område;Fra\n1;{};Skole;Børn;01.01.2020\n"
# Each has other days, by which they can be told apart.
FILES = {
    "begge": "2024K1;1;Et;Skole;40;10\n2024K2;1;Et;Skole;41;10\n",
    "andet": "2024K2;1;Et;Skole;42;10\n",
    "rettet": "2024K2;1;Et;Skole;43;10\n",
    "nabo": "2024K2;2;To;Skole;44;10\n",
}
QUESTION = "which_file:kvartal:2024K2"


def check(
    store: Store, names: Sequence[str], answers: dict[str, str] | None = None
) -> tuple[CheckedFile, ...]:
    """Check some of the files together."""
    files = [
        load.check(
            store,
            (HEAD + FILES[name]).encode(),
            file_name=name,
            settings=Settings(),
            file_mapping=Mapping(answers=answers or {}),
        )
        for name in names
    ]
    return load.ask_together(store, files)


def read_days(store: Store) -> list[tuple[str, str, int]]:
    with store.session() as cursor:
        rows = cursor.execute("SELECT quarter, enhed, dagsvaerk FROM facts ORDER BY ALL").fetchall()
    return [(quarter, enhed, int(days)) for quarter, enhed, days in rows]


@pytest.mark.parametrize("names", [*permutations(("andet", "rettet"))])
def test_two_files_of_a_quarter_are_asked_about_in_both(store: Store, names: Sequence[str]) -> None:
    batch = check(store, names)
    assert [checked.status for checked in batch] == ["asked", "asked"]
    for checked in batch:
        (question,) = [q for q in checked.report.proposal.questions if q.code]
        assert (question.id, [c.value for c in question.choices]) == (QUESTION, ["andet", "rettet"])
        (error,) = [p for p in checked.report.problems if p.code == "rival_files"]
        assert "for 2. kvartal 2024, og den, der gemmes sidst, erstatter den anden" in error.message
    assert {outcome.status for outcome in load.save(store, batch, by="test")} == {"asked"}
    assert read_days(store) == []


@pytest.mark.parametrize("names", [*permutations(("andet", "rettet", "nabo"))])
def test_the_chosen_file_counts_whatever_the_order(store: Store, names: Sequence[str]) -> None:
    batch = check(store, names, {QUESTION: "andet"})
    statuses = {checked.report.file_name: checked.status for checked in batch}
    assert statuses == {"andet": "checked", "rettet": "rejected", "nabo": "checked"}
    load.save(store, batch, by="test")
    assert read_days(store) == [("2024K2", "1", 42), ("2024K2", "2", 44)]


@pytest.mark.parametrize("names", [*permutations(("begge", "andet"))])
@pytest.mark.parametrize(("chosen", "days"), [("begge", 41), ("andet", 42)])
def test_a_file_that_is_chosen_for_one_of_two_quarters_is_saved_last(
    store: Store, names: Sequence[str], chosen: str, days: int
) -> None:
    batch = check(store, names, {QUESTION: chosen})
    change = load.compare_before_after(store, batch, settings=Settings())
    assert change.rows["kvartal"] == (0, 2)
    load.save(store, batch, by="test")
    assert read_days(store) == [("2024K1", "1", 40), ("2024K2", "1", days)]


@pytest.mark.parametrize("names", [*permutations(("begge", "andet", "nabo"))])
def test_what_adds_up_with_the_chosen_file_is_not_lost(store: Store, names: Sequence[str]) -> None:
    load.save(store, check(store, names, {QUESTION: "andet"}), by="test")
    assert read_days(store) == [("2024K1", "1", 40), ("2024K2", "1", 42), ("2024K2", "2", 44)]


@pytest.mark.parametrize("names", [*permutations(("andet", "nabo"))])
def test_a_correction_of_what_is_stored_takes_nothing_from_a_file_saved_with_it(
    store: Store, names: Sequence[str]
) -> None:
    load.save(store, check(store, ["rettet"]), by="test")
    batch = check(store, names)
    assert [checked.status for checked in batch] == ["checked", "checked"]
    load.save(store, batch, by="test")
    assert read_days(store) == [("2024K2", "1", 42), ("2024K2", "2", 44)]


def test_files_that_add_up_and_a_file_twice_are_not_asked_about(store: Store) -> None:
    batch = check(store, ["andet", "nabo", "andet"])
    assert [checked.status for checked in batch] == ["checked"] * 3
    outcomes = load.save(store, batch, by="test")
    assert [outcome.status for outcome in outcomes] == ["stored", "stored", "unchanged"]


def test_two_files_of_a_kind_that_replaces_are_asked_about(store: Store) -> None:
    batch = load.ask_together(
        store,
        [
            load.check(
                store,
                ORGANISATION.format(name).encode(),
                file_name="organisation.csv",
                settings=Settings(),
            )
            for name in ("Solen", "Månen")
        ],
    )
    assert [checked.status for checked in batch] == ["asked", "asked"]
    names = {choice.value for q in batch[0].report.proposal.questions for choice in q.choices}
    assert len(names) == 2, "files of one name are told apart"


def test_the_command_line_asks_before_anything_is_stored(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(HEAD + text, "utf-8")
    store, names = tmp_path / "s.duckdb", [str(tmp_path / name) for name in ("andet", "rettet")]
    answers = [
        json.loads(line) for line in run(store, "load", *names, "--json", code=1).split("\n")[:-1]
    ]
    assert [(a["status"], [q["id"] for q in a["questions"]]) for a in answers] == [
        ("asked", [QUESTION])
    ] * 2
    assert run(store, "history", "--json") == ""
    output = run(store, "load", *names, "--answer", f"{QUESTION}=andet", code=1)
    assert "andet: gemt" in output
    assert "»andet« er valgt for 2. kvartal 2024" in output
    (stored,) = run(store, "history", "--json").splitlines()
    assert json.loads(stored)["file"] == "andet"
