"""Take figures out of the store for good: drafts that hold what was erased, and old opgørelser."""

from core.quarter import Quarter
from store.connection import Cursor

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
