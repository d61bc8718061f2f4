"""Which uploads give way when another comes to count, and which come back when it is undone."""

from core.errors import ChefforumError
from store import kinds
from store.connection import Cursor

CountedPart = tuple[str, str]  # an upload's id and one of its periods

# Of these an enhed without a number is known by its name; see `known_rows`.
_BY_NAME_TOO = ("kvartal", "rullende", "fravaer", "bemanding")
_IN_PARTS = "quarter_of(period) = quarter_of($2) AND is_month(period) != is_month($2)"


def find_overlapped(cursor: Cursor, upload_id: str, period: str, kind: str) -> list[CountedPart]:
    """Return what counts now and gives way to a period of an upload.

    That is the period in uploads that have an enhed in common with it. A quarter and its months
    give way to each other whatever their enheder are.
    """
    rows = cursor.execute(
        f"SELECT upload_id, period FROM current_uploads WHERE kind = $1 AND {_IN_PARTS} "  # noqa: S608 - our own SQL
        "ORDER BY ALL",
        [kind, period],
    ).fetchall()
    in_parts = [(str(other), str(part)) for other, part in rows]
    others = cursor.execute(
        "SELECT upload_id FROM current_uploads WHERE period = $1 AND kind = $2 ORDER BY 1",
        [period, kind],
    ).fetchall()
    shares = others and (
        not kinds.find_kind(kind).adds_up or _shares_units(cursor, upload_id, period, kind)
    )
    return in_parts + ([(str(other), period) for (other,) in others] if shares else [])


def _shares_units(cursor: Cursor, upload_id: str, period: str, kind: str) -> bool:
    """Whether an upload has an enhed in common with those that count in a period."""
    cursor.execute("SET VARIABLE incoming = $1", [upload_id])
    row = cursor.execute(
        f"""
        WITH units AS ({_write_units_query(kind)})
        SELECT 1 FROM units AS mine JOIN units AS theirs USING (period, enhed)
        WHERE mine.upload_id = $1 AND period = $2 AND theirs.upload_id != $1
        LIMIT 1
        """,  # noqa: S608 - our own names
        [upload_id, period],
    ).fetchone()
    cursor.execute("SET VARIABLE incoming = ''")
    return row is not None


def find_replaced(cursor: Cursor, upload_id: str, period: str, kind: str) -> list[CountedPart]:
    """Return what gave way to a period of an upload when it last came to count."""
    rows = cursor.execute(
        f"""
        WITH came AS (
            SELECT max(seq) AS seq FROM upload_events
            WHERE upload_id = $1 AND period = $2 AND event IN ('stored', 'redone')
        )
        SELECT upload_id, period FROM upload_events JOIN came USING (seq)
        WHERE kind = $3 AND event = 'replaced' AND (period = $2 OR ({_IN_PARTS}))
            AND upload_id NOT IN (SELECT upload_id FROM upload_events WHERE event = 'erased')
        ORDER BY ALL
        """,  # noqa: S608 - our own SQL
        [upload_id, period, kind],
    ).fetchall()
    return [(str(other), str(part)) for other, part in rows]


def require_units_once(cursor: Cursor, upload_id: str, kind: str) -> None:
    """Raise ChefforumError when what came back overlaps with what was added since."""
    if not kinds.find_kind(kind).adds_up:
        return
    rows = cursor.execute(
        f"""
        WITH touched AS (
            SELECT DISTINCT quarter_of(period) AS quarter FROM upload_events WHERE upload_id = $1
        )
        SELECT period FROM ({_write_units_query(kind)})
        WHERE counts AND quarter_of(period) IN (FROM touched)
        GROUP BY period, enhed HAVING count(DISTINCT upload_id) > 1
        UNION
        SELECT quarter_of(period) FROM current_uploads
        WHERE kind = $2 AND quarter_of(period) IN (FROM touched)
        GROUP BY quarter_of(period) HAVING count(DISTINCT is_month(period)) > 1
        ORDER BY period
        """,  # noqa: S608 - our own names
        [upload_id, kind],
    ).fetchall()
    if rows:
        raise ChefforumError(
            "Indlæsningen kan ikke fortrydes endnu: i "
            f"{', '.join(str(row[0]) for row in rows)} er der siden indlæst enheder, som også "
            "findes i den fil, der ville gælde igen. Fortryd den nyeste indlæsning først."
        )


def _write_units_query(kind: str) -> str:
    """Return the query for which enheder the uploads that count, and `incoming`, have when."""
    if kind in _BY_NAME_TOO:
        return (
            "SELECT upload_id, period, enhed, counts FROM known_rows "  # noqa: S608 - our own name
            f"WHERE kind = '{kind}'"
        )
    stored_kind = kinds.find_kind(kind)
    return f"""
        SELECT DISTINCT
            rows.upload_id, rows.{stored_kind.period} AS period,
            same_enhed(rows.enhed) AS enhed,
            current_uploads.upload_id IS NOT NULL AS counts
        FROM {stored_kind.table} AS rows
        LEFT JOIN current_uploads
            ON current_uploads.upload_id = rows.upload_id
            AND current_uploads.period = rows.{stored_kind.period}
        WHERE current_uploads.upload_id IS NOT NULL OR rows.upload_id = getvariable('incoming')
    """  # noqa: S608 - our own names
