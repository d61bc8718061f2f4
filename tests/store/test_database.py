"""The store's door: one holder, a private cursor each, all or nothing."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from core.errors import (
    ChefforumError,
    StoreBusyError,
    StoreCollisionError,
    StoreTooNewError,
)
from core.nodes import Level, Scope
from services import load
from store import figures as store_figures
from store.database import Store
from tests.stored_rows import put, reading, row

HEADERS, BLOCK = 3 * 4096, 256 * 1024
FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]


def test_another_process_is_told_that_the_store_is_in_use(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from store.database import Store\n"
        "from core.errors import StoreBusyError\n"
        "try: Store(Path(sys.argv[1]))\n"
        "except StoreBusyError as error: print(error); sys.exit(7)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 7, done.stderr
    assert "er i brug af et andet program" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of lock")
def test_a_store_that_another_process_is_just_making_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    code = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.lockf(file, fcntl.LOCK_EX); "
        "print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreBusyError):
            Store(path)
        process.communicate()


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    Store(path).close()
    with duckdb.connect(path) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99, NULL)")
    with pytest.raises(StoreTooNewError, match="skemaversion 99"):
        Store(path)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.duckdb"
    path.write_text("ikke en database" * 1000, "utf-8")
    with pytest.raises(ChefforumError, match="en anden slags fil") as caught:
        Store(path)
    assert not isinstance(caught.value, StoreBusyError)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction() as cursor:
        cursor.execute("INSERT INTO head BY NAME SELECT 'x' AS kind, 1 AS seq")
        raise RuntimeError
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM head WHERE kind = 'x'").fetchone() == (0,)


def test_a_rehearsal_is_seen_by_itself_alone(store: Store) -> None:
    with store.rehearsal() as cursor:
        cursor.execute("INSERT INTO head BY NAME SELECT 'x' AS kind, 1 AS seq")
        assert cursor.execute("SELECT count(*) FROM head WHERE kind = 'x'").fetchone() == (1,)
        with store.session() as outside:
            assert outside.execute("SELECT count(*) FROM head WHERE kind = 'x'").fetchone() == (0,)
    with store.session() as after:
        assert after.execute("SELECT count(*) FROM head WHERE kind = 'x'").fetchone() == (0,)


def test_figures_are_computed_once_per_data_version(store: Store) -> None:
    put(store, [row(q) for q in FOUR])
    for _ in range(2):
        with reading(store):
            pass
    put(store, [row("2024K4", days="1")], name="b")
    with reading(store), store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM figure_sets").fetchone() == (2,)


def test_old_sets_of_figures_are_forgotten_and_can_be_made_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_figures, "_SETS_KEPT", 5)
    for number in range(8):
        put(store, [row("2024K4", days=str(number))], name=str(number))
        with reading(store):
            pass
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM figure_sets").fetchone() == (5,)
        versions = cursor.execute("SELECT count(DISTINCT version) FROM figures_kpi").fetchone()
    assert versions == (5,)


def test_a_scope_limits_every_query(store: Store) -> None:
    put(store, [row(q, u, afdeling=a) for q in FOUR for u, a in [("1", "A"), ("2", "B")]])
    scope = Scope(levels=frozenset({Level.KOMMUNE}), within=frozenset({"afdeling:A"}))
    with reading(store, scope=scope) as reader:
        keys = set(reader.query("SELECT DISTINCT key FROM rullende")["key"])
    assert keys == {"kommune", "afdeling:A", "enhed:1"}


def test_readers_at_once_each_see_their_own(store: Store) -> None:
    put(store, [row(q, str(u), afdeling=str(u)) for q in FOUR for u in range(8)])

    def look(number: int) -> list[list[str]]:
        scope = Scope(levels=frozenset(), within=frozenset({f"afdeling:{number}"}))
        answers = []
        for _ in range(30):
            with reading(store, scope=scope) as reader:
                answers.append(sorted(reader.query("SELECT DISTINCT key FROM rullende")["key"]))
        return answers

    with ThreadPoolExecutor(8) as pool:
        for number, answers in enumerate(pool.map(look, range(8))):
            assert answers == [[f"afdeling:{number}", f"enhed:{number}"]] * 30


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", "utf-8")
    with pytest.raises(ChefforumError, match="kan ikke laves"):
        Store(tmp_path / "fil" / "x.duckdb")


@pytest.mark.parametrize("error", [duckdb.TransactionException("No space left"), OSError(28, "x")])
def test_a_full_disk_is_not_told_as_another_load(store: Store, error: Exception) -> None:
    with pytest.raises(ChefforumError, match="Er disken fuld") as caught, store.transaction():
        raise error
    assert not isinstance(caught.value, StoreCollisionError)


def test_figures_that_a_full_disk_has_no_room_for_are_told_as_that(store: Store) -> None:
    with pytest.raises(ChefforumError, match="Er disken fuld"), store.session():
        raise duckdb.TransactionException("Failed to commit: No space left on device")


def test_a_reading_is_made_once_for_a_version_and_scope(store: Store) -> None:
    put(store, [row(q) for q in FOUR])
    readings: list[int] = []

    def make() -> int:
        readings.append(1)
        return len(readings)

    for scope in (Scope.everything(), Scope.everything(), Scope(frozenset())):
        with reading(store, scope=scope) as reader:
            reader.compute_once("noget", make)
    assert len(readings) == 2
    put(store, [row("2024K4", days="1")], name="b")
    with reading(store) as reader:
        assert reader.compute_once("noget", make) == 3


def read_all(path: Path) -> tuple[object, ...]:
    """Open a store as the commands do, and read its history and its figures."""
    store = Store(path)
    try:
        with reading(store) as reader:
            figures = reader.query("SELECT * FROM rullende ORDER BY ALL").to_dict("records")
        return (load.read_history(store), repr(figures))
    finally:
        store.close()


@pytest.mark.parametrize("filler", [b"\x00", b"\xa5"])
def test_any_damaged_block_is_said_to_be_damaged_or_was_not_needed(
    tmp_path: Path, filler: bytes
) -> None:
    path = tmp_path / "x.duckdb"
    store = Store(path)
    for number in range(3):
        put(store, [row(q, str(u), days=str(number)) for q in FOUR for u in range(9)], name="a")
        with reading(store):
            pass
    store.move_changes()
    store.close()
    content, answer = path.read_bytes(), read_all(path)
    messages = list[str]()
    for start in range(HEADERS, len(content), BLOCK):
        path.write_bytes(content[:start] + filler * 64 + content[start + 64 :])
        try:
            assert read_all(path) == answer
        except ChefforumError as error:
            messages.append(str(error))
    assert all("er beskadiget. Læg den nyeste kopi tilbage" in text for text in messages)
    assert messages
