"""Kill each kind of change at many moments, and look what the next opening finds.

    python -m bench.kill_changes --kills 50 [--only erase-unit]

Each change is killed so many times: half of the moments are drawn from all that it takes, half are
sought around its commit. The next opening must find the store, the log's names and the table of
roles as they were before or as they are after, and nothing beside; and where an enhed was erased,
its name in no byte of any file. Ends with 1 where it was otherwise.
"""

import argparse
import lzma
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from access.grants import FILE_NAME, make_grant, write_grants
from access.log_lines import Action, Detail, LogEntry
from bench.harm_store import QUARTERS, Change, make_change, read_facts
from core.errors import ChefforumError
from core.settings import Settings
from services import erasing, retention, roles
from services.access_log import open_log
from services.configuration import Configuration
from services.erasing import ErasureOrder
from services.stores import open_store
from store import erasure
from store.database import Store
from tests.processes import PROCESSES, start_process

EARLIER_STORE = Path(__file__).parents[1] / "tests/earlier_stores/november_2026/chefforum.duckdb.xz"
WIDER = 1.1
UNIT, NAME, NODE = "2", "Enhed 2", "enhed:2"  # the enhed that is erased
ORDER = ErasureOrder("harm", "fejl", journalised=True)
OLD = "2015K1"
KEPT_YEARS = Settings.from_values({"retention_years": {"sygefravaer": 5}})
CHANGES = (
    *("load", "release", "send", "undo", "erase", "migrate"),
    *("erase-unit", "erase-upload", "retention", "roles"),
)


def change_once(path: Path, change: Change, sender: Connection) -> None:
    """Make one change in a process that says when it begins and when it is stored."""
    if change["what"] == "migrate":
        sender.send("ready")
        open_store(path)
    else:
        store = open_store(path)
        sender.send("ready")
        _change(store, change)
    sender.send("stored")
    sender.recv()


def _change(store: Store, change: Change) -> None:
    match change["what"]:
        case "erase-unit":
            erasing.erase_unit(store, UNIT, ORDER, settings=Settings())
        case "erase-upload":
            erasing.erase_upload(store, change["id"], ORDER, settings=Settings())
        case "retention":
            retention.erase_due(store, KEPT_YEARS, by="harm")
        case "roles":
            grant = make_grant("bo", "it", "", first=None, last=None)
            configuration = Configuration(store.path, Settings())
            roles.give_role(configuration, grant, by="harm", store=store)
        case _:
            make_change(store, change)


def take_picture(path: Path) -> tuple[object, ...]:
    """Open a store and return its rows that count, its tables' sizes, and what lies beside it.

    Of the log that is whether it names the enhed, of the table of roles all, of other files names.
    """
    store = open_store(path)
    with store.session() as cursor:
        tables = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1"
        ).fetchall()
        sizes = [
            (name, cursor.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])  # noqa: S608 - our own names
            for (name,) in tables
            if name not in {"figures_kpi", "figure_sets"}
        ]
        marks = cursor.execute("SELECT year, count(person) FROM personer GROUP BY ALL ORDER BY 1")
        picture = (sorted(read_facts(store)), sizes, marks.fetchall())
    is_due = erasure.is_overwriting_due(store)
    store.close()
    beside = sorted(file.name for file in path.parent.iterdir() if "-skema" not in file.name)
    log, table = open_log(path), path.parent / FILE_NAME
    is_named = any(line.entry and NODE in line.entry.details.values() for line in log.read())
    granted = table.read_text("utf-8") if table.exists() else ""
    return (*picture, is_due, beside, is_named, log.check(), granted)


def is_name_left(path: Path) -> bool:
    """Whether the erased enhed's name is in any byte of the store and of what lies beside it."""
    return any(NAME.encode() in file.read_bytes() for file in path.parent.iterdir())


