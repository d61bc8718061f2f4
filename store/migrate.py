"""Bring a store's schema up to date by numbered SQL files, keeping a copy to go back to."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import duckdb

from core.errors import ChefforumError, StoreMigrationError, StoreTooNewError

_FOLDER = Path(__file__).parent / "migrations"
_WITHOUT_DATA = ("schema_version", "head")  # the tables that have rows before anything is stored
_LOG = logging.getLogger(__name__)
_COPIED = (
    "Databasen %s opgraderes fra skemaversion %d til %d. En kopi, som den var før, ligger i %s; "
    "se »Når programmet opdateres« i docs/drift.md om, hvordan man går tilbage."
)


def migrate(cursor: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Apply the migrations that the store lacks, in order, stamped with a moment (UTC).

    Raises StoreTooNewError when the store has more than this program knows, StoreMigrationError
    when the SQL of a migration fails: the caller's transaction is then to be rolled back.
    """
    cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, applied TIMESTAMP)")
    refuse_newer(read_schema_version(cursor))
    files = _list_migrations()
    for version in _list_missing(cursor):
        _apply_migration(cursor, files[version])
        cursor.execute(
            "INSERT INTO schema_version BY NAME SELECT $1 AS version, $2 AS applied", [version, at]
        )


def refuse_newer(version: int) -> None:
    """Raise StoreTooNewError for a version of the schema that this program does not know."""
    newest = max(_list_migrations())
    if version > newest:
        raise StoreTooNewError(
            f"Databasen har skemaversion {version}, men programmet kender kun til {newest}. "
            "Brug en nyere udgave af programmet."
        )


def is_up_to_date(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a store lacks no migration, and has none that this program does not know."""
    return not _list_missing(cursor) and read_schema_version(cursor) == max(_list_migrations())


def _apply_migration(cursor: duckdb.DuckDBPyConnection, file: Path) -> None:
    try:
        cursor.execute(file.read_text("utf-8"))
    except duckdb.Error as error:  # its message may quote data
        _LOG.error("%s in %s", type(error).__name__, file.name)
        raise StoreMigrationError(
            f"Databasen skal opgraderes til denne udgave af programmet, men {file.name} kunne ikke "
            f"gennemføres ({type(error).__name__}). Databasen er urørt. Brug den hidtidige udgave "
            "af programmet, og giv besked til den, der står for programmet."
        ) from error


@contextmanager
def keep_copy(cursor: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Copy the store at `path` beside itself if it holds data that `migrate`, run within, changes.

    Where the migration fails, the store is as it was and the copy is removed. Raises ChefforumError
    where the copy cannot be written; nothing is migrated then.
    """
    present, newest = read_schema_version(cursor), max(_list_migrations())
    if not _list_missing(cursor) or not _holds_data(cursor):
        yield
        return
    copy = _write_copy(cursor, path, present)
    try:
        yield
    except BaseException:
        copy.unlink()
        raise
    _LOG.warning(_COPIED, path, present, newest, copy)


def refuse_other_tables(cursor: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Return whether a database holds a store; ChefforumError where it holds another program's."""
    rows = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() "
        "AND NOT temporary"
    ).fetchall()
    tables = {name for (name,) in rows}
    if tables and "schema_version" not in tables:
        raise ChefforumError(
            f"{path} er en DuckDB-database, men et andet programs. Kontrollér navnet."
        )
    return bool(tables)


def _list_migrations() -> dict[int, Path]:
    return {int(file.name[:4]): file for file in sorted(_FOLDER.glob("*.sql"))}


def _list_missing(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    """List the migrations that a store lacks, in order; their numbers may have gaps."""
    return sorted(_list_migrations().keys() - _read_applied(cursor))


def read_schema_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the version of a store's schema: 0 where there is none yet."""
    return max(_read_applied(cursor), default=0)


def _read_applied(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    """Return the numbers of the migrations that a store has had."""
    try:
        rows = cursor.execute("SELECT version FROM schema_version").fetchall()
    except duckdb.CatalogException:
        return set()
    return {version for (version,) in rows}


def _holds_data(cursor: duckdb.DuckDBPyConnection) -> bool:
    rows = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary "
        "AND estimated_size > 0 AND NOT list_contains($1, table_name) LIMIT 1",
        [list(_WITHOUT_DATA)],
    )
    return bool(rows.fetchall())


def _write_copy(cursor: duckdb.DuckDBPyConnection, path: Path, version: int) -> Path:
    """Copy all that a store holds to a file named by its schema's version and the next free number.

    DuckDB writes it: where another part of this process opened and closed the store's own file, the
    lock that keeps other processes out of it would be gone.
    """
    unfinished = path.with_name(f"{path.stem}-kopieres{path.suffix}")
    names = (f"{path.stem}-skema{version}-kopi{number}{path.suffix}" for number in count(1))
    copy = next(file for name in names if not (file := path.with_name(name)).exists())
    try:
        _remove(unfinished)
        quoted = str(unfinished).replace("'", "''")
        cursor.execute(f"ATTACH '{quoted}' AS unfinished_copy")
        shutil.copymode(path, unfinished)
        source = cursor.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
        cursor.execute(f'COPY FROM DATABASE "{source}" TO unfinished_copy')
        cursor.execute("CHECKPOINT unfinished_copy")  # detaching alone says nothing of a full disk
        cursor.execute("DETACH unfinished_copy")
        return unfinished.rename(copy)
    except (duckdb.Error, OSError) as error:
        with suppress(duckdb.Error, OSError):
            cursor.execute("DETACH DATABASE IF EXISTS unfinished_copy")
            _remove(unfinished)
        raise ChefforumError(
            f"Databasen {path} skal opgraderes til denne udgave af programmet, men den kopi, man "
            f"kan gå tilbage til, kunne ikke skrives i {path.parent}. Databasen er urørt. Gør "
            "plads på disken, eller giv programmets bruger lov til at skrive i mappen, og prøv "
            "igen."
        ) from error


def _remove(unfinished: Path) -> None:
    for file in (unfinished, unfinished.with_name(f"{unfinished.name}.wal")):
        file.unlink(missing_ok=True)
