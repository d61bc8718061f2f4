"""All figures of one data version, for all nodes and levels, masked last."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

import pandas as pd

from core.edition import Edition
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import masks
from metrics.computing import agenda, forloeb, friske_counts
from metrics.computing.erased_sums import find_hidden_for_erased
from metrics.computing.forloeb import PlannedMasks
from metrics.computing.inputs import NEVER, FigureInputs, run_sql
from metrics.masks.crossed import find_sensitive_cells, plan_crossed_masks
from metrics.masks.grid import PARTS
from metrics.printed_decimals import list_printed_decimals
from store.connection import Cursor
from store.figures import Recipe
from store.opgoerelser import read_corrections, read_hidden_shown_groups, read_shown_cells

_METRICS = Path(__file__).parents[1]
_FORMULA_FOLDERS = ("computing", "masks", "sql")
_GROUND = ("read_facts", "resting", "placed", "pool", "crossed")
_COMPARISON = ("forklaring_pairs", "forklaring", "forklaring_rows")
_FIGURES = (
    "rullende",
    "small_enheder",
    "personalegrupper",
    "grupper",
    "kvartal",
    "maaltal",
    *_COMPARISON,
)


def hash_formulas(metrics: Path) -> str:
    """Return the fingerprint of all that figures are computed by, in a copy of this room.

    What only reads figures, or writes sentences of them, is no part of it: it may change without
    any figure being computed again.
    """
    folders = (metrics / name for name in _FORMULA_FOLDERS)
    files = sorted(
        file for folder in folders for file in folder.rglob("*.*") if file.suffix in {".sql", ".py"}
    )
    return sha256("".join(file.read_text("utf-8") for file in files).encode()).hexdigest()


_FORMULAS = hash_formulas(_METRICS)
_DECIMALS = list_printed_decimals()


def make_recipe(
    settings: Settings,
    edition: Edition = Edition.INTERN,
    *,
    compared: tuple[Quarter, Quarter] | None = None,
) -> Recipe:
    """Return how figures are made with a municipality's settings, for an edition.

    With `compared` also what drove the change from the first of two opgørelser to the second.
    """
    addition = partial(compare, settings=settings, edition=edition, compared=compared)
    return Recipe(
        settings,
        f"{_FORMULAS}{edition.value}",
        partial(compute, settings=settings, edition=edition),
        additions={"{}-{}".format(*compared): addition}
        if compared and compared[0] not in list_usual_comparisons(compared[1])
        else {},
        edition=edition,
        decimals=_DECIMALS,
        plan=masks.PLAN,
    )


def make_rolling_recipe(settings: Settings) -> Recipe:
    """Return how the rolling figures alone are made: for a glance, not to be kept or shown.

    Their masks leave out what only other figures would tell.
    """
    compute_rolling = partial(_compute_rolling, settings=settings)
    return Recipe(settings, _FORMULAS, compute_rolling, plan=masks.PLAN)


def _compute_rolling(cursor: Cursor, version: str, *, settings: Settings) -> None:
    inputs = FigureInputs(version, settings, Edition.INTERN)
    with _prepare_tables(cursor, inputs, _lay_tables(cursor, inputs, part_days=settings.part_days)):
        run_sql(cursor, "rullende", inputs)


def list_usual_comparisons(quarter: Quarter) -> tuple[Quarter, ...]:
    """List what an opgørelse is compared with unasked, as forklaring_pairs.sql does."""
    return quarter - 1, quarter - 4


def compute(
    cursor: Cursor, version: str, *, settings: Settings, edition: Edition = Edition.INTERN
) -> None:
    """Write the figures of the data that the cursor sees under a version's id.

    A figure that may not be seen is not written: the tables hold NULL and `masked`.
    """
    compute_masked(cursor, FigureInputs(version, settings, edition))


def compute_masked(cursor: Cursor, inputs: FigureInputs) -> pd.DataFrame:
    """Write the figures as `compute` does; returns the cells that are masked, see `plan_masks`."""
    with _prepare_tables(cursor, inputs, read_mask_cells(cursor, inputs)) as planned:
        for name in _FIGURES:
            run_sql(cursor, name, inputs)
        friske_counts.write_langtidsfriske(cursor, inputs)
        forloeb.write_forloeb(cursor, inputs, planned)
        agenda.write_agenda(cursor, inputs)
    return planned[-1].days


def compare(
    cursor: Cursor,
    version: str,
    *,
    settings: Settings,
    edition: Edition,
    compared: tuple[Quarter, Quarter] | None,
) -> None:
    """Add what drove the change between two opgørelser to the figures of a version."""
    inputs = FigureInputs(version, settings, edition, compared)
    with _prepare_tables(cursor, inputs, read_mask_cells(cursor, inputs)):
        for name in _COMPARISON:
            run_sql(cursor, name, inputs)


def find_models(
    cursor: Cursor, choices: Sequence[Settings], edition: Edition
) -> dict[Settings, Settings]:
    """Find which settings have the same figures in the data that the cursor sees.

    `choices` differ in nothing but what readers of a release may choose. Each has the first one
    whose figures it has: itself where it is like none before it. Where nobody moved, today's
    organisation is that of then, and where nothing was closed, nothing is left out.
    """
    inputs = FigureInputs("", choices[0], edition)
    _lay_tables(cursor, inputs, part_days=choices[0].part_days)
    run_sql(cursor, "members", inputs)
    ((has_moves, has_closed, has_groups),) = cursor.execute(
        """
        SELECT
            EXISTS (
                SELECT enhed, q FROM (SELECT DISTINCT enhed, q, afdeling, omraade FROM standing)
                GROUP BY ALL HAVING count(*) > 1
            ),
            EXISTS (FROM pool JOIN closed USING (enhed) WHERE since <= window_q),
            EXISTS (FROM group_pool)
        """
    ).fetchall()
    models: dict[tuple[bool, bool, bool], Settings] = {}
    model_of = {}
    for choice in choices:
        is_then = choice.organisation is OrganisationBasis.DENGANG
        shows_groups = choice.closed_units and not is_then  # see personalegrupper.sql
        differs = (
            is_then and has_moves,
            not choice.closed_units and has_closed,
            shows_groups and has_groups,
        )
        model_of[choice] = models.setdefault(differs, choice)
    return model_of


@contextmanager
def _prepare_tables(
    cursor: Cursor, inputs: FigureInputs, tables: tuple[pd.DataFrame, pd.DataFrame]
) -> Iterator[list[PlannedMasks]]:
    """Register the masks of nodes and groups, decided on the cells in `tables`, while SQL runs.

    Gives those of nodes, of each broader edition and at last of the edition itself.
    """
    cells, groups = tables
    by_edition = _plan_masks(cursor, cells, groups, inputs)
    planned, split_planned = by_edition[-1].days, by_edition[-1].split
    cursor.execute("SET VARIABLE exposed = $1", [int(planned["exposed"].sum())])
    cursor.register("masks", planned)
    cursor.register("split_masks", split_planned)
    cursor.register("group_masks", _plan_group_masks(cursor, groups, planned, inputs))
    cursor.register("groups_hidden_before", read_hidden_shown_groups(cursor, inputs.edition))
    for name in ("members", "masked"):
        run_sql(cursor, name, inputs)
    yield by_edition
    for frame in ("masks", "split_masks", "group_masks", "groups_hidden_before"):
        cursor.unregister(frame)


def read_mask_cells(cursor: Cursor, inputs: FigureInputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables and return the cells of nodes and of personalegrupper that masks rest on.

    Where part-days are told apart it has the days with them and without: masks are the same in
    both, or what is hidden in the one could be had from the other.
    """
    ways = [inputs.settings.part_days]
    if _has_part_days(cursor):
        ways.insert(0, not ways[0])
    laid_tables = {way: _lay_tables(cursor, inputs, part_days=way) for way in ways}
    cells, groups = laid_tables.get(True, laid_tables[ways[-1]])
    if len(laid_tables) > 1:
        whole_cells, whole_groups = laid_tables[False]
        cells = cells.assign(
            dagsvaerk_hele=whole_cells["dagsvaerk"],
            korttid_hele=whole_cells["korttid"],
            langtid_hele=whole_cells["langtid"],
        )
        groups = groups.assign(dagsvaerk_hele=whole_groups["dagsvaerk"])
    return cells, groups


