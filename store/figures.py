"""Sets of figures: computed once per data version, read through one viewer's scope."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import duckdb
import pandas as pd

from core.danish import format_moment
from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Scope
from core.opgoerelse import OpgoerelseStep
from core.precision import COARSE_BELOW, Precision
from core.quarter import Quarter
from core.settings import Settings
from store import opgoerelser, uploads
from store.connection import Cursor
from store.database import VIEWS, Store, make_fact_views
from store.kinds import FIGURES, TOLD_APART
from store.lookups import Lookups

_FOLDER = Path(__file__).parent
_VIEWS = (_FOLDER / "reader.sql").read_text("utf-8")
PRINT_ROWS = {
    precision: (_FOLDER / f"{precision.value}.sql").read_text("utf-8") for precision in Precision
}
_NAMES_EXACT = re.compile(r"\bexact_|\bfigures_kpi\b", re.IGNORECASE)
_SETS_KEPT = 40
_EARLIER_SETS_KEPT = 4  # of those computed before the last change, to which an undo may lead back
_LAST = Quarter(9999, 4)
# What was shown of opgørelser, up to which quarter: showing the same once more changes nothing.
_SHOWN_CONTENTS = """
    SELECT coalesce(content, version) AS shown, max(quarter) AS until
    FROM (
        SELECT unnest(json_extract_string(figures, ['$.intern', '$.offentlig'])) AS version, quarter
        FROM opgoerelse_events
        WHERE event IN ('frigivet', 'udsendt', 'udleveret') AND happened_at <= getvariable('as_of')
    )
    LEFT JOIN figure_sets USING (version)
    GROUP BY shown
    ORDER BY ALL
"""
_DESCRIBE_CONTENT = """
    SELECT md5(concat_ws(
        ';',
        (
            SELECT sum(hash(figures)) FROM (
                SELECT * EXCLUDE (version) FROM figures_kpi WHERE version = $1
            ) AS figures
        ),
        (SELECT list_sort(list(concat_ws(',', upload_id, period))) FROM current_uploads)
    )) AS content
"""
Result = TypeVar("Result")
_BETWEEN = "|"  # a version, and what was added to its figures later


@dataclass(frozen=True)
class DataVersion:
    """What a set of figures rests on: the uploads that count, the settings and the formulas.

    Of a set that was released, no quarter later than `until` may be seen. One that `is_recomputed`
    was not kept with its release, but computed later of the data as they were then. One that
    `is_draft` is of a release that only the secretariat has.
    """

    id: str
    settings: Settings
    as_of: datetime | None = None
    edition: Edition = Edition.INTERN
    until: Quarter | None = None
    is_recomputed: bool = False
    is_draft: bool = False


@dataclass(frozen=True)
class PrintedDecimals:
    """How many decimals a measure is printed with: usually, and in a small group to the public."""

    usual: int
    coarse: int


def set_print_variables(cursor: Cursor, decimals: Mapping[str, PrintedDecimals]) -> None:
    """Tell a cursor how many decimals each measure is printed with, by "kpi.measure"."""
    cursor.execute("SET VARIABLE coarse_below = $1", [COARSE_BELOW])
    for name, places in {
        "decimals": [of_measure.usual for of_measure in decimals.values()],
        "coarse_decimals": [of_measure.coarse for of_measure in decimals.values()],
    }.items():
        cursor.execute(f"SET VARIABLE {name} = map($1, $2)", [[*decimals], places])


class Reader:
    """Figures of one data version that one viewer may see, as exact as the viewer may see them.

    `query` reads the views `rullende`, `figures` and `sources`, and of what was shown before
    `shown_rullende`, `shown_figures` and `upload_lives`; the facts behind are out of reach. What
    lies beyond the viewer's own line is of the version `beyond`. `decimals` are those that each
    measure is printed with: one that has none is printed whole.
    """

    def __init__(
        self,
        cursor: Cursor,
        version: DataVersion,
        scope: Scope,
        *,
        store: Store | None = None,
        beyond: DataVersion | None = None,
        decimals: Mapping[str, PrintedDecimals] = MappingProxyType({}),
    ) -> None:
        self._cursor = cursor
        self._store = store
        self._beyond = beyond or version
        self._sees = (version, self._beyond, scope, uploads.count_events(cursor))
        self._decimals = decimals
        self.version = version
        self._scope = scope
        self._ready = False
        self.lookups = Lookups()

    @property
    def line(self) -> frozenset[str]:
        """The keys of the nodes that the viewer leads."""
        return self._scope.within

    @property
    def is_of_everything(self) -> bool:
        """Whether all figures are of the reader's own edition."""
        return self._scope.is_of_everything

    @property
    def is_exact(self) -> bool:
        """Whether figures are as they were computed, and not as they are printed."""
        return self._scope.precision is Precision.EXACT

    def query(self, sql: str, parameters: dict[str, object] | None = None) -> pd.DataFrame:
        """Run a query of `metrics` over the reader's views.

        Raises ValueError for one of figures as they were computed: they are not for showing.
        """
        if _NAMES_EXACT.search(sql):
            raise ValueError("Exact figures are read by `query_exact`, for judging alone.")
        return self.query_exact(sql, parameters)

    def query_exact(self, sql: str, parameters: dict[str, object] | None = None) -> pd.DataFrame:
        """Run a query that may be of `exact_figures` too: for judging, never for showing."""
        self.lookups.tell_query(parameters or {})
        if not self._ready:
            self._make_views()
        return self._cursor.execute(sql, parameters or {}).df()

    @cached_property
    def all_steps(self) -> tuple[OpgoerelseStep, ...]:
        """The steps of all opgørelser up to the moment of the data, oldest first."""
        return opgoerelser.read_all_steps(self._cursor)

    def _make_views(self) -> None:
        variables: dict[str, object] = {
            "version": self.version.id,
            "version_beyond": self._beyond.id,
            "edition": self.version.edition.value,
            "edition_beyond": self._beyond.edition.value,
            "until": str(self.version.until or _LAST),
            "levels": sorted(self._scope.levels),
            "within": sorted(self._scope.within),
        }
        for name, value in variables.items():
            self._cursor.execute(f"SET VARIABLE {name} = $1", [value])
        set_print_variables(self._cursor, self._decimals)
        self._cursor.execute(PRINT_ROWS[self._scope.precision])
        self._cursor.execute(_VIEWS)
        self._ready = True

    def compute_once(self, name: Hashable, make: Callable[[], Result]) -> Result:
        """Return what `make` gives of this version and scope, kept under a name for later calls.

        A version's figures never change, so only those of a rehearsal are made each time.
        """
        self.lookups.tell_function(name)
        if self._store is None:
            with self.lookups.within_one():
                return make()
        key = (*self._sees, name)
        with self._store.results_lock:
            if key in self._store.results:
                result: Result = self._store.results[key]
                return result
        with self.lookups.within_one():
            result = make()
        with self._store.results_lock:
            self._store.results[key] = result
        return result

    def find_steps(self, quarter: Quarter) -> tuple[OpgoerelseStep, ...]:
        """Return the steps of an opgørelse's life up to the moment of the data, oldest first."""
        return tuple(step for step in self.all_steps if step.quarter == quarter)


