"""The command line with lists of people: whole, with the key beside the data, and forgetful."""

import os
from pathlib import Path

import pytest

from store.database import Store
from tests.command import type_command
from tests.data_loaders.builders import xlsx
from tests.data_loaders.kinds.person_lists import HEADS, PEOPLE, SPELLS

TITLE = ["Periode: 01.10.2024 - 31.12.2024"]
SPELL_ROWS = [
    TITLE,
    SPELLS,
    ["117", "0310", "Pladsen", "Miljø", "07.10.2024", "09.10.2024", "22,2", "Sygdom"],
    ["118", "0310", "Pladsen", "Miljø", "04.11.2024", "13.12.2024", "222", "Sygdom"],
]
HEAD_ROWS = [
    HEADS,
    ["310", "Pladsen", "Miljø", "2024K4", 20],
    ["311", "Vejen", "Miljø", "2024K4", 9],
]


def make_people_rows(year: int) -> list[list[object]]:
    return [[str(n), "0310", "Pladsen", "Miljø", year, n % 3] for n in range(30)]


def run(tmp_path: Path, *words: str, code: int = 0) -> str:
    store = tmp_path / "data" / "t.duckdb"
    output = type_command("--store", str(store), *words, folder=tmp_path)
    assert output.code == code, output
    return output.out + output.err


def write_file(tmp_path: Path, name: str, rows: list[list[object]]) -> str:
    (tmp_path / name).write_bytes(xlsx(("Ark1", rows)))  # type: ignore[arg-type]
    return str(tmp_path / name)


def test_spells_and_people_become_facts_of_a_quarter(tmp_path: Path) -> None:
    spells = write_file(tmp_path, "forløb.xlsx", SPELL_ROWS)  # type: ignore[arg-type]
    heads = write_file(tmp_path, "bemanding.xlsx", HEAD_ROWS)  # type: ignore[arg-type]
    run(tmp_path, "load", spells, heads)
    store = Store(tmp_path / "data" / "t.duckdb")
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT enhed, korttid::DOUBLE, langtid::DOUBLE, medarbejdere::DOUBLE FROM facts "
            "ORDER BY enhed"
        ).fetchall()
    store.close()
    assert rows == [("0310", 3.0, 30.0, 20.0), ("311", 0.0, 0.0, 9.0)]


def test_four_years_of_people_leave_the_marks_of_three(tmp_path: Path) -> None:
    for year in (2021, 2022, 2023, 2024):
        list_ = write_file(tmp_path, f"liste {year}.xlsx", [list(PEOPLE), *make_people_rows(year)])
        run(tmp_path, "load", list_)
    store = Store(tmp_path / "data" / "t.duckdb")
    with store.session() as cursor:
        counts = cursor.execute(
            "SELECT year, count(*), count(DISTINCT person) FROM personer GROUP BY year ORDER BY 1"
        ).fetchall()
        done = cursor.execute("SELECT year, row_count, overwritten FROM erasures").fetchall()
        kept = cursor.execute("SELECT year, key, counted FROM langtidsfriske ORDER BY 2").fetchall()
    store.close()
    assert counts == [("2021", 30, 0), ("2022", 30, 30), ("2023", 30, 30), ("2024", 30, 30)]
    assert done == [("2021", 30, True)]
    keys = ("afdeling:Miljø", "enhed:0310", "kommune")
    assert [(str(year), key, n) for year, key, n in kept] == [("2022", key, 30) for key in keys]


def test_a_key_that_others_may_read_stops_the_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "nøgle"
    key.write_text("ab" * 32, "ascii")
    key.chmod(0o644)
    monkeypatch.setitem(os.environ, "CHEFFORUM_KEY", str(key))
    list_ = write_file(tmp_path, "liste.xlsx", [list(PEOPLE), *make_people_rows(2024)])
    assert "kan læses af andre" in run(tmp_path, "load", list_, code=1)


def test_another_key_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = [
        write_file(tmp_path, f"{y}.xlsx", [list(PEOPLE), *make_people_rows(y)])
        for y in (2022, 2023, 2024)
    ]
    assert "Advarsel" not in run(tmp_path, "load", *lists[:2])
    monkeypatch.setitem(os.environ, "CHEFFORUM_KEY", str(tmp_path / "ny" / "nøgle"))
    output = run(tmp_path, "load", lists[2])
    assert "Af 30 personer i listerne for årene ved siden af er 0 også i denne." in output
