"""What somebody who was sent earlier opgørelser has of each enhed besides what is seen now."""

import numpy as np
import pandas as pd

from metrics.masks.grid import MaskGrid, find_places
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
    sent = sent[sent["q"].isin(grid.quarters)]
    nodes = pd.Index(sent["key"].unique())
    version, versions = pd.factorize(sent["version"], sort=True)
    node, t = find_places(nodes, sent["key"]), np.searchsorted(grid.quarters, sent["q"])
    is_seen = np.zeros((len(versions), len(nodes) + 1, len(grid.quarters)), dtype=np.bool_)
    shown = np.flatnonzero(~sent["hidden"].astype(bool))
    is_seen[version[shown], node[shown], t[shown]] = True
    enhed = find_places(grid.keys[: len(pasts)], sent["key"])
    inside = np.flatnonzero(enhed >= 0)
    units = sent.iloc[inside].assign(top="kommune")
    version, node, t, enhed = version[inside], node[inside], t[inside], enhed[inside]
    lowest = np.full(len(units), -1)
    for step in _STEPS:
        above = find_places(nodes, units[step])  # -1 for nowhere, where nothing is seen
        lowest = np.where(is_seen[version, above, t], above, lowest)
    own = (lowest == node) & primary[enhed, t]
    numbers = np.where(own, 0, lowest + 1)
    for number in range(len(versions)):
        mine = version == number
        of_version = np.zeros_like(pasts)
        of_version[enhed[mine], t[mine]] = numbers[mine]
        places = np.unique(t[mine])  # a quarter's numbers are compared with each other alone
        pairs = pasts[:, places] * (len(nodes) + 1) + of_version[:, places]
        pasts[:, places] = np.searchsorted(np.unique(np.append(0, pairs)), pairs)
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
