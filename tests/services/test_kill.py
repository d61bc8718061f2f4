"""A load that is killed at any moment leaves all of it or nothing, and the store opens."""

import random
import subprocess
import sys
import time
from pathlib import Path

from store.database import Store
from tests.support import put, row

KILLS = 50
WIDER = 1.25
UNITS = 400
WORKER = """
import sys
from pathlib import Path
from store.database import Store
from tests.support import put, row

store = Store(Path(sys.argv[1]))
rows = [row("2024K1", f"{unit:04}", days=sys.argv[2]) for unit in range(int(sys.argv[3]))]
print("ready", flush=True)
put(store, rows, name=sys.argv[2])
print("stored", flush=True)
sys.stdin.read()
"""


def start(path: Path, days: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(path), str(days), str(UNITS)]
    pipe = subprocess.PIPE
    worker = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


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
        worker.wait()
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
    assert worker.stdout is not None
    assert worker.stdout.readline() == "stored\n"
    seconds = time.monotonic() - begun
    worker.kill()
    worker.wait()
    return seconds
