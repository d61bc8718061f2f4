"""Erase people's marks when no two years need them any more, and their bytes in the file."""

import logging
import secrets
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

import duckdb

from core.errors import ChefforumError
from store.connection import Cursor
from store.database import Store

_LOG = logging.getLogger(__name__)
_YEARS_KEPT = 3  # the newest pair of years, and the pair that was valid before it
_BYTES_A_ROW = 8  # of what free blocks and memory are filled with
_BLOCKS_MORE = 2
_TIMES_REWRITTEN = 2
_TIMES_TRIED = 3
_LEAST_MEMORY, _MOST_MEMORY = 64_000_000, 512_000_000  # bytes
_RANDOM_ROWS = "SELECT hash(range, $2) AS bytes FROM range($1)"
# Reading the file in this process would drop the lock that DuckDB has on it.
_FIND_WORDS = """
import sys
words = sys.stdin.buffer.read().splitlines()
content = open(sys.argv[1], "rb").read()
sys.exit(any(word in content for word in words))
"""


def forget_people(cursor: Cursor, at: datetime) -> None:
    """Take the marks out of the lists that no two years need any more; the rows stay.

    They go from all uploads of such a year, also those that do not count.
    """
    forgotten = cursor.execute(
        """
        WITH kept AS (
            SELECT DISTINCT period FROM current_uploads WHERE kind = 'personer'
            ORDER BY period DESC LIMIT $1
        )
        SELECT year, count(*) FROM personer
        WHERE person IS NOT NULL AND year < (SELECT min(period) FROM kept)
            AND (SELECT count(*) FROM kept) = $1
        GROUP BY year ORDER BY year
        """,
        [_YEARS_KEPT],
    ).fetchall()
    for year, count in forgotten:
        cursor.execute("UPDATE personer SET person = NULL WHERE year = $1", [year])
        cursor.execute(
            "INSERT INTO erasures BY NAME SELECT $1 AS happened_at, $2 AS year, $3 AS row_count, "
            "false AS overwritten",
            [at, year, count],
        )


def find_years_erased_since(cursor: Cursor) -> list[str]:
    """Return the years whose lists counted at the cursor's moment, and were erased after it."""
    rows = cursor.execute(
        """
        SELECT DISTINCT year FROM erasures
        JOIN current_uploads ON kind = 'personer' AND current_uploads.period = year
        WHERE happened_at > getvariable('as_of')
        ORDER BY year
        """
    ).fetchall()
    return [year for (year,) in rows]


def forget_erased_words(store: Store) -> None:
    """Take out what named erased things: it is in nothing that lies beside the store any more."""
    with store.transaction(facts=False) as cursor:
        cursor.execute("DELETE FROM erased_words")


def overwrite_erased_bytes(store: Store, words: Sequence[str] = ()) -> None:
    """Overwrite the bytes that erased rows have left in the file, where there are any.

    A changed row stays in the file until something takes its place. So every table is written anew
    and all that is free then is filled. It follows a change that is stored, so it never fails:
    where others write to the store, or the disk is full, it is put off, and the next change, or the
    next opening of the store, does it. It can be ended anywhere and begun again. Where some of the
    erased `words` are known, the file is looked through for them afterwards.
    """
    if not is_overwriting_due(store):
        return
    try:
        _overwrite(store, words)
        with store.transaction() as cursor:
            cursor.execute("UPDATE erasures SET overwritten = true")
    except (ChefforumError, duckdb.Error, OSError) as error:
        _LOG.warning(
            "Slettede data er endnu ikke overskrevet (%s); det prøves igen senere.",
            type(error).__name__,
        )


def is_overwriting_due(store: Store) -> bool:
    """Whether bytes of erased rows still lie in the file."""
    with store.session(facts=False) as cursor:
        due = cursor.execute("SELECT count(*) FROM erasures WHERE NOT overwritten").fetchone()
    return due != (0,)


def _overwrite(store: Store, words: Sequence[str]) -> None:
    """Overwrite what is erased until none of some words is in the file."""
    for _ in range(_TIMES_TRIED):
        for _ in range(_TIMES_REWRITTEN):  # what the first one frees is no longer in memory then
            _fill_memory(store)
            _rewrite(store)
            store.move_changes()
        _fill(store)
        if not _holds_any(store, words):
            return
    raise ChefforumError("Det slettede ligger stadig i databasens fil.")


def _fill_memory(store: Store) -> None:
    """Fill memory that DuckDB has freed: a block that is not full holds what was there before."""
    with store.session(facts=False) as cursor:
        ((blocks, block_bytes),) = cursor.execute(
            "SELECT total_blocks, block_size FROM pragma_database_size()"
        ).fetchall()
        size = min(max(2 * blocks * block_bytes, _LEAST_MEMORY), _MOST_MEMORY)
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE filling_of_memory AS {_RANDOM_ROWS}",
            [size // _BYTES_A_ROW, secrets.randbits(32)],
        )
        cursor.execute("DROP TABLE filling_of_memory")


def _holds_any(store: Store, words: Sequence[str]) -> bool:
    if not words:
        return False
    search = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", "-c", _FIND_WORDS, str(store.path)],
        input="\n".join(words).encode(),
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return search.returncode != 0


def _rewrite(store: Store) -> None:
    with store.transaction() as cursor:
        cursor.execute("UPDATE head SET seq = seq")  # collides with any load under way
        tables = cursor.execute(
            "SELECT table_name FROM duckdb_tables() "
            "WHERE database_name = current_database() AND NOT temporary"
        ).fetchall()
        for (table,) in tables:
            cursor.execute(f"CREATE OR REPLACE TABLE {table} AS FROM {table}")


def _fill(store: Store) -> None:
    """Fill the file's free blocks with random bytes, and free them again.

    A table that an earlier filling was ended in is replaced.
    """
    store.move_changes()
    with store.transaction(facts=False) as cursor:
        size = cursor.execute(
            "SELECT free_blocks, block_size FROM pragma_database_size()"
        ).fetchall()
        blocks, block_bytes = size[0]
        cursor.execute(
            f"CREATE OR REPLACE TABLE filling AS {_RANDOM_ROWS}",
            [(blocks + _BLOCKS_MORE) * block_bytes // _BYTES_A_ROW, secrets.randbits(32)],
        )
    store.move_changes()
    with store.transaction(facts=False) as cursor:
        cursor.execute("DROP TABLE filling")
    store.move_changes()
