"""Which figures are hidden, so that nobody can work out the absence of a small group.

It is decided once per data version over all nodes, and is the same for every viewer.

**What is secret** are the days, short and long of a cell, one node in one quarter, that is
*primary*: it has fewer employees than the limit of the edition. How many employees a hidden enhed
has is no secret. What is shown are sums of cells over one quarter or four in a row, and a row
with a masked cell among its quarters is hidden. So all can be decided quarter by quarter.

**The proof for one version.** Let X be primary, and p be an enhed that is masked in the quarter
too, such that every node seen in it contains both or neither. Move any part of p's days in that
quarter over to X, or X's over to p: every node that is seen keeps its sum in the quarter and so
in every window, and no row that is shown changes. So nobody can tell one from the other: X may
have anything between nothing and X and p together. What is computed from such sums (changes, what
drove them, limits of signals) tells no more. The same holds for several p, which with X are a
*pool*.

**Who knows one of them.** Who leads p knows what p has. So X is safe when its partners have at
least a fourth of X's days (`REACH`; the law asks for a fifth either way), and at least one, also
after those of any one leader are taken out: then the pool holds three units under different
leaders or more, and none of them makes up nearly all of it.

**Who sees more than one edition.** In the public edition a cell may be hidden that its own line
sees in the internal one, and so does each leader of another afdeling or område what lies there;
two of them may join. So of such a cell's partners all that lie in one other afdeling or område
count as one leader's, and it must be safe after those of any two leaders are taken out. Where too
few others are there, the kommune is hidden as well. Only where what was sent leaves too little for
that, it is kept from as many as it can be. How days split is seen by nobody in a group that is
hidden for it, so there one suffices.

**Which partners.** They are sought under the same afdeling; if there are too few, the afdeling is
masked too, and another one with a partner in it, and so on upwards; the kommune only when nothing
else helps. Masking more never makes a pool unsafe: fewer nodes are seen. Those are taken that
lose least: one where one suffices; masked in that quarter already; masked in the three quarters
before, so that most of their windows are hidden anyway; with fewest employees. A choice rests on
its own quarter and those before only: a later quarter never changes it.

**Short and long** are judged each for itself in the same way, after the days
(`plan_split_masks`): a cell may show its days and hide how they split. To move long days from p
to X, p's short days are moved the other way where p's days are shown: then it can give and take
no more than it has of both.

**Counts of people** (langtidsfriske, and the agenda's) are judged as days are, who counts and who
does not each for itself; and in the public edition of both, two may join. That people are whole
tells a little more than shares as they are printed, and nothing of them too well.

**Several versions.** Who was shown earlier releases has their sums as well.

- What a release hid stays hidden (`already`), so partners are kept.
- Figures rest on the rows of the newest release, and not on corrected ones, where a small enhed
  came, went, shrank below the limit, or was corrected to less than a fourth or more than four
  times (`metrics/sql/resting.sql`): the correction waits, and no sum differs by it. Any other
  correction of a hidden enhed tells the difference c of what it has and had; as neither is less
  than a fourth of the other, c leaves each of them at least a fourth less than it is.
- Whatever is left (a release whose data were erased, a partner that lost its days): partners must
  have stood below the same seen nodes in every release (`pasts`). Where there are none that keep
  X from those who lead them, it is kept from all others if it can be, and those rows are hidden
  that X would be had from, but not a row whose printed figure leaves free all that X needs.
- A release by an older plan (`PLAN`) counts as shown exactly: where it hid a cell beside too few
  others to take out those of a leader, none are taken out.
"""

from dataclasses import dataclass, replace
from math import inf

import numpy as np
import pandas as pd

from core.edition import Edition
from core.settings import Settings
from metrics.masks.grid import DAYS, MaskGrid
from metrics.masks.partners import Board, Flags, Guard, Numbers, Places
from metrics.masks.pasts import mark_older, number_pasts

_WINDOW = 4
PLAN = 2  # a release by another plan counts as shown exactly, and hidden as that one hid


@dataclass(frozen=True)
class MaskLimits:
    """The limits that a cell must reach to be seen.

    It is hidden with fewer than `smallest_group` employees, and how its days split with fewer than
    `smallest_split`. Of people who are counted one by one, a pool must have `smallest_pool`
    as well. What `is_printed` has one decimal for each employee, and no more; in the
    public edition a group below 40 has whole dagsværk, so that its days need no rule of their own.
    A hidden cell with `smallest_within` employees or more is shown to its own line all the same.
    """

    smallest_group: float
    smallest_split: float = 0
    smallest_pool: float = 0
    is_printed: bool = False
    smallest_within: float = inf

    @classmethod
    def from_settings(cls, settings: Settings, edition: Edition) -> "MaskLimits":
        """Return the limits of an edition."""
        public = settings.smallest_group_public
        if edition is Edition.INTERN:
            return cls(settings.smallest_group, smallest_split=public, is_printed=True)
        return cls(
            public,
            smallest_split=public,
            is_printed=True,
            smallest_within=settings.smallest_group,
        )


