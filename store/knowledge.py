"""What was learned from earlier files: mappings of layouts, and other names of units and groups.

Nothing is overwritten: the newest word on a name counts, and a deletion is one.
"""

from datetime import datetime
from typing import NamedTuple

from store.connection import Cursor
from store.uploads import take_turn


class Signature(NamedTuple):
    """The moment (UTC) at which something was remembered, and by whom."""

    at: datetime
    by: str


class StoredMapping(NamedTuple):
    """A mapping as text, by its name."""

    name: str
    content: str
    signed: Signature


class Alias(NamedTuple):
    """At a level (»afdeling«, »omraade«, »enhed«) `alias` means `name`."""

    level: str
    alias: str
    name: str
    signed: Signature


def read_mappings(cursor: Cursor) -> tuple[StoredMapping, ...]:
    """Return the mappings that are remembered, newest first."""
    rows = cursor.execute(
        """
        SELECT name, content, happened_at, by_whom FROM mappings
        QUALIFY row_number() OVER (PARTITION BY name ORDER BY seq DESC) = 1
            AND content IS NOT NULL
        ORDER BY seq DESC
        """
    ).fetchall()
    return tuple(
        StoredMapping(name, content, Signature(*signed)) for name, content, *signed in rows
    )


def read_aliases(cursor: Cursor) -> tuple[Alias, ...]:
    """Return the other names that are remembered, by level and alias."""
    rows = cursor.execute(
        """
        SELECT level, alias, name, happened_at, by_whom FROM aliases
        QUALIFY row_number() OVER (PARTITION BY level, alias ORDER BY seq DESC) = 1
            AND name IS NOT NULL
        ORDER BY level, alias
        """
    ).fetchall()
    return tuple(
        Alias(level, alias, name, Signature(*signed)) for level, alias, name, *signed in rows
    )


def remember_mapping(cursor: Cursor, name: str, content: str | None, signed: Signature) -> None:
    """Let a mapping count from now on under its name; without content it is forgotten."""
    cursor.execute(
        "INSERT INTO mappings BY NAME SELECT $1 AS seq, $2 AS happened_at, $3 AS by_whom, "
        "$4 AS name, $5 AS content",
        [take_turn(cursor, "mappings"), *signed, name, content],
    )


def remember_alias(
    cursor: Cursor, level: str, alias: str, *, name: str | None, signed: Signature
) -> None:
    """Let an alias mean a name from now on; without a name it is forgotten."""
    cursor.execute(
        "INSERT INTO aliases BY NAME SELECT $1 AS seq, $2 AS happened_at, $3 AS by_whom, "
        "$4 AS level, $5 AS alias, $6 AS name",
        [take_turn(cursor, "aliases"), *signed, level, alias, name],
    )


def read_names(cursor: Cursor) -> tuple[tuple[str, str], ...]:
    """Return all names at each level, as level and name; where two say the same, the last counts.

    The organisation's come after those of the data, and newer data's after older.
    """
    rows = cursor.execute(
        """
        WITH places AS (
            SELECT 1 AS source, '' AS quarter, omraade, afdeling, enhed_navn
            FROM organisation JOIN current_uploads USING (upload_id, period)
            UNION ALL
            SELECT 0, quarter, omraade, afdeling, enhed_navn FROM facts
        ),
        names AS (
            UNPIVOT places ON omraade, afdeling, enhed_navn AS enhed INTO NAME level VALUE name
        )
        SELECT level, name FROM names
        WHERE name != ''
        GROUP BY level, name
        ORDER BY max(source), max(quarter), level, name
        """
    ).fetchall()
    return tuple((str(level), str(name)) for level, name in rows)
