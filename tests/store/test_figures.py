"""A set of figures that several ask for at once: computed by one of them, seen by all."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Barrier, Event
from typing import Any

import pytest

from core.nodes import Scope
from core.settings import Settings
from metrics.computing.recipes import make_rolling_recipe
from services import load
from store.connection import Cursor
from store.database import Store
from store.figures import open_kept_set, open_reader
from tests.stored_rows import put, row

FOUR = ("2024K1", "2024K2", "2024K3", "2024K4")
READERS = 6
PATIENCE = 60.0  # seconds until a test that waits in vain gives up


def test_a_set_that_several_ask_for_at_once_is_computed_once(store: Store) -> None:
    put(store, [row(quarter, str(unit)) for quarter in FOUR for unit in range(8)])
    usual = make_rolling_recipe(Settings())
    computed: list[str] = []
    start = Barrier(READERS)

    def compute(cursor: Cursor, version: str) -> None:
        computed.append(version)
        usual.compute(cursor, version)

    def count_rows(_: int) -> int:
        start.wait()
        recipe = replace(usual, compute=compute)
        with open_reader(store, Scope.everything(), recipe=recipe) as reader:
            return len(reader.query("SELECT * FROM rullende"))

    with ThreadPoolExecutor(READERS) as pool:
        rows = list(pool.map(count_rows, range(READERS)))
    assert len(computed) == 1
    assert len(set(rows)) == 1
    assert rows[0] > 0


def test_a_kept_set_is_opened_while_somebody_else_computes_another(store: Store) -> None:
    put(store, [row(quarter) for quarter in FOUR])
    computed_recipe, new = (
        make_rolling_recipe(Settings()),
        make_rolling_recipe(Settings(closed_units=False)),
    )
    with open_reader(store, Scope.everything(), recipe=computed_recipe):
        pass
    has_begun, let_through = Event(), Event()

    def compute(cursor: Cursor, version: str) -> None:
        has_begun.set()
        let_through.wait()
        new.compute(cursor, version)

    def compute_new() -> None:
        with open_reader(store, Scope.everything(), recipe=replace(new, compute=compute)):
            pass

    def open_both_ways() -> None:
        with open_reader(store, Scope.everything(), recipe=computed_recipe) as reader:
            version = reader.version
        with open_kept_set(store, Scope.everything(), recipe=computed_recipe, version=version):
            pass

    with ThreadPoolExecutor(2) as pool:
        computing = pool.submit(compute_new)
        try:
            assert has_begun.wait(PATIENCE)
            opening = pool.submit(open_both_ways)
            wait([opening, computing], PATIENCE, FIRST_COMPLETED)
            assert opening.done()
            assert store.computing_lock.locked()
        finally:
            let_through.set()
        opening.result()
        computing.result()


class _Guarded(dict[Any, Any]):
    """A memory of readings that may only be touched by who holds the store's lock of it."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __getitem__(self, key: object) -> Any:
        assert self._store.results_lock.locked()
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        assert self._store.results_lock.locked()
        return super().__contains__(key)

    def __setitem__(self, key: object, value: object) -> None:
        assert self._store.results_lock.locked()
        super().__setitem__(key, value)


def test_what_readers_share_is_only_touched_under_its_lock(store: Store) -> None:
    put(store, [row(quarter) for quarter in FOUR])
    store.results = _Guarded(store)  # type: ignore[assignment]
    with open_reader(store, Scope.everything(), recipe=make_rolling_recipe(Settings())) as reader:
        assert reader.compute_once("noget", lambda: 3) == 3
        assert reader.compute_once("noget", lambda: 4) == 3


@pytest.mark.parametrize(
    "source", ["FROM exact_figures", "FROM EXACT_shown_figures", "FROM figures_kpi"]
)
def test_no_query_for_showing_reads_figures_as_they_were_computed(
    store: Store, source: str
) -> None:
    put(store, [row(quarter) for quarter in FOUR])
    recipe = make_rolling_recipe(Settings())
    with (
        open_reader(store, Scope.everything().as_printed(), recipe=recipe) as reader,
        pytest.raises(ValueError, match="query_exact"),
    ):
        reader.query(source)


@pytest.mark.slow
def test_loads_that_are_taken_back_leave_few_sets_and_a_file_that_does_not_grow(
    store: Store,
) -> None:
    recipe = make_rolling_recipe(Settings())
    units = [str(unit) for unit in range(60)]
    put(store, [row(quarter, unit, afdeling=unit) for quarter in FOUR for unit in units])
    sizes = list[int]()
    for days in range(30):
        corrected = [row("2024K4", unit, afdeling=unit, days=str(days)) for unit in units]
        upload_id = put(store, corrected, name=str(days))
        for undone in (False, True):
            if undone:
                load.undo(store, upload_id, by="test")
            with open_reader(store, Scope.everything(), recipe=recipe) as reader:
                assert len(reader.query("SELECT * FROM rullende")) > 0
        sizes.append(store.path.stat().st_size)
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) < 10 FROM figure_sets").fetchone() == (True,)
    assert max(sizes[15:]) <= max(sizes[:15])
