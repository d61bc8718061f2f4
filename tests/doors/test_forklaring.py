"""What drove a change, by the contract of the service door."""

import json
from pathlib import Path

import pytest

from core.quarter import Quarter
from tests.command import run
from tests.stored_rows import fresh, put, row

FIRST = Quarter(2023, 1)


@pytest.fixture(scope="module")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forklaring")
    store = fresh(folder)
    put(store, [row(str(FIRST + n), days=str(40 - n)) for n in range(8)])
    store.close()
    return folder / "test.duckdb"


def test_a_row_a_part_against_the_opgoerelse_before(filled_store: Path) -> None:
    answer = json.loads(run(filled_store, "kpi", "forklaring", "--quarter", "2024K4", "--json"))
    assert [row["key"] for row in answer["rows"]] == ["within", "mix", "closed", "new"]
    assert sum(row["value"] for row in answer["rows"]) == pytest.approx(-0.4, abs=1e-9)
    assert answer["unit"] == "dagsværk pr. medarbejder"
    assert {row["against"] for row in answer["rows"]} == {"2024K3"}


def test_any_opgoerelse_before_may_be_compared_with(filled_store: Path) -> None:
    arguments = ("kpi", "forklaring", "--quarter", "2024K4", "--against", "2024K2", "--json")
    rows = json.loads(run(filled_store, *arguments))["rows"]
    assert rows[0]["value"] == pytest.approx(-0.8)


@pytest.mark.parametrize(
    ("name", "against", "message"),
    [
        ("rullende", "2024K3", "sammenligner ikke med en valgt opgørelse"),
        ("forklaring", "2025K1", "kan kun sammenlignes med en tidligere"),
        ("forklaring", "i går", "er ikke et kvartal"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    filled_store: Path, name: str, against: str, message: str
) -> None:
    arguments = ("kpi", name, "--quarter", "2024K4", "--against", against)
    assert message in run(filled_store, *arguments, code=2)
