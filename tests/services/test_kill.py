"""A load that is killed at any moment leaves all of it or nothing, and the store opens."""

import random
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from store.database import Store
from tests.processes import PROCESSES, started
from tests.support import put, row

KILLS = 50
WIDER = 1.25
UNITS = 400


def load(path: Path, days: int, told: Connection) -> None:
    """What a worker does: it says when it begins, and when all is stored."""
    store = Store(path)
    rows = [row("2024K1", f"{unit:04}", days=str(days)) for unit in range(UNITS)]
    told.send("ready")
    put(store, rows, name=str(days))
    told.send("stored")
    told.recv()


@dataclass
class Worker:
    """A load that goes on, until it is killed."""

    process: BaseProcess
    hears: Connection

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def start(path: Path, days: int) -> Worker:
    hears, told = PROCESSES.Pipe()
    process = started(load, path, days, told)
    told.close()  # a worker that ends is then heard of
    assert hears.recv() == "ready"
    return Worker(process, hears)


def found(path: Path) -> tuple[str, int, int]:
    store = Store(path)
    with store.session() as cursor:
        values = cursor.execute("SELECT DISTINCT CAST(dagsvaerk AS INTEGER) FROM facts").fetchall()
        rows = cursor.execute("SELECT count(*) FROM facts").fetchone()
        uploads = cursor.execute("SELECT count(*) FROM uploads").fetchone()
    store.close()
    assert rows is not None
    assert uploads is not None
    return ",".join(str(value[0]) for value in values), int(rows[0]), int(uploads[0])


def test_a_killed_load_leaves_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "killed.duckdb"
    store = Store(path)
    put(store, [row("2024K1", f"{unit:04}", days="1") for unit in range(UNITS)], name="1")
    store.close()
    whole = _seconds_of_a_load(path)
    chance, reach = random.Random(20241231), whole
    before, stored = found(path), 0
    for days in range(100, 100 + KILLS):
        worker = start(path, days)
        time.sleep(chance.uniform(0, reach))
        worker.kill()
        after = found(path)
        assert after in (before, (str(days), UNITS, before[2] + 1))
        stored += after != before
        # Seek the commit, wherever a machine that is busier or idler than just now puts it.
        reach *= 1 / WIDER if after != before else WIDER
        before = after
    assert 0 < stored < KILLS, "the moments did not fall on both sides of the commit"


def _seconds_of_a_load(path: Path) -> float:
    worker = start(path, 2)
    begun = time.monotonic()
    assert worker.hears.recv() == "stored"
    seconds = time.monotonic() - begun
    worker.kill()
    return seconds
