"""The agenda's other nøgletal beside those that were sent: the list was corrected since."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from commands import answer_text
from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import agenda
from metrics.computing.recipes import make_recipe
from metrics.result import KpiResult
from services import opgoerelser
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.metrics.agenda import Line, put_lines
from tests.stored_rows import put, reading, row

FIGURES = ("rullende",)
K3, K4 = Quarter(2024, 3), Quarter(2024, 4)
CHANGED = (
    "Tallet for 3. kvartal 2024 er ved efterregistrering ændret fra 5 til 6; {} det udsendte tal."
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """Klimamål indsendt: 3, 5 and 9 in three quarters."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for step in range(7):
        put(store, [row(str(Quarter(2023, 2) + step))], name=f"k{step}.xlsx")
    put_lines(store, Line("2024K2", "3"), Line("2024K3", "5"), Line("2024K4", "9"))
    yield store
    store.close()


def send(store: Store, quarter: Quarter) -> None:
    opgoerelser.release(store, quarter, settings=Settings(), by="hr")
    opgoerelser.send(store, quarter, settings=Settings(), by="hr")


def at(store: Store, quarter: Quarter = K4, level: Level = Level.KOMMUNE) -> KpiResult[Any]:
    with reading(store) as reader:
        return agenda.read_noegletal(reader, quarter=quarter, level=level)


def serie(store: Store) -> KpiResult[Any]:
    with reading(store) as reader:
        return agenda.read_noegletal_series(reader, quarter=K4, level=Level.KOMMUNE)


def only(result: KpiResult[Any]) -> pd.Series:
    assert len(frame_of(result)) == 1
    return frame_of(result).iloc[0]


def test_the_figure_before_is_as_it_was_sent_and_the_upload_is_named(filled: Store) -> None:
    send(filled, K3)
    late = put_lines(filled, Line("2024K3", "6"), name="ret.xlsx")
    result = at(filled)
    now = only(result)
    assert (now["value"], now["previous"], now["previous_now"], now["change"]) == (9, 5, 6, 4)
    assert CHANGED.format("her sammenlignes med") in now["note"]
    assert (
        "Data bag opgørelsen for 3. kvartal 2024 er ændret, efter at"
        in answer_text.write_result(result)
    )
    assert "»ret.xlsx« (indlæst 14. januar 2025 kl. 09.00 af test)" in answer_text.write_result(
        result
    )
    undo(filled, late, by="hr")
    back = only(at(filled))
    assert (back["previous"], back["change"]) == (5, 4)
    assert pd.isna(back["previous_now"])
    assert "ændret" not in f"{back['note']}{answer_text.write_result(at(filled))}"


def test_a_series_stands_as_it_was_sent_up_to_the_newest(filled: Store) -> None:
    send(filled, K3)
    put_lines(filled, Line("2024K2", "4"), Line("2024K3", "6"), name="ret.xlsx")
    put_lines(filled, Line("2024K4", "10"), name="ny.xlsx")
    result = serie(filled)
    frame = frame_of(result)
    assert list(frame["value"]) == [3, 5, 10]
    assert list(frame["value_now"].fillna(0)) == [4, 6, 0]
    assert list(frame["change"].fillna(0)) == [0, 2, 5]
    assert CHANGED.format("her vises") in frame["note"].iloc[1]
    assert result.changes_since_sent is not None
    assert [one.file_name for one in result.changes_since_sent.earlier[0].corrections] == [
        "ret.xlsx"
    ]


def test_what_came_after_it_was_sent_was_not_sent(filled: Store) -> None:
    send(filled, K3 - 1)
    put_lines(filled, Line("2024K3", "6"), name="ret.xlsx")
    assert (only(at(filled))["previous"], only(at(filled))["change"]) == (6, 3)
    assert list(frame_of(serie(filled))["value"]) == [3, 6, 9]
    assert at(filled).changes_since_sent is not None
    assert "ændret" not in answer_text.write_result(at(filled))


def test_the_opgoerelse_that_was_sent_last_counts(filled: Store) -> None:
    send(filled, K3 - 1)
    put_lines(filled, Line("2024K2", "4"), name="ret.xlsx")
    send(filled, K3)
    put_lines(filled, Line("2024K2", "7"), name="ret igen.xlsx")
    assert list(frame_of(serie(filled))["value"]) == [4, 5, 9]
    assert only(at(filled, K3))["previous"] == 3
    assert only(at(filled, K3))["previous_now"] == 7


def test_another_unit_is_not_compared(filled: Store) -> None:
    send(filled, K3)
    put_lines(
        filled, Line("2024K3", "6", maaleenhed="kr."), Line("2024K4", "9", maaleenhed="kr."),
        name="ret.xlsx",
    )  # fmt: skip
    now = only(at(filled))
    assert pd.isna(now["previous"])
    assert pd.isna(now["change"])


def test_what_was_hidden_when_it_was_sent_stays_hidden(filled: Store) -> None:
    def line(period: str, above: int, below: int, sted: str) -> Line:
        return Line(
            period, part=f"{above}/{below}", noegletal="Samtaler med medarbejdere", sted=sted,
            maaleenhed="%", personer=True,
        )  # fmt: skip

    where = "afdeling:Miljø & Teknik"
    put_lines(filled, line("2024K3", 2, 4, where), line("2024K4", 20, 40, where), name="p.xlsx")
    send(filled, K3)
    put_lines(filled, line("2024K3", 20, 40, where), name="ret.xlsx")
    now = only(at(filled, level=Level.AFDELING))
    assert now["previous_masked"]
    assert pd.isna(now["previous"])
    assert pd.isna(now["previous_now"])
    assert pd.isna(now["change"])
    assert "vises ikke" in now["note"]


def test_the_public_edition_compares_with_its_own_and_names_nobody(filled: Store) -> None:
    send(filled, K3)
    put_lines(filled, Line("2024K3", "6"), name="ret.xlsx")
    made = make_recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(filled, Scope.everything(), recipe=made) as reader:
        result = agenda.read_noegletal(reader, quarter=K4, level=Level.KOMMUNE)
    assert (only(result)["previous"], only(result)["previous_now"]) == (5, 6)
    assert "»ret.xlsx« (indlæst 14. januar 2025 kl. 09.00)." in answer_text.write_result(result)
