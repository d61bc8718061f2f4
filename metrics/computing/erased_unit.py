"""Hide an enhed in all that was shown, before its data are erased, so that no sum tells it.

Each set that was shown is planned again with the enhed as one that may not be seen: see
`metrics.masks`. What is hidden then is hidden in the set that was kept; nothing else of it changes.
Sums stay as they were printed. A set that cannot be computed again, because data behind it were
erased before, loses all that lies below the same afdeling and område as the enhed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from core.edition import Edition
from core.nodes import Level, NodeKey
from core.settings import Settings
from metrics.computing.inputs import FigureInputs
from metrics.computing.recipes import compute_masked, read_mask_cells
from metrics.masks.grid import MaskGrid, find_places
from metrics.masks.partners import LEAST, REACH
from metrics.printed_decimals import list_printed_decimals
from store import erased_figures
from store.connection import Cursor
from store.erased_figures import KeptSet
from store.opgoerelser import read_all_steps

_TRIAL = "slettes"  # the version that a set is computed again as
_BEFORE = timedelta(microseconds=1)  # so that a set is planned beside what was shown before it
_WINDOW = 4
_HALF_STEP = 0.05  # of what is printed for each employee


@dataclass(frozen=True)
class ShownSet:
    """A set of figures that was shown first at a moment (UTC).

    With `is_usual` it is of the release's own settings, by which masks are decided, and not of
    another choice that readers had.
    """

    version: str
    edition: Edition
    settings: Settings
    at: datetime
    is_usual: bool


def list_shown_sets(cursor: Cursor) -> list[ShownSet]:
    """List all sets that were shown, oldest first; of one release the usual choice is first."""
    sets: dict[str, ShownSet] = {}
    for shown in _list_all_shown(cursor):
        sets.setdefault(shown.version, shown)
    return list(sets.values())


def _list_all_shown(cursor: Cursor) -> Iterator[ShownSet]:
    for step in read_all_steps(cursor):
        choices = {choice.variant: choice for choice in step.settings.list_other_choices()}
        of_choices = [(step.settings, step.figures)]
        of_choices += [(choices[name], sets) for name, sets in step.variants.items()]
        for settings, figures in of_choices:
            for edition in Edition:  # what is hidden from the municipality itself is from all
                if edition in figures:
                    is_usual = settings == step.settings
                    yield ShownSet(figures[edition], edition, settings, step.at, is_usual)


def find_sets_with(cursor: Cursor, keys: frozenset[str]) -> list[ShownSet]:
    """List the sets that were shown and have figures of any of some nodes, oldest first."""
    versions = erased_figures.find_versions_with(cursor, keys)
    return [shown for shown in list_shown_sets(cursor) if shown.version in versions]


def hide_unit(cursor: Cursor, keys: frozenset[str], *, number: int) -> bool:
    """Hide an enhed in all sets that were shown, and keep the sums that would tell it from later.

    `keys` are those of its node, and `number` that of the erasure. The cursor needs the facts, and
    is left with the data as they are now. The kommune's own figures always stay: returns whether
    the enhed is so large that they tell it roughly, with it before and without it after.
    """
    hidden = pd.DataFrame(columns=["key", "q"])
    sums: set[tuple[str, int]] = set()
    now = cursor.execute("SELECT getvariable('as_of')").fetchall()[0][0]
    for shown in find_sets_with(cursor, keys):
        kept = KeptSet(shown.version, shown.edition, keys)
        cursor.execute("SET VARIABLE as_of = $1", [shown.at - _BEFORE])
        sums |= _find_group_sums(cursor, kept)
        erased_figures.keep_sums_hidden(cursor, sorted(sums), number=number)
        hidden = pd.concat([hidden, _plan_again(cursor, shown, keys, hidden)])
        sums |= set(erased_figures.list_cells_above(cursor, kept))
        erased_figures.merge_hidden(cursor, kept, _TRIAL, number=number)
        erased_figures.print_sums(cursor, kept, list_printed_decimals())
    cursor.execute("SET VARIABLE as_of = $1", [now])
    of_kommune = {(Level.KOMMUNE.value, q) for key, q in sums if "/" not in key}
    telling = sums | of_kommune
    telling -= _find_coarse(cursor, keys, telling)
    erased_figures.keep_sums_hidden(cursor, sorted(telling - of_kommune), number=number)
    return not telling.isdisjoint(of_kommune)


def _plan_again(
    cursor: Cursor, shown: ShownSet, keys: frozenset[str], hidden: pd.DataFrame
) -> pd.DataFrame:
    """Compute a set again as a trial, with the enhed and what is `hidden` already out of sight.

    Returns the cells, `key, q`, that are hidden besides.
    """
    own = erased_figures.read_hidden_cells(cursor, shown.version)
    before = pd.concat([hidden, own]).drop_duplicates() if shown.is_usual else hidden
    inputs = FigureInputs(_TRIAL, shown.settings, shown.edition, erased=keys, hidden_before=before)
    planned = compute_masked(cursor, inputs)[["key", "q"]]
    is_new = ~pd.MultiIndex.from_frame(planned).isin(pd.MultiIndex.from_frame(before))
    # Another choice hides what the difference would tell as well, and has the masks of the usual.
    return planned[is_new & shown.is_usual]


def _find_group_sums(cursor: Cursor, kept: KeptSet) -> set[tuple[str, int]]:
    """Find the sums of personalegrupper, `key, q`, that what the enhed has of them would be had of.

    The kommune's is none where its printed figure leaves free all that the enhed has.
    """
    rows = cursor.execute(
        """
        WITH groups AS (
            SELECT personalegruppe, q, sum(dagsvaerk) AS days,
                sum(coalesce(medarbejdere, fuldtidsstillinger)) AS people,
                sum(dagsvaerk) FILTER (WHERE list_contains($keys, 'enhed:' || enhed)) AS own_days
            FROM group_facts
            GROUP BY ALL
        )
        SELECT personalegruppe, q, own_days > $half_step * people AS is_telling
        FROM groups WHERE own_days IS NOT NULL
        """,
        {"keys": [*kept.keys], "half_step": _HALF_STEP},
    ).fetchall()
    above = {key for key, _ in erased_figures.list_cells_above(cursor, kept)}
    sums = set()
    for name, q, is_telling in rows:
        group = str(NodeKey(Level.PERSONALEGRUPPE, name))
        sums |= {(f"{key}/{group}", q) for key in above if key.startswith(Level.AFDELING.value)}
        if is_telling:
            sums.add((group, q))
    return sums


def _find_coarse(
    cursor: Cursor, keys: frozenset[str], sums: set[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Find those sums whose printed figures leave free all that the enhed needs: they tell nothing.

    It is what `metrics.masks` lets stay beside what was shown before.
    """
    settings = list_shown_sets(cursor)[-1].settings if sums else Settings()
    cells, _ = read_mask_cells(cursor, FigureInputs("", settings, Edition.INTERN))
    if cells.empty:
        return set()
    grid = MaskGrid.from_cells(cells)
    own = cells[cells["key"].isin(keys)].groupby("q")["dagsvaerk"].sum()
    frame = pd.DataFrame(sorted(sums), columns=["key", "q"])
    frame = frame[frame["q"].isin(own.index)]
    node = find_places(grid.keys[:-1], frame["key"])
    need = (REACH * frame["q"].map(own)).clip(lower=LEAST)
    t = grid.quarters.searchsorted(frame["q"])
    is_coarse = (node >= 0) & (grid.slack[node, t] >= _WINDOW * need.to_numpy())
    return {(key, int(q)) for key, q in frame[is_coarse].itertuples(index=False)}
