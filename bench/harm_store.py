"""Kill, fill, cut, turn bits and move the clock, and look whether what was said to be stored is so.

    python -m bench.harm_store --minutes 10 [--seed 1]

A worker changes a store at random (loads, undos, redos, releases, sendings, people's lists whose
marks are erased) under a clock that jumps, and says each change before and after. It is ended in
one of four ways: killed at any moment; its disk full; killed, and the .wal cut; killed, and one bit
of the file or the .wal turned. Then the store is opened again. It must hold exactly the changes
that were said to be stored, and at most the one that was under way; only where the .wal was cut or
a bit turned may it be refused instead. The rows that count are worked out anew in plain Python.

Ends with 1 where something was lost, doubled or wrong.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import ChefforumError
from core.quarter import Quarter
from core.settings import Settings
from services import opgoerelser
from services.stores import accept_store, open_store
from store import erasure, uploads
from store.connection import find_wal
from store.database import Store, utc_now
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import put, row

QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")
DRAWN_CHANGES = ("load", "undo", "redo", "release", "send", "people")
HARMS = ("kill", "kill", "fill", "cut", "turn")
Change = dict[str, Any]
Facts = set[tuple[str, str, str]]


def work(path: Path, seed: int, *, is_filled: bool) -> None:
    """Change the store at random until this process is ended; on a full disk, until refused."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret
    if is_filled:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = path.stat().st_size + chance.randrange(0, 400_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    store = open_store(path)
    store.clock = lambda: utc_now() + timedelta(hours=chance.randrange(-48, 48))
    for change in _draw_changes(store, chance):
        print(json.dumps({"begun": change}), flush=True)
        try:
            change["id"] = make_change(store, change)
        except ChefforumError as error:
            print(json.dumps({"refused": str(error)}), flush=True)
            continue
        print(json.dumps({"stored": change}), flush=True)
        with suppress(ChefforumError), store.session() as cursor:  # a page looks on
            cursor.execute("SELECT count(*) FROM facts").fetchall()


def _draw_changes(store: Store, chance: random.Random) -> Iterator[Change]:
    while True:
        what = chance.choices(DRAWN_CHANGES, (12, 4, 3, 0.5, 0.25, 1))[0]
        with store.session() as cursor:
            history = uploads.read_history(cursor)
        loads = [past for past in history if past.kind == "kvartal"]
        if what == "load":
            units = chance.sample(range(6), chance.randint(1, 4))
            quarter, days = chance.choice(QUARTERS), chance.randrange(1, 99)
            yield {"what": what, "quarter": quarter, "units": units, "days": days}
        elif what == "people":
            yield {"what": what, "year": chance.randrange(2015, 2026)}
        elif what in {"release", "send"}:
            yield {"what": what}
        else:
            able = [past for past in loads if (past.counts if what == "undo" else past.can_redo)]
            if able:
                yield {"what": what, "id": chance.choice(able).upload_id}


def make_change(store: Store, change: Change) -> str:
    """Make a change; returns the upload that it is about, if any."""
    match change:
        case {"what": "load", "quarter": quarter, "units": units, "days": days}:
            rows = [row(quarter, str(unit), days=str(days)) for unit in units]
            return put(store, rows, name=f"{quarter}-{units}-{days}")
        case {"what": "people", "year": year}:
            upload_id = put_upload(store, people([Employment("a", year)], str(year)))
            erasure.overwrite_erased_bytes(store)
            return upload_id
        case {"what": "release"}:
            opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), note="", by="harm")
            return ""
        case {"what": "send"}:
            opgoerelser.send(store, Quarter(2024, 4), settings=Settings(), by="harm")
            return ""
    turn = uploads.undo if change["what"] == "undo" else uploads.redo
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "kvartal")
        turn(cursor, change["id"], seq=seq, at=store.clock(), by="harm")
    return str(change["id"])


class PlainStore:
    """The uploads of single quarters that count, and what each replaced, as plain sets."""

    def __init__(self) -> None:
        self.loads: dict[str, Change] = {}
        self.counts: set[str] = set()
        self.replaced: dict[str, set[str]] = {}

    def take_change(self, change: Change) -> None:
        """Let a change that is stored take effect."""
        if change["what"] == "undo":
            self.counts.discard(change["id"])
            self.counts |= self.replaced[change["id"]]
        elif change["what"] in {"load", "redo"}:
            self.loads.setdefault(change["id"], change)
            new = self.loads[change["id"]]
            rivals = {of for of in self.counts if self.loads[of]["quarter"] == new["quarter"]}
            overlaps = any(set(self.loads[of]["units"]) & set(new["units"]) for of in rivals)
            self.replaced[change["id"]] = rivals if overlaps else set()
            self.counts -= self.replaced[change["id"]]
            self.counts.add(change["id"])

    @property
    def facts(self) -> Facts:
        """The rows that count: quarter, enhed, dagsværk."""
        return {
            (load["quarter"], str(unit), str(load["days"]))
            for load in (self.loads[upload_id] for upload_id in self.counts)
            for unit in load["units"]
        }


