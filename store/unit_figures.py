"""Read each enhed's days and people by quarter, as the data that count have them."""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from store.connection import Cursor

_PARTS = ("korttid", "medarbejdere", "fuldtidsstillinger", "afdeling", "omraade")


class UnitFigures(NamedTuple):
    """One enhed's days and people in a quarter; None where the data do not say."""

    enhed: str
    quarter: str
    dagsvaerk: Decimal | None
    people: Decimal | None


def read_unit_figures(
    cursor: Cursor, *, without: Collection[str] = (), of: Collection[str] = ()
) -> list[UnitFigures]:
    """Return every enhed's figures by quarter, leaving out some quarters, or `of` some only.

    Quarters are "2024K4". People are medarbejdere, or fuldtidsstillinger where there are only
    these.
    """
    rows = cursor.execute(
        """
        SELECT enhed, quarter, dagsvaerk, coalesce(medarbejdere, fuldtidsstillinger) FROM facts
        WHERE NOT list_contains($1, quarter) AND (len($2) = 0 OR list_contains($2, quarter))
        ORDER BY enhed, quarter
        """,
        [list(without), list(of)],
    ).fetchall()
    return [UnitFigures(*row) for row in rows]


def read_lost_parts(cursor: Cursor, quarter: str) -> tuple[str, frozenset[str]]:
    """Return the newest quarter before one that has facts, and the parts that only it tells.

    Parts are the names of columns: `korttid`, `fuldtidsstillinger`, `afdeling` … Without an earlier
    quarter it is "" and none.
    """
    row = cursor.execute("SELECT max(quarter) FROM facts WHERE quarter < $1", [quarter]).fetchone()
    if row is None or row[0] is None:
        return "", frozenset()
    parts = [_read_parts(cursor, of) for of in (str(row[0]), quarter)]
    return str(row[0]), parts[0] - parts[1]


def _read_parts(cursor: Cursor, quarter: str) -> frozenset[str]:
    """Return the parts that any row of a quarter tells."""
    counts = ", ".join(f"count({name})" for name in _PARTS)
    rows = cursor.execute(
        f"""
        SELECT {counts}, (SELECT count(*) FROM group_facts WHERE q = quarter_number($1))
        FROM facts WHERE quarter = $1
        """,  # noqa: S608 - our own names
        [quarter],
    ).fetchall()
    return frozenset(
        name for name, count in zip((*_PARTS, "personalegruppe"), rows[0], strict=True) if count
    )