def _lay_tables(
    cursor: Cursor, inputs: FigureInputs, *, part_days: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    cursor.execute("SET VARIABLE part_days = $1", [part_days])
    _lay_released_rows(cursor, inputs)
    for name in _GROUND:
        run_sql(cursor, name, inputs)
    cells = cursor.execute(
        "SELECT level, key, parent, grandparent, leader, q, "
        "CAST(employees AS DOUBLE) AS employees, CAST(dagsvaerk AS DOUBLE) AS dagsvaerk, "
        "CAST(korttid AS DOUBLE) AS korttid, CAST(langtid AS DOUBLE) AS langtid "
        "FROM cells ORDER BY key, q"
    ).df()
    return cells, cursor.execute("SELECT * FROM crossed ORDER BY ALL").df()


def _lay_released_rows(cursor: Cursor, inputs: FigureInputs) -> None:
    """Make the table of what earlier opgørelser rested on in quarters that were corrected since."""
    corrected, moments = read_corrections(cursor)
    now = cursor.execute("SELECT getvariable('as_of')").fetchall()[0][0]
    cursor.execute("SET VARIABLE corrected = $1", [sorted(corrected)])
    cursor.execute("DROP TABLE IF EXISTS released_rows")
    if moments and corrected:
        cursor.execute("SET VARIABLE known_quarters = $1", [sorted(corrected)])
        cursor.execute("SET VARIABLE moments = $1", [[at for at, _ in moments]])
        cursor.execute("SET VARIABLE newests = $1", [[newest for _, newest in moments]])
        for name in ("read_facts", "shown_states"):
            run_sql(cursor, name, inputs)
        waits = cursor.execute("SELECT may_wait FROM shown_waits").fetchall() == [(True,)]
        for at, newest in moments if waits else ():
            cursor.execute("SET VARIABLE as_of = $1", [at])
            cursor.execute("SET VARIABLE newest = $1", [newest])
            for name in ("resting", "released_rows"):
                run_sql(cursor, name, inputs)
    cursor.execute("SET VARIABLE as_of = $1", [now])
    cursor.execute("SET VARIABLE newest = $1", [NEVER])
    cursor.execute("SET VARIABLE moments = NULL")
    cursor.execute("SET VARIABLE known_quarters = NULL")


def _has_part_days(cursor: Cursor) -> bool:
    rows = cursor.execute(
        "SELECT 1 FROM fravaer WHERE korttid_delvis != 0 OR langtid_delvis != 0 LIMIT 1"
    ).fetchall()
    return bool(rows)


def _plan_masks(
    cursor: Cursor, cells: pd.DataFrame, groups: pd.DataFrame, inputs: FigureInputs
) -> list[PlannedMasks]:
    """Choose the cells to mask, and those whose split is not shown, for each broader edition.

    What is hidden from the municipality itself is hidden from all. What was shown stays as it was
    shown: nothing hidden in it is seen now, or it was in vain.
    """
    masked = split_masked = pd.DataFrame(columns=["key", "q"])
    beside_erased = find_hidden_for_erased(cursor, inputs)
    by_edition = []
    for edition in inputs.edition.broader_editions:
        limits = masks.MaskLimits.from_settings(inputs.settings, edition)
        shown = read_shown_cells(cursor, edition, plan=masks.PLAN)
        hidden = shown.loc[shown["hidden"], ["key", "q"]]
        sensitive = find_sensitive_cells(cells, groups, limits=limits)
        masked = masks.plan_masks(
            cells.assign(sensitive=sensitive | cells["key"].isin(inputs.erased)),
            limits=limits,
            already=pd.concat([hidden, masked[["key", "q"]], beside_erased]),
            sent=shown,
        )
        shown = shown[shown["split"]].assign(hidden=shown["split_hidden"])
        hidden = shown.loc[shown["hidden"], ["key", "q"]]
        if edition is Edition.OFFENTLIG:  # no enhed shows its split
            hidden = pd.concat([hidden, cells.loc[cells["level"] == "enhed", ["key", "q"]]])
        dominated = find_sensitive_cells(cells, groups, limits=limits, names=PARTS[0])
        split_masked = masks.plan_split_masks(
            cells.assign(sensitive=dominated),
            limits=limits,
            planned=masked,
            already=pd.concat([hidden, split_masked[["key", "q"]]]),
            sent=shown,
        )
        by_edition.append(PlannedMasks(edition, masked, split_masked))
    return by_edition


def _plan_group_masks(
    cursor: Cursor, groups: pd.DataFrame, planned: pd.DataFrame, inputs: FigureInputs
) -> pd.DataFrame:
    limits = masks.MaskLimits.from_settings(inputs.settings, inputs.edition)
    beside_erased = find_hidden_for_erased(cursor, inputs)
    return pd.concat([plan_crossed_masks(groups, limits=limits, unseen=planned), beside_erased])
