"""What the store knows of people: marks, and nothing else."""

import pyarrow as pa

from store.database import Cursor


def in_common(cursor: Cursor, incoming: pa.Table) -> tuple[int, int]:
    """Count the people of the stored lists of the years beside a new list's, and those also in it.

    `incoming` has the columns of the table `personer`, or those of them that it needs.
    """
    own = {int(year) for year in incoming["year"].unique().to_pylist()}
    beside = sorted({year + step for year in own for step in (-1, 1)} - own)
    stored = _count(cursor, beside, "")
    if not stored:
        return 0, 0
    cursor.register("newcomers", incoming.select(["person"]))
    common = _count(cursor, beside, "AND person IN (SELECT person FROM newcomers)")
    cursor.unregister("newcomers")
    return stored, common


def _count(cursor: Cursor, years: list[int], also: str) -> int:
    rows = cursor.execute(
        "SELECT count(DISTINCT person) FROM people "  # noqa: S608 - our own words
        f"WHERE person IS NOT NULL AND list_contains($1, CAST(year AS INTEGER)) {also}",
        [years],
    )
    return int(rows.fetchall()[0][0])
