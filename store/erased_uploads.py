"""Take an upload out of the store for good: its rows, its names, and what was said of it."""

from datetime import datetime

from core.opgoerelse import Act
from core.quarter import Quarter
from store import kinds
from store.connection import Cursor
from store.erasure_list import make_token
from store.opgoerelser import read_all_steps
from store.uploads import find_next_moment, read_kind, take_turn


def erase_upload(cursor: Cursor, upload_id: str, *, number: int, at: datetime, by: str) -> int:
    """Erase an upload under a number, and return how many rows went.

    What happened to it stays in the list of events; nothing of it can count again. What it had
    replaced does not come back: undo it first where that is wanted.
    """
    kind = kinds.find_kind(read_kind(cursor, upload_id))
    rows = cursor.execute(
        f"SELECT count(*) FROM {kind.table} WHERE upload_id = $1",  # noqa: S608 - our own name
        [upload_id],
    ).fetchall()
    cursor.execute(f"DELETE FROM {kind.table} WHERE upload_id = $1", [upload_id])  # noqa: S608 - our own name
    cursor.execute("DELETE FROM langtidsfriske WHERE contains(lists, $1)", [upload_id])
    cursor.execute(
        "UPDATE uploads SET file_name = $2, sha256 = '', content = '', problems = '[]', "
        "totals = '[]', changes = '{}' WHERE upload_id = $1",
        [upload_id, make_token(number)],
    )
    seq, moment = take_turn(cursor, kind.name), find_next_moment(cursor, at)
    cursor.execute(
        "INSERT INTO upload_events BY NAME SELECT DISTINCT $1 AS seq, $2 AS happened_at, "
        "upload_id, kind, period, 'erased' AS event, $3 AS by_whom FROM upload_events "
        "WHERE upload_id = $4",
        [seq, moment, by, upload_id],
    )
    return int(rows[0][0])


def read_last_events(cursor: Cursor) -> dict[str, datetime]:
    """Return when (UTC) something last happened to each upload that was not erased, by its id."""
    rows = cursor.execute(
        "SELECT upload_id, max(happened_at) FROM upload_events GROUP BY upload_id "
        "HAVING NOT bool_or(event = 'erased')"
    ).fetchall()
    return dict(rows)


def find_opgoerelser_sent_with(cursor: Cursor, upload_id: str) -> set[Quarter]:
    """Find the opgørelser that were sent while an upload counted that their figures rest on."""
    if read_kind(cursor, upload_id) in kinds.TOLD_APART:
        return set()
    now = cursor.execute("SELECT getvariable('as_of')").fetchall()[0][0]
    sent = set()
    for step in read_all_steps(cursor):
        if step.act is Act.UDSENDT:
            cursor.execute("SET VARIABLE as_of = $1", [step.at])
            counted = cursor.execute(
                "SELECT 1 FROM current_uploads WHERE upload_id = $1 LIMIT 1", [upload_id]
            ).fetchall()
            sent |= {step.quarter} if counted else set()
    cursor.execute("SET VARIABLE as_of = $1", [now])
    return sent
