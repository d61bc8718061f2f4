"""Which further cells of a quarter are hidden, so that a small one cannot be had by subtraction."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

# Days must reach a fifth above the truth; a little more is asked for. At least one whole day (or
# person) must be movable, or what is 0 would be known to be 0.
REACH = 0.25
LEAST = 1.0
_NOISE = 1e-9


@dataclass(frozen=True)
class PrimaryCells:
    """The cells that are hidden for their own sake, those at the top and with most days first.

    `nodes` are their numbers, `levels` 0 for an enhed and upwards, `enheder` the one in each that
    has most behind it, through which its figures are moved, and `days` all that is in it.
    """

    nodes: Places
    levels: Places
    enheder: Places
    days: Numbers

    def __getitem__(self, chosen: Places | Flags | slice) -> "PrimaryCells":
        return PrimaryCells(
            self.nodes[chosen], self.levels[chosen], self.enheder[chosen], self.days[chosen]
        )

    def __len__(self) -> int:
        return len(self.nodes)


@dataclass
class Board:
    """The cells of one quarter while it is chosen which of them to mask.

    Nodes are numbers: enheder first, then what they stand in, and last one that is nowhere.
    `paths` has a row an enhed: itself, its afdeling, område and kommune; the last node for none,
    which counts as masked. `stems` has the path from each of these upwards as one number.
    `employees` and `days` are the enheder's own. `lost` is how many windows are lost by masking a
    node now: 0 to 4. `sent` nodes stay seen, for somebody has their figures already; only when
    `pressed` are they masked all the same, and one more than would suffice.
    """

    paths: Places
    stems: Places
    employees: Numbers
    days: Numbers
    smallest_group: float
    masked: Flags
    lost: Places
    sent: Flags
    pressed: bool = False

    def protect(self, primary: Places) -> None:
        """Mask further nodes until nothing primary can be had by subtraction."""
        primary_cells = self._place_primary_cells(primary)
        before = self.masked.copy()
        is_at_ease = True
        waiting = primary_cells[self._find_exposed(primary_cells)]
        while len(waiting):
            is_at_ease &= self._hide_partners(waiting[:1])
            waiting = waiting[1:]
            waiting = waiting[self._find_exposed(waiting)]
        if is_at_ease:
            self._unmask_needless(np.flatnonzero(self.masked & ~before), primary_cells)

    def _place_primary_cells(self, primary: Places) -> PrimaryCells:
        """Describe the primary cells, and mask what is below them, too."""
        nodes, levels, enheder, days = [], [], [], []
        order = np.lexsort((self.employees, self.days))[::-1]
        for level in range(self.paths.shape[1]):
            above = self.paths[:, level]
            total = np.bincount(above, self.days, len(self.masked))
            at, first = np.unique(above[order], return_index=True)
            mine = np.isin(at, primary)
            nodes.append(at[mine])
            levels.append(np.full(mine.sum(), level))
            enheder.append(order[first[mine]])
            days.append(total[at[mine]])
            self.masked[self.paths[np.isin(above, at[mine]) & (self.days > 0), : level + 1]] = True
        primary_cells = PrimaryCells(*map(np.concatenate, (nodes, levels, enheder, days)))
        return primary_cells[
            np.lexsort((primary_cells.nodes, -primary_cells.days, -primary_cells.levels))
        ]

    def _number_views(self) -> Places:
        """Number the sets of visible nodes; returns the one that each enhed is in, 0 for none.

        Days can be moved between two enheder with one number, and no visible sum changes.
        """
        is_seen = (~self.masked if self.pressed else ~self.masked | self.sent)[self.paths]
        lowest = self.stems[np.arange(len(is_seen)), is_seen.argmax(axis=1)]
        return np.where(is_seen.any(axis=1), lowest, 0)

    def _count_wanting(self, primary_cells: PrimaryCells) -> tuple[Numbers, Numbers]:
        """Count the employees and days that each cell lacks among what it can be mistaken for."""
        views = self._number_views()
        mine = views[primary_cells.enheder]
        group = np.bincount(views, self.employees)[mine]
        other_days = np.bincount(views, self.days)[mine] - self.days[primary_cells.enheder]
        for at in np.flatnonzero(primary_cells.levels):
            alike = views == mine[at]
            outside = self.paths[:, primary_cells.levels[at]] != primary_cells.nodes[at]
            other_days[at] = self.days[alike & outside].sum()
        needed = np.maximum(REACH * primary_cells.days, LEAST)
        has_view = mine > 0  # else nothing that is seen has the cell in it
        return (
            np.maximum(self.smallest_group - group - _NOISE, 0) * has_view,
            np.maximum(needed - other_days - _NOISE, 0) * has_view,
        )

    def _find_exposed(self, primary_cells: PrimaryCells) -> Flags:
        """Return which of some primary cells are not safe yet."""
        employees, days = self._count_wanting(primary_cells)
        return (employees > 0) | (days > 0)

    def _hide_partners(self, cell: PrimaryCells) -> bool:
        """Hide partners of a cell, as near as there are any; False where some were sent before."""
        path = self.paths[cell.enheder[0]]
        for pressed in (False, True):
            for top in range(int(cell.levels[0]), len(path)):
                trial = replace(self, masked=self.masked.copy(), pressed=pressed)
                trial.masked[path[: top + 1]] = True
                wanting = trial._count_wanting(cell)
                if trial._hide_until_safe(cell):
                    if pressed:
                        trial._hide_best_partner(cell, wanting)
                    self.masked = trial.masked
                    return not pressed
        return False

    def _hide_until_safe(self, cell: PrimaryCells) -> bool:
        """Hide one partner after another until a cell is safe; False where there are too few."""
        while sum(wanting := self._count_wanting(cell)) > 0:
            if not self._hide_best_partner(cell, wanting):
                return False
        return True

    def _hide_best_partner(self, cell: PrimaryCells, wanting: tuple[Numbers, Numbers]) -> bool:
        """Hide the best partner that there still is, if any."""
        possible, path = self._find_candidates(cell), self.paths[cell.enheder[0]]
        if not len(possible):
            return False
        partner = self.paths[self._choose_best(possible, path, wanting)]
        self.masked[partner[partner != path]] = True
        return True

    def _find_candidates(self, cell: PrimaryCells) -> Places:
        """Return the enheder that a cell could be mistaken for if they were hidden as well."""
        views, enhed = self._number_views(), cell.enheder[0]
        if not views[enhed]:  # nothing seen has the cell in it
            return np.flatnonzero(views[:0])
        lowest_seen = np.flatnonzero(self.stems[enhed] == views[enhed])[0]
        possible = (self.stems[:, lowest_seen] == views[enhed]) & (views != views[enhed])
        possible &= self.paths[:, cell.levels[0]] != cell.nodes[0]
        possible &= (self.employees > 0) | (self.days > 0)
        if not self.pressed:
            possible &= ~self.sent[self.paths[:, :lowest_seen]].any(axis=1)
        return np.flatnonzero(possible)

    def _choose_best(self, possible: Places, path: Places, wanting: tuple[Numbers, Numbers]) -> int:
        """Return the enhed that suffices and costs fewest windows; else the one that gives most."""
        paths = self.paths[possible]
        lost = self.lost[paths] * ~(self.masked[paths] | (paths == path))
        gives = np.zeros(len(possible))
        for figures, needed in zip((self.employees, self.days), wanting, strict=True):
            gives += np.minimum(figures[possible], needed) / np.maximum(needed, _NOISE)
        order = np.lexsort((self.employees[possible], *lost.T, -gives))
        return int(possible[order[0]])

    def _unmask_needless(self, added: Places, primary_cells: PrimaryCells) -> None:
        """Show again those of the added nodes that later choices have made needless."""
        exposed = self._find_exposed(primary_cells).sum()
        for node in added[::-1]:
            self.masked[node] = False
            if self._find_exposed(primary_cells).sum() > exposed:
                self.masked[node] = True
