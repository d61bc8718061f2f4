"""Open the store, which is one DuckDB file, and give each use a cursor of its own."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from cachetools import LRUCache

from core.errors import ChefforumError, StoreBusyError, StoreCollisionError
from store.migrate import keep_copy, migrate

Cursor = duckdb.DuckDBPyConnection
_FOLDER = Path(__file__).parent
_CURRENT = (_FOLDER / "current.sql").read_text("utf-8")
_FACTS = (_FOLDER / "views.sql").read_text("utf-8")
VIEWS = _CURRENT + _FACTS
_LOCK_SIGNS = ("could not set lock", "being used by another process")
_COLLISION_SIGNS = ("conflict", "another transaction")
# The threads of one query wait for each other longer than such small data take. Sessions run side
# by side all the same.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"threads": 1}
_RESULTS_KEPT = 512  # see `Reader.compute_once`
_NOW_AND_ALWAYS = datetime(9999, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a zone


def utc_now() -> datetime:
    """Return the moment in UTC without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """An open store. `clock` gives the moment that events are stamped with.

    A cursor per use: a connection shared by threads returns other threads' rows.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the file, made on first use, and bring its schema up to date.

        Raises StoreBusyError when another process holds it, StoreTooNewError when a newer
        program wrote it, StoreMigrationError when a migration fails, ChefforumError when it is no
        store at all or when the copy from before a migration cannot be written.
        """
        self.path = path
        self.clock = clock
        self.computing_lock = threading.Lock()
        self.results: LRUCache[Hashable, Any] = LRUCache(_RESULTS_KEPT)
        self.results_lock = threading.Lock()
        self._connection = _connect(path)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file, so that another process may open it."""
        self._connection.close()

    def _bring_up_to_date(self) -> None:
        with (
            self._connection.cursor() as outside,
            keep_copy(outside, self.path),
            self._begin_all_or_nothing() as cursor,
        ):
            migrate(cursor, self.clock())

    @contextmanager
    def session(self, *, as_of: datetime | None = None, facts: bool = True) -> Iterator[Cursor]:
        """Give a private cursor that sees the data as they were at a moment (UTC), or now.

        Without `facts` it sees which uploads count, and people, but no other rows: see
        `make_fact_views`.
        """
        cursor = self._connection.cursor()
        try:
            _prepare(cursor, as_of)
            if facts:
                make_fact_views(cursor)
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """Give a private cursor in a transaction: committed at the end, or nothing is.

        Raises StoreCollisionError when another transaction changed the same rows first.
        """
        with self._begin_all_or_nothing() as cursor:
            _prepare(cursor, None)
            make_fact_views(cursor)
            yield cursor

    @contextmanager
    def _begin_all_or_nothing(self) -> Iterator[Cursor]:
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            yield cursor
            cursor.commit()
        except duckdb.TransactionException as error:
            if not any(sign in str(error).casefold() for sign in _COLLISION_SIGNS):
                raise _make_write_error(self.path) from error
            raise StoreCollisionError(
                "En anden indlæsning blev gemt på samme tid, så denne blev ikke. Prøv igen."
            ) from error
        except (duckdb.IOException, OSError) as error:
            raise _make_write_error(self.path) from error
        finally:
            cursor.close()  # what was not committed is rolled back

    @contextmanager
    def rehearsal(self) -> Iterator[Cursor]:
        """Give a cursor for trying changes: it alone sees them, and they are never stored."""
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            _prepare(cursor, None)
            make_fact_views(cursor)
            yield cursor
        finally:
            cursor.close()


def _prepare(cursor: Cursor, as_of: datetime | None) -> None:
    cursor.execute("SET VARIABLE as_of = $1", [as_of or _NOW_AND_ALWAYS])
    cursor.execute("SET VARIABLE incoming = ''")
    cursor.execute(_CURRENT)


def make_fact_views(cursor: Cursor) -> None:
    """Make the views over the rows that count for a session's cursor."""
    cursor.execute(_FACTS)


@contextmanager
def use_threads(cursor: Cursor, count: int) -> Iterator[None]:
    """Let a large query use several threads while it runs; so may those of other cursors then."""
    cursor.execute(f"SET threads = {max(count, 1)}")
    try:
        yield
    finally:
        cursor.execute(f"SET threads = {_CONFIG['threads']}")


def _make_write_error(path: Path) -> ChefforumError:
    return ChefforumError(f"Der kunne ikke skrives til {path}, så intet er gemt. Er disken fuld?")


def _connect(path: Path) -> Cursor:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(path, config=_CONFIG)
    except OSError as error:
        raise ChefforumError(f"Mappen til databasen, {path.parent}, kan ikke laves.") from error
    except duckdb.IOException as error:
        if any(sign in str(error).casefold() for sign in _LOCK_SIGNS):
            raise StoreBusyError(
                f"Databasen {path} er i brug af et andet program, f.eks. en kørende server. "
                "Stop det, eller brug siderne i browseren, og prøv igen."
            ) from error
        raise ChefforumError(f"{path} kan ikke åbnes som database.") from error
