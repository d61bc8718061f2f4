"""Uploads and what happens to them: stored, replaced, undone, redone, restored.

Nothing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from uuid import uuid4

import pyarrow as pa

from core.errors import ChefforumError, LoadConflictError
from core.month import Month
from core.quarter import Quarter
from store import kinds
from store.connection import Cursor
from store.database import use_threads
from store.replacement import find_overlapped, find_replaced, require_units_once

_ROWS_TOGETHER = 122_880  # as DuckDB stores them; several such parts are stored side by side
_MOST_THREADS = 2
_HISTORY = """
WITH newest AS (
    SELECT * FROM upload_events WHERE happened_at <= getvariable('as_of')
    QUALIFY row_number() OVER (PARTITION BY upload_id, period ORDER BY seq DESC) = 1
),
first AS (
    SELECT upload_id, min(happened_at) AS happened_at, min(seq) AS seq
    FROM upload_events GROUP BY upload_id
),
summed AS (
    SELECT
        upload_id,
        list(period ORDER BY period) AS periods,
        CASE
            WHEN bool_or(event = 'erased') THEN 'slettet'
            WHEN bool_and(event IN ('stored', 'restored', 'redone')) THEN 'gældende'
            WHEN bool_or(event IN ('stored', 'restored', 'redone')) THEN 'delvist gældende'
            WHEN bool_or(event = 'replaced') THEN 'erstattet'
            ELSE 'fortrudt'
        END AS status,
        bool_or(event = 'undone') AS can_redo
    FROM newest GROUP BY upload_id
)
SELECT uploads.* EXCLUDE (content, totals, changes), changes, periods, status, can_redo
FROM uploads JOIN summed USING (upload_id) JOIN first USING (upload_id)
ORDER BY first.happened_at DESC, first.seq DESC
"""


@dataclass(frozen=True)
class NewUpload:
    """A checked file on its way in.

    `sha256` is of the file's bytes. `facts` has the columns of the kind's table but the upload's
    id; their types are the table's, or text that can be cast to them. `periods` are the different
    values of its period column, in order. `problems` and `totals` are JSON, and so is `changes`:
    the headline figures without it and with it.
    """

    kind: str
    file_name: str
    sha256: str
    extract_date: date | None
    facts: pa.Table
    periods: tuple[str, ...]
    problems: str
    totals: str
    changes: str = "{}"

    @cached_property
    def content(self) -> str:
        """A hash of what the bytes were read as: it depends on the file's name and settings too."""
        digest = sha256(str(self.facts.schema).encode())
        for column in self.facts.combine_chunks().itercolumns():
            for chunk in column.chunks:
                for buffer in chunk.buffers():
                    digest.update(buffer or b"-")
        return digest.hexdigest()


def count_events(cursor: Cursor) -> int:
    """Return the number of all that happened to uploads and to opgørelser, and of erasures."""
    rows = cursor.execute(
        "SELECT (SELECT count(*) FROM upload_events) + (SELECT count(*) FROM opgoerelse_events) "
        "+ (SELECT count(*) FROM release_openings) + (SELECT count(number) FROM erasures)"
    ).fetchall()
    return int(rows[0][0])


def find_next_moment(cursor: Cursor, now: datetime) -> datetime:
    """Return the moment (UTC) of the next event: now, and never before or with an earlier event.

    A clock may go wrong or be set back; the events' order and their moments agree all the same, so
    that the data as they were at any moment are those that counted between two events.
    """
    rows = cursor.execute(
        "SELECT greatest((SELECT max(happened_at) FROM upload_events), "
        "(SELECT max(happened_at) FROM opgoerelse_events), "
        "(SELECT max(happened_at) FROM release_openings))"
    ).fetchall()
    newest: datetime | None = rows[0][0]
    return now if newest is None else max(now, newest + timedelta(microseconds=1))


