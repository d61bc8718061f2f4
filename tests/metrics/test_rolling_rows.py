"""Rows that are rolling figures already, alone and beside quarters' own rows."""

import tempfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator, Settings
from data_loaders.report import UnitQuarter
from metrics import rullende
from store.database import Store
from tests.draws import draws
from tests.frames import frame_of
from tests.stored_rows import figures, fresh, put, reading, row

FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]


def history(first: Quarter, count: int) -> list[str]:
    return [str(first + step) for step in range(count)]


def test_a_history_of_rolling_rows_goes_on_in_quarters_without_a_gap(store: Store) -> None:
    rolling = history(Quarter(2020, 1), 19)  # to 2024K3
    put(store, [row(q, days="160", short="64") for q in rolling], name="hist", kind="rullende")
    put(store, [row(q, days="38", short="20") for q in FOUR], name="kvartaler")
    with reading(store) as reader:
        assert len(rullende.find_quarters(reader)) == 20
        series = frame_of(
            rullende.read_udvikling(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
        )
    shown = series.set_index("quarter")
    assert shown["value"].to_list() == [16.0] * 19 + [15.2]
    assert shown["short"].to_list() == [6.4] * 19 + [8.0]
    assert shown["long_share"].iloc[0] == pytest.approx(0.6)
    assert set(shown["note"]) == {""}
    now = figures(store, "2024K4").loc["kommune"]
    assert now["change"] == pytest.approx(-0.8)
    assert (now["peak"], now["peak_quarter"]) == (16.0, "2020K1")


def test_days_are_of_the_year_and_people_are_its_average(store: Store) -> None:
    rows = [row("2023K4", "1", days="40", heads="10"), row("2023K4", "2", days="360", heads="30")]
    put(store, rows, kind="rullende")
    kommune = figures(store, "2023K4").loc["kommune"]
    assert kommune["value"] == 400 / 40
    assert kommune["employees"] == 40
    units = figures(store, "2023K4", Level.ENHED)
    assert units["value"].to_dict() == {"enhed:1": 4.0, "enhed:2": 12.0}


def test_four_quarters_of_their_own_win_over_a_rolling_row(store: Store) -> None:
    put(store, [row("2024K4", days="999")], name="rullende", kind="rullende")
    put(store, [row(q, days="10") for q in FOUR], name="kvartaler")
    assert figures(store, "2024K4").loc["kommune", "value"] == 4.0


def test_three_quarters_and_a_rolling_row_are_never_mixed(store: Store) -> None:
    put(store, [row("2024K4", "1", days="160")], name="rullende", kind="rullende")
    put(store, [row(q, "2", days="10") for q in FOUR[1:]], name="kvartaler")
    now = figures(store, "2024K4", Level.ENHED)
    assert now["value"].to_dict() == {"enhed:1": 16.0}
    assert figures(store, "2024K4").loc["kommune", "employees"] == 10


def test_a_small_group_in_a_rolling_row_is_masked(store: Store) -> None:
    heads = {"1": "4.9", "2": "5", "3": "9", "4": "10"}
    put(store, [row("2023K4", u, heads=n) for u, n in heads.items()], kind="rullende")
    units = figures(store, "2023K4", Level.ENHED)
    assert units["masked"].tolist() == [True, True, True, False]
    hidden = ["value", "short", "long", "long_share", "employees"]
    assert units.loc["enhed:1", hidden].isna().all()
    assert figures(store, "2023K4").loc["kommune", "value"] == pytest.approx(160 / 28.9)


def test_a_rolling_row_without_days_is_a_hole(store: Store) -> None:
    put(store, [row("2023K4", "1", days=None), row("2023K4", "2", days="160")], kind="rullende")
    kommune = figures(store, "2023K4").loc["kommune"]
    assert kommune["value"] == 16.0
    assert "mangler" in kommune["note"]
    assert figures(store, "2023K4", Level.ENHED).loc["enhed:1", "missing"]


def test_full_time_posts_are_used_where_the_rolling_rows_have_only_these(store: Store) -> None:
    put(store, [row("2023K4", days="160", heads=None, posts="8")], kind="rullende")
    with reading(store) as reader:
        result = rullende.read_rullende(reader, quarter=Quarter(2023, 4), level=Level.KOMMUNE)
    assert result.denominator is Denominator.FULDTIDSSTILLINGER
    assert frame_of(result)["value"].iloc[0] == 20


def test_undoing_is_by_quarter_as_for_other_kinds(store: Store) -> None:
    put(store, [row("2023K4", days="160")], name="a", kind="rullende")
    put(store, [row("2023K4", days="120")], name="b", kind="rullende")
    assert figures(store, "2023K4").loc["kommune", "value"] == 12.0


AMOUNT = st.integers(0, 90_000).map(lambda n: Decimal(n) / 100)
TABLES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from("ABC"), st.integers(0, 2), AMOUNT, AMOUNT),
    min_size=1,
    max_size=14,
    unique_by=lambda row: (row[0], row[2], row[1]),
)


@given(TABLES)
@draws(14)
def test_any_rolling_rows_give_days_over_people(
    drawn: list[tuple[int, str, int, Decimal, Decimal]],
) -> None:
    rows = [
        row(str(Quarter(2022, 1) + step), f"{place}{n}", days=str(days), heads=str(heads),
            afdeling=place)
        for step, place, n, days, heads in drawn
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        put(store, rows, kind="rullende")
        for quarter in {one.quarter for one in rows}:
            everything = Settings(smallest_group=0)  # what is hidden has tests of its own
            shown = figures(store, str(quarter), Level.AFDELING, settings=everything)
            for place in {one.afdeling for one in rows if one.quarter == quarter}:
                wanted = [r for r in rows if (r.quarter, r.afdeling) == (quarter, place)]
                _require(dict(shown.loc[f"afdeling:{place}"]), wanted)
        store.close()


def _require(shown: dict[str, object], rows: list[UnitQuarter]) -> None:
    days = sum((Fraction(one.dagsvaerk or 0) for one in rows), Fraction(0))
    heads = sum((Fraction(one.medarbejdere or 0) for one in rows), Fraction(0))
    assert shown["missing"] == (heads == 0)
    assert not shown["masked"]
    if heads:
        assert shown["value"] == pytest.approx(float(days / heads))
    else:
        assert shown["value"] != shown["value"]  # not a number
