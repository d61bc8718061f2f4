"""Spells counted per node, and which of their figures are hidden.

**What is secret** are the number of spells of a small group and their calendar days, how its
absence splits in part-days and whole days, and how many of its people have repeated short absence.

**Why nobody has them.** They are sums of cells, as days are, so the proof of `metrics.masks` holds
for them where their own partners have enough of each: a pool that is large in days may have had no
spell that began in the quarter. So they are planned by the same rules on their own numbers.

- *Spells and calendar days* tell nearly as much as short and long: all that hides days or their
  split hides them (`already`), the limit is that of the split, and no enhed shows them in the
  public edition.
- *Part-days* and whole days are planned as short and long are, beside what is hidden of spells. So
  few enheder have part-days that their share may be hidden where spells are shown.
- *People with repeated short absence* are counted people: those who are and those who are not are
  judged each for itself, and neither is shown where it is fewer than three. They are shown of
  nothing smaller than an afdeling.
- What a release hid of them stays hidden: each set of figures has its masks of single quarters.

Masking more never makes a pool unsafe, so each kind may be hidden beside the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import pandas as pd

from core.edition import Edition
from core.nodes import Level
from metrics import masks
from metrics.computing.inputs import FigureInputs, run_sql
from metrics.masks import MaskLimits
from store.connection import Cursor
from store.opgoerelser import read_shown_cells

_SPELLS, _PARTS, _REPEATERS = "celler", "delvis", "gentagne"  # the kinds of masks
_SEEN_WITH = 3  # fewer people than these are not told of, nor that all but so few are
_CELL = ["level", "key", "parent", "grandparent", "leader", "q", "employees"]
_NO_CELLS = pd.DataFrame({"key": pd.Series(dtype=str), "q": pd.Series(dtype="int64")})


@dataclass(frozen=True)
class PlannedMasks:
    """The masked cells of an edition, and those whose split in short and long is not shown."""

    edition: Edition
    days: pd.DataFrame
    split: pd.DataFrame


def write_forloeb(cursor: Cursor, inputs: FigureInputs, planned: Sequence[PlannedMasks]) -> None:
    """Write the figures of spells, where any are loaded; see `forloeb.sql`.

    `planned` are the masks of days of each edition that the figures' own must hold, the broadest
    first. Needs the ground of `compute`.
    """
    run_sql(cursor, "forloeb_cells", inputs)
    cells = cursor.execute("SELECT * FROM spell_cells ORDER BY key, q").df()
    if cells.empty:
        return
    cursor.register("spell_masks", _plan_all(cursor, cells, inputs, planned))
    run_sql(cursor, "forloeb", inputs)
    cursor.unregister("spell_masks")


def _plan_all(
    cursor: Cursor, cells: pd.DataFrame, inputs: FigureInputs, planned: Sequence[PlannedMasks]
) -> pd.DataFrame:
    """Return the masked cells of each kind: `kind, key, q`."""
    cells = cells.assign(is_erased=cells["key"].isin(inputs.erased))
    masked = dict.fromkeys((_SPELLS, _PARTS, _REPEATERS), _NO_CELLS)
    for edition_masks in planned:
        edition = edition_masks.edition
        limits = _find_limits(inputs, edition)
        sent = {
            kind: read_shown_cells(cursor, edition, plan=masks.PLAN, kpi=f"forloeb_{kind}")
            for kind in masked
        }
        held = {kind: [masked[kind], of[of["hidden"]]] for kind, of in sent.items()}
        beside = [edition_masks.days, edition_masks.split]
        if edition is Edition.OFFENTLIG:
            beside.append(cells[cells["level"] == Level.ENHED.value])
        masked[_SPELLS] = plan_spell_masks(
            cells, limits=limits, already=[*held[_SPELLS], *beside], sent=sent[_SPELLS]
        )
        masked[_PARTS] = plan_part_masks(
            cells,
            limits=limits,
            unseen_days=edition_masks.days,
            already=[*held[_PARTS], masked[_SPELLS]],
            sent=sent[_PARTS],
        )
        masked[_REPEATERS] = plan_repeater_masks(
            cells,
            limits=limits,
            already=[*held[_REPEATERS], masked[_SPELLS]],
            sent=sent[_REPEATERS],
        )
    return pd.concat([frame[["key", "q"]].assign(kind=kind) for kind, frame in masked.items()])


def _find_limits(inputs: FigureInputs, edition: Edition) -> MaskLimits:
    """Return the limits of how days split, for whole numbers that are printed as they are."""
    limits = MaskLimits.from_settings(inputs.settings, edition)
    smallest = max(limits.smallest_group, limits.smallest_split)
    return replace(
        limits,
        smallest_group=smallest,
        smallest_split=smallest,
        is_printed=False,
        smallest_within=inf,
    )


def plan_spell_masks(
    cells: pd.DataFrame, *, limits: MaskLimits, already: list[pd.DataFrame], sent: pd.DataFrame
) -> pd.DataFrame:
    """Choose the cells whose spells and calendar days are hidden; returns what `plan_masks` does.

    `cells` are those of forloeb_cells.sql, and those that are `is_erased` are hidden in any case.
    """
    return masks.plan_masks(
        cells[_CELL].assign(
            dagsvaerk=cells["forloeb"],
            dagsvaerk_hele=cells["forloebsdage"],
            sensitive=cells["is_erased"],
        ),
        limits=limits,
        already=_join_cells(already),
        sent=sent,
    )


def plan_part_masks(
    cells: pd.DataFrame,
    *,
    limits: MaskLimits,
    unseen_days: pd.DataFrame,
    already: list[pd.DataFrame],
    sent: pd.DataFrame,
) -> pd.DataFrame:
    """Choose the cells whose part-days are hidden; `unseen_days` are those whose days are.

    None is where there are no part-days at all: then no share is shown.
    """
    if not cells["delvis"].any():
        return _NO_CELLS
    return masks.plan_split_masks(
        cells[_CELL].assign(
            dagsvaerk=cells["delvis"] + cells["hele"],
            korttid=cells["delvis"],
            langtid=cells["hele"],
            sensitive=cells["is_erased"],
        ),
        limits=limits,
        planned=unseen_days,
        already=_join_cells(already),
        sent=sent,
    )


def plan_repeater_masks(
    cells: pd.DataFrame, *, limits: MaskLimits, already: list[pd.DataFrame], sent: pd.DataFrame
) -> pd.DataFrame:
    """Choose the cells whose people with repeated short absence are hidden: all enheder among them.

    Quarters whose twelve months are not covered have none.
    """
    counted = cells[cells["gentagne"].notna()]
    if counted.empty:
        return _NO_CELLS
    others = (counted["employees"] - counted["gentagne"]).clip(lower=0)
    is_telling = np.minimum(counted["gentagne"], others) < _SEEN_WITH
    return masks.plan_masks(
        counted[_CELL].assign(
            dagsvaerk=counted["gentagne"],
            dagsvaerk_hele=others,
            sensitive=is_telling | counted["is_erased"],
        ),
        limits=limits,
        already=_join_cells([*already, counted[counted["level"] == Level.ENHED.value]]),
        sent=sent,
    )


def _join_cells(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([frame[["key", "q"]] for frame in frames]).drop_duplicates()
