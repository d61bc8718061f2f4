"""Keep the settings that the access log last told of, so that a change of them is found."""

import json
from collections.abc import Mapping

from store.connection import Cursor


def read_settings_seen(cursor: Cursor) -> dict[str, object] | None:
    """Return the settings by name as they were last kept; None where they never were."""
    row = cursor.execute("SELECT content FROM settings_seen").fetchone()
    return json.loads(row[0]) if row else None


def keep_settings_seen(cursor: Cursor, values: Mapping[str, object]) -> None:
    """Keep the settings, in the place of those that were kept before."""
    cursor.execute("DELETE FROM settings_seen")
    cursor.execute("INSERT INTO settings_seen VALUES ($1)", [json.dumps(values)])