def plan_masks(
    cells: pd.DataFrame,
    *,
    limits: MaskLimits,
    already: pd.DataFrame | None = None,
    sent: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the cells to mask, so that no small one can be worked out.

    Returns a row for each, `level, key, q, primary, exposed`: the node, its quarter (four a year,
    counted from year 0), whether it is masked for its own sake, and whether that does not protect
    it, because a release by an older plan has hidden too few beside it.

    `cells` has a row a node and quarter: `level, key, parent, q, employees, dagsvaerk`; `parent` is
    the key of the node above. An enhed may have its område as `grandparent`, where its afdeling is
    in several, and who leads it as `leader`. Nodes of other levels than enhed, afdeling, område and
    kommune are left out. Cells that are `sensitive` are masked for their own sake whatever their
    size.

    `already` (`key, q`) are cells that are masked in any case: those of the internal edition in the
    public one, and those that an opgørelse that was sent has hidden, lest it be undone. `sent`
    (`key, q`) are cells in rows that somebody has been sent: hiding them undoes nothing, so they
    serve as partners only where nobody else can, and then one more than would suffice.
    """
    grid = MaskGrid.from_cells(cells)
    primary = grid.mark_cells(cells[find_small_cells(cells, limits)])
    masked = primary | grid.mark_cells(already)
    masked[-1] = True
    choice = _MaskChoice(
        grid,
        grid.days,
        primary,
        number_pasts(grid, sent, primary),
        mark_older(grid, sent),
        limits,
        np.zeros_like(primary),
    )
    planned = choice.mask_cells(masked)
    return grid.make_frame(planned, primary, choice.exposed)


def plan_split_masks(
    cells: pd.DataFrame,
    *,
    limits: MaskLimits,
    planned: pd.DataFrame,
    already: pd.DataFrame | None = None,
    sent: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the cells whose split in short and long is not shown, those that are masked with them.

    Takes and returns what `plan_masks` does, which has `planned` the masks; `cells` have `korttid`
    and `langtid` beside the days, and `korttid_hele` and `langtid_hele` beside `dagsvaerk_hele`,
    the days without part-days. `already` and `sent` are about splits.
    """
    grid = MaskGrid.from_cells(cells)
    masked = grid.mark_cells(planned)
    few = cells["employees"].between(0, limits.smallest_split, inclusive="neither")
    few |= cells.get("sensitive", False)
    primary = grid.mark_cells(planned[planned["primary"]]) | grid.mark_cells(cells[few])
    is_day_shown = ~masked[: len(grid.employees)]
    parts = tuple(
        np.where(is_day_shown, np.minimum(short, long), part)
        for short, long in grid.parts
        for part in (short, long)
    )
    masked |= primary | grid.mark_cells(already)
    masked[-1] = True
    choice = _MaskChoice(
        grid,
        parts,
        primary,
        number_pasts(grid, sent, primary),
        mark_older(grid, sent),
        replace(limits, smallest_within=inf),
        np.zeros_like(primary),
    )
    masked = choice.mask_cells(masked)
    return grid.make_frame(masked, primary, choice.exposed)


@dataclass(frozen=True)
class _MaskChoice:
    """What masks are chosen on: the primary cells, to be protected in all ways of counting days."""

    grid: MaskGrid
    ways: tuple[Numbers, ...]
    primary: Flags
    pasts: Places
    older: Flags
    limits: MaskLimits
    exposed: Flags

    def mask_cells(self, masked: Flags) -> Flags:
        """Return some masks with those added that protect the primary cells.

        Those that cannot be protected, for what an older plan has shown, are `exposed` afterwards.
        """
        masked = masked.copy()
        last = np.full(len(self.grid.keys), -_WINDOW)
        for t, q in enumerate(self.grid.quarters):
            guards = np.where(self._find_shown_within(t), Guard.PAIR, Guard.LEADER)
            for days in self.ways if self.primary[:, t].any() else ():
                board = Board(
                    paths=self.grid.paths,
                    stems=self.grid.stems,
                    employees=self.grid.employees[:, t],
                    days=days[:, t],
                    leaders=self.grid.leaders,
                    masked=masked[:, t],
                    lost=np.minimum(q - last, _WINDOW),
                    pasts=self.pasts[:, t],
                    older=self.older[:, t],
                    slack=np.where(self.limits.is_printed, self.grid.slack[:, t], 0),
                    guards=guards.copy(),
                    smallest_pool=self.limits.smallest_pool,
                )
                nodes = np.flatnonzero(self.primary[:-1, t])
                board.protect(nodes)
                masked[:, t] = board.masked
                self.exposed[board.find_exposed(nodes, guards), t] = True
            last[masked[:, t]] = q
        return masked

    def _find_shown_within(self, t: int) -> Flags:
        """Find the nodes that their own line is shown in a quarter, though others are not."""
        size = len(self.grid.keys)
        people = sum(
            np.bincount(above, self.grid.employees[:, t], size) for above in self.grid.paths.T
        )
        return np.asarray(people >= self.limits.smallest_within)


def find_small_cells(cells: pd.DataFrame, limits: MaskLimits) -> pd.Series:
    """Flag the cells that are too small to be seen; one without people and days tells nothing."""
    few = cells["employees"] < limits.smallest_group
    tells = cells["employees"] > 0
    for days in (cells[name] for name in DAYS if name in cells):
        tells |= days != 0
    return tells & (few | cells.get("sensitive", False))
