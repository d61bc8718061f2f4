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


def read_unit_figures(cursor: Cursor, *, without: Collection[str]) -> list[UnitFigures]:
    """Return every enhed's figures by quarter, leaving out some quarters ("2024K4").

    People are medarbejdere, or fuldtidsstillinger where there are only these.
    """
    rows = cursor.execute(
        """
        SELECT enhed, quarter, dagsvaerk, coalesce(medarbejdere, fuldtidsstillinger) FROM facts
        WHERE NOT list_contains($1, quarter)
        ORDER BY enhed, quarter
        """,
        [list(without)],
    ).fetchall()
    return [UnitFigures(*row) for row in rows]
