"""Langtidsfriske beside those that were sent: the lists were corrected, and it is said."""

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
from metrics.computing.recipes import make_recipe
from metrics.langtidsfriske import read_langtidsfriske
from metrics.result import KpiResult
from phrases.langtidsfriske import write_headline, write_paragraph
from services import opgoerelser
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import put, row

FIGURES = ("rullende",)
K4 = Quarter(2023, 4)
PEOPLE = 20


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """Of twenty people 10 were friske in 2022 and 2023, and 8 in 2023 and 2024."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for step in range(9):
        put(store, [row(str(Quarter(2023, 1) + step), "4101", heads="20")], name=f"k{step}.xlsx")
    for year, friske in ((2022, 12), (2023, 10), (2024, 8)):
        put_list(store, year, friske)
    yield store
    store.close()


def put_list(store: Store, year: int, friske: int, name: str = "") -> str:
    """A list of twenty people, of whom the first ones were friske."""
    employed = [
        Employment(f"p{n}", year, "0" if n < friske else "9", "4101") for n in range(PEOPLE)
    ]
    return put_upload(store, people(employed, name or f"lpt {year}.xlsx"))


def send(store: Store, quarter: Quarter) -> None:
    opgoerelser.release(store, quarter, settings=Settings(), by="hr")
    opgoerelser.send(store, quarter, settings=Settings(), by="hr")


def at(store: Store, quarter: Quarter, edition: Edition = Edition.INTERN) -> KpiResult[Any]:
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings(), edition)) as reader:
        return read_langtidsfriske(reader, quarter=quarter, level=Level.KOMMUNE)


def whole(result: KpiResult[Any]) -> pd.Series:
    return frame_of(result).iloc[0]


CHANGED = (
    "Tallet for 2022 og 2023 er ved efterregistrering ændret fra 50 % til 45 %; her sammenlignes "
    "med det udsendte tal."
)


@pytest.mark.parametrize("edition", Edition)
def test_the_pair_before_is_as_it_was_sent_and_the_upload_is_named(
    filled: Store, edition: Edition
) -> None:
    send(filled, K4)
    late = put_list(filled, 2022, 9, name="rettet 2022.xlsx")
    result = at(filled, K4 + 4, edition)
    now = whole(result)
    assert (now["value"], now["previous"], now["previous_now"]) == (0.4, 0.5, 0.45)
    assert now["pair_before"] == 0.5
    assert now["change"] == pytest.approx(-0.1)
    assert now["note"] == CHANGED
    assert write_paragraph(result).endswith(CHANGED)
    by = " af test" if edition is Edition.INTERN else ""
    assert "Data bag opgørelsen for 4. kvartal 2023 er ændret, efter at den blev udsendt" in (
        answer_text.write_result(result)
    )
    assert "»rettet 2022.xlsx« (indlæst 14. januar 2025 kl. 09.00" in answer_text.write_result(
        result
    )
    assert f"{by})." in answer_text.write_result(result)
    undo(filled, late, by="hr")
    back = at(filled, K4 + 4, edition)
    assert (whole(back)["previous"], whole(back)["note"]) == (0.5, "")
    assert pd.isna(whole(back)["previous_now"])
    assert "ændret" not in answer_text.write_result(back)


def test_between_it_moves_only_by_a_correction(filled: Store) -> None:
    send(filled, K4)
    unmoved = whole(at(filled, K4 + 1))
    assert (unmoved["previous"], unmoved["previous_years"], unmoved["change"]) == (
        0.5, "2022 og 2023", 0,
    )  # fmt: skip
    assert unmoved["pair_before_masked"] == False  # noqa: E712 - a cell of numpy
    put_list(filled, 2023, 9, name="rettet 2023.xlsx")
    result = at(filled, K4 + 1)
    assert whole(result)["change"] == pytest.approx(-0.05)
    assert whole(result)["note"] == f"opgøres årligt; seneste 45 % (2022 og 2023). {CHANGED}"
    assert write_headline(result) == "45 % af medarbejderne er langtidsfriske"


def test_it_is_as_the_opgoerelse_that_was_sent_last_had_it(filled: Store) -> None:
    """The pair was sent as 50 %, again as 45 %, and is now 40 %."""
    send(filled, K4)
    put_list(filled, 2022, 9, name="b.xlsx")
    send(filled, K4 + 2)
    put_list(filled, 2022, 8, name="c.xlsx")
    result = at(filled, K4 + 4)
    now = whole(result)
    assert (now["previous"], now["previous_now"]) == (0.45, 0.4)
    assert "c.xlsx" in answer_text.write_result(result)
    assert "b.xlsx" not in answer_text.write_result(result)


def test_what_was_not_sent_is_as_the_data_are(filled: Store) -> None:
    put_list(filled, 2022, 9, name="b.xlsx")
    now = whole(at(filled, K4 + 4))
    assert (now["previous"], now["note"]) == (0.45, "")
    assert pd.isna(now["previous_now"])


def test_a_difference_that_does_not_show_is_not_said(filled: Store) -> None:
    send(filled, K4)
    put_list(filled, 2022, 12, name="samme.xlsx")
    result = at(filled, K4 + 4)
    assert whole(result)["note"] == ""
    assert "samme.xlsx" not in answer_text.write_result(result)


def test_what_was_hidden_when_it_was_sent_is_not_compared_with(filled: Store) -> None:
    four = [Employment(f"q{n}", year, "0", "4102") for n in range(4) for year in (2022, 2023)]
    put(filled, [row("2024K4", "4102", heads="9")], name="lille.xlsx")
    for year in (2022, 2023):
        both = [one for one in four if one.year == year]
        put_upload(filled, people(both, f"lille {year}.xlsx"))
    send(filled, K4)
    many = [Employment(f"q{n}", year, "0", "4102") for n in range(9) for year in (2022, 2023, 2024)]
    for year in (2022, 2023, 2024):
        put_upload(filled, people([one for one in many if one.year == year], f"stor {year}.xlsx"))
    with open_reader(filled, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        frame = frame_of(read_langtidsfriske(reader, quarter=K4 + 4, level=Level.ENHED)).set_index(
            "key"
        )
    small = frame.loc["enhed:4102"]
    assert small["previous_masked"]
    assert pd.isna(small["previous"])
    assert pd.isna(small["previous_now"])
    assert pd.isna(small["change"])
