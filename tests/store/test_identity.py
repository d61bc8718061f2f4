"""A store that is not the one that was left is not opened in silence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.errors import ChefforumError, StoreMismatchError
from services.stores import accept_store, describe_store, open_store
from store.database import Store
from store.identity import find_mark_file, read_kept_mark
from tests.stored_rows import put, row

KILLED = """
import os, sys
from pathlib import Path
from store.database import Store
from tests.stored_rows import put, row
Store._try_to_move_changes = lambda self: None  # killed before the changes are moved into the file
store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    put(store, [row("2024K1", str(number))], name=str(number))
os._exit(0)
"""


def leave_in_wal(path: Path, count: int) -> Path:
    """Store uploads in a process that is killed before they reach the file; return the .wal."""
    subprocess.run([sys.executable, "-c", KILLED, str(path), str(count)], check=True)
    return path.with_name(f"{path.name}.wal")


def count_uploads(path: Path) -> int:
    store = Store(path)
    with store.session() as cursor:
        rows = cursor.execute("SELECT count(*) FROM uploads").fetchall()
    store.close()
    return int(rows[0][0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store that holds two uploads."""
    path = tmp_path / "x.duckdb"
    store = Store(path)
    for number in "12":
        put(store, [row("2024K1", number)], name=number)
    store.close()
    return path


def test_a_change_lies_in_the_file_alone_once_nobody_reads_older_rows(store: Store) -> None:
    put(store, [row("2024K1")])
    wal = store.path.with_name(f"{store.path.name}.wal")
    assert store.is_file_whole
    assert not wal.exists()
    with store.session() as cursor:
        cursor.begin()
        cursor.execute("FROM head").fetchall()
        put(store, [row("2024K2")], name="b")
        assert not store.is_file_whole
        assert "»cli.py backup« tager dem med" in describe_store(store)[0]
    assert store.is_file_whole
    assert not wal.exists()


def test_an_opening_that_changes_nothing_writes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    for name in ("keep_mark", "move_changes"):
        monkeypatch.setattr(
            f"store.database.{name}", lambda *_, written=written, name=name: written.append(name)
        )
    before = path.read_bytes()
    assert count_uploads(path) == 2
    assert (written, path.read_bytes()) == ([], before)
    find_mark_file(path).unlink()
    assert count_uploads(path) == 2
    assert written == ["keep_mark"]


def test_an_opening_moves_what_a_kill_left_in_the_wal(path: Path) -> None:
    wal = leave_in_wal(path, 1)
    store = Store(path)
    assert store.is_file_whole
    assert not wal.exists()
    store.close()


def test_a_kill_before_the_change_is_moved_loses_nothing(path: Path) -> None:
    assert leave_in_wal(path, 3).exists()
    assert count_uploads(path) == 5
    assert read_kept_mark(path) is not None


def lay_back_older(path: Path, folder: Path) -> None:
    shutil.copy(path, folder / "older")
    store = Store(path)
    put(store, [row("2024K2")], name="c")
    store.close()
    shutil.copy(folder / "older", path)


def cut_wal(path: Path, folder: Path) -> None:  # noqa: ARG001 - one shape
    wal = leave_in_wal(path, 3)
    os.truncate(wal, wal.stat().st_size - 10)


def lose_wal(path: Path, folder: Path) -> None:  # noqa: ARG001 - one shape
    leave_in_wal(path, 3).unlink()


def take_foreign_wal(path: Path, folder: Path) -> None:
    Store(folder / "y.duckdb").close()
    shutil.copy(leave_in_wal(folder / "y.duckdb", 9), path.with_name(f"{path.name}.wal"))


def lay_back_another(path: Path, folder: Path) -> None:
    store = Store(folder / "z.duckdb")
    for number in range(5):
        put(store, [row("2024K1", str(number))], name=str(number))
    store.close()
    shutil.copy(folder / "z.duckdb", path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lay_back_older, "2 ændringer af 3"),
        (cut_wal, "4 ændringer af 5"),
        (lose_wal, "2 ændringer af 5"),
        (take_foreign_wal, "Her lå .* med 2 ændringer; nu er det"),
        (lay_back_another, "Her lå .* med 2 ændringer; nu er det .* med 5 ændringer"),
    ],
)
def test_another_past_is_said_and_can_be_accepted(
    path: Path, tmp_path: Path, change: Callable[[Path, Path], None], message: str
) -> None:
    change(path, tmp_path)
    for _ in range(2):  # to look has changed nothing
        with pytest.raises(StoreMismatchError, match=f"{message}.*cli.py accept"):
            Store(path)
    accept_store(path, by="Anna")
    store = open_store(path)
    (note,) = describe_store(store)
    assert "gik Anna videre med en database" in note
    store.close()


def test_a_store_without_its_mark_opens_says_so_once_and_has_one_then(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = read_kept_mark(path)
    find_mark_file(path).unlink()
    for _ in range(2):
        assert count_uploads(path) == 2
    assert len([text for text in caplog.messages if "der sidst" in text]) == 1
    assert read_kept_mark(path) == kept


@pytest.mark.parametrize("content", ["", "{", "[]", '{"identity": 1}'])
def test_a_mark_that_cannot_be_read_is_none(path: Path, content: str) -> None:
    find_mark_file(path).write_text(content, "utf-8")
    assert count_uploads(path) == 2


def make_folder(path: Path) -> None:
    path.mkdir()


def make_empty(path: Path) -> None:
    path.touch()


def make_other_database(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE andet (x INTEGER)")


def make_damaged(path: Path) -> None:
    Store(path).close()
    content = bytearray(path.read_bytes())
    content[4_116:4_156] = b"x" * 40
    path.write_bytes(content)


def make_damaged_wal(path: Path) -> None:
    wal = leave_in_wal(path, 2)
    content = bytearray(wal.read_bytes())
    content[len(content) // 2] ^= 0xFF
    wal.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_folder, "er en mappe"),
        (make_empty, "er tom"),
        (make_other_database, "et andet programs"),
        (make_damaged, r"Databasen .* er beskadiget"),
        (make_damaged_wal, r"\.wal ved siden af databasen .* er beskadiget"),
    ],
)
def test_a_file_that_is_no_store_is_named_as_what_it_is(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    make(tmp_path / "x.duckdb")
    with pytest.raises(ChefforumError, match=message):
        Store(tmp_path / "x.duckdb")


FULL = """
import resource, signal, sys
from pathlib import Path
from core.errors import ChefforumError
from store.database import Store
from tests.stored_rows import put, row
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
store = Store(path)
with store.session() as cursor:
    cursor.begin()  # changes stay in the .wal while older rows are read
    cursor.execute("FROM head").fetchall()
    for number in range(40):
        put(store, [row("2024K1", f"{number}-{i}") for i in range(50)], name=str(number))
    size = path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
print("whole", store.is_file_whole)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
put(store, [row("2024K2")], name="x")
with store.session() as cursor:
    print("uploads", cursor.execute("SELECT count(*) FROM uploads").fetchall()[0][0])
print("whole", store.is_file_whole)
"""


def test_a_full_disk_at_a_checkpoint_loses_nothing_and_the_store_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "x.duckdb")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n") == ["whole False", "uploads 41", "whole True", ""], done.stderr
