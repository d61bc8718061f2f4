"""Groups before and after they began, beside the rest, and what is not shown of them."""

from datetime import date

import pandas as pd
import pytest

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import grupper, rullende
from store.database import Store
from tests.frames import frame_of
from tests.metrics.lists import put_groups
from tests.stored_rows import figures, put, reading, row

FIGURES = ("rullende", "grupper")
FIRST = Quarter(2023, 1)
EIGHT = [str(FIRST + step) for step in range(8)]
BEGAN = date(2024, 1, 1)


def a_pilot(store: Store, heads: str = "20", fra: date = BEGAN) -> None:
    """Two in a group with 40 days a quarter that become 30, two others with 50 that become 45."""
    days = {"1": (40, 30), "2": (40, 30), "3": (50, 45), "4": (50, 45)}
    put(
        store,
        [
            row(q, unit, days=str(both[n > 3]), heads=heads if unit == "1" else "20")
            for unit, both in days.items()
            for n, q in enumerate(EIGHT)
        ],
    )
    put_groups(store, {"Pilot": ["0001", "2"]}, fra=fra)


def shown(store: Store, quarter: Quarter) -> pd.DataFrame:
    with reading(store) as reader:
        return frame_of(
            grupper.read_grupper(reader, quarter=quarter, level=Level.GRUPPE)
        ).set_index("key")


def test_a_group_and_the_rest_before_and_after(store: Store) -> None:
    a_pilot(store)
    frame = shown(store, FIRST + 7)
    own, rest = frame.loc["gruppe:Pilot"], frame.loc["gruppe:Pilot/resten"]
    assert (own["before"], own["value"], own["change"]) == (8.0, 6.0, -2.0)
    assert (rest["before"], rest["value"], rest["change"]) == (10.0, 9.0, -1.0)
    assert own["difference"] == -1.0
    assert pd.isna(rest["difference"])
    assert own["before_quarter"] == "2023K4"
    assert own["note"] == grupper.NO_PROOF
    assert (own["name"], rest["name"]) == ("Pilot", "Resten af kommunen")


def test_a_window_that_is_partly_before_is_said(store: Store) -> None:
    a_pilot(store)
    own = shown(store, FIRST + 5).loc["gruppe:Pilot"]
    assert own["change"] == -1.0
    assert "begyndte 1. januar 2024: en del af de fire kvartaler ligger før" in own["note"]


def test_a_group_is_a_series_of_its_own(store: Store) -> None:
    a_pilot(store)
    assert figures(store, "2024K4", Level.GRUPPE)["value"].to_dict() == {"gruppe:Pilot": 6.0}
    with reading(store) as reader:
        series = frame_of(rullende.read_udvikling(reader, quarter=FIRST + 7, level=Level.GRUPPE))
    assert series.loc[series["quarter"] >= "2023K4", "value"].to_list() == [8, 7.5, 7, 6.5, 6]


def test_a_group_with_somebody_hidden_is_masked_and_so_is_the_rest(store: Store) -> None:
    a_pilot(store, heads="4")
    frame = shown(store, FIRST + 7)
    assert frame["masked"].all()
    assert frame[["value", "before", "change", "difference", "employees"]].isna().all().all()
    assert figures(store, "2024K4", Level.GRUPPE).loc["gruppe:Pilot", "masked"]
    assert not figures(store, "2024K4").loc["kommune", "masked"]


def test_without_four_quarters_before_there_is_no_change(store: Store) -> None:
    a_pilot(store, fra=date(2023, 9, 1))
    own = shown(store, FIRST + 7).loc["gruppe:Pilot"]
    assert own["missing"]
    assert not own["masked"]
    assert "alle fire kvartaler i opgørelsen for 2. kvartal 2023" in own["note"]


def test_before_it_began_and_without_groups_there_is_nothing(store: Store) -> None:
    a_pilot(store)
    with pytest.raises(NoDataError, match="Ingen grupper er begyndt"):
        shown(store, FIRST + 3)
