"""Six ways in which hidden figures were once had, each in a small organisation of its own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import forklaring, masks
from metrics.computing.recipes import make_recipe
from metrics.kvartal import read_kvartal
from metrics.rullende import read_rullende
from metrics.signal.kpi import read_signal
from phrases.window_notes import write_window_note
from services import opgoerelser
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.metrics.agenda import Line, figures, put_lines
from tests.metrics.attacker import Attacker, RoundedAttacker
from tests.metrics.organisations import Figures, Organisation
from tests.metrics.targets import Target, targets
from tests.metrics.test_attack import INTERN, had, keys, known
from tests.store.employments import put_upload
from tests.stored_rows import put, row

FIGURES = ("rullende", "kvartal", "maaltal", "forklaring_pairs", "forklaring", "forklaring_rows")
QUARTERS = [str(Quarter(2024, 1) + step) for step in range(5)]
SENT, NEXT = Quarter(2024, 4), Quarter(2025, 1)
Sizes = dict[str, tuple[int, float]]  # employees and days of each enhed
OTHERS: Sizes = {"2": (8, 20), "3": (12, 40), "4": (30, 110), "5": (30, 97)}
TINY: Sizes = {"1": (3, 40)} | OTHERS


@pytest.fixture
def clocked(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 6, 1, 8)))
    yield store
    store.close()


def load(store: Store, sizes: Sizes, quarters: list[str]) -> None:
    """Store an afdeling of some enheder, and another one of a thousand people beside it."""
    everybody: dict[str, Sizes] = {"A": sizes, "B": {"8": (500, 1700), "9": (480, 1640)}}
    put(
        store,
        [
            row(
                q, enhed, days=str(days), short=str(days / 2), heads=str(heads), afdeling=afdeling,
                omraade=None,
            )
            for q in quarters
            for afdeling, units in everybody.items()
            for enhed, (heads, days) in units.items()
        ],
        name=f"{sizes}{quarters}",
    )  # fmt: skip


def send(store: Store) -> None:
    opgoerelser.release(store, SENT, settings=Settings(), by="hr")
    opgoerelser.send(store, SENT, settings=Settings(), by="hr")


def read_shown(store: Store, edition: Edition) -> pd.DataFrame:
    """All rows of sick leave of the quarters that were sent, as they are now, in order."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings(), edition)) as reader:
        return reader.query(
            "SELECT kpi, quarter, key, round(measures['value'], 9) AS value, "
            "round(measures['employees'], 9) AS employees, round(measures['short'], 9) AS short "
            "FROM figures WHERE kpi IN ('rullende', 'kvartal') AND quarter <= $sent "
            "AND measures['value'] IS NOT NULL ORDER BY ALL",
            {"sent": str(SENT)},
        )


def test_averages_of_whole_people_leave_as_they_are_printed(store: Store) -> None:
    load(store, TINY, QUARTERS)
    put_upload(store, targets([Target(2024, enhed, "9.5") for enhed in TINY]))
    scope = Scope.everything().as_printed()
    with open_reader(store, scope, recipe=make_recipe(Settings())) as reader:
        rows = reader.query("SELECT kpi, measures FROM figures WHERE NOT masked AND NOT missing")
    assert {"rullende", "kvartal", "maaltal", "forklaring"} <= set(rows["kpi"])
    for measures in rows["measures"]:
        for name, figure in measures.items():
            places = 3 if name == "long_share" else 1
            assert figure is None or figure == round(figure, places), (name, figure)


@pytest.mark.parametrize(
    ("before", "now", "edition"),
    [
        (OTHERS, TINY, Edition.INTERN),
        (OTHERS, TINY, Edition.OFFENTLIG),
        (TINY | {"1": (6, 71.0)}, TINY, Edition.INTERN),
        (TINY | {"1": (6, 71.0)}, TINY, Edition.OFFENTLIG),
        (TINY, OTHERS, Edition.INTERN),
        (TINY | {"1": (3, 2.0)}, TINY, Edition.INTERN),
        (TINY, TINY | {"1": (12, 3.0)}, Edition.INTERN),
    ],
    ids=[
        "arrives", "arrives, publicly", "shrinks", "shrinks, publicly", "leaves",
        "had nearly nothing", "grows and has nearly nothing",
    ],
)  # fmt: skip
def test_a_correction_of_a_small_enhed_waits(
    clocked: Store, before: Sizes, now: Sizes, edition: Edition
) -> None:
    load(clocked, before, QUARTERS[:4])
    send(clocked)
    sent = read_shown(clocked, edition)
    load(clocked, now, QUARTERS)
    pd.testing.assert_frame_equal(read_shown(clocked, edition), sent)
    with open_reader(
        clocked, Scope.everything(), recipe=make_recipe(Settings(), edition)
    ) as reader:
        for quarter in (SENT, NEXT):
            result = read_rullende(reader, quarter=quarter, level=Level.AFDELING)
            assert [(one.value is None, one.waits) for one in result.rows] == [
                (False, True),
                (False, False),
            ]
            notes = [write_window_note(result, one) for one in result.rows]
            assert "En rettelse indgår ikke i de kvartaler, der er vist." in notes[0]
            assert "En rettelse" not in notes[1]
        parts = forklaring.read_forklaring(reader, quarter=NEXT, level=Level.KOMMUNE)
        assert "correction" not in frame_of(parts)["key"].tolist()