@dataclass(frozen=True)
class Recipe:
    """How a set of figures is made: by which settings, and by which formulas.

    `compute(cursor, version)` writes the set, and sets the variable `exposed` to how many cells the
    masks cannot protect; `formulas` differs whenever they do. `additions` are
    figures that are added to the set when somebody asks for them, each with a name of its own.
    `decimals` are those that each measure is printed with, by "kpi.measure", and `plan` the number
    of the plan of masks.
    """

    settings: Settings
    formulas: str
    compute: Callable[[Cursor, str], None]
    additions: Mapping[str, Callable[[Cursor, str], None]] = field(default_factory=dict)
    edition: Edition = Edition.INTERN
    decimals: Mapping[str, PrintedDecimals] = field(default_factory=dict)
    plan: int = 0

    def read_version(self, cursor: Cursor, as_of: datetime | None = None) -> DataVersion:
        """Return the data version that the cursor sees; NoDataError when nothing counts."""
        current = cursor.execute(
            "SELECT upload_id, period, kind FROM current_uploads "
            "WHERE NOT list_contains($1, kind) ORDER BY upload_id, period",
            [list(TOLD_APART)],
        ).fetchall()
        if not any(kind in FIGURES for _, _, kind in current):
            if as_of:
                raise NoDataError(f"Der var ingen data {format_moment(as_of)}.")
            if current:
                raise NoDataError(
                    "Der er data, men endnu intet udtræk af sygefravær, som tallene hviler på. "
                    "Indlæs et udtræk."
                )
            raise NoDataError("Ingen data endnu: indlæs et udtræk eller prøv med eksempeldata.")
        shown = cursor.execute(_SHOWN_CONTENTS).fetchall()
        erased = cursor.execute("SELECT max(number) FROM erasures").fetchall()
        rests_on = repr((self.settings.fingerprint, self.formulas, VIEWS, current, shown, erased))
        digest = sha256(rests_on.encode()).hexdigest()
        return DataVersion(digest, self.settings, as_of, self.edition)


