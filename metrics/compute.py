"""All figures of one data version, for all nodes and levels, masked last."""

from functools import partial
from hashlib import sha256
from pathlib import Path

from core.settings import Settings
from metrics import masks
from store.database import Cursor
from store.figures import Recipe

_FOLDER = Path(__file__).parent
_CELLS = (_FOLDER / "sql" / "cells.sql").read_text("utf-8")
_RULLENDE = (_FOLDER / "sql" / "rullende.sql").read_text("utf-8")
_FORMULAS = sha256(
    (_CELLS + _RULLENDE + (_FOLDER / "masks.py").read_text("utf-8")).encode()
).hexdigest()


def recipe(settings: Settings) -> Recipe:
    """Return how figures are made with a municipality's settings."""
    return Recipe(settings, _FORMULAS, partial(compute, settings=settings))


def compute(cursor: Cursor, version: str, *, settings: Settings) -> None:
    """Write the figures of the data that the cursor sees under a version's id.

    A figure that may not be seen is not written: the tables hold NULL and `masked`.
    """
    cursor.execute("SET VARIABLE part_days = $1", [settings.part_days])
    known = {"municipality": settings.municipality, "denominator": settings.denominator.value}
    for statement in cursor.extract_statements(_CELLS):
        used = {name: known[name] for name in statement.named_parameters if name in known}
        cursor.execute(statement, used)
    cells = cursor.execute(
        "SELECT level, key, q, CAST(employees AS DOUBLE) AS employees, "
        "CAST(dagsvaerk AS DOUBLE) AS dagsvaerk FROM cells ORDER BY key, q"
    ).df()
    cursor.register("masks", masks.plan(cells, smallest_group=settings.smallest_group))
    cursor.execute(_RULLENDE, {"version": version})
    cursor.unregister("masks")
