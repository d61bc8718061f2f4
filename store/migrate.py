"""Numbered SQL files bring a store's schema up to date when it is opened."""

from datetime import datetime
from pathlib import Path

import duckdb

from core.errors import StoreTooNewError

_FOLDER = Path(__file__).parent / "migrations"


def migrate(cursor: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Apply the migrations that the store lacks, in order, stamped with a moment (UTC).

    Raises StoreTooNewError when the store has more than this program knows.
    """
    cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, applied TIMESTAMP)")
    row = cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    present = int(row[0]) if row else 0
    files = {int(file.name[:4]): file for file in sorted(_FOLDER.glob("*.sql"))}
    newest = max(files)
    if present > newest:
        raise StoreTooNewError(
            f"Databasen har skemaversion {present}, men programmet kender kun til {newest}. "
            "Brug en nyere udgave af programmet."
        )
    for number in range(present + 1, newest + 1):
        cursor.execute(files[number].read_text("utf-8"))
        cursor.execute("INSERT INTO schema_version VALUES ($1, $2)", [number, at])
