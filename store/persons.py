"""What the store knows of people: marks, and nothing else."""

import pyarrow as pa

from store.database import Cursor


def in_common(cursor: Cursor, incoming: pa.Table) -> tuple[int, int]:
    """Count the people of the stored lists of the years beside a new list's, and those also in it.

    `incoming` has the columns of the table `personer`, or those of them that it needs.
    """
    cursor.register("newcomers", incoming.select(["year", "person"]))
    row = cursor.execute(
        """
        WITH own AS (SELECT DISTINCT CAST(year AS INTEGER) AS year FROM newcomers),
        beside AS (SELECT year - 1 AS year FROM own UNION SELECT year + 1 FROM own)
        SELECT
            count(DISTINCT person),
            count(DISTINCT person) FILTER (WHERE person IN (SELECT person FROM newcomers))
        FROM people
        WHERE person IS NOT NULL AND CAST(year AS INTEGER) IN (FROM beside EXCEPT FROM own)
        """
    ).fetchall()[0]
    cursor.unregister("newcomers")
    return int(row[0]), int(row[1])
