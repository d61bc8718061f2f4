"""Which further cells of a quarter are hidden, so that a small one cannot be had by subtraction."""

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

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
_DOUBT = 1e-6  # sums of many cells at once are added in another order than those of one


class Guard(IntEnum):
    """Whom a hidden cell is kept from, from the fewest to the most: those who know its partners.

    In a line lies all that is in one other afdeling or område than the cell; who leads that is
    shown it.
    """

    NOBODY = 0
    LEADER = 1  # each who leads partners
    LINE = 2  # each who is shown a line besides
    PAIR = 3  # any two of these

    @property
    def joined(self) -> int:
        """How many of them put together what they know."""
        return min(self.value, 1) if self <= Guard.LINE else 2


class PrimaryCell(NamedTuple):
    """A cell that is hidden for its own sake.

    `node` is its number, `level` 0 for an enhed and upwards, `enhed` the one in it that has most
    behind it, through which its figures are moved, and `days` all that is in it.
    """

    node: int
    level: int
    enhed: int
    days: float


@dataclass
class Board:
    """The cells of one quarter while it is chosen which of them to mask.

    Nodes are numbers: enheder first, then what they stand in, and last one that is nowhere.
    `paths` has a row an enhed: itself, its afdeling, område and kommune; the last node for none,
    which counts as masked. `stems` has the path from each of these upwards as one number.
    `employees` and `days` are the enheder's own, and `leaders` the number of who leads each. `lost`
    is how many windows are lost by masking a node now: 0 to 4. `pasts` number what is known of each
    enhed from what was sent, and only those of one number serve each other; only when `pressed` do
    others as well, and then one more is masked than would suffice. `older` are those that a release
    by an older plan of masks has hidden, beside too few perhaps. `slack` is what each node's days
    may be off though all that is printed of it stays; beside what was sent that alone may do. Who
    leads an enhed knows what it has. A pool must have `smallest_pool` employees. `guards` has the
    `Guard` of each node.
    """

    paths: Places
    stems: Places
    employees: Numbers
    days: Numbers
    leaders: Places
    masked: Flags
    lost: Places
    pasts: Places
    older: Flags
    slack: Numbers
    guards: Places
    smallest_pool: float = 0
    pressed: bool = False

    @cached_property
    def has_past(self) -> bool:
        """Whether anything of the quarter was sent before."""
        return bool(self.pasts.any())

    def protect(self, primary: Places) -> None:
        """Mask further nodes until nothing primary can be had by subtraction."""
        cells = self._place_primary_cells(primary)
        before = self.masked.copy()
        is_at_ease = True
        for cell in self._list_doubtful(cells):  # masking more never exposes what is safe
            if self._count_wanting(cell) > 0:
                is_at_ease &= self._hide_partners(cell)
        if is_at_ease:
            self._unmask_needless(np.flatnonzero(self.masked & ~before), cells)

    def find_exposed(self, primary: Places, guards: Places) -> Places:
        """Return the primary nodes that an older plan has hidden beside too few to guard them."""
        if not self.older.any():
            return primary[:0]
        strict = replace(self, masked=self.masked.copy(), guards=guards)
        doubtful = strict._list_doubtful(strict._place_primary_cells(primary))
        return np.array(
            [
                cell.node
                for cell in doubtful
                if self.older[cell.enhed] and strict._count_wanting(cell) > 0
            ],
            dtype=np.int64,
        )

    def _place_primary_cells(self, primary: Places) -> list[PrimaryCell]:
        """Describe the primary cells, those at the top first, and mask what is below them."""
        cells = []
        is_primary = np.zeros(len(self.masked), dtype=np.bool_)
        is_primary[primary] = True
        order = np.lexsort((self.employees, self.days))[::-1]
        for level in range(self.paths.shape[1]):
            above = self.paths[:, level]
            if not is_primary[above].any():
                continue
            total = np.bincount(above, self.days, len(self.masked))
            at, first = np.unique(above[order], return_index=True)
            mine = is_primary[at]
            cells += [
                PrimaryCell(node, level, enhed, days)
                for node, enhed, days in zip(
                    at[mine].tolist(),
                    order[first[mine]].tolist(),
                    total[at[mine]].tolist(),
                    strict=True,
                )
            ]
            self.masked[self.paths[is_primary[above] & (self.days > 0), : level + 1]] = True
        return sorted(cells, key=lambda cell: (-cell.level, -cell.days, cell.node))

    def _number_views(self, cell: PrimaryCell) -> Places:
        """Number the sets of visible nodes; returns the one that each enhed is in, 0 for none.

        Days can be moved between two enheder with one number, and no visible sum changes, nor one
        that was sent.
        """
        is_seen = ~self._find_unseen(cell)[self.paths]
        lowest = self.stems[np.arange(len(is_seen)), is_seen.argmax(axis=1)]
        views = np.where(is_seen.any(axis=1), lowest, 0)
        return views if self.pressed else views * (self.pasts.max() + 1) + self.pasts

    def _find_unseen(self, cell: PrimaryCell) -> Flags:
        """Find the masked nodes, and where something was sent those that are no help to have it.

        Their printed figures leave as much as all that a cell needs in a year: so they stay.
        """
        if self.pressed or not self.has_past:
            return self.masked
        is_coarse = self.slack >= _find_need(cell)
        is_coarse[: len(self.paths)] = False
        return self.masked | is_coarse

    def _list_seen(self, cells: list[PrimaryCell]) -> list[PrimaryCell]:
        """List those cells that something seen now has in it, or something that was sent."""
        if not cells:
            return cells
        is_seen = self._find_seen(np.array(cells))
        return [cell for cell, seen in zip(cells, is_seen.tolist(), strict=True) if seen]

    def _find_seen(self, cells: Numbers) -> Flags:
        """Find those cells that something seen or sent has in it; a row has a cell's fields."""
        _, _, enheder, days = cells.T
        enheder = enheder.astype(np.int64)
        paths = self.paths[enheder]
        is_unseen = self.masked[paths]
        if self.has_past and not self.pressed:
            needs = np.maximum(REACH * days, LEAST)
            is_coarse = self.slack[paths] >= needs[:, None]
            is_unseen |= is_coarse & (paths >= len(self.paths))
        is_seen: Flags = np.logical_not(np.all(is_unseen, axis=1))
        return is_seen if self.pressed else is_seen | (self.pasts[enheder] > 0)

    def _list_doubtful(self, cells: list[PrimaryCell]) -> list[PrimaryCell]:
        """List those seen cells that may lack something: enheder that surely have enough do not.

        What all the enheder have that see the same is summed at once.
        """
        if self.smallest_pool or not cells:
            return self._list_seen(cells)
        rows = np.array(cells)
        is_seen = self._find_seen(rows)
        seen = [cells[place] for place in np.flatnonzero(is_seen)]
        nodes, levels, enheder, days = rows[is_seen].T
        enheder, is_enhed = enheder.astype(np.int64), levels == 0
        needs = np.maximum(REACH * days, LEAST)
        lacks = np.full(len(seen), np.inf)
        is_enhed &= self.guards[nodes.astype(np.int64)] <= Guard.LEADER
        coarse = np.zeros(len(seen), dtype=np.int64)
        if self.has_past and not self.pressed:
            slack = np.sort(self.slack[len(self.paths) :][~self.masked[len(self.paths) :]])
            coarse = np.searchsorted(slack, needs)
        for number in np.unique(coarse[is_enhed]):
            alike = np.flatnonzero(is_enhed & (coarse == number))
            has = self._sum_partners(self._number_views(seen[alike[0]]), enheder[alike])
            lacks[alike] = needs[alike] - has
        return [cell for cell, lack in zip(seen, lacks.tolist(), strict=True) if lack > -_DOUBT]

    def _sum_partners(self, views: Places, enheder: Places) -> Numbers:
        """Sum the days that each of some enheder can be mistaken for, without the greatest leader.

        `views` number what is seen of each, as `_number_views` has them.
        """
        numbers = views * len(self.leaders) + self.leaders
        pairs, pair = np.unique(numbers, return_inverse=True)
        view, sums = pairs // len(self.leaders), np.bincount(pair, self.days)
        is_first = np.append(True, view[1:] != view[:-1])
        first = np.flatnonzero(is_first)
        last = np.append(first[1:], len(pairs)) - 1
        by_days = np.lexsort((sums, view))
        greatest, second = by_days[last], by_days[np.maximum(last - 1, first)]
        mine = pair[enheder]
        at = np.cumsum(is_first)[mine] - 1
        others = np.where(last > first, sums[second], 0)[at]
        most = np.where(greatest[at] == mine, others, sums[greatest][at])
        has: Numbers = np.add.reduceat(sums, first)[at] - sums[mine] - most
        return has

    def _number_knowers(self, cell: PrimaryCell) -> Places:
        """Number who knows what each enhed has: who leads it, or what of another line it is in."""
        knowers = self.leaders + len(self.masked)
        if self.guards[cell.node] >= Guard.LINE:
            nowhere = len(self.masked) - 1
            for above, own in zip(self.paths.T[1:-1], self.paths[cell.enhed, 1:-1], strict=True):
                knowers = np.where((above != own) & (above != nowhere), above, knowers)
        return knowers

    def _sum_by_knower(self, cell: PrimaryCell) -> Numbers:
        """Sum the days that a cell can be mistaken for, by who knows the enheder that have them.

        What the cell's own leader leads besides makes one with it.
        """
        views = self._number_views(cell)
        pool = (views == views[cell.enhed]) & (self.paths[:, cell.level] != cell.node)
        pool &= self.leaders != self.leaders[cell.enhed]
        size = len(self.masked) + len(self.leaders)
        return np.bincount(self._number_knowers(cell)[pool], self.days[pool], size).astype(float)

    def _count_wanting(self, cell: PrimaryCell) -> float:
        """Count what a cell lacks: days when who knows partners takes them out, or employees."""
        if not self._list_seen([cell]):
            return 0.0
        guard = Guard(self.guards[cell.node])
        views = self._number_views(cell)
        days = self._sum_by_knower(cell)
        most = np.sort(days)[len(days) - guard.joined :].sum()
        people = self.employees[views == views[cell.enhed]].sum()
        wanting = max(_find_need(cell) - (days.sum() - most), self.smallest_pool - people)
        return float(max(wanting - _NOISE, 0))

    def _hide_partners(self, cell: PrimaryCell) -> bool:
        """Hide partners of a cell, as near as there are any; False where some were sent before.

        A cell that its own line is shown is safe from two who join, if need be without the
        kommune; where what was sent leaves too little for that, from as many as it can be.
        """
        for guard in self._list_guards(cell):
            self.guards[cell.node] = guard
            if self._hide_below(cell, pressed=False):
                return True
        self.guards[cell.node] = Guard.NOBODY
        self._hide_below(cell, pressed=False)
        self.guards[cell.node] = Guard.LEADER
        self._hide_below(cell, pressed=True)
        return False

    def _list_guards(self, cell: PrimaryCell) -> list[Guard]:
        """List the guards that are tried for a cell, the one that keeps it from most first."""
        guards = [Guard.LEADER]
        if self.guards[cell.node] == Guard.PAIR:
            guards = [Guard.PAIR, Guard.LINE, *guards]
        # What an older plan has hidden beside one partner only is known as far as it is.
        return [*guards, Guard.NOBODY] if self.older[cell.enhed] else guards

    def _hide_below(self, cell: PrimaryCell, *, pressed: bool) -> bool:
        """Hide partners of a cell under the lowest node that has enough of them."""
        path = self.paths[cell.enhed]
        for top in range(cell.level, len(path)):
            trial = replace(self, masked=self.masked.copy(), pressed=pressed)
            trial.masked[path[: top + 1]] = True
            if trial._hide_until_safe(cell):
                if pressed:
                    trial._hide_best_partner(cell)
                self.masked = trial.masked
                return True
        return False

    def _hide_until_safe(self, cell: PrimaryCell) -> bool:
        """Hide one partner after another until a cell is safe; False where there are too few."""
        while self._count_wanting(cell) > 0:
            if not self._hide_best_partner(cell):
                return False
        return True

    def _hide_best_partner(self, cell: PrimaryCell) -> bool:
        """Hide the best partner that there still is, if any."""
        possible, path = self._find_candidates(cell), self.paths[cell.enhed]
        if not len(possible):
            return False
        partner = self.paths[self._choose_best(possible, cell)]
        self.masked[partner[partner != path]] = True
        return True

    def _find_candidates(self, cell: PrimaryCell) -> Places:
        """Return the enheder that a cell could be mistaken for if they were hidden as well."""
        views = self._number_views(cell)
        possible = views != views[cell.enhed]
        is_seen = ~self._find_unseen(cell)[self.paths[cell.enhed]]
        if is_seen.any():
            lowest = int(is_seen.argmax())
            possible &= self.stems[:, lowest] == self.stems[cell.enhed, lowest]
        if not self.pressed:
            possible &= self.pasts == self.pasts[cell.enhed]
        possible &= self.paths[:, cell.level] != cell.node
        possible &= self.leaders != self.leaders[cell.enhed]
        possible &= (self.employees > 0) | (self.days > 0)
        return np.flatnonzero(possible)

    def _choose_best(self, possible: Places, cell: PrimaryCell) -> int:
        """Return the enhed that suffices and costs fewest windows; else the one that gives most.

        A leader gives no more than is needed: what is beyond it helps only who knows it already.
        """
        paths, path = self.paths[possible], self.paths[cell.enhed]
        lost = self.lost[paths] * ~(self.masked[paths] | (paths == path))
        need = _find_need(cell)
        has = self._sum_by_knower(cell)
        knowers = self._number_knowers(cell)[possible]
        has = has[knowers]
        gives = (np.minimum(has + self.days[possible], need) - np.minimum(has, need)) / need
        if self.smallest_pool:
            gives += np.minimum(self.employees[possible] / self.smallest_pool, 1)
        order = np.lexsort((self.employees[possible], *lost.T, -gives.round(9)))
        return int(possible[order[0]])

    def _unmask_needless(self, added: Places, cells: list[PrimaryCell]) -> None:
        """Show again those of the added nodes that later choices have made needless."""
        if not len(added):
            return
        lacking = {cell for cell in self._list_doubtful(cells) if self._count_wanting(cell) > 0}
        safe = [cell for cell in cells if cell not in lacking]
        for node in added[::-1]:
            self.masked[node] = False
            if any(self._count_wanting(cell) > 0 for cell in self._list_doubtful(safe)):
                self.masked[node] = True


def _find_need(cell: PrimaryCell) -> float:
    return max(REACH * cell.days, LEAST)
