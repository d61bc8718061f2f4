"""A load that is killed at any moment leaves all of it or nothing, and the store opens."""

import random
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from store.database import Store
from tests.processes import PROCESSES, start_process
from tests.stored_rows import put, row

KILLS = 50
WIDER = 1.25
UNITS = 400


def load_until_killed(path: Path, days: int, sender: Connection) -> None:
    """What a worker does: it says when it begins, and when all is stored."""
    store = Store(path)
    rows = [row("2024K1", f"{unit:04}", days=str(days)) for unit in range(UNITS)]
    sender.send("ready")
    put(store, rows, name=str(days))
    sender.send("stored")
    sender.recv()


@dataclass
class Worker:
    """A load that goes on, until it is killed."""

    process: BaseProcess
    receiver: Connection

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def start_worker(path: Path, days: int) -> Worker:
    receiver, sender = PROCESSES.Pipe()
    process = start_process(load_until_killed, path, days, sender)
    sender.close()  # a worker that ends is then heard of
    assert receiver.recv() == "ready"
    return Worker(process, receiver)


def read_counts(path: Path) -> tuple[str, int, int]:
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
    seconds_of_a_load = _measure_load(path)
    chance, reach = random.Random(20241231), seconds_of_a_load
    before, stored = read_counts(path), 0
    for days in range(100, 100 + KILLS):
        worker = start_worker(path, days)
        time.sleep(chance.uniform(0, reach))
        worker.kill()
        after = read_counts(path)
        assert after in (before, (str(days), UNITS, before[2] + 1))
        stored += after != before
        # Seek the commit, wherever a machine that is busier or idler than just now puts it.
        reach *= 1 / WIDER if after != before else WIDER
        before = after
    assert 0 < stored < KILLS, "the moments did not fall on both sides of the commit"


def _measure_load(path: Path) -> float:
    worker = start_worker(path, 2)
    start = time.monotonic()
    assert worker.receiver.recv() == "stored"
    seconds = time.monotonic() - start
    worker.kill()
    return seconds