def read_last_changes(cursor: Cursor, kind: str) -> dict[str, int]:
    """Return the number of the last change of each period of a kind; a check rests on these."""
    rows = cursor.execute(
        "SELECT period, max(seq) FROM upload_events WHERE kind = $1 GROUP BY period", [kind]
    ).fetchall()
    return {str(period): int(seq) for period, seq in rows}


def find_current_copy(cursor: Cursor, upload: NewUpload) -> str | None:
    """Return the id of an upload of the same rows, from the same bytes, that all count now."""
    row = cursor.execute(
        """
        SELECT upload_id FROM uploads JOIN upload_events USING (upload_id)
        LEFT JOIN current_uploads USING (upload_id, period)
        WHERE uploads.kind = $1 AND sha256 = $2 AND content = $3
        GROUP BY upload_id
        HAVING bool_and(current_uploads.upload_id IS NOT NULL)
        """,
        [upload.kind, upload.sha256, upload.content],
    ).fetchone()
    return str(row[0]) if row else None


def take_turn(cursor: Cursor, kind: str) -> int:
    """Take the next change number of a kind. Of two transactions at once, one fails here.

    The store's identity goes with it: see `store.identity`.
    """
    cursor.execute(
        "UPDATE head SET seq = seq + 1, mark = split_part(mark, '/', 1) || '/' || (seq + 1) "
        "WHERE kind = $1",
        [kind],
    )
    rows = cursor.execute("SELECT seq FROM head WHERE kind = $1", [kind]).fetchall()
    return int(rows[0][0])


def read_next_turn(cursor: Cursor, kind: str) -> int:
    """Return the change number that comes next, without taking it: to take it may collide."""
    rows = cursor.execute(
        "SELECT 1 + greatest(seq, (SELECT max(seq) FROM upload_events WHERE kind = head.kind)) "
        "FROM head WHERE kind = $1",
        [kinds.find_kind(kind).name],
    )
    return int(rows.fetchall()[0][0])


def require_unchanged(cursor: Cursor, upload: NewUpload, checked: dict[str, int]) -> None:
    """Raise LoadConflictError when a period changed after the upload was checked."""
    now = read_last_changes(cursor, upload.kind)
    quarters = {_find_quarter(period) for period in upload.periods}
    changed = [
        period
        for period in sorted({*now, *upload.periods})
        if _find_quarter(period) in quarters and now.get(period) != checked.get(period)
    ]
    if changed:
        raise LoadConflictError(
            f"{upload.file_name} blev ikke gemt: {', '.join(changed)} blev ændret af en anden "
            "indlæsning, efter at filen blev kontrolleret. Kontrollér den igen."
        )


def _find_quarter(period: str) -> str:
    """The quarter that a month is of; any other period is itself."""
    return str(Month.parse(period).quarter) if Month.matches(period) else period


def add_upload(cursor: Cursor, upload: NewUpload, *, seq: int, at: datetime, by: str) -> str:
    """Store an upload's rows, signed by somebody, and let them take effect; returns its id.

    In each period, units that nobody else has add up; any overlap replaces the period. A quarter
    replaces its months, and a month the whole quarter. `at` is what the clock says (UTC); see
    `find_next_moment` about the moment of the events.
    """
    upload_id = str(uuid4())
    cursor.execute(
        "INSERT INTO uploads BY NAME SELECT $1 AS upload_id, $2 AS kind, $3 AS file_name, "
        "$4 AS sha256, $5 AS content, $6 AS extract_date, $7 AS loaded_at, $8 AS loaded_by, "
        "$9 AS row_count, $10 AS problems, $11 AS totals, $12 AS changes",
        [
            upload_id, upload.kind, upload.file_name, upload.sha256, upload.content,
            upload.extract_date, at, by, upload.facts.num_rows, upload.problems,
            upload.totals, upload.changes,
        ],
    )  # fmt: skip
    _insert_facts(cursor, upload_id, upload)
    moment = find_next_moment(cursor, at)
    for period in upload.periods:
        _let_count(cursor, (upload_id, upload.kind, period, "stored", by), seq=seq, at=moment)
    return upload_id


