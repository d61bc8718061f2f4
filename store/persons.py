"""Count the people whom two years' lists have in common, by their marks."""

import pyarrow as pa

from store.connection import Cursor


def count_common_people(cursor: Cursor, incoming: pa.Table) -> tuple[int, int]:
    """Count the people of the stored lists of the years beside a new list's, and those also in it.

    `incoming` has the columns of the table `personer`, or those of them that it needs.
    """
    list_years = {int(year) for year in incoming["year"].unique().to_pylist()}
    neighbours = sorted({year + step for year in list_years for step in (-1, 1)} - list_years)
    stored = _count_people(cursor, neighbours, "")
    if not stored:
        return 0, 0
    cursor.register("newcomers", incoming.select(["person"]))
    common = _count_people(cursor, neighbours, "AND person IN (SELECT person FROM newcomers)")
    cursor.unregister("newcomers")
    return stored, common


def _count_people(cursor: Cursor, years: list[int], condition: str) -> int:
    rows = cursor.execute(
        "SELECT count(DISTINCT person) FROM people "  # noqa: S608 - our own words
        f"WHERE person IS NOT NULL AND list_contains($1, CAST(year AS INTEGER)) {condition}",
        [years],
    )
    return int(rows.fetchall()[0][0])
