"""Keep the number and hash of the access log's last line in the store, which finds a cut end."""

from datetime import datetime
from typing import NamedTuple

from core.moment import find_danish_day
from store.connection import Cursor


class StoredAnchor(NamedTuple):
    """The log's last line at a moment (UTC): its number and hash."""

    at: datetime
    number: int
    hash: str


def read_anchors(cursor: Cursor) -> tuple[StoredAnchor, ...]:
    """Return the anchors that are kept, oldest first."""
    rows = cursor.execute(
        "SELECT happened_at, number, hash FROM log_anchors ORDER BY number, happened_at"
    ).fetchall()
    return tuple(StoredAnchor(*row) for row in rows)


def add_anchor(cursor: Cursor, anchor: StoredAnchor) -> None:
    """Keep an anchor, in the place of an earlier one of the same day."""
    day = find_danish_day(anchor.at)
    earlier = [kept.at for kept in read_anchors(cursor) if find_danish_day(kept.at) == day]
    cursor.execute("DELETE FROM log_anchors WHERE list_contains($1, happened_at)", [earlier])
    cursor.execute(
        "INSERT INTO log_anchors BY NAME SELECT $1 AS happened_at, $2 AS number, $3 AS hash",
        list(anchor),
    )
