"""Personalegrupper beside those that were sent: what was hidden then is hidden still."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics.computing.recipes import make_recipe
from metrics.rullende import read_rullende
from services import opgoerelser
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.stored_rows import put, row

FIGURES = ("rullende", "personalegrupper")
FIRST, K4 = Quarter(2024, 1), Quarter(2024, 4)
HEADS = {"Skole": {"Lærere": 3, "SOSU": 30, "Andre": 40}, "Miljø": {"Lærere": 20, "SOSU": 25}}
MORE = {**HEADS, "Skole": {**HEADS["Skole"], "Lærere": 12}}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    put(made, rows(HEADS), name="først.xlsx")
    yield made
    made.close()


def rows(heads: dict[str, dict[str, int]]) -> Iterator[UnitQuarter]:
    """An enhed an afdeling, with its personalegrupper, in four quarters."""
    for step in range(4):
        for afdeling, groups in heads.items():
            for group, count in groups.items():
                one = row(str(FIRST + step), afdeling, heads=str(count), afdeling=afdeling)
                yield replace(one, personalegruppe=group)


def hidden(store: Store) -> set[str]:
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        frame = frame_of(read_rullende(reader, quarter=K4, level=Level.PERSONALEGRUPPE))
    return set(frame.loc[frame["masked"], "key"])


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_was_hidden_when_it_was_shown_is_hidden_still(store: Store, *, is_sent: bool) -> None:
    small = hidden(store)
    assert "afdeling:Skole/personalegruppe:Lærere" in small
    opgoerelser.release(store, K4, settings=Settings(), by="hr")
    if is_sent:
        opgoerelser.send(store, K4, settings=Settings(), by="hr")
    put(store, rows(MORE), name="rettet.xlsx")
    assert hidden(store) == small


def test_what_was_never_sent_is_shown_when_it_is_no_longer_small(store: Store) -> None:
    correction = put(store, rows(MORE), name="rettet.xlsx")
    assert hidden(store) == set()
    undo(store, correction, by="hr")
    assert "afdeling:Skole/personalegruppe:Lærere" in hidden(store)