def _let_count(
    cursor: Cursor, event: tuple[str, str, str, str, str], *, seq: int, at: datetime
) -> None:
    """Add the event by which a period of an upload comes to count, after what gives way to it."""
    upload_id, kind, period, _, by = event
    for other, part in find_overlapped(cursor, upload_id, period, kind):
        _add_event(cursor, seq, at, (other, kind, part, "replaced", by))
    _add_event(cursor, seq, at, event)


def undo(cursor: Cursor, upload_id: str, *, seq: int, at: datetime, by: str) -> None:
    """Take an upload back: what it had replaced counts again.

    Raises ChefforumError for an unknown upload or one that no longer counts.
    """
    kind = read_kind(cursor, upload_id)
    periods = cursor.execute(
        "SELECT period FROM current_uploads WHERE upload_id = $1 ORDER BY period", [upload_id]
    ).fetchall()
    if not periods:
        raise ChefforumError(
            f"Indlæsningen {upload_id} gælder ikke længere: den er allerede erstattet eller "
            "fortrudt. Se »history«."
        )
    at = find_next_moment(cursor, at)
    returning = {part for (p,) in periods for part in find_replaced(cursor, upload_id, p, kind)}
    for (period,) in periods:
        _add_event(cursor, seq, at, (upload_id, kind, period, "undone", by))
    for restored, period in sorted(returning):
        _add_event(cursor, seq, at, (restored, kind, period, "restored", by))
    require_units_once(cursor, upload_id, kind)


def redo(cursor: Cursor, upload_id: str, *, seq: int, at: datetime, by: str) -> None:
    """Let an upload that was undone count again, as if it were stored now.

    It replaces what has units of its own in its periods; undoing it again restores that. Raises
    ChefforumError for an unknown upload, one that was not undone, or a month of a quarter that is
    loaded whole: to load its file again asks first.
    """
    kind = read_kind(cursor, upload_id)
    periods = cursor.execute(
        """
        SELECT period FROM upload_events WHERE upload_id = $1
        GROUP BY period HAVING arg_max(event, seq) = 'undone' ORDER BY period
        """,
        [upload_id],
    ).fetchall()
    if not periods:
        raise ChefforumError(
            f"Indlæsningen {upload_id} er ikke fortrudt, så den kan ikke gælde igen. Se »history«."
        )
    at = find_next_moment(cursor, at)
    whole_quarters = read_whole_quarters(cursor, kind)
    for (period,) in periods:
        if Month.matches(period) and Month.parse(period).quarter in whole_quarters:
            month = Month.parse(period)
            raise ChefforumError(
                f"{month.quarter.label} er indlæst som helt kvartal og ville miste sine tal, hvis "
                f"{month.label} gjaldt igen. Fortryd kvartalet først, eller indlæs månedens fil "
                "igen."
            )
        _let_count(cursor, (upload_id, kind, period, "redone", by), seq=seq, at=at)


def read_kind(cursor: Cursor, upload_id: str) -> str:
    """Return an upload's kind; ChefforumError where there is no such upload."""
    row = cursor.execute("SELECT kind FROM uploads WHERE upload_id = $1", [upload_id]).fetchone()
    if row is None:
        raise ChefforumError(f"Der er ingen indlæsning »{upload_id}«. Se »history«.")
    return str(row[0])


def count_current_rows(cursor: Cursor, kind: str) -> int:
    """Return how many rows of a kind count."""
    stored_kind = kinds.find_kind(kind)
    rows = cursor.execute(
        f"""
        SELECT count(*) FROM {stored_kind.table} AS rows JOIN current_uploads
            ON current_uploads.upload_id = rows.upload_id
            AND current_uploads.period = rows.{stored_kind.period}
        """  # noqa: S608 - our own names
    ).fetchall()
    return int(rows[0][0])


