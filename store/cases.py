"""Read the cases of opgørelser and what is to be followed up, and store a case anew."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.follow_up import FollowUp, FollowUpKind
from core.quarter import Quarter
from store import uploads
from store.connection import Cursor

Content = dict[str, dict[str, Any]]  # JSON: the case's fields, its author's texts, its bilag
_HEAD = "sager"


@dataclass(frozen=True)
class StoredCase:
    """The case of an opgørelse as it was saved last: its content, when, and by whom."""

    quarter: Quarter
    content: Content
    at: datetime
    by: str


def read_cases(cursor: Cursor) -> tuple[StoredCase, ...]:
    """Return every opgørelse's case, oldest opgørelse first."""
    rows = cursor.execute(
        """
        SELECT quarter, content, happened_at, by_whom FROM case_events
        WHERE happened_at <= getvariable('as_of')
        QUALIFY row_number() OVER (PARTITION BY quarter ORDER BY seq DESC) = 1
        ORDER BY quarter
        """
    ).fetchall()
    return tuple(
        StoredCase(Quarter.parse(quarter), json.loads(content), at, by)
        for quarter, content, at, by in rows
    )


def add_case(cursor: Cursor, quarter: Quarter, content: Content, *, at: datetime, by: str) -> None:
    """Store the case of an opgørelse; what it was before is kept.

    Of two transactions at once, one fails here.
    """
    cursor.execute(
        "INSERT INTO case_events BY NAME SELECT $1 AS seq, "
        "greatest($2, (SELECT max(happened_at) FROM case_events)) AS happened_at, "
        "$3 AS by_whom, $4 AS quarter, $5 AS content",
        [
            uploads.take_turn(cursor, _HEAD),
            at,
            by,
            str(quarter),
            json.dumps(content, ensure_ascii=False),
        ],
    )


def read_follow_ups(cursor: Cursor) -> tuple[FollowUp, ...]:
    """Return all decisions and promises, oldest meeting first."""
    rows = cursor.execute(
        """
        SELECT
            coalesce(tekst, ''), slags, coalesce(forum, ''), moede, punkt,
            coalesce(ansvarlig, ''), frist, besvaret, coalesce(svar, '')
        FROM opfoelgning
        JOIN current_uploads USING (upload_id, period)
        ORDER BY moede, punkt, slags, tekst
        """
    ).fetchall()
    return tuple(
        FollowUp(
            tekst=text,
            slags=FollowUpKind(kind),
            forum=forum,
            moede=meeting,
            punkt=item,
            ansvarlig=responsible,
            frist=deadline,
            besvaret=Quarter.parse(answered) if answered else None,
            svar=answer,
        )
        for text, kind, forum, meeting, item, responsible, deadline, answered, answer in rows
    )


def erase_case(cursor: Cursor, quarter: Quarter) -> int:
    """Erase the case of an opgørelse with all that it was before; return how many were saved."""
    uploads.take_turn(cursor, _HEAD)
    rows = cursor.execute(
        "SELECT count(*) FROM case_events WHERE quarter = $1", [str(quarter)]
    ).fetchall()
    cursor.execute("DELETE FROM case_events WHERE quarter = $1", [str(quarter)])
    return int(rows[0][0])
