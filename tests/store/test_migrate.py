"""A store is copied before it is migrated, so that one can go back to the program before."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from core.errors import ChefforumError, StoreMigrationError
from store import migrate
from store.database import Store
from store.identity import find_mark_file
from tests.stored_rows import put, reading, row

FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]
NEWEST = max(int(path.name[:4]) for path in migrate._FOLDER.glob("*.sql"))
ADDED = "ALTER TABLE kvartal ADD COLUMN made_up VARCHAR; CREATE TABLE made_up (x INTEGER);"


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A closed store of this program that holds an upload and its figures."""
    path = tmp_path / "l'arkiv" / "chefforum.duckdb"
    path.parent.mkdir()
    store = Store(path)
    put(store, [row(quarter) for quarter in FOUR])
    with reading(store):
        pass
    store.close()
    path.chmod(0o600)
    return path


def add_migration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sql: str = ADDED) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder)
    (folder / f"{NEWEST + 1:04d}_made_up.sql").write_text(sql, "utf-8")
    monkeypatch.setattr(migrate, "_FOLDER", folder)


def read_tables(path: Path) -> dict[str, list[str]]:
    """Read all rows of a closed store, by table, as text and in order."""
    with duckdb.connect(path) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return {
            name: sorted(map(repr, connection.execute(f"FROM {name}").fetchall()))
            for (name,) in names
        }


def list_files(path: Path) -> list[str]:
    """List the files of a store's folder, but the mark that always lies beside the store."""
    return sorted(file.name for file in path.parent.iterdir() if file != find_mark_file(path))


def test_a_migration_leaves_a_copy_that_the_program_before_opens(
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = read_tables(store_path)
    with monkeypatch.context() as newer:
        add_migration(newer, tmp_path)
        Store(store_path).close()
    copy = store_path.with_name(f"chefforum-skema{NEWEST}-kopi1.duckdb")
    assert list_files(store_path) == [copy.name, store_path.name]
    assert "made_up" in read_tables(store_path)
    assert read_tables(copy) == before
    assert copy.stat().st_mode == store_path.stat().st_mode
    (message,) = caplog.messages
    assert f"fra skemaversion {NEWEST} til {NEWEST + 1}" in message
    assert str(copy) in message
    with pytest.raises(ChefforumError, match="nyere udgave"):
        Store(store_path)
    copy.replace(store_path)
    store = Store(store_path)
    with reading(store) as reader:
        assert len(reader.query("SELECT * FROM rullende")) > 0
    store.close()


def test_a_migration_is_applied_whatever_numbers_came_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One number is left out, and its migration comes later than the one after it."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder)
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    path = tmp_path / "chefforum.duckdb"
    for number, table in ((NEWEST + 2, "later"), (NEWEST + 1, "earlier")):
        (folder / f"{number:04d}_{table}.sql").write_text(f"CREATE TABLE {table} (x INTEGER)")
        Store(path).close()
        assert table in read_tables(path)


def test_each_copy_has_a_number_of_its_own(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store_path.with_name(f"chefforum-skema{NEWEST}-kopi1.duckdb")
    first.write_text("en kopi fra før", "utf-8")
    store_path.with_name("chefforum-kopieres.duckdb").write_text("en, der blev afbrudt", "utf-8")
    add_migration(monkeypatch, tmp_path)
    Store(store_path).close()
    second = first.with_name(first.name.replace("kopi1", "kopi2"))
    assert list_files(store_path) == [first.name, second.name, store_path.name]
    assert first.read_text("utf-8") == "en kopi fra før"


def test_nothing_is_copied_without_a_migration_or_without_data(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(store_path).close()
    assert list_files(store_path) == [store_path.name]
    empty = tmp_path / "tom" / "chefforum.duckdb"
    Store(empty).close()
    add_migration(monkeypatch, tmp_path)
    Store(empty).close()
    assert "made_up" in read_tables(empty)
    assert list_files(empty) == [empty.name]


def test_a_copy_that_cannot_be_written_refuses_the_opening(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tables(store_path)
    in_the_way = store_path.with_name("chefforum-kopieres.duckdb")
    in_the_way.mkdir()
    add_migration(monkeypatch, tmp_path)
    with pytest.raises(ChefforumError, match=r"kunne ikke skrives .* Databasen er urørt"):
        Store(store_path)
    assert read_tables(store_path) == before
    in_the_way.rmdir()
    Store(store_path).close()
    assert "made_up" in read_tables(store_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_full_disk_leaves_the_store_and_no_half_copy(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tables(store_path)
    add_migration(monkeypatch, tmp_path)
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from core.errors import ChefforumError\n"
        "from store import migrate\n"
        "from store.database import Store\n"
        "migrate._FOLDER = Path(sys.argv[2])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))\n"
        "try: Store(Path(sys.argv[1]))\n"
        "except ChefforumError as error: print(error); sys.exit(7)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store_path), str(migrate._FOLDER)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert "Gør plads på disken" in done.stdout
    assert list_files(store_path) == [store_path.name]
    assert read_tables(store_path) == before


def test_a_migration_that_fails_is_refused_in_danish_and_leaves_the_store_and_no_copy(
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = read_tables(store_path)
    add_migration(monkeypatch, tmp_path, f"{ADDED} SELECT error('med vilje');")
    message = rf"{NEWEST + 1:04d}_made_up\.sql kunne ikke gennemføres .* Databasen er urørt"
    with pytest.raises(StoreMigrationError, match=message) as refused:
        Store(store_path)
    assert "med vilje" not in str(refused.value) + caplog.text  # it may quote data
    assert f"InvalidInputException in {NEWEST + 1:04d}_made_up.sql" in caplog.text
    assert list_files(store_path) == [store_path.name]
    assert read_tables(store_path) == before