@dataclass(frozen=True)
class UploadRecord:
    """A stored upload. `status` is gældende, delvist gældende, erstattet, fortrudt or slettet.

    `loaded_at` is in UTC; `problems` and `changes` are JSON. With `can_redo` it was undone, and
    may count again.
    """

    upload_id: str
    kind: str
    file_name: str
    sha256: str
    extract_date: date | None
    loaded_at: datetime
    loaded_by: str
    row_count: int
    problems: str
    changes: str
    periods: Sequence[str]
    status: str
    can_redo: bool

    @property
    def counts(self) -> bool:
        """Whether any of its rows count."""
        return self.status.endswith("gældende")


def list_loaders(cursor: Cursor, quarter: Quarter) -> set[str]:
    """Return who loaded the uploads that count of a quarter or of its months."""
    rows = cursor.execute(
        "SELECT DISTINCT loaded_by FROM current_uploads JOIN uploads USING (upload_id) "
        "WHERE quarter_of(current_uploads.period) = $1",
        [str(quarter)],
    ).fetchall()
    return {name for (name,) in rows}


def read_history(cursor: Cursor) -> tuple[UploadRecord, ...]:
    """Return all uploads, newest first."""
    rows = cursor.execute(_HISTORY).fetchall()
    return tuple(UploadRecord(*row) for row in rows)


def find_upload(cursor: Cursor, beginning: str) -> str:
    """Return the id of the one upload whose id begins so; ChefforumError for none or several."""
    rows = cursor.execute(
        "SELECT upload_id FROM uploads WHERE starts_with(upload_id, $1)", [beginning]
    ).fetchall()
    if len(rows) != 1 or not beginning:
        number = "flere indlæsninger" if rows else "ingen indlæsning"
        raise ChefforumError(f"Der er {number} med nummeret »{beginning}«. Se »history«.")
    return str(rows[0][0])


def _insert_facts(cursor: Cursor, upload_id: str, upload: NewUpload) -> None:
    table = kinds.find_kind(upload.kind).table
    parts = upload.facts.to_batches(max_chunksize=_ROWS_TOGETHER)
    cursor.register("incoming", pa.Table.from_batches(parts, upload.facts.schema))
    with use_threads(cursor, min(len(parts), _MOST_THREADS)):
        cursor.execute(
            f"INSERT INTO {table} BY NAME SELECT $1 AS upload_id, * FROM incoming",  # noqa: S608 - our own name
            [upload_id],
        )
    cursor.unregister("incoming")


def _add_event(
    cursor: Cursor, seq: int, at: datetime, event: tuple[str, str, str, str, str]
) -> None:
    cursor.execute(
        "INSERT INTO upload_events BY NAME SELECT $1 AS seq, $2 AS happened_at, $3 AS upload_id, "
        "$4 AS kind, $5 AS period, $6 AS event, $7 AS by_whom",
        [seq, at, *event],
    )


def read_whole_quarters(cursor: Cursor, kind: str) -> set[Quarter]:
    """Return the quarters that a kind of sick leave has files of as a whole, not by months."""
    rows = cursor.execute(
        "SELECT DISTINCT period FROM current_uploads WHERE kind = $1 AND NOT is_month(period)",
        [kind],
    ).fetchall()
    return {Quarter.parse(period) for (period,) in rows}


def read_unfinished_quarters(cursor: Cursor) -> dict[Quarter, tuple[Month, ...]]:
    """Return the quarters of which only some months count: those months."""
    rows = cursor.execute("SELECT quarter, months FROM unfinished_quarters ORDER BY quarter")
    return {
        Quarter.parse(quarter): tuple(map(Month.parse, months))
        for quarter, months in rows.fetchall()
    }


def read_enheder(cursor: Cursor, periods: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the enheder that count in each of some periods, by number: their names."""
    names: dict[str, dict[str, str]] = {period: {} for period in periods}
    rows = cursor.execute(
        "SELECT quarter, enhed, enhed_navn FROM facts WHERE list_contains($1, quarter) "
        "ORDER BY quarter, enhed",
        [list(periods)],
    ).fetchall()
    for period, enhed, name in rows:
        names[period][str(enhed)] = str(name)
    return names
