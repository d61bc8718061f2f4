"""Which figures are hidden, so that nobody can work out the absence of a small group.

It is decided once per data version over all nodes, and is the same for every viewer.

What is shown are sums of nodes over quarters: days, employees, short, long. A cell is one node in
one quarter, and a row with a masked cell among its quarters is hidden. So all can be decided
quarter by quarter, by this:

Let X be masked in a quarter for its own sake, and p be an enhed that is masked in it too, such
that every node seen in that quarter contains both or neither. Move any part of p's days or
employees in that quarter over to X, or X's over to p: every node that is seen keeps its sum in the
quarter and so in every window, and no row that is shown changes. So nobody can tell one from the
other: X may have anything between nothing and X and p together. Short and long move alike, and
what is computed from such sums tells no more. The same holds for several p.

Therefore X is safe when it and its partners have at least the smallest group of employees, and its
partners a fourth of X's days. They are sought under the same afdeling; if there are too few, the
afdeling is masked too, and another one with a partner in it, and so on upwards; the kommune only
when nothing else helps. Masking more never makes a pair unsafe: fewer nodes are seen.

Those are taken that lose least: one where one suffices; masked in that quarter already; masked in
the three quarters before, so that most of their windows are hidden anyway; with fewest employees.
A choice rests on its own quarter and those before only: a later quarter never changes it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.edition import Edition
from core.settings import Settings
from metrics.masks.grid import DAYS, MaskGrid
from metrics.masks.partners import Board

# No quarter has more than 66 weekdays, so one person is away 66 dagsværk at most.
PERSON_DAYS = 66
_WINDOW = 4


@dataclass(frozen=True)
class MaskLimits:
    """The limits that a cell must reach to be seen.

    It is hidden with fewer than `smallest_group` employees, and with days of which one person, who
    can have `person_days` of them, may make up most; 0 `person_days` leaves the latter out.
    """

    smallest_group: float
    person_days: float = 0

    @classmethod
    def from_settings(cls, settings: Settings, edition: Edition) -> "MaskLimits":
        """Return the limits of an edition."""
        if edition is Edition.INTERN:
            return cls(settings.smallest_group)
        return cls(settings.smallest_group_public, PERSON_DAYS)


def plan_masks(
    cells: pd.DataFrame,
    *,
    limits: MaskLimits,
    already: pd.DataFrame | None = None,
    sent: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the cells to mask, so that no small one can be worked out.

    Returns a row for each, `level, key, q, primary`: the node, its quarter (four a year, counted
    from year 0), and whether it is masked for its own sake.

    `cells` has a row a node and quarter: `level, key, parent, q, employees, dagsvaerk`; `parent` is
    the key of the node above. An enhed may have its område as `grandparent`, where its afdeling is
    in several. Nodes of other levels than enhed, afdeling, område and kommune are left out. Cells
    that are `sensitive` are masked for their own sake whatever their size.

    `already` (`key, q`) are cells that are masked in any case: those of the internal edition in the
    public one, and those that an opgørelse that was sent has hidden, lest it be undone. `sent`
    (`key, q`) are cells in rows that somebody has been sent: hiding them undoes nothing, so they
    serve as partners only where nobody else can, and then one more than would suffice.
    """
    grid = MaskGrid.from_cells(cells)
    primary = grid.mark_cells(cells[find_small_cells(cells, limits)])
    masked = primary | grid.mark_cells(already)
    masked[-1] = True
    was_shown = grid.mark_cells(sent) & ~primary  # it is another figure now
    last = np.full(len(grid.keys), -_WINDOW)
    for t, q in enumerate(grid.quarters):
        if primary[:, t].any():
            for days in grid.days:
                board = Board(
                    paths=grid.paths,
                    stems=grid.stems,
                    employees=grid.employees[:, t],
                    days=days[:, t],
                    smallest_group=limits.smallest_group,
                    masked=masked[:, t],
                    lost=np.minimum(q - last, _WINDOW),
                    sent=was_shown[:, t],
                )
                board.protect(np.flatnonzero(primary[:-1, t]))
                masked[:, t] = board.masked
        last[masked[:, t]] = q
    return grid.make_frame(masked, primary)


def find_small_cells(cells: pd.DataFrame, limits: MaskLimits) -> pd.Series:
    """Flag the cells that are too small to be seen; one without people and days tells nothing."""
    few = cells["employees"] < limits.smallest_group
    tells = cells["employees"] > 0
    for days in (cells[name] for name in DAYS if name in cells):
        tells |= days != 0
        few |= (days > 0) & (days < 2 * limits.person_days)
    return tells & (few | cells.get("sensitive", False))
