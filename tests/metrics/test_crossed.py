"""Personalegrupper across afdelinger: figures, and what somebody can compute of those not shown."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.nodes import Level
from data_loaders.report import UnitQuarter
from metrics.masks import MaskLimits
from metrics.masks.crossed import find_sensitive_cells, plan_crossed_masks
from store import uploads
from store.database import Store
from tests.draws import draws
from tests.metrics.attacker import Attacker, Shown
from tests.stored_rows import figures, row, upload_of

LIMIT = 5
SLACK = 1e-6
MEASURES = ("employees", "days")
YEAR = ["2024K1", "2024K2", "2024K3", "2024K4"]
Counts = dict[tuple[str, str], tuple[int, int]]


def table(counts: Counts, q: int = 8096) -> pd.DataFrame:
    rows = [(a, g, q, float(n), float(days)) for (a, g), (n, days) in counts.items()]
    names = ["afdeling", "personalegruppe", "q", "employees", "dagsvaerk"]
    return pd.DataFrame(rows, columns=names)


def masked(counts: Counts) -> set[str]:
    return set(plan_crossed_masks(table(counts), limits=MaskLimits(LIMIT))["key"])


def test_a_small_cell_takes_three_others_with_it() -> None:
    counts = {(a, g): (20, 60) for a in "AB" for g in ("SOSU", "Lærere")}
    counts["A", "SOSU"] = (3, 9)
    assert masked(counts) == {f"afdeling:{a}/personalegruppe:{g}" for a, g in counts}


def test_the_smallest_that_suffice_are_taken() -> None:
    counts = {(a, g): (20 + i, 60) for i, a in enumerate("ABC") for g in ("x", "y", "z")}
    counts["A", "x"] = (3, 9)
    assert masked(counts) == {
        f"afdeling:{a}/personalegruppe:{g}"
        for a, g in [("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")]
    }


def test_where_there_is_one_afdeling_the_totals_go_too() -> None:
    assert masked({("A", "x"): (3, 9), ("A", "y"): (30, 90), ("A", "z"): (40, 90)}) == {
        "afdeling:A/personalegruppe:x",
        "afdeling:A/personalegruppe:y",
        "personalegruppe:x",
        "personalegruppe:y",
    }


def test_nothing_small_masks_nothing() -> None:
    assert masked({(a, g): (20, 60) for a in "AB" for g in "xy"}) == set()


def test_an_afdeling_that_is_not_seen_is_not_had_from_its_personalegrupper() -> None:
    counts = {(a, g): (20, 60) for a in "ABC" for g in "xy"}
    unseen = pd.DataFrame({"key": ["afdeling:A", "afdeling:B"], "q": [8096, 8096]})
    found = plan_crossed_masks(table(counts), limits=MaskLimits(LIMIT), unseen=unseen)
    assert set(found["key"]) == {f"afdeling:{a}/personalegruppe:{g}" for a in "AB" for g in "xy"}


@settings(draws(40), suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")),
        st.tuples(st.integers(1, 30), st.integers(0, 90)),
        min_size=1,
    )
)
def test_nobody_can_compute_a_small_cell(counts: Counts) -> None:
    for cell, (heads, days) in counts.items():
        beside = [counts[c] for c in counts if c[0] == cell[0] and c != cell]
        assume(heads >= LIMIT or sum(n for n, _ in beside) >= LIMIT)  # else the afdeling is masked
        assume(heads >= LIMIT or sum(lost for _, lost in beside) >= days / 4)
    hidden = masked(counts)
    for cell, (heads, days) in counts.items():
        if heads < LIMIT:
            low, high = reach(counts, hidden, cell, "employees")
            assert high - low >= LIMIT - SLACK
            low, high = reach(counts, hidden, cell, "days")
            assert low <= 0.8 * days + SLACK
            assert high >= 1.2 * days - SLACK


def reach(counts: Counts, hidden: set[str], cell: tuple[str, str], measure: str) -> Sequence[float]:
    """The least and the most that a cell can hold, by all sums that are shown."""
    sums = [({one}, f"afdeling:{one[0]}/personalegruppe:{one[1]}") for one in counts]
    sums += [({c for c in counts if c[1] == g}, f"personalegruppe:{g}") for _, g in counts]
    sums += [({c for c in counts if c[0] == a}, f"afdeling:{a}") for a, _ in counts]
    at = MEASURES.index(measure)
    shown = [
        Shown.of(map(flat, of), measure, sum(counts[one][at] for one in of))
        for of, key in sums
        if key not in hidden
    ]
    return Attacker(map(flat, counts), shown).span([flat(cell)], measure)


def flat(cell: tuple[str, str]) -> tuple[str, int]:
    return "/".join(cell), 0


def test_groups_are_pooled_in_the_kommune_and_in_each_afdeling(store: Store) -> None:
    lines = [
        (row(q, enhed, days=days, heads=heads, afdeling=afdeling), group)
        for q in YEAR
        for enhed, afdeling, group, days, heads in [
            ("1", "A", "SOSU", "40", "10"),
            ("1", "A", "Lærere", "10", "10"),
            ("2", "A", "SOSU", "20", "10"),
            ("3", "B", "SOSU", "60", "20"),
        ]
    ]
    put_groups(store, lines)
    found = figures(store, "2024K4", Level.PERSONALEGRUPPE)
    assert found["value"].to_dict() == {
        "personalegruppe:Lærere": 4.0,
        "personalegruppe:SOSU": 4 * 120 / 40,
        "afdeling:A/personalegruppe:Lærere": 4.0,
        "afdeling:A/personalegruppe:SOSU": 4 * 60 / 20,
        "afdeling:B/personalegruppe:SOSU": 4 * 60 / 20,
        "personalegruppe:Lærere/resten": 4 * 120 / 40,
        "personalegruppe:SOSU/resten": 4.0,
    }
    assert set(found.loc[found["parent"] == "afdeling:A", "name"]) == {"Lærere", "SOSU"}
    whole = figures(store, "2024K4").loc["kommune"]
    assert whole["value"] == 4 * 130 / 50
    assert whole["employees"] == 50


def put_groups(store: Store, lines: Sequence[tuple[UnitQuarter, str | None]]) -> None:
    """Store rows that each tell a personalegruppe."""
    upload = upload_of([one for one, _ in lines])
    kept = [name for name in upload.facts.column_names if name != "personalegruppe"]
    groups = pa.array([group for _, group in lines], pa.string())
    facts = upload.facts.select(kept).append_column("personalegruppe", groups)
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "kvartal")
        told = replace(upload, facts=facts)
        uploads.add_upload(cursor, told, seq=seq, at=store.clock(), by="test")


@pytest.mark.parametrize(
    ("days", "others", "whole"),
    [(81, 19, {"afdeling:A"}), (79, 21, set()), (0, 0, {"afdeling:A"}), (0, 1, set())],
)
def test_an_afdeling_is_not_seen_where_a_small_cell_has_nearly_all_of_it(
    days: int, others: int, whole: set[str]
) -> None:
    groups = table({("A", "x"): (3, days), ("A", "y"): (30, others), ("B", "x"): (30, 90)})
    of = {"kommune": days + others + 90, "afdeling:A": days + others, "afdeling:B": 90}
    cells = pd.DataFrame({"key": [*of], "q": 8096, "dagsvaerk": [*of.values()]})
    assert set(cells["key"][find_sensitive_cells(cells, groups, limits=MaskLimits(LIMIT))]) == whole


def test_those_who_tell_no_personalegruppe_are_one_beside_the_others(store: Store) -> None:
    sizes = [("1", "A", "SOSU", "20"), ("2", "A", "", "3"), ("3", "A", "Lærere", "20")]
    sizes += [("4", "B", group, "20") for group in ("SOSU", "Lærere")]
    lines = [
        (row(q, enhed, days="40", heads=heads, afdeling=afdeling), group or None)
        for q in YEAR
        for enhed, afdeling, group, heads in sizes
    ]
    put_groups(store, lines)
    found = figures(store, "2024K4", Level.PERSONALEGRUPPE)
    assert found.loc[found["parent"] == "afdeling:A", "masked"].any()  # else 3 were the rest