def make_base(path: Path, what: str) -> Change:
    """Make the store that a change is killed in; return the change."""
    if what == "migrate":
        path.write_bytes(lzma.decompress(EARLIER_STORE.read_bytes()))
        return {"what": what}
    store = open_store(path)
    open_log(path).write(LogEntry("anna", "hr", Action.SIDE, {Detail.NODE: NODE}))
    held = [("anna", "hr", ""), ("erik", "enhedsleder", UNIT)]
    grants = [make_grant(*words, first=None, last=None) for words in held]
    write_grants(path.parent / FILE_NAME, grants)
    load = {"what": "load", "quarter": "2024K4", "units": [1, 2], "days": 9}
    make_change(store, load | {"quarter": OLD})
    for quarter in QUARTERS:
        first_load = load | {"quarter": quarter, "days": 7}
        make_change(store, first_load)
    upload_id = make_change(store, load | {"days": 8})
    changes: dict[str, Change] = {
        "load": load,
        "undo": {"what": "undo", "id": upload_id},
        "erase": {"what": "people", "year": 2023},
        "erase-upload": {"what": "erase-upload", "id": upload_id},
    }
    for year in (2020, 2021, 2022):
        make_change(store, {"what": "people", "year": year})
    if what in {"send", "erase-unit"}:
        make_change(store, {"what": "release"})
    store.close()
    return changes.get(what, {"what": what})


def kill_within(what: str, kills: int, chance: random.Random) -> Counter[str]:
    """Kill a change at random moments; return what the next openings found.

    Half of the moments are drawn from all that the change takes, half are sought around its commit.
    """
    outcomes = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base" / "x.duckdb"
        path.parent.mkdir()
        change = make_base(path, what)
        base, path = path.parent, Path(folder) / "harmed" / path.name
        shutil.copytree(base, path.parent)
        before = take_picture(path)
        whole, _ = _lay_back_and_change(base, path, change, None)
        after, reach = take_picture(path), whole
        for _ in range(kills):
            moment = chance.uniform(0, chance.choice((whole, reach)))
            _, is_stored = _lay_back_and_change(base, path, change, moment)
            try:
                picture, again = take_picture(path), take_picture(path)
            except ChefforumError as error:
                outcomes[f"wrong: {error}"] += 1
                continue
            is_after = picture == after
            reach *= 1 / WIDER if is_after and (is_stored or before != after) else WIDER
            is_right = picture == again and (is_after or (picture == before and not is_stored))
            if what == "erase-unit" and is_after and is_name_left(path):
                outcomes["wrong: its name is left"] += 1
                continue
            outcomes[("after" if is_after else "before") if is_right else "wrong"] += 1
    return outcomes


def _lay_back_and_change(
    base: Path, path: Path, change: Change, moment: float | None
) -> tuple[float, bool]:
    """Change a copy of a store in a process that is killed after a while, or at the end.

    Returns how many seconds it took, and whether it said that the change is stored.
    """
    shutil.rmtree(path.parent)
    shutil.copytree(base, path.parent)
    receiver, sender = PROCESSES.Pipe()
    process = start_process(change_once, path, change, sender)
    sender.close()
    receiver.recv()
    start = time.monotonic()
    is_stored = receiver.poll(moment) and receiver.recv() == "stored"
    took = time.monotonic() - start
    process.kill()
    process.join()
    return took, is_stored


def main() -> int:
    """Read the command line, kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--only", choices=CHANGES)
    parser.add_argument("--seed", type=int, default=int(datetime.now().timestamp()))  # noqa: DTZ005
    chosen = parser.parse_args()
    chance, is_wrong = random.Random(chosen.seed), False  # noqa: S311 - nothing is secret
    for what in [chosen.only] if chosen.only else CHANGES:
        outcomes = kill_within(what, chosen.kills, chance)
        is_wrong = is_wrong or any(outcome.startswith("wrong") for outcome in outcomes)
        print(f"{what}: {dict(outcomes)}", flush=True)
    return int(is_wrong)


if __name__ == "__main__":
    from bench import kill_changes  # its functions are known to other processes by this name

    sys.exit(kill_changes.main())
