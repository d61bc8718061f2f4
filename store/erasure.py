"""Erase people's marks when no two years need them any more, and their bytes in the file."""

import logging
from datetime import datetime

import duckdb

from core.errors import ChefforumError
from store.connection import Cursor
from store.database import Store

_LOG = logging.getLogger(__name__)
_YEARS_KEPT = 3  # the newest pair of years, and the pair that was valid before it
_BYTES_A_ROW = 64  # of what free blocks are filled with
_BLOCKS_MORE = 2


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


def overwrite_erased_bytes(store: Store) -> None:
    """Overwrite the bytes that erased rows have left in the file, where there are any.

    A changed row stays in the file until something takes its place. So every table is written anew
    and all that is free then is filled. It follows a change that is stored, so it never fails:
    where others write to the store, or the disk is full, it is put off, and the next change, or the
    next opening of the store, does it. It can be ended anywhere and begun again.
    """
    if not is_overwriting_due(store):
        return
    try:
        _rewrite(store)
        _fill(store)
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
            "CREATE OR REPLACE TABLE filling AS SELECT unhex(md5(random()::VARCHAR) || "
            "md5(random()::VARCHAR) || md5(random()::VARCHAR) || md5(random()::VARCHAR)) AS bytes "
            "FROM range($1)",
            [(blocks + _BLOCKS_MORE) * block_bytes // _BYTES_A_ROW],
        )
    store.move_changes()
    with store.transaction(facts=False) as cursor:
        cursor.execute("DROP TABLE filling")
    store.move_changes()
