"""Read each enhed's days and people by quarter, as the data that count have them."""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from store.database import Cursor


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
