"""Figures of a nøgletal as its declaration names them, read from a reader's set."""

import pandas as pd

from core.nodes import Level
from core.quarter import Quarter
from metrics.declaration import Noegletal
from store.figures import Reader


def at(
    reader: Reader,
    noegletal: Noegletal,
    *,
    quarter: Quarter,
    level: Level,
    against: Quarter | None = None,
) -> pd.DataFrame:
    """Return the rows of a level at one quarter, in the organisation's order; none where none are.

    Columns: `key, name, quarter, parent, masked, missing`, then each measure of the declaration
    (unrounded, NaN where masked or missing) and each of its words.
    """
    return reader.query(
        f"SELECT {_columns(noegletal)} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter = $quarter AND against = $against ORDER BY position, key",
        {
            "kpi": noegletal.name,
            "level": level.value,
            "quarter": str(quarter),
            "against": str(against or ""),
        },
    )


def before(
    reader: Reader, noegletal: Noegletal, *, quarter: Quarter, level: Level, sent: str
) -> pd.DataFrame:
    """Return the rows of a level at an earlier quarter as a set that was `sent` has them.

    Columns as `at`, and `value_now`: what the data now say. Rows that the set has no figures of
    stand as the data have them, without that; so do all where `sent` is "".
    """
    columns, same = _columns(noegletal), ", ".join(_shared(noegletal))
    return reader.query(
        f"WITH now AS (SELECT {columns} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter = $quarter AND against = ''), "
        f"sent AS (SELECT {columns} FROM shown_figures WHERE version = $sent AND kpi = $kpi "
        "AND level = $level AND quarter = $quarter AND against = '' AND NOT missing) "
        f"SELECT sent.*, now.value AS value_now FROM sent LEFT JOIN now USING ({same}) "
        "UNION ALL BY NAME FROM now ANTI JOIN sent USING (key)",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter), "sent": sent},
    )


def sent(reader: Reader, noegletal: Noegletal, *, level: Level, version: str) -> pd.DataFrame:
    """Return the rows of a level at all quarters in a set that was sent: see `at`."""
    return reader.query(
        f"SELECT {_columns(noegletal)} FROM shown_figures WHERE version = $version "  # noqa: S608 - declared names
        "AND kpi = $kpi AND level = $level AND against = '' ORDER BY position, key, quarter",
        {"kpi": noegletal.name, "level": level.value, "version": version},
    )


def up_to(reader: Reader, noegletal: Noegletal, *, quarter: Quarter, level: Level) -> pd.DataFrame:
    """Return the rows of a level at each quarter up to one, by node and then quarter: see `at`."""
    return reader.query(
        f"SELECT {_columns(noegletal)} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter <= $quarter AND against = '' ORDER BY position, key, quarter",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter)},
    )


def _shared(noegletal: Noegletal) -> list[str]:
    """What two figures of one node have in common where they may be compared."""
    return ["key", *(name for name in noegletal.words if name == "denominator")]


def _columns(noegletal: Noegletal) -> str:
    figures = [f"measures['{one.name}'] AS {one.name}" for one in noegletal.measures]
    texts = [f"words['{name}'] AS {name}" for name in noegletal.words]
    return ", ".join(["key", "name", "quarter", "parent", "masked", "missing", *figures, *texts])
