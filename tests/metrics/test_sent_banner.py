"""The one message on an opgørelse that prints otherwise than it was sent."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from commands import answer_text
from commands.answer_json import describe_result
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import rullende
from metrics.result import KpiResult
from services import opgoerelser
from store.database import Store
from tests.clock import Clock
from tests.stored_rows import put, reading, row

K3 = Quarter(2024, 3)


def make_rows(quarter: str, days: str) -> list[UnitQuarter]:
    return [row(quarter, enhed, days=days, heads="30") for enhed in ("1", "2")]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """Two enheder: 8.0 dagsværk at the opgørelse of the 3rd quarter of 2024, which is sent."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for back in range(4):
        put(store, make_rows(str(K3 - back), "60"), name=f"{K3 - back}.xlsx")
    opgoerelser.release(store, K3, settings=Settings(), by="hr")
    opgoerelser.send(store, K3, settings=Settings(), by="hr")
    yield store
    store.close()


def read_result(store: Store, level: Level = Level.KOMMUNE) -> KpiResult[Any]:
    with reading(store) as reader:
        return rullende.read_rullende(reader, quarter=K3, level=level)


def test_a_correction_is_said_with_both_figures_and_erstatter_only_when_it_is_released(
    filled: Store,
) -> None:
    def said() -> str:
        return answer_text.write_result(read_result(filled)).split("\n", 3)[-1]

    assert "Udsendt" not in said()
    put(filled, make_rows("2024K3", "60.5"), name="lidt.xlsx")
    assert "Udsendt" not in said()  # a third decimal is not read
    put(filled, make_rows("2024K3", "66"), name="ret.xlsx")
    assert said().startswith(
        "Udsendt 14. januar 2025: 8,0. Med de data, der er nu: 8,2 (+0,2). Årsag: »ret.xlsx« (indl"
    )
    opgoerelser.defer(filled, K3, settings=Settings(), by="hr")
    assert "Udsendt" not in said()
    put(filled, make_rows("2024K2", "66"), name="mere.xlsx")
    assert "Med de data, der er nu: 8,4 (+0,4)" in said()
    opgoerelser.release(filled, K3, settings=Settings(), by="hr")
    assert "Udsendt 14. januar 2025: 8,0. Rettet 14. januar 2025: 8,4 (+0,4). Årsag:" in said()
    assert describe_result(read_result(filled))["sent"]["replaces"]  # type: ignore[index]


def test_of_several_nodes_the_first_are_named_with_their_figures(filled: Store) -> None:
    put(filled, make_rows("2024K3", "66"), name="ret.xlsx")
    text = answer_text.write_result(read_result(filled, Level.ENHED))
    assert (
        "Udsendt 14. januar 2025: Enhed 1 8,0 og Enhed 2 8,0. Med de data, der er nu: Enhed 1 8,2 "
        "(+0,2) og Enhed 2 8,2 (+0,2)."
    ) in text
