"""What somebody who was sent earlier opgørelser has of each enhed besides what is seen now."""

import numpy as np
import pandas as pd

from metrics.masks.grid import MaskGrid
from metrics.masks.partners import Flags, Places

_STEPS = ("top", "grandparent", "parent", "key")  # from the top down


def number_pasts(grid: MaskGrid, sent: pd.DataFrame | None, primary: Flags) -> Places:
    """Number what is known of each enhed in each quarter from what was sent; 0 where nothing is.

    Two enheder with one number stood below the same seen nodes in all that was sent: what is moved
    between them changes nothing in it. `sent` has a row a cell, `key, q`, and may tell in which
    `version` of the figures it was, whether it was `hidden`, and where an enhed stood there
    (`parent`, `grandparent`); else all are seen, and stand where they do now.

    A cell that was seen itself and is primary now is another figure than the one that was sent.
    """
    pasts = np.zeros(grid.employees.shape, dtype=np.int64)
    if sent is None or sent.empty:
        return pasts
    if "version" not in sent:
        sent = _place_cells(grid, sent)
    enheder = pd.Index(grid.keys[: len(pasts)])
    seen = pd.MultiIndex.from_frame(sent.loc[~sent["hidden"].astype(bool), ["version", "key", "q"]])
    units = sent[sent["key"].isin(enheder) & sent["q"].isin(grid.quarters)].assign(top="kommune")
    labels = pd.Series("", index=units.index, dtype=object)
    for step in _STEPS:
        nodes = pd.MultiIndex.from_arrays([units["version"], units[step], units["q"]])
        labels = labels.mask(nodes.isin(seen), units[step])
    at = enheder.get_indexer(pd.Index(units["key"])), np.searchsorted(grid.quarters, units["q"])
    own = (labels == units["key"]).to_numpy() & primary[at]
    numbers = pd.factorize(pd.Series(["", *labels.mask(own, "")]))[0][1:]
    for version in sorted(units["version"].unique()):
        mine = (units["version"] == version).to_numpy()
        known = np.zeros_like(pasts)
        known[at[0][mine], at[1][mine]] = numbers[mine]
        pairs = pasts * (numbers.max() + 1) + known
        pasts = np.searchsorted(np.unique(np.append(0, pairs)), pairs)
    return pasts


def mark_older(grid: MaskGrid, sent: pd.DataFrame | None) -> Flags:
    """Return flags that are set where a release by an older plan of masks hid a cell."""
    if sent is None or "older" not in sent:
        return grid.mark_cells(None)
    return grid.mark_cells(sent[sent["hidden"] & sent["older"]])


def _place_cells(grid: MaskGrid, sent: pd.DataFrame) -> pd.DataFrame:
    """Return some seen cells, and each enhed where it stands now, as those of one version."""
    flags = grid.mark_cells(sent)
    node, t = np.nonzero(grid.has_cell)
    frame = pd.DataFrame({"version": "", "key": grid.keys[node], "q": grid.quarters[t]})
    paths = np.full((len(grid.keys), grid.paths.shape[1]), len(grid.keys) - 1)
    paths[: len(grid.paths)] = grid.paths
    return frame.assign(
        hidden=~flags[node, t],
        parent=grid.keys[paths[node, 1]],
        grandparent=grid.keys[paths[node, 2]],
    )
