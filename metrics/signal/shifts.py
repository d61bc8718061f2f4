"""Where a series changes its level, and which single quarters stick out.

Only so can the season be told from a step: a step of 20 % that is taken for season, or for the
usual fluctuations, hides itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# A change must explain this many times the standard error of what it leaves unexplained. Lower
# finds more steps and more that are none; these keep both rates on twelve quarters (see the tests).
# A lone value must be plainer: it only spoils the season, and there are many that might be one.
_CLEAR_STEP = 3.2
_CLEAR_LONE = 5.0
_QUARTERS_A_CHANGE = 6  # at most one change is looked for in so many quarters
_DISTINCT = 0.3  # a candidate with less left of it is already explained by what was found
_NO_NOISE = 1e-18


@dataclass(frozen=True)
class Shifts:
    """What `find_shifts` found in a series, by position.

    `starts` begin a new level, `lone` are single values off their level, and `base` holds the
    coefficients of the columns of the basis, estimated beside both.
    """

    starts: tuple[int, ...]
    lone: tuple[int, ...]
    base: Array


@dataclass(frozen=True)
class _Candidates:
    """The steps and lone values that a series may have, to be tried one by one."""

    columns: Array  # a column a candidate, a row a value
    at: tuple[int, ...]  # the position of each
    clear: Array  # how clear each must be
    steps: int  # the first so many are steps, the others lone values


def find_shifts(values: Array, basis: Array) -> Shifts:
    """Find where a series clearly changes its level, and the values that stick out.

    Only what the columns of the basis (seasons, breaks) leave unexplained is looked at. The
    clearest is taken first, then what is clear beside it, by least squares. `values` has n
    numbers, `basis` n rows, and its columns must be independent.
    """
    candidates = _make_candidates(len(values))
    columns, chosen = basis, list[int]()
    for _ in range(max(2, len(values) // _QUARTERS_A_CHANGE)):
        explained = np.where(*_find_clear(values, columns, candidates), 0.0)
        best = int(explained.argmax())
        if not explained[best]:
            break
        chosen.append(best)
        columns = np.column_stack([columns, candidates.columns[:, best]])
    coefficients = np.linalg.lstsq(columns, values, rcond=None)[0]
    return Shifts(
        tuple(sorted(candidates.at[index] for index in chosen if index < candidates.steps)),
        tuple(sorted(candidates.at[index] for index in chosen if index >= candidates.steps)),
        coefficients[: basis.shape[1]].astype(np.float64),
    )


def _make_candidates(size: int) -> _Candidates:
    """List every step and lone value that there may be; at the ends a lone value is a step."""
    position = np.arange(size)
    steps, lone = position[1:], position[1:-1]
    columns = np.column_stack([position[:, None] >= steps, position[:, None] == lone])
    clear = np.repeat([_CLEAR_STEP, _CLEAR_LONE], [len(steps), len(lone)])
    at = (*steps.tolist(), *lone.tolist())
    return _Candidates(columns.astype(np.float64), at, clear, len(steps))


def _find_clear(
    values: Array, columns: Array, candidates: _Candidates
) -> tuple[NDArray[np.bool_], Array]:
    """Return for each candidate whether it is clear, and how much it explains beside others."""
    freedom = len(values) - columns.shape[1] - 1
    orthogonal = np.linalg.qr(columns)[0]
    unexplained = values - orthogonal @ (orthogonal.T @ values)
    total = float(unexplained @ unexplained)
    unexplained_part = candidates.columns - orthogonal @ (orthogonal.T @ candidates.columns)
    length = np.sqrt((unexplained_part**2).sum(axis=0))
    explained = np.abs(unexplained_part.T @ unexplained) / np.where(
        length > _DISTINCT, length, np.inf
    )
    if freedom < 1 or total <= _NO_NOISE * len(values):
        return np.zeros(len(length), dtype=np.bool_), explained
    noise = np.sqrt(np.maximum(total - explained**2, 0.0) / freedom)
    return explained >= candidates.clear * noise, explained