def test_a_correction_of_a_large_enhed_does_not_wait(clocked: Store) -> None:
    load(clocked, TINY, QUARTERS[:4])
    send(clocked)
    load(clocked, TINY | {"5": (30, 107)}, QUARTERS)
    with open_reader(clocked, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        afdeling = read_rullende(reader, quarter=SENT, level=Level.AFDELING).rows[0]
    assert afdeling.value == pytest.approx(4 * 317 / 83)
    assert not afdeling.waits


def test_a_corrected_headcount_does_not_choose_other_partners(clocked: Store) -> None:
    load(clocked, TINY, QUARTERS[:4])
    send(clocked)
    sent = read_shown(clocked, Edition.INTERN)
    load(clocked, TINY | {"5": (9, 97)}, QUARTERS)  # the smallest of those that suffice
    now = read_shown(clocked, Edition.INTERN)
    assert set(now["key"]) == set(sent["key"])
    assert {"enhed:1", "enhed:2", "enhed:3"}.isdisjoint(now["key"])


def test_the_agenda_tells_nothing_of_few_people(store: Store) -> None:
    load(store, TINY, QUARTERS[:4])
    put_lines(
        store,
        Line("2024K4", part="2/3", noegletal="Samtaler", sted="enhed:1", personer=None),
        Line("2024K4", "1", noegletal="Langtidssyge", sted="enhed:1", personer=None),
        Line("2024K4", "1", noegletal="Langtidssyge", sted="enhed:4", personer=None),
    )
    rows = figures(store, "2024K4", Level.ENHED)
    assert rows["masked"].all()
    assert rows[["value", "numerator", "basis"]].isna().all(axis=None)


def test_an_enhed_that_was_hidden_in_any_quarter_is_not_judged(store: Store) -> None:
    load(store, TINY, ["2022K4"])
    load(store, OTHERS | {"1": (20, 70)}, [str(Quarter(2023, 1) + step) for step in range(9)])
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        judged = read_signal(reader, quarter=NEXT, level=Level.ENHED).rows
        shown = read_kvartal(reader, quarter=NEXT, level=Level.ENHED).rows
    assert not any(one.masked for one in shown)
    hidden = [one for one in judged if one.verdict is None]
    assert {one.key for one in hidden} == {"enhed:1", "enhed:2", "enhed:3"}
    assert all(one.masked and one.value is None and one.change is None for one in hidden)


def organised(sizes: dict[str, Figures]) -> Organisation:
    above = dict.fromkeys(sizes, ("A", ""))
    return Organisation(above, {(name, q): one for name, one in sizes.items() for q in range(4)})


def test_a_pool_without_long_days_hides_the_split_of_what_contains_it() -> None:
    quiet = organised(
        {"tiny": Figures(3, 9, 9), "b": Figures(8, 12, 12), "c": Figures(9, 15, 15)}
        | {"large": Figures(60, 200, 90), "larger": Figures(70, 240, 100)}
    )
    cells = quiet.cells()
    plan = masks.plan_masks(cells, limits=INTERN)
    splits = keys(masks.plan_split_masks(cells, limits=INTERN, planned=plan))
    shown = list(quiet.shown(keys(plan), newest=3, opgoerelser=1, splits=splits))
    assert had(Attacker(quiet.figures, shown), quiet, plan, splits=True) == []
    split_as_hidden = list(quiet.shown(keys(plan), newest=3, opgoerelser=1, splits=keys(plan)))
    assert had(Attacker(quiet.figures, split_as_hidden), quiet, plan, splits=True)


@pytest.mark.parametrize("leads", ["partner", "other"])
def test_who_leads_a_partner_does_not_know_the_rest(leads: str) -> None:
    pooled = organised(
        {"tiny": Figures(3, 40), "partner": Figures(8, 20), "other": Figures(12, 40)}
        | {"large": Figures(30, 110), "larger": Figures(30, 97)}
    )
    plan = masks.plan_masks(pooled.cells(), limits=INTERN)
    pair = plan[plan["key"].isin(["enhed:tiny", f"enhed:{leads}"])]
    employees = {cell: one.employees for cell, one in pooled.figures.items()}
    for hidden, is_had in ((plan, False), (pair, True)):
        shown = list(pooled.shown(keys(hidden), newest=3, opgoerelser=1))
        own = list(known(pooled, f"enhed:{leads}"))
        attacker = RoundedAttacker(employees, [*shown, *own])
        assert bool(had(attacker, pooled, plan)) == is_had
