"""Sets of figures: computed once per data version, read through one viewer's scope."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from core.danish import moment
from core.errors import NoDataError
from core.organisation import Scope
from core.settings import Settings
from store.database import VIEWS, Cursor, Store
from store.kinds import SICK_LEAVE

_VIEWS = (Path(__file__).parent / "reader.sql").read_text("utf-8")
_SETS_KEPT = 20


@dataclass(frozen=True)
class DataVersion:
    """What a set of figures rests on: the uploads that count, the settings and the formulas."""

    id: str
    settings: Settings
    as_of: datetime | None = None


class Reader:
    """Figures of one data version that one viewer may see.

    `query` reads the views `rullende` and `sources`; the facts behind them are out of reach.
    """

    def __init__(self, cursor: Cursor, version: DataVersion, scope: Scope) -> None:
        self._cursor = cursor
        self.version = version
        cursor.execute("SET VARIABLE version = $1", [version.id])
        cursor.execute("SET VARIABLE levels = $1", [sorted(scope.levels)])
        cursor.execute("SET VARIABLE within = $1", [sorted(scope.within)])
        cursor.execute(_VIEWS)

    def query(self, sql: str, parameters: dict[str, object] | None = None) -> pd.DataFrame:
        """Run a query of `metrics` over the reader's views."""
        return self._cursor.execute(sql, parameters or {}).df()


@dataclass(frozen=True)
class Recipe:
    """How a set of figures is made: by which settings, and by which formulas.

    `compute(cursor, version)` writes the set; `formulas` differs whenever they do.
    """

    settings: Settings
    formulas: str
    compute: Callable[[Cursor, str], None]

    def version(self, cursor: Cursor, as_of: datetime | None = None) -> DataVersion:
        """Return the data version that the cursor sees; NoDataError when nothing counts."""
        uploads = cursor.execute(
            "SELECT upload_id, period FROM current_uploads ORDER BY upload_id, period"
        ).fetchall()
        row = cursor.execute(
            "SELECT 1 FROM current_uploads WHERE list_contains($1, kind)", [list(SICK_LEAVE)]
        ).fetchone()
        if row is None:
            if as_of:
                raise NoDataError(f"Der var ingen data {moment(as_of)}.")
            raise NoDataError("Ingen data endnu: indlæs et udtræk eller prøv med eksempeldata.")
        rests_on = repr((self.settings.fingerprint, self.formulas, VIEWS, uploads))
        return DataVersion(sha256(rests_on.encode()).hexdigest(), self.settings, as_of)


@contextmanager
def open_reader(
    store: Store, scope: Scope, *, recipe: Recipe, as_of: datetime | None = None
) -> Iterator[Reader]:
    """Give a reader of the data as they were at a moment, computing the figures if they are new.

    Raises NoDataError when there are no data.
    """
    with store.session(as_of=as_of) as cursor:
        version = recipe.version(cursor, as_of)
        with store.computing:
            if not _kept(cursor, version):
                _keep(cursor, version, compute=recipe.compute, at=store.clock())
        cursor.begin()  # one snapshot for all that a page reads
        yield Reader(cursor, version, scope)


def rehearsal_reader(cursor: Cursor, *, recipe: Recipe) -> Reader:
    """Give a reader of what a rehearsal's cursor sees: figures that are computed but not kept."""
    version = recipe.version(cursor)
    recipe.compute(cursor, version.id)
    return Reader(cursor, version, Scope.everything())


def _kept(cursor: Cursor, version: DataVersion) -> bool:
    row = cursor.execute("SELECT 1 FROM figure_sets WHERE version = $1", [version.id]).fetchone()
    return row is not None


def _keep(
    cursor: Cursor,
    version: DataVersion,
    *,
    compute: Callable[[Cursor, str], None],
    at: datetime,
) -> None:
    cursor.begin()
    try:
        compute(cursor, version.id)
        cursor.execute("INSERT INTO figure_sets VALUES ($1, $2)", [version.id, at])
        _forget_oldest(cursor)
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise


def _forget_oldest(cursor: Cursor) -> None:
    """Drop all but the newest sets: they can be computed again."""
    cursor.execute(
        """
        DELETE FROM figure_sets WHERE version NOT IN (
            SELECT version FROM figure_sets ORDER BY computed_at DESC, version LIMIT $1
        )
        """,
        [_SETS_KEPT],
    )
    cursor.execute(
        "DELETE FROM figures_rullende WHERE version NOT IN (SELECT version FROM figure_sets)"
    )
