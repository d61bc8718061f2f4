"""A set of figures that several ask for at once: computed by one of them, seen by all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

from core.nodes import Scope
from core.settings import Settings
from metrics.compute import rolling
from store.database import Cursor, Store
from store.figures import open_reader
from tests.support import put, row

FOUR = ("2024K1", "2024K2", "2024K3", "2024K4")
READERS = 6


def test_a_set_that_several_ask_for_at_once_is_computed_once(store: Store) -> None:
    put(store, [row(quarter, str(unit)) for quarter in FOUR for unit in range(8)])
    usual = rolling(Settings())
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


class _Guarded(dict[Any, Any]):
    """A memory of readings that may only be touched by who holds the store's lock of it."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __getitem__(self, key: object) -> Any:
        assert self._store.reading.locked()
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        assert self._store.reading.locked()
        return super().__contains__(key)

    def __setitem__(self, key: object, value: object) -> None:
        assert self._store.reading.locked()
        super().__setitem__(key, value)


def test_what_readers_share_is_only_touched_under_its_lock(store: Store) -> None:
    put(store, [row(quarter) for quarter in FOUR])
    store.read = _Guarded(store)  # type: ignore[assignment]
    with open_reader(store, Scope.everything(), recipe=rolling(Settings())) as reader:
        assert reader.once("noget", lambda: 3) == 3
        assert reader.once("noget", lambda: 4) == 3
