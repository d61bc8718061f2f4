"""The access log at the service door: what commands leave in it, and how it is searched."""

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from access.log import AccessLog
from access.log_lines import Action, Detail
from services.access_log import keep_anchor
from store.database import Store
from tests.command import run

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Område;Fraværsdagsværk;Medarbejdere\n"
QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four quarters of two enheder in two afdelinger, looked up and made a bilag of."""
    folder = tmp_path_factory.mktemp("log")
    store, file = folder / "s.duckdb", folder / "a.csv"
    lines = [
        f"{quarter};{unit};60;30\n"
        for quarter in QUARTERS
        for unit in ("1001;Skolen;Skole;Børn", "2001;Gartneriet;Park;By")
    ]
    file.write_text(HEAD + "".join(lines), "utf-8")
    run(store, "load", str(file))
    run(store, "kpi", "rullende", "--quarter", "2024K4", "--level", "enhed")
    run(store, "kpi", "rullende", "--quarter", "2024K4", "--level", "kommune")
    run(store, "bilag", "afdelinger", "--quarter", "2024K4", "--out", str(folder), "--formats=xlsx")
    run(store, "undo", "findes ikke", code=1)
    return store


def read_lines(store: Path, *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(store, "log", "--json", *options).splitlines()]


def test_commands_and_what_they_changed_and_made_stand_in_the_log(store: Path) -> None:
    lines = [
        line
        for line in read_lines(store)[::-1]
        if line["details"].get("kommando") != "log" and line["action"] != "indstillinger"
    ]

    load, loaded, units, kommune, bilag, file, undo, refused = lines[:8]
    assert load["details"] == {"kommando": "load"}
    assert (loaded["action"], loaded["details"]["slags"]) == ("indlaest", "kvartal")
    assert units["details"] == {
        "kommando": "kpi rullende",
        "opgoerelse": "2024K4",
        "niveau": "enhed",
        "udgave": "intern",
    }
    assert kommune["details"]["niveau"] == "kommune"
    assert bilag["details"]["kommando"] == "bilag afdelinger"
    content = (store.parent / file["details"]["fil"]).read_bytes()
    assert file["details"]["sha256"] == sha256(content).hexdigest()
    assert (file["details"]["udgave"], file["details"]["niveau"]) == ("offentlig", "enhed")
    assert undo["details"] == {"kommando": "undo"}
    assert refused["action"] == "afvist"
    assert {line["person"] for line in lines} == {load["person"]} != {""}
    assert {line["role"] for line in lines} == {"hr"}


def test_one_search_says_who_saw_a_unit(store: Path) -> None:
    by_name, by_number = (
        read_lines(store, "--search", text, "--from", "2020-01-01") for text in ("skolen", "1001")
    )

    details = [line["details"] for line in by_name]
    assert [of.get("kommando") or of["udgave"] for of in details] == ["offentlig", "kpi rullende"]
    assert by_number == by_name
    text = run(store, "log", "--search", "Skolen")
    assert "kørte en kommando" in text
    assert "Søgningen gælder også enhed Skolen (1001)" in text
    assert read_lines(store, "--search", "Skolen", "--to", "2020-01-01") == []
    assert "ingen linjer" in run(store, "log", "--search", "Findes ikke")


def test_the_log_is_given_as_csv(store: Path) -> None:
    rows = list(csv.DictReader(StringIO(run(store, "log", "--csv", "--search", "indlaest"))))

    assert [row["handling"] for row in rows] == [Action.INDLAEST]
    assert rows[0][Detail.SLAGS] == "kvartal"


def test_a_cut_end_is_found_by_what_the_store_knows(store: Path) -> None:
    log = AccessLog.open_beside(store)
    opened = Store(store)
    keep_anchor(opened)
    opened.close()
    content = log.path.read_bytes()
    assert "intet er ændret" in run(store, "log", "--check")
    lines = content.splitlines(keepends=True)
    log.path.write_bytes(b"".join(lines[:-2]))

    answer = run(store, "log", "--check", code=1)

    log.path.write_bytes(content)
    assert f"Nr. {len(lines)} mangler" in answer


def test_where_the_log_cannot_be_written_a_command_gives_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)

    answer = run(store, "kpi", "rullende", "--quarter", "2024K4", code=1)

    assert answer.startswith("Adgangsloggen kan ikke skrives: s.adgang.jsonl")
