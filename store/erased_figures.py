"""Take figures out of the store for good: drafts that hold what was erased, and old opgørelser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.edition import Edition
from core.precision import Precision
from core.quarter import Quarter
from store.connection import Cursor
from store.figures import PRINT_ROWS, PrintedDecimals, set_print_variables

_FOLDER = Path(__file__).parent
_MERGE, _PRINT, _NEXT_POSITION = (
    (_FOLDER / f"{name}.sql").read_text("utf-8")
    for name in ("merge_hidden", "print_sums", "next_position")
)
_EXACT_PEOPLE = PrintedDecimals(2, 2)  # averages of four quarters
_SHOWN = """
    SELECT version FROM figure_sets WHERE EXISTS (
        SELECT 1 FROM opgoerelse_events
        WHERE contains(
            concat(opgoerelse_events.figures, opgoerelse_events.variants),
            split_part(figure_sets.version, '|', 1)
        )
    )
"""  # a version and what was added to it later, which has the version's name before a bar


def forget_unshown_sets(cursor: Cursor) -> None:
    """Delete all sets of figures that nobody was shown: they are computed again when asked for."""
    cursor.execute(f"DELETE FROM figure_sets WHERE version NOT IN ({_SHOWN})")  # noqa: S608 - our own SQL
    cursor.execute("DELETE FROM figures_kpi WHERE version NOT IN (SELECT version FROM figure_sets)")


def list_figure_quarters(cursor: Cursor) -> tuple[Quarter, ...]:
    """List the quarters that sets which were shown have figures of, oldest first."""
    rows = cursor.execute(
        f"SELECT DISTINCT quarter FROM figures_kpi WHERE version IN ({_SHOWN}) ORDER BY quarter"  # noqa: S608 - our own SQL
    ).fetchall()
    return tuple(Quarter.parse(quarter) for (quarter,) in rows)


def erase_figures_of(cursor: Cursor, quarter: Quarter) -> int:
    """Erase a quarter's figures, and what compares with them, from all sets; return how many."""
    rows = cursor.execute(
        "SELECT count(*) FROM figures_kpi WHERE quarter = $1 OR against = $1", [str(quarter)]
    ).fetchall()
    cursor.execute("DELETE FROM figures_kpi WHERE quarter = $1 OR against = $1", [str(quarter)])
    return int(rows[0][0])


@dataclass(frozen=True)
class KeptSet:
    """A set of figures that was shown in an edition, and the keys of an enhed's node in it."""

    version: str
    edition: Edition
    keys: frozenset[str]

    @property
    def values(self) -> dict[str, object]:
        """What SQL is told of it."""
        return {"version": self.version, "keys": [*self.keys]}


def find_versions_with(cursor: Cursor, keys: Collection[str]) -> set[str]:
    """Return the sets that have figures of any of some nodes."""
    rows = cursor.execute(
        "SELECT DISTINCT version FROM figures_kpi WHERE list_contains($1, key)", [list(keys)]
    ).fetchall()
    return {version for (version,) in rows}


def list_cells_above(cursor: Cursor, kept: KeptSet) -> list[tuple[str, int]]:
    """List the afdelinger and områder that an enhed stands in, each with a quarter's number."""
    rows = cursor.execute(
        """
        SELECT DISTINCT unnest([parent, grandparent]) AS node, quarter_number(quarter) AS q
        FROM figures_kpi
        WHERE version = $version AND list_contains($keys, key) AND kpi IN ('kvartal', 'rullende')
            AND NOT missing
        """,
        kept.values,
    ).fetchall()
    return [(node, q) for node, q in rows if node.startswith(("afdeling:", "omraade:"))]


def read_hidden_cells(cursor: Cursor, version: str) -> pd.DataFrame:
    """Return the nodes and quarters, `key, q`, that a set hides."""
    return cursor.execute(
        "SELECT DISTINCT key, quarter_number(quarter) AS q FROM figures_kpi "
        "WHERE version = $1 AND kpi = 'kvartal' AND masked ORDER BY ALL",
        [version],
    ).df()


def keep_sums_hidden(cursor: Cursor, sums: Collection[tuple[str, int]], *, number: int) -> None:
    """Let sums, each a node's key and a quarter's number, stay hidden for an erasure's sake."""
    cursor.execute("DELETE FROM erased_sums WHERE number = $1", [number])
    for key, q in sums:
        cursor.execute(
            "INSERT INTO erased_sums BY NAME "
            "SELECT $1 AS number, $2 AS key, quarter_text($3) AS quarter",
            [number, key, q],
        )


def merge_hidden(cursor: Cursor, kept: KeptSet, trial: str, *, number: int) -> None:
    """Hide in a set what a trial of it hides, all of the enhed, and an erasure's groups.

    The trial is deleted. What the trial could not compute is hidden where it lies below the same
    afdeling or område as the enhed.
    """
    line = sorted({key for key, _ in list_cells_above(cursor, kept)})
    values = {**kept.values, "trial": trial, "line": line, "number": number}
    cursor.execute(_MERGE, values)
    for version in (trial, kept.version):
        cursor.execute("DELETE FROM figures_kpi WHERE version = $1", [version])
    cursor.execute("INSERT INTO figures_kpi BY NAME SELECT * FROM merged_figures")
    cursor.execute("DROP TABLE merged_figures")


def print_sums(cursor: Cursor, kept: KeptSet, decimals: Mapping[str, PrintedDecimals]) -> None:
    """Leave the sums that an enhed is part of as they were printed, and nothing finer.

    Beside the others' exact figures they would tell it to the last digit. How many employees there
    are is no secret.
    """
    line = sorted({key for key, _ in list_cells_above(cursor, kept)})
    people = {f"{kpi}.employees": _EXACT_PEOPLE for kpi in ("rullende", "kvartal", "gruppe")}
    set_print_variables(cursor, {**decimals, **people})
    cursor.execute(PRINT_ROWS[Precision.PRINTED])
    cursor.execute("SET VARIABLE kept_version = $1", [kept.version])
    cursor.execute("SET VARIABLE kept_is_public = $1", [kept.edition is Edition.OFFENTLIG])
    cursor.execute("SET VARIABLE kept_line = $1", [["kommune", *line]])
    cursor.execute(_PRINT)
    cursor.execute(
        """
        DELETE FROM figures_kpi
        WHERE version = getvariable('kept_version') AND is_sum_with_unit(key, level, kpi)
        """
    )
    cursor.execute("INSERT INTO figures_kpi BY NAME SELECT * FROM printed_sums")
    cursor.execute("DROP TABLE printed_sums")


def name_erased_unit(cursor: Cursor, keys: Collection[str], *, token: str, name: str) -> None:
    """Let a token stand for an enhed in all sets that are left, and a name that says what it was.

    Sums that stood in the order of its number stand in that of the next one.
    """
    values = {"keys": list(keys), "token": token, "name": name}
    cursor.execute("SET VARIABLE erased_keys = $1", [list(keys)])
    cursor.execute(_NEXT_POSITION)
    cursor.execute(
        """
        UPDATE figures_kpi SET
            key = regexp_replace(key, '^enhed:[^/]*', 'enhed:' || $token),
            name = $name,
            parent = if(list_contains($keys, parent), 'enhed:' || $token, parent)
        WHERE list_contains($keys, regexp_extract(key, '^enhed:[^/]*'))
        """,
        values,
    )
