"""Figures of a nøgletal as its declaration names them, read from a reader's set."""

import pandas as pd

from core.organisation import Level
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


def up_to(reader: Reader, noegletal: Noegletal, *, quarter: Quarter, level: Level) -> pd.DataFrame:
    """Return the rows of a level at each quarter up to one, by node and then quarter: see `at`."""
    return reader.query(
        f"SELECT {_columns(noegletal)} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter <= $quarter AND against = '' ORDER BY position, key, quarter",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter)},
    )


def _columns(noegletal: Noegletal) -> str:
    figures = [f"measures['{one.name}'] AS {one.name}" for one in noegletal.measures]
    texts = [f"words['{name}'] AS {name}" for name in noegletal.words]
    return ", ".join(["key", "name", "quarter", "parent", "masked", "missing", *figures, *texts])
