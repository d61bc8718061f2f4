"""People are forgotten in time, also by the file's bytes."""

import secrets
from pathlib import Path

import duckdb
import pytest

from services.stores import describe_store, open_store
from store import erasure
from store.connection import Cursor
from store.database import Store
from tests.store.employments import Employment, people, put_upload


def count_marks(store: Store) -> dict[str, int]:
    with store.session() as cursor:
        rows = cursor.execute("SELECT year, count(person) FROM personer GROUP BY year").fetchall()
    return {str(year): int(count) for year, count in rows}


def test_marks_are_kept_for_the_newest_pair_and_the_pair_before(store: Store) -> None:
    for year in (2022, 2023, 2024):
        put_upload(store, people([Employment("a", year)], str(year)))
    assert count_marks(store) == {"2022": 1, "2023": 1, "2024": 1}
    put_upload(store, people([Employment("a", 2025)], "2025"))
    assert count_marks(store) == {"2022": 0, "2023": 1, "2024": 1, "2025": 1}
    with store.session() as cursor:
        erasures = cursor.execute("SELECT year, row_count, overwritten FROM erasures").fetchall()
    assert erasures == [("2022", 1, False)]


def test_a_list_that_was_replaced_is_forgotten_too(store: Store) -> None:
    for lost in ("1", "2"):
        put_upload(store, people([Employment("a", 2022, lost)], lost))
    for year in (2023, 2024, 2025):
        put_upload(store, people([Employment("a", year)], str(year)))
    assert count_marks(store) == {"2022": 0, "2023": 1, "2024": 1, "2025": 1}


def test_a_list_older_than_three_newer_ones_is_forgotten_at_once(store: Store) -> None:
    for year in (2023, 2024, 2025, 2022):
        put_upload(store, people([Employment("a", year)], str(year)))
    assert count_marks(store)["2022"] == 0


def test_no_mark_that_is_forgotten_is_left_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "test.duckdb")
    with store.session() as cursor:
        cursor.execute("SET force_compression = 'uncompressed'")  # or nothing could be searched for
    gone, kept = ([secrets.token_hex(16) for _ in range(2_000)] for _ in range(2))
    put_upload(store, people([Employment(mark, 2022, "3") for mark in gone], "2022"))
    for year in (2023, 2024):
        put_upload(store, people([Employment(mark, year) for mark in kept], str(year)))
    with store.session() as cursor:
        cursor.execute("CHECKPOINT")
    assert holds_any(store, gone)
    put_upload(store, people([Employment(mark, 2025) for mark in kept], "2025"))
    erasure.overwrite_erased_bytes(store)
    assert not holds_any(store, gone)
    assert holds_any(store, kept)
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*), sum(dagsvaerk) FROM personer").fetchall() == [
            (8_000, 6_000)
        ]
        assert cursor.execute("SELECT overwritten FROM erasures").fetchall() == [(True,)]
    store.close()


def test_overwriting_waits_while_others_write(store: Store) -> None:
    for year in (2022, 2023, 2024, 2025):
        put_upload(store, people([Employment("a", year)], str(year)))
    with store.transaction() as cursor:
        cursor.execute("UPDATE head SET seq = seq + 1")
        erasure.overwrite_erased_bytes(store)
    with store.session() as cursor:
        assert cursor.execute("SELECT overwritten FROM erasures").fetchall() == [(False,)]
    erasure.overwrite_erased_bytes(store)
    with store.session() as cursor:
        assert cursor.execute("SELECT overwritten FROM erasures").fetchall() == [(True,)]


def test_overwriting_that_was_ended_in_the_middle_is_finished_at_the_next_opening(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "x.duckdb")
    for year in (2022, 2023, 2024, 2025):
        put_upload(store, people([Employment("a", year)], str(year)))
    with store.session() as cursor:
        cursor.execute("CREATE TABLE filling (bytes BLOB)")  # as a kill leaves it
    store.close()
    store = open_store(tmp_path / "x.duckdb")
    assert not erasure.is_overwriting_due(store)
    with store.session() as cursor:
        assert cursor.execute("FROM duckdb_tables() WHERE table_name = 'filling'").fetchall() == []
    store.close()


@pytest.mark.parametrize("error", [duckdb.IOException("full"), duckdb.FatalException("full")])
def test_a_full_disk_puts_overwriting_off_and_is_no_error_of_what_was_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: duckdb.Error
) -> None:
    def fail(_cursor: Cursor) -> None:
        raise error

    for year in (2022, 2023, 2024, 2025):
        put_upload(store, people([Employment("a", year)], str(year)))
    with monkeypatch.context() as full:
        full.setattr(erasure, "_fill", fail)
        erasure.overwrite_erased_bytes(store)
    assert "endnu ikke overskrevet" in describe_store(store)[0]
    erasure.overwrite_erased_bytes(store)
    assert describe_store(store) == []


def holds_any(store: Store, marks: list[str]) -> bool:
    files = [store.path, store.path.with_name(f"{store.path.name}.wal")]
    content = b"".join(file.read_bytes() for file in files if file.exists())
    return any(mark.encode() in content for mark in marks)
