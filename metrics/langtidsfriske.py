"""Who was hardly ever ill in two years running: counted per node, never shown as a person."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.errors import NoDataError
from core.settings import Settings
from store.database import Cursor

_SQL = (Path(__file__).parent / "sql" / "langtidsfriske.sql").read_text("utf-8")


@dataclass(frozen=True)
class Langtidsfriske:
    """The langtidsfriske of two calendar years.

    `frame` has `level, key, name, counted, langtidsfriske, left_out`, a row a node, not masked:
    `counted` were there for both whole years, `langtidsfriske` of them below the limit in both, and
    `left_out` are in either list of the node, but not counted in it. With `by_dates` the lists tell
    when people were employed; else whoever is in both lists counts.
    """

    years: tuple[int, int]
    by_dates: bool
    frame: pd.DataFrame


def years(cursor: Cursor) -> tuple[int, ...]:
    """Return the years whose people can be compared with the year before, newest first."""
    rows = cursor.execute(
        "SELECT DISTINCT CAST(year AS INTEGER) FROM people WHERE person IS NOT NULL"
    ).fetchall()
    known = {int(row[0]) for row in rows}
    return tuple(sorted((year for year in known if year - 1 in known), reverse=True))


def langtidsfriske(cursor: Cursor, *, year: int, settings: Settings) -> Langtidsfriske:
    """Count the langtidsfriske of a year and the one before, as the cursor sees the data.

    Raises NoDataError where a list is missing, or its people are forgotten.
    """
    if year not in years(cursor):
        raise NoDataError(
            f"Langtidsfriske for {year - 1} og {year} kan ikke regnes ud: der skal være en "
            "personliste for begge år, og personerne glemmes, når to nyere par af år er indlæst."
        )
    both = [str(year), str(year - 1)]
    dated = cursor.execute(
        "SELECT count(ansat_fra) + count(ansat_til) > 0 FROM people WHERE list_contains($1, year)",
        [both],
    ).fetchall()[0][0]
    frame = cursor.execute(
        _SQL,
        {
            "year": both[0],
            "previous": both[1],
            "limit": settings.langtidsfrisk_limit,
            "municipality": settings.municipality,
        },
    ).df()
    return Langtidsfriske((year - 1, year), bool(dated), frame)