@contextmanager
def open_reader(
    store: Store,
    scope: Scope,
    *,
    recipe: Recipe,
    as_of: datetime | None = None,
    until: Quarter | None = None,
    beyond: DataVersion | None = None,
) -> Iterator[Reader]:
    """Give a reader of the data as they were at a moment, computing the figures if they are new.

    With `until` it is of a release that they are recomputed for, and sees nothing of quarters later
    than that; what lies beyond the own line it sees in the version `beyond`. Raises NoDataError
    when there are no data.
    """
    with store.session(as_of=as_of, facts=False) as cursor:
        version = recipe.read_version(cursor, as_of)
        version = replace(version, until=until, is_recomputed=until is not None)
        _compute_missing(store, cursor, version, recipe)
        cursor.begin()  # one snapshot for all that a page reads
        yield Reader(cursor, version, scope, store=store, beyond=beyond, decimals=recipe.decimals)


@contextmanager
def open_kept_set(
    store: Store,
    scope: Scope,
    *,
    recipe: Recipe,
    version: DataVersion,
    beyond: DataVersion | None = None,
) -> Iterator[Reader]:
    """Give a reader of a set of figures that was kept, whatever became of the data behind it.

    Raises NoDataError when it is not there.
    """
    with store.session(as_of=version.as_of, facts=False) as cursor:
        if not _is_set_kept(cursor, version.id, ""):
            raise NoDataError("De tal, der blev vist dengang, findes ikke i denne database.")
        _compute_missing(store, cursor, version, recipe)
        cursor.begin()
        yield Reader(cursor, version, scope, store=store, beyond=beyond, decimals=recipe.decimals)


def _compute_missing(store: Store, cursor: Cursor, version: DataVersion, recipe: Recipe) -> None:
    """Compute what is missing of a set of figures; one that is kept whole waits for nobody."""
    parts = {"": recipe.compute, **recipe.additions}
    if all(_is_set_kept(cursor, version.id, name) for name in parts):
        return
    with store.computing_lock:
        for name, compute in parts.items():
            if not _is_set_kept(cursor, version.id, name):  # somebody else may have computed it
                _keep(cursor, version.id, name, compute=compute, at=store.clock(), plan=recipe.plan)


def make_rehearsal_reader(cursor: Cursor, *, recipe: Recipe) -> Reader:
    """Give a reader of what a rehearsal's cursor sees: figures that are computed but not kept."""
    version = recipe.read_version(cursor)
    recipe.compute(cursor, version.id)
    return Reader(cursor, version, Scope.everything())


def _is_set_kept(cursor: Cursor, version: str, name: str) -> bool:
    row = cursor.execute(
        "SELECT 1 FROM figure_sets WHERE version = $1", [_name_part(version, name)]
    ).fetchone()
    return row is not None


def _name_part(version: str, name: str) -> str:
    return f"{version}{_BETWEEN}{name}" if name else version


def _keep(
    cursor: Cursor,
    version: str,
    name: str,
    *,
    compute: Callable[[Cursor, str], None],
    at: datetime,
    plan: int,
) -> None:
    make_fact_views(cursor)
    cursor.begin()
    try:
        compute(cursor, version)
        cursor.execute(
            "INSERT INTO figure_sets BY NAME SELECT $1 AS version, $2 AS computed_at, $3 AS plan, "
            f"getvariable('exposed') AS exposed, ({_DESCRIBE_CONTENT}) AS content",
            [_name_part(version, name), at, plan],
        )
        if not name:
            _forget_oldest(cursor)
        cursor.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a full disk has rolled it back
            cursor.rollback()
        raise


def _forget_oldest(cursor: Cursor) -> None:
    """Delete all sets but the newest and those that were shown; they can be computed again.

    Few are kept of those that were computed before the last change: it has made most of them old.
    """
    cursor.execute(
        """
        WITH whole AS (SELECT * FROM figure_sets WHERE NOT contains(version, $1)),
        numbered AS (
            SELECT version, row_number() OVER (
                PARTITION BY computed_at < (SELECT max(happened_at) FROM upload_events)
                ORDER BY computed_at DESC, version
            ) AS number, computed_at < (SELECT max(happened_at) FROM upload_events) AS is_earlier
            FROM whole
        ),
        newest AS (FROM numbered WHERE number <= CASE WHEN is_earlier THEN $3 ELSE $2 END)
        DELETE FROM figure_sets
        WHERE split_part(version, $1, 1) NOT IN (SELECT version FROM newest) AND NOT EXISTS (
            SELECT 1 FROM opgoerelse_events
            WHERE contains(
                concat(opgoerelse_events.figures, opgoerelse_events.variants),
                split_part(figure_sets.version, $1, 1)
            )
        )
        """,
        [_BETWEEN, _SETS_KEPT, _EARLIER_SETS_KEPT],
    )
    cursor.execute("DELETE FROM figures_kpi WHERE version NOT IN (SELECT version FROM figure_sets)")
