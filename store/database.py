"""Open the store, which is one DuckDB file, and give each use a cursor of its own."""

import logging
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from cachetools import LRUCache

from store.checkpoint import finish_interrupted_move, move_changes
from store.connection import (
    CONFIG,
    Cursor,
    connect,
    explain_change_errors,
    explain_errors,
    find_wal,
)
from store.identity import (
    find_mark_file,
    keep_mark,
    read_kept_mark,
    read_mark,
    require_known,
)
from store.migrate import is_up_to_date, keep_copy, migrate, refuse_other_tables

_LOG = logging.getLogger(__name__)
_FOLDER = Path(__file__).parent
_CURRENT = (_FOLDER / "current.sql").read_text("utf-8")
_FACTS = (_FOLDER / "views.sql").read_text("utf-8")
VIEWS = _CURRENT + _FACTS
_UNKNOWN = (
    "Ved siden af databasen %s ligger ingen %s, så programmet kan ikke se, om det er den, der lå "
    "der sidst. Den laves nu."
)
_NOT_MOVED = (
    "De seneste ændringer ligger endnu i .wal-filen ved siden af %s: de kunne ikke flyttes ind i "
    "databasens fil (%s). Intet er mistet. Er disken fuld?"
)
_RESULTS_KEPT = 512  # see `Reader.compute_once`
Result = TypeVar("Result")
_NOW_AND_ALWAYS = datetime(9999, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a zone


def utc_now() -> datetime:
    """Return the moment in UTC without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """An open store. `clock` gives the moment that events are stamped with.

    A cursor per use: a connection shared by threads returns other threads' rows.

    A change lies in the .wal beside the file until a checkpoint moves it there, which is tried
    after each change and never forced: it waits for those who read older rows.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the file, made on first use, and bring its schema up to date.

        Raises StoreBusyError when another process holds it, StoreMismatchError when it is not the
        one that was left there, StoreTooNewError when a newer program wrote it,
        StoreMigrationError when a migration fails, ChefforumError when it is no store at all or
        when the copy from before a migration cannot be written.
        """
        self.path = path
        self.clock = clock
        self.computing_lock = threading.Lock()
        self.results: LRUCache[Hashable, Any] = LRUCache(_RESULTS_KEPT)
        self.results_lock = threading.Lock()
        self._opening_lock = threading.Lock()
        self._checkpoint_lock = threading.Lock()
        self._tried = self._moved = 0
        self._open_changes = 0  # transactions that have begun and not ended
        finish_interrupted_move(path)
        require_known(path)
        self._changes = int(find_wal(path).exists())  # since it was opened, and those left there
        self._connection = connect(path)
        try:
            self._bring_up_to_date()
        except BaseException:
            self._connection.close()
            raise
        self._try_to_move_changes()

    def close(self) -> None:
        """Close the file, which holds all changes if it can, so that others may open it."""
        if find_wal(self.path).exists():
            self._attempt_move()
        self._connection.close()

    @property
    def is_file_whole(self) -> bool:
        """Whether the file holds all changes, so that a copy of it alone lacks none."""
        return self._moved == self._changes

    def remember(self, name: Hashable, make: Callable[[], Result]) -> Result:
        """Return what `make` reads of the data as they are now, kept until the next change."""
        key = (self._changes, name)
        with self.results_lock:
            if key in self.results:
                kept: Result = self.results[key]
                return kept
        read = make()
        with self.results_lock:
            self.results[key] = read
        return read

    def _bring_up_to_date(self) -> None:
        """Apply the migrations that the store lacks; where it lacks none, nothing is written."""
        kept = read_kept_mark(self.path)
        with explain_errors(self.path), self._connection.cursor() as outside:
            if kept is None and refuse_other_tables(outside, self.path):
                _LOG.warning(_UNKNOWN, self.path, find_mark_file(self.path).name)
            if not is_up_to_date(outside):
                with keep_copy(outside, self.path), self._begin_all_or_nothing() as cursor:
                    migrate(cursor, self.clock())
            elif (mark := read_mark(outside)) and mark != kept:
                keep_mark(self.path, mark)

    @contextmanager
    def session(self, *, as_of: datetime | None = None, facts: bool = True) -> Iterator[Cursor]:
        """Give a private cursor that sees the data as they were at a moment (UTC), or now.

        Without `facts` it sees which uploads count, and people, but no other rows: see
        `make_fact_views`. Raises ChefforumError where the file cannot be read or written.
        """
        cursor = self._open_cursor()
        try:
            with explain_errors(self.path):
                _prepare(cursor, as_of)
                if facts:
                    make_fact_views(cursor)
                yield cursor
        finally:
            cursor.close()
            self._try_to_move_changes()

    @contextmanager
    def transaction(self, *, facts: bool = True) -> Iterator[Cursor]:
        """Give a private cursor in a transaction: committed at the end, or nothing is.

        `facts` is as in `session`. Raises StoreCollisionError when another transaction changed the
        same rows first. What follows the commit never fails: it is tried again later.
        """
        with self._hold_back_moves(), self._begin_all_or_nothing() as cursor:
            _prepare(cursor, None)
            if facts:
                make_fact_views(cursor)
            yield cursor
        self._try_to_move_changes()

    @contextmanager
    def _begin_all_or_nothing(self) -> Iterator[Cursor]:
        cursor = self._open_cursor()
        try:
            with explain_change_errors(self.path):
                cursor.begin()
                yield cursor
                mark = read_mark(cursor)
                cursor.commit()
        finally:
            cursor.close()  # what was not committed is rolled back
        self._changes += 1
        if mark:
            keep_mark(self.path, mark)

    @contextmanager
    def rehearsal(self) -> Iterator[Cursor]:
        """Give a cursor for trying changes: it alone sees them, and they are never stored."""
        cursor = self._open_cursor()
        try:
            with explain_errors(self.path):
                cursor.begin()
                _prepare(cursor, None)
                make_fact_views(cursor)
                yield cursor
        finally:
            cursor.close()

    def _open_cursor(self) -> Cursor:
        """Give a cursor. After an error of a full disk the database is opened again first."""
        connection = self._connection
        try:
            cursor = connection.cursor()
            cursor.execute("SET VARIABLE incoming = ''")
        except (duckdb.FatalException, duckdb.ConnectionException):
            with self._opening_lock:
                if self._connection is connection:
                    connection.close()
                    self._connection = connect(self.path)
            cursor = self._connection.cursor()
        return cursor

    @contextmanager
    def _hold_back_moves(self) -> Iterator[None]:
        """Let no changes be moved meanwhile: large ones go into the file before their commit."""
        with self._checkpoint_lock:
            self._open_changes += 1
        try:
            yield
        finally:
            with self._checkpoint_lock:
                self._open_changes -= 1

    def move_changes(self) -> None:
        """Move all changes from the .wal into the file now.

        Raises duckdb.TransactionException where others read older rows or write meanwhile,
        duckdb.Error or OSError where the disk is full.
        """
        with self._checkpoint_lock:
            if self._open_changes:
                raise duckdb.TransactionException("others change rows meanwhile")
            changes = self._changes
            with self._open_cursor() as cursor:
                move_changes(cursor, self.path)
            self._moved = self._tried = changes

    def _try_to_move_changes(self) -> None:
        if self._changes != self._tried and not self._checkpoint_lock.locked():
            self._attempt_move()

    def _attempt_move(self) -> None:
        changes = self._changes
        try:
            self.move_changes()
        except duckdb.TransactionException:
            return  # the next session that closes tries again
        except (duckdb.Error, OSError) as error:
            self._tried = changes  # with the next change, or when the store is opened again
            _LOG.warning(_NOT_MOVED, self.path.name, type(error).__name__)


def _prepare(cursor: Cursor, as_of: datetime | None) -> None:
    cursor.execute("SET VARIABLE as_of = $1", [as_of or _NOW_AND_ALWAYS])
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
        cursor.execute(f"SET threads = {CONFIG['threads']}")