def read_facts(store: Store) -> Facts:
    """Read the rows that count."""
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT quarter, enhed, CAST(CAST(dagsvaerk AS INTEGER) AS VARCHAR) FROM facts"
        ).fetchall()
    return set(rows)


def harm(path: Path, chance: random.Random, way: str) -> list[dict[str, Any]]:
    """Let a worker change the store, end it and harm its files; return what it said."""
    command = [sys.executable, "-m", "bench.harm_store", "--work", str(path)]
    words = ["--seed", str(chance.randrange(2**32)), *(["--fill"] if way == "fill" else [])]
    process = subprocess.Popen([*command, *words], stdout=subprocess.PIPE, text=True)
    time.sleep(chance.uniform(1.5, 6))  # the moment of the kill is what is drawn
    process.kill()
    said = [json.loads(line) for line in (process.communicate()[0] or "").splitlines()]
    files = [file for file in (path, find_wal(path)) if file.exists()]
    if way == "cut" and find_wal(path).exists():
        os.truncate(find_wal(path), chance.randrange(find_wal(path).stat().st_size))
    if way == "turn":
        file = chance.choice(files)
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
    return said


def check(path: Path, plain: PlainStore, said: list[dict[str, Any]], way: str) -> str:
    """Open the store again and compare; returns what came of it, "wrong: …" where it is wrong."""
    stored = [line["stored"] for line in said if "stored" in line]
    begun = said[-1].get("begun") if said else None
    for change in stored:
        plain.take_change(change)
    try:
        store = open_store(path)
    except ChefforumError as error:
        if way in {"cut", "turn"}:
            return f"refused: {type(error).__name__}"
        return f"wrong: {error}"
    try:
        if read_facts(store) != plain.facts and begun:
            plain.take_change(begun | {"id": begun.get("id") or _find_new_load(store, plain)})
        if differing := read_facts(store) ^ plain.facts:
            return f"wrong: {len(differing)} rows differ"
        if erasure.is_overwriting_due(store):
            return "wrong: erased marks are left"
        last = {"what": "load", "quarter": "2023K1", "units": [9], "days": len(said) % 90 + 1}
        plain.take_change(last | {"id": make_change(store, last)})
    except (ChefforumError, StopIteration) as error:
        return f"refused: {type(error).__name__}" if way == "turn" else f"wrong: {error!r}"
    finally:
        store.close()
    return "whole"


def _find_new_load(store: Store, plain: PlainStore) -> str:
    """Return the load that was under way and came to be stored all the same."""
    with store.session() as cursor:
        history = uploads.read_history(cursor)
    return next(
        past.upload_id
        for past in history
        if past.kind == "kvartal" and past.upload_id not in plain.loads
    )


def run(minutes: float, seed: int) -> int:
    """Harm stores for some minutes; returns 1 where one was not as it was said to be."""
    chance, outcomes, changes = random.Random(seed), Counter[str](), 0  # noqa: S311
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            path, plain = Path(folder) / "x.duckdb", PlainStore()
            open_store(path).close()
            outcome = "whole"
            while outcome == "whole" and time.monotonic() < end:
                way = chance.choice(HARMS)
                said = harm(path, chance, way)
                changes += sum("stored" in line for line in said)
                outcome = check(path, plain, said, way)
                outcomes[f"{way}: {outcome}"] += 1
                if outcome.startswith("refused: StoreMismatch"):
                    accept_store(path, by="harm")
                    open_store(path).close()
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:5} {outcome}")
    print(f"{changes:5} changes were said to be stored (seed {seed})")
    return int(any("wrong" in outcome for outcome in outcomes))


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(datetime.now().timestamp()))  # noqa: DTZ005
    parser.add_argument("--work", type=Path)
    parser.add_argument("--fill", action="store_true")
    chosen = parser.parse_args()
    if chosen.work:
        work(chosen.work, chosen.seed, is_filled=chosen.fill)
        return 0
    return run(chosen.minutes, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
