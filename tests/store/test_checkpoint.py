"""A program that is killed while it moves changes into the store's file leaves a whole store.

DuckDB writes some blocks again in place, so the file may be left with half a block.
"""

from pathlib import Path

import duckdb
import pytest

from core.errors import ChefforumError, StoreBusyError
from store import checkpoint
from store.checkpoint import find_copy
from store.connection import Cursor, connect, find_wal
from store.database import Store
from tests.processes import start_process
from tests.stored_rows import put, row

HEADERS = 3 * 4096
BLOCK = 256 * 1024
UNITS = 300


def put_days(store: Store, days: int) -> None:
    put(store, [row("2024K1", f"{unit:04}", days=str(days)) for unit in range(UNITS)], name="x.csv")


def read_days(path: Path) -> list[tuple[int, int]]:
    store = Store(path)
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT CAST(dagsvaerk AS INTEGER), count(*) FROM facts GROUP BY 1"
        ).fetchall()
    store.close()
    return rows


class Moment:
    """The files of a store at one moment, to be laid back as a kill would have left them."""

    def __init__(self, path: Path) -> None:
        self.file = path.read_bytes()
        self.wal = find_wal(path).read_bytes() if find_wal(path).exists() else None
        self.copy = find_copy(path).read_bytes() if find_copy(path).exists() else None

    def lay_back(self, path: Path, *, file: bytes | None = None) -> None:
        for content, place in (
            (file or self.file, path),
            (self.wal, find_wal(path)),
            (self.copy, find_copy(path)),
        ):
            if content is None:
                place.unlink(missing_ok=True)
            else:
                place.write_bytes(content)


@pytest.fixture
def moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Moment, Moment]:
    """The files just before and just after the blocks of a second load are moved."""
    path = tmp_path / "x.duckdb"
    store = Store(path)
    put_days(store, 1)
    taken: list[Moment] = []

    def move_and_look(cursor: Cursor, place: Path) -> None:
        checkpoint._write_copy(place)
        taken.append(Moment(place))
        cursor.execute("CHECKPOINT")
        taken.append(Moment(place))
        find_copy(place).unlink()

    with monkeypatch.context() as looking:
        looking.setattr("store.database.move_changes", move_and_look)
        put_days(store, 2)
    store.close()
    before, after = taken
    return before, after


def list_changed_blocks(before: bytes, after: bytes) -> list[slice]:
    blocks = [slice(start, start + BLOCK) for start in range(HEADERS, len(before), BLOCK)]
    return [block for block in blocks if before[block] != after[block]]


def test_each_block_that_is_half_written_is_put_back(
    tmp_path: Path, moments: tuple[Moment, Moment]
) -> None:
    before, after = moments
    path, damaged = tmp_path / "y.duckdb", 0
    blocks = list_changed_blocks(before.file, after.file)
    for block in blocks:
        half = slice(block.start, block.start + BLOCK // 2)
        torn = bytearray(before.file)
        torn[half] = after.file[half]
        before.lay_back(path, file=bytes(torn))
        find_copy(path).unlink()
        try:
            connect(path, read_only=True).close()
        except ChefforumError:
            damaged += 1
        before.lay_back(path, file=bytes(torn))
        assert read_days(path) == [(2, UNITS)]
        assert not find_copy(path).exists()
    assert damaged, f"none of {len(blocks)} blocks is written in place: the copy is not needed"


def test_a_move_that_came_to_its_end_stays(tmp_path: Path, moments: tuple[Moment, Moment]) -> None:
    _, after = moments
    path = tmp_path / "y.duckdb"
    after.lay_back(path)
    assert find_copy(path).exists()
    assert read_days(path) == [(2, UNITS)]
    assert not find_copy(path).exists()


def test_a_copy_that_another_program_uses_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    Store(path).close()
    find_copy(path).write_bytes(path.read_bytes())
    holder = start_process(hold_open, path, tmp_path / "open")
    while not (tmp_path / "open").exists():
        holder.join(0.01)
        assert holder.is_alive()
    with pytest.raises(StoreBusyError):
        Store(path)
    assert find_copy(path).exists()
    holder.kill()
    holder.join()
    Store(path).close()
    assert not find_copy(path).exists()


def hold_open(path: Path, sign: Path) -> None:
    with duckdb.connect(path):
        sign.touch()
        while True:
            sign.stat()


def test_another_program_stays_out_after_changes_were_moved(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    store = Store(path)
    put_days(store, 1)
    assert store.is_file_whole
    other = start_process(open_other, path, tmp_path / "refused")
    other.join()
    assert (tmp_path / "refused").exists()
    store.close()


def open_other(path: Path, sign: Path) -> None:
    try:
        Store(path)
    except StoreBusyError:
        sign.touch()


def test_nothing_is_moved_while_others_change_rows(tmp_path: Path) -> None:
    store = Store(tmp_path / "x.duckdb")
    with store.transaction() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(duckdb.TransactionException):
            store.move_changes()
    store.move_changes()
    store.close()


def test_where_no_copy_can_be_written_changes_stay_in_the_wal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.duckdb"
    store = Store(path)
    with monkeypatch.context() as full:
        full.setattr(checkpoint, "_COPY_FILE", "raise SystemExit(1)")
        put_days(store, 1)
    assert not store.is_file_whole
    assert find_wal(path).exists()
    put_days(store, 2)
    assert store.is_file_whole
    store.close()
    assert read_days(path) == [(2, UNITS)]
