"""The cells that masks are laid on, as arrays: nodes by quarters."""

from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from core.edition import Edition
from core.precision import Unit, find_printed_step
from metrics.masks.partners import Flags, Numbers, Places

LEVELS = ("enhed", "afdeling", "omraade", "kommune")
DAYS = ("dagsvaerk", "dagsvaerk_hele")
PARTS = (("korttid", "langtid"), ("korttid_hele", "langtid_hele"))
_PRINTED_STEP = float(find_printed_step(Unit.DAGSVAERK, edition=Edition.INTERN))  # the finest
_FEW = 1e-6
_WINDOW = 4


@dataclass(frozen=True)
class MaskGrid:
    """The cells as arrays: nodes by quarters. `keys` ends with a node that is nowhere.

    `days` has an array for each way of counting them that there is, `parts` a pair of them, short
    and long, for each way that tells them apart; `has_cell` says which cells there are. `slack` is
    how much more or less the days of a node might be though all of its rows print as they do; of an
    område or the kommune half a printed step, for it is not hidden because of a correction.
    `paths`, `stems` and `leaders` are those of a `Board`.
    """

    keys: pd.Index
    levels: Places
    quarters: Places
    paths: Places
    stems: Places
    leaders: Places
    employees: Numbers
    days: tuple[Numbers, ...]
    parts: tuple[tuple[Numbers, Numbers], ...]
    has_cell: Flags
    slack: Numbers

    @classmethod
    def from_cells(cls, cells: pd.DataFrame) -> "MaskGrid":
        """Number the nodes, the enheder first, and put their figures in place."""
        rank = {level: number for number, level in enumerate(LEVELS)}
        tree_cells = cells[cells["level"].isin(LEVELS)]
        nodes = tree_cells.drop_duplicates("key").assign(
            rank=lambda frame: frame["level"].map(rank)
        )
        nodes = nodes.sort_values(["rank", "key"])
        keys = pd.Index([*nodes["key"], ""])
        levels = np.append(nodes["rank"].to_numpy(np.int64), -1)
        quarters = np.sort(tree_cells["q"].unique()).astype(np.int64)
        shape = (len(keys), len(quarters))
        at = (
            find_places(keys, tree_cells["key"]),
            np.searchsorted(quarters, tree_cells["q"]),
        )
        ways = [name for name in DAYS if name in tree_cells]
        pairs = [pair for pair in PARTS if pair[0] in tree_cells]
        figures = {}
        for measure in ("employees", *ways, *chain.from_iterable(pairs)):
            figures[measure] = np.zeros(shape)
            figures[measure][at] = tree_cells[measure].fillna(0).clip(lower=0)
        has_cell = np.zeros(shape, dtype=np.bool_)
        has_cell[at] = True
        enheder = int((levels == 0).sum())
        paths = _find_paths(nodes, keys, levels)
        slack = _find_slack(figures["employees"], figures[ways[0]], quarters)
        half_step = figures["employees"] * _PRINTED_STEP / 2 / _WINDOW
        return cls(
            keys, levels, quarters, paths, _number_stems(paths), _number_leaders(nodes[:enheder]),
            figures["employees"][:enheder], tuple(figures[name][:enheder] for name in ways),
            tuple((figures[short][:enheder], figures[long][:enheder]) for short, long in pairs),
            has_cell, np.where(levels[:, None] > 1, half_step, slack),
        )  # fmt: skip

    def mark_cells(self, cells: pd.DataFrame | None) -> Flags:
        """Return flags, nodes by quarters, that are set where some cells are."""
        flags = np.zeros(self.has_cell.shape, dtype=np.bool_)
        if cells is not None:
            cells = cells[cells["q"].isin(self.quarters)]
            node = find_places(self.keys[:-1], cells["key"])
            t = np.searchsorted(self.quarters, cells["q"])
            flags[node[node >= 0], t[node >= 0]] = True
        return flags & self.has_cell

    def make_frame(self, masked: Flags, primary: Flags, exposed: Flags) -> pd.DataFrame:
        """Return masked cells as rows."""
        node, t = np.nonzero(masked & self.has_cell)
        return pd.DataFrame(
            {
                "level": np.array(LEVELS, dtype=object)[self.levels[node]],
                "key": self.keys[node],
                "q": self.quarters[t],
                "primary": primary[node, t],
                "exposed": exposed[node, t],
            }
        )


def find_places(keys: pd.Index, names: pd.Series) -> Places:
    """Return the place of each name among some keys, -1 for none: each is looked up once."""
    codes, unique = pd.factorize(names)
    places: Places = np.append(keys.get_indexer(pd.Index(unique)), -1)[codes]
    return places


def _find_paths(nodes: pd.DataFrame, keys: pd.Index, levels: Places) -> Places:
    """Return the nodes that each enhed is in, a column a level; no known parent is the kommune."""
    nowhere = len(keys) - 1
    parent = keys.get_indexer(pd.Index([*nodes["parent"].fillna(""), ""]))
    parent[parent < 0] = nowhere
    enheder = np.arange((levels == 0).sum())
    paths = np.full((len(enheder), len(LEVELS)), nowhere)
    paths[:, 0] = enheder
    above = enheder
    for _ in LEVELS[1:]:
        above = parent[above]
        inside = above != nowhere
        paths[enheder[inside], levels[above[inside]]] = above[inside]
    if "grandparent" in nodes:
        omraade = keys.get_indexer(pd.Index(nodes["grandparent"].fillna("")[: len(enheder)]))
        paths[:, 2] = np.where(levels[omraade] == 2, omraade, nowhere)
    kommune = np.flatnonzero(levels == 3)
    paths[:, 3] = kommune[0] if len(kommune) else nowhere
    return paths


def _number_stems(paths: Places) -> Places:
    """Number each path from each of its nodes upwards: the same nodes have the same number."""
    stems = np.zeros_like(paths)
    for level in range(paths.shape[1]):
        _, number = np.unique(paths[:, level:], axis=0, return_inverse=True)
        stems[:, level] = stems.max(initial=0) + 1 + number
    return stems


def _number_leaders(enheder: pd.DataFrame) -> Places:
    """Number who leads each enhed; where nothing is told of it, each has a leader of its own."""
    leaders = enheder["leader"] if "leader" in enheder else enheder["key"]
    return leaders.fillna(enheder["key"]).factorize()[0].astype(np.int64)


def _find_slack(employees: Numbers, days: Numbers, quarters: Places) -> Numbers:
    """Return how far days may move before a row that they are in prints otherwise; see `MaskGrid`.

    A row is one quarter or four in a row, with one decimal for each employee; in each of the four
    days may move by a fourth.
    """
    slack = np.full(days.shape, np.inf)
    for t, q in enumerate(quarters):
        for length in (1, _WINDOW):
            if t + 1 >= length and quarters[t - length + 1] == q - length + 1:
                row = slice(t - length + 1, t + 1)
                unit = np.maximum(employees[:, row].sum(axis=1) / length, _FEW) * _PRINTED_STEP
                beyond = days[:, row].sum(axis=1) / unit + 0.5
                side = np.minimum(beyond - np.floor(beyond), np.ceil(beyond) - beyond) * unit
                slack[:, row] = np.minimum(slack[:, row], side[:, None] / length)
    return slack
