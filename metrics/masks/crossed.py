"""Masks where personalegrupper go across the organisation: a table of rows and columns.

An afdeling's total is seen, and so is a personalegruppe's in the kommune. So a cell is safe with
three others that make a rectangle with it: what one has more its neighbours have less, inside one
afdeling and inside one personalegruppe, and no total changes. Where there is no such rectangle, the
total of the personalegruppe is masked too, and one more with it; where that does not help, all are.

The cells of an afdeling make up its total: where that is not seen, none of them is. What is hidden
in it can then be moved to the others that are not seen, inside each personalegruppe that they
share; where they share too little, all are masked.

A small cell with nearly all days of its afdeling could not have a fifth more than it has beside
that total, nor one without days in an afdeling that has none, so the afdeling itself is masked for
its sake: see `sensitive`.
"""

from dataclasses import dataclass, field
from itertools import product

import pandas as pd

from core.nodes import Level, NodeKey
from metrics.masks import MaskLimits, find_small_cells
from metrics.masks.grid import DAYS
from metrics.masks.partners import LEAST, REACH

Cell = tuple[str, str]  # afdeling, personalegruppe
_WHOLE = ""  # the row of the kommune


def plan_crossed_masks(
    cells: pd.DataFrame, *, limits: MaskLimits, unseen: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the cells to mask, `key, q`: of a personalegruppe, in an afdeling or the kommune.

    `cells` has a row a cell and quarter: `afdeling, personalegruppe, q, employees, dagsvaerk`, and
    may have `dagsvaerk_hele`; see `masks.plan`. `unseen` (`key, q`) are the nodes that are masked.
    """
    found: list[tuple[str, int]] = []
    before: set[Cell] = set()
    hidden = set() if unseen is None else set(zip(unseen["key"], unseen["q"], strict=True))
    told = cells[["employees", *(name for name in DAYS if name in cells)]].any(axis=1)
    for q, rows in cells[told].groupby("q", sort=True):
        table = _CrossTable.of(rows, limits, before)
        before = table.protect({str(key) for key, at in hidden if at == q})
        found += [(_make_key(cell), int(str(q))) for cell in sorted(before)]
    return pd.DataFrame(found, columns=["key", "q"])


def find_sensitive_cells(
    cells: pd.DataFrame, groups: pd.DataFrame, *, limits: MaskLimits
) -> pd.Series:
    """Tell which of the nodes' cells are those of an afdeling that one small cell has most of.

    `cells` are those of `masks.plan`, `groups` those of `crossed`.
    """
    small = groups[find_small_cells(groups, limits)]
    small = small.assign(key=small["afdeling"].map(_make_afdeling_key))
    whole = cells[["key", "q", *(name for name in DAYS if name in small)]]
    both = small.merge(whole, on=["key", "q"], suffixes=("", "_whole"))
    most = pd.Series(data=False, index=both.index)
    for name in whole.columns[2:]:
        others = both[f"{name}_whole"] - both[name]
        most |= others < (REACH * both[name]).clip(lower=LEAST)
    found = pd.MultiIndex.from_frame(both.loc[most, ["key", "q"]])
    return pd.Series(pd.MultiIndex.from_frame(cells[["key", "q"]]).isin(found), cells.index)


def _make_key(cell: Cell) -> str:
    afdeling, gruppe = cell
    own = str(NodeKey(Level.PERSONALEGRUPPE, gruppe))
    return own if afdeling == _WHOLE else f"{_make_afdeling_key(afdeling)}/{own}"


def _make_afdeling_key(name: str) -> str:
    return str(NodeKey(Level.AFDELING, name))


@dataclass
class _CrossTable:
    """One quarter's cells; `before` were masked in the quarter before."""

    people: dict[Cell, float]
    days: list[dict[Cell, float]]  # a dict for each way of counting them
    limits: MaskLimits
    before: set[Cell]
    masked: set[Cell] = field(default_factory=set)

    @classmethod
    def of(cls, rows: pd.DataFrame, limits: MaskLimits, before: set[Cell]) -> "_CrossTable":
        cells = list(zip(rows["afdeling"], rows["personalegruppe"], strict=True))
        people = dict(zip(cells, rows["employees"], strict=True))
        days = [dict(zip(cells, rows[name], strict=True)) for name in DAYS if name in rows]
        return cls(people, days, limits, before)

    def protect(self, unseen: set[str]) -> set[Cell]:
        """Mask each small cell and what makes it safe; returns all that is masked."""
        rows = {afdeling for afdeling, _ in self.people if _make_afdeling_key(afdeling) in unseen}
        self.masked |= {cell for cell in self.people if cell[0] in rows}
        if "kommune" in unseen or not all(self._shares(row, rows - {row}) for row in rows):
            self.masked |= self._all()
        for cell in sorted(filter(self._is_small, self.people)):
            self.masked |= {cell}
            self.masked |= self._beside(cell, rows) or self._rectangle(cell)
        return self.masked

    def _is_small(self, cell: Cell) -> bool:
        days = [of[cell] for of in self.days]
        of_one = any(0 < lost < 2 * self.limits.person_days for lost in days)
        few = self.people[cell] < self.limits.smallest_group
        return (few or of_one) and (self.people[cell] > 0 or any(days))

    def _shares(self, row: str, others: set[str]) -> bool:
        """Whether enough of an afdeling that is not seen could be in others, and the other way."""
        own = {cell for cell in self.people if cell[0] == row}
        theirs = {cell for cell in self.people if cell[0] in others}
        both = {gruppe for _, gruppe in own} & {gruppe for _, gruppe in theirs}
        for of in self.days:
            most = min(REACH * _sum_cells(of, own), _sum_cells(of, theirs))
            if min(_sum_cells(of, own, both), _sum_cells(of, theirs, both)) < most:
                return False
        people = _sum_cells(self.people, own, both) + _sum_cells(self.people, theirs, both)
        return people >= self.limits.smallest_group

    def _beside(self, cell: Cell, rows: set[str]) -> set[Cell]:
        """One of the same personalegruppe, where neither's afdeling is seen."""
        possible = [
            {other}
            for other in self.people
            if {cell[0], other[0]} <= rows
            and other[1] == cell[1]
            and other != cell
            and self._suffices(cell, up=(other,), down=())
        ]
        return min(possible, key=self._cost, default=set())

    def _rectangle(self, cell: Cell) -> set[Cell]:
        afdeling, gruppe = cell
        whole_too = sum(n for (_, g), n in self.people.items() if g == gruppe)
        others = [(a, g) for a, g in self.people if a != afdeling and g != gruppe]
        possible = [
            {beside, below, across}
            for across in others
            for beside, below in [((afdeling, across[1]), (across[0], gruppe))]
            if {beside, below} <= self.people.keys()
            and self._suffices(cell, up=(beside, below), down=(across,))
        ]
        if not possible or whole_too < self.limits.smallest_group:
            return self._totals(cell)
        return min(possible, key=self._cost)

    def _totals(self, cell: Cell) -> set[Cell]:
        afdeling, gruppe = cell
        possible = [
            {beside, (_WHOLE, gruppe), (_WHOLE, beside[1])}
            for beside in self.people
            if beside[0] == afdeling
            and beside[1] != gruppe
            and self._suffices(cell, up=(beside,), down=())
        ]
        return min(possible, key=self._cost, default=self._all())

    def _all(self) -> set[Cell]:
        groups = {gruppe for _, gruppe in self.people}
        return set(self.people) | set(product([_WHOLE], groups))

    def _suffices(self, cell: Cell, *, up: tuple[Cell, ...], down: tuple[Cell, ...]) -> bool:
        """Whether a cell could have so much more, from `up`, and so much less, to `down`."""
        most = max(of[cell] for of in self.days)
        more = min(of[one] for of in self.days for one in up)
        less = min(of[one] for of in self.days for one in (cell, *down))
        people = min(self.people[one] for one in up) + min(
            self.people[one] for one in (cell, *down)
        )
        return (
            people >= self.limits.smallest_group
            and more >= max(REACH * most, LEAST)
            and less >= REACH * most
        )

    def _cost(self, cells: set[Cell]) -> tuple[int, float, list[Cell]]:
        """How many cells are newly hidden, those last that were before; then how many people."""
        new = cells - self.masked
        weight = sum(1 if cell in self.before else 2 for cell in new)
        return weight, sum(self.people.get(cell, 0) for cell in new), sorted(cells)


def _sum_cells(of: dict[Cell, float], cells: set[Cell], groups: set[str] | None = None) -> float:
    return sum(of[cell] for cell in cells if groups is None or cell[1] in groups)
