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
its sake: see `find_sensitive_cells`.
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
    may have `dagsvaerk_hele`; see `plan_masks`. `unseen` (`key, q`) are the masked nodes.
    """
    masked_cells: list[tuple[str, int]] = []
    before: set[Cell] = set()
    hidden = set() if unseen is None else set(zip(unseen["key"], unseen["q"], strict=True))
    has_figures = cells[["employees", *(name for name in DAYS if name in cells)]].any(axis=1)
    for q, rows in cells[has_figures].groupby("q", sort=True):
        table = _CrossTable.from_rows(rows, limits, before)
        before = table.protect({str(key) for key, at in hidden if at == q})
        masked_cells += [(_make_key(cell), int(str(q))) for cell in sorted(before)]
    return pd.DataFrame(masked_cells, columns=["key", "q"])


def find_sensitive_cells(
    cells: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    limits: MaskLimits,
    names: tuple[str, ...] = DAYS,
) -> pd.Series:
    """Mark the cells of those afdelinger that one small personalegruppe has most of the days of.

    `cells` are those of `plan_masks`, `groups` those of `plan_crossed_masks`; `names` are the days,
    or parts of them, that are looked at.
    """
    small = groups[find_small_cells(groups, limits)]
    if small.empty:
        return pd.Series(data=False, index=cells.index)
    small = small.assign(key=small["afdeling"].map(_make_afdeling_key))
    totals = cells[["key", "q", *(name for name in names if name in small)]]
    paired = small.merge(totals, on=["key", "q"], suffixes=("", "_whole"))
    most = pd.Series(data=False, index=paired.index)
    for name in totals.columns[2:]:
        remainder = paired[f"{name}_whole"] - paired[name]
        most |= remainder < (REACH * paired[name]).clip(lower=LEAST)
    dominated = pd.MultiIndex.from_frame(paired.loc[most, ["key", "q"]])
    return pd.Series(pd.MultiIndex.from_frame(cells[["key", "q"]]).isin(dominated), cells.index)


def _make_key(cell: Cell) -> str:
    afdeling, gruppe = cell
    group_key = str(NodeKey(Level.PERSONALEGRUPPE, gruppe))
    return group_key if afdeling == _WHOLE else f"{_make_afdeling_key(afdeling)}/{group_key}"


def _make_afdeling_key(name: str) -> str:
    return str(NodeKey(Level.AFDELING, name))


@dataclass
class _CrossTable:
    """One quarter's people and days in each cell, and the cells that are masked.

    A cell is a personalegruppe in an afdeling; `before` were masked in the quarter before.
    """

    people: dict[Cell, float]
    days: list[dict[Cell, float]]  # a dict for each way of counting them
    limits: MaskLimits
    before: set[Cell]
    masked: set[Cell] = field(default_factory=set)

    @classmethod
    def from_rows(cls, rows: pd.DataFrame, limits: MaskLimits, before: set[Cell]) -> "_CrossTable":
        cells = list(zip(rows["afdeling"], rows["personalegruppe"], strict=True))
        people = dict(zip(cells, rows["employees"], strict=True))
        days = [dict(zip(cells, rows[name], strict=True)) for name in DAYS if name in rows]
        return cls(people, days, limits, before)

    def protect(self, unseen: set[str]) -> set[Cell]:
        """Mask each small cell and what makes it safe; returns all that is masked.

        `unseen` are the keys of the masked nodes.
        """
        rows = {afdeling for afdeling, _ in self.people if _make_afdeling_key(afdeling) in unseen}
        self.masked |= {cell for cell in self.people if cell[0] in rows}
        if "kommune" in unseen or not all(self._shares_enough(row, rows - {row}) for row in rows):
            self.masked |= self._list_all()
        for cell in sorted(filter(self._is_small, self.people)):
            self.masked |= {cell}
            self.masked |= self._find_partner(cell, rows) or self._find_rectangle(cell)
        return self.masked

    def _is_small(self, cell: Cell) -> bool:
        tells = self.people[cell] > 0 or any(of[cell] for of in self.days)
        return tells and self.people[cell] < self.limits.smallest_group

    def _shares_enough(self, row: str, other_rows: set[str]) -> bool:
        """Whether enough of a hidden afdeling might as well be in other hidden ones, and back."""
        row_cells = {cell for cell in self.people if cell[0] == row}
        theirs = {cell for cell in self.people if cell[0] in other_rows}
        shared_groups = {gruppe for _, gruppe in row_cells} & {gruppe for _, gruppe in theirs}
        for of in self.days:
            most = min(REACH * _sum_cells(of, row_cells), _sum_cells(of, theirs))
            if (
                min(_sum_cells(of, row_cells, shared_groups), _sum_cells(of, theirs, shared_groups))
                < most
            ):
                return False
        people = _sum_cells(self.people, row_cells, shared_groups) + _sum_cells(
            self.people, theirs, shared_groups
        )
        return people >= self.limits.smallest_group

    def _find_partner(self, cell: Cell, rows: set[str]) -> set[Cell]:
        """Return the cheapest cell of its personalegruppe, where both afdelinger are hidden."""
        possible = [
            {partner}
            for partner in self.people
            if {cell[0], partner[0]} <= rows
            and partner[1] == cell[1]
            and partner != cell
            and self._is_enough(cell, up=(partner,), down=())
        ]
        return min(possible, key=self._weigh_cost, default=set())

    def _find_rectangle(self, cell: Cell) -> set[Cell]:
        """Return the cheapest three that make a rectangle with it, else its totals or all."""
        afdeling, gruppe = cell
        whole_too = sum(n for (_, g), n in self.people.items() if g == gruppe)
        corners = [(a, g) for a, g in self.people if a != afdeling and g != gruppe]
        possible = [
            {beside, below, across}
            for across in corners
            for beside, below in [((afdeling, across[1]), (across[0], gruppe))]
            if {beside, below} <= self.people.keys()
            and self._is_enough(cell, up=(beside, below), down=(across,))
        ]
        if not possible or whole_too < self.limits.smallest_group:
            return self._find_totals(cell)
        return min(possible, key=self._weigh_cost)

    def _find_totals(self, cell: Cell) -> set[Cell]:
        """Return a cell beside it and both personalegrupper's totals; all where none suffices."""
        afdeling, gruppe = cell
        possible = [
            {beside, (_WHOLE, gruppe), (_WHOLE, beside[1])}
            for beside in self.people
            if beside[0] == afdeling
            and beside[1] != gruppe
            and self._is_enough(cell, up=(beside,), down=())
        ]
        return min(possible, key=self._weigh_cost, default=self._list_all())

    def _list_all(self) -> set[Cell]:
        groups = {gruppe for _, gruppe in self.people}
        return set(self.people) | set(product([_WHOLE], groups))

    def _is_enough(self, cell: Cell, *, up: tuple[Cell, ...], down: tuple[Cell, ...]) -> bool:
        """Whether a cell might have a fourth more, taken from `up`, or less, given to `down`."""
        most = max(of[cell] for of in self.days)
        possible_rise = min(of[neighbour] for of in self.days for neighbour in up)
        possible_fall = min(of[neighbour] for of in self.days for neighbour in (cell, *down))
        people = min(self.people[neighbour] for neighbour in up) + min(
            self.people[neighbour] for neighbour in (cell, *down)
        )
        return (
            people >= self.limits.smallest_group
            and possible_rise >= max(REACH * most, LEAST)
            and possible_fall >= REACH * most
        )

    def _weigh_cost(self, cells: set[Cell]) -> tuple[int, float, list[Cell]]:
        """Return what hiding some cells costs, to sort by: cells newly hidden, then people.

        One that was hidden in the quarter before costs half.
        """
        new = cells - self.masked
        weight = sum(1 if cell in self.before else 2 for cell in new)
        return weight, sum(self.people.get(cell, 0) for cell in new), sorted(cells)


def _sum_cells(of: dict[Cell, float], cells: set[Cell], groups: set[str] | None = None) -> float:
    return sum(of[cell] for cell in cells if groups is None or cell[1] in groups)
