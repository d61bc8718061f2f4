"""Find rows that are the sum of the rows right below or above them, without a word for it.

A pivot table has a row for each group above the group's own rows; counted with them it would double
every figure. Small numbers of neighbours add up by chance, so not every such row is sure to be one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from data_loaders.files.columns import Mask
from data_loaders.words.numbers import Number, count_decimals

_LONGEST_BLOCK = 300
_MOST_ROWS = 3_000  # that are tried as blocks from the first row to the last
_FEWEST_DIGITS = 5  # of one figure that does not add up by chance
_FEWEST_DIGITS_OF_TWO = 4  # of two figures or more of one row
_FEWEST_OF_ALL = 3  # rows that are all others
_SLACK = 1e-9

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class BlockSum:
    """A row that sums so many others; `is_sure` where that can be no chance.

    `of_group` says that they are all others of a group, and not only those beside it.
    """

    rows: int
    is_sure: bool
    of_group: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether a row that is named like a group is its sum."""
        return self.is_sure or self.of_group


@dataclass(frozen=True)
class _Block:
    """Rows below a row that sums them: the row, and how many they are."""

    row: int
    length: int


def find_block_sums(
    columns: Sequence[Sequence[Number]], total: Sequence[Number] = ()
) -> dict[int, BlockSum]:
    """Find the rows that sum a block right below or above them in every column.

    Args:
        columns: The figures of the additive columns, of rows of one time in their order.
        total: The figures of the file's grand total in the same columns, where it has one.

    Returns:
        Each such row by its place. There are none where the total is the sum of all rows.
    """
    values = np.array([list(map(_read_amount, column)) for column in columns], np.float64).T
    if len(values) < 2 or _is_share_of_all(values, columns, total, times=1):
        return {}
    halves = _is_share_of_all(values, columns, total, times=2)
    sums_by_row: dict[int, BlockSum] = {}
    for step in (1, -1):
        turned = [column[::step] for column in columns]
        sums = _find_below(values[::step], turned, halves=halves)
        places = range(len(values))[::step]
        for row, block_sum in sums.items():
            earlier = sums_by_row.get(places[row])
            if earlier is None or block_sum.is_sure > earlier.is_sure:
                sums_by_row[places[row]] = block_sum
    return sums_by_row


def find_block_sums_by_period(
    columns: Sequence[Sequence[Number]], periods: Sequence[object], total: Sequence[Number] = ()
) -> dict[int, BlockSum]:
    """Find the rows that sum a block of their own time beside them: see `find_block_sums`.

    `total` is the grand total's figures; it counts where all rows are of one time.
    """
    by_period: dict[object, list[int]] = defaultdict(list)
    for place, period in enumerate(periods):
        by_period[period].append(place)
    sums: dict[int, BlockSum] = {}
    for places in by_period.values():
        of_period = [[column[place] for place in places] for column in columns]
        blocks = find_block_sums(of_period, total if len(by_period) == 1 else ())
        sums |= {places[i]: block for i, block in blocks.items()}
    return sums


def count_digits(figures: Sequence[Number]) -> int:
    """Count the digits of a row's figures, trailing zeros left out."""
    amounts = (n.normalize().as_tuple().digits for n in figures if isinstance(n, Decimal) and n)
    return sum(map(len, amounts))


def is_telling(figures: Sequence[Number]) -> bool:
    """Whether a row's figures have so many digits that they are no chance sum of others."""
    filled = sum(1 for number in figures if isinstance(number, Decimal) and number)
    return count_digits(figures) >= (_FEWEST_DIGITS_OF_TWO if filled > 1 else _FEWEST_DIGITS)


def _read_amount(number: Number) -> float:
    return float(number) if isinstance(number, Decimal) else 0.0


def _is_share_of_all(
    values: Floats, columns: Sequence[Sequence[Number]], total: Sequence[Number], *, times: int
) -> bool:
    """Whether all rows together are so many times the grand total."""
    pairs = [
        (abs(values[:, place].sum() - times * float(number)), column)
        for place, (number, column) in enumerate(zip(total, columns, strict=False))
        if isinstance(number, Decimal) and number
    ]
    return bool(pairs) and all(
        difference
        <= _find_tolerance(count_decimals(column), len(values)) + _SLACK * abs(values).sum()
        for difference, column in pairs
    )


def _find_tolerance(decimals: int, rows: int) -> float:
    """Return what so many printed figures may be off by; whole numbers are exact."""
    return 0.5 * rows * 10.0**-decimals if decimals else 0.0


def _find_below(
    values: Floats, columns: Sequence[Sequence[Number]], *, halves: bool
) -> dict[int, BlockSum]:
    fits = _fit_blocks(values, columns)
    figures = list(zip(*columns, strict=True))
    cover = _cover_all(fits)
    if cover and (halves or (len(cover) > 1 and any(block.length > 1 for block in cover))):
        return {block.row: BlockSum(block.length, is_sure=True) for block in cover}
    blocks = {
        row: _Block(row, length)
        for length, mask in reversed(list(enumerate(fits, 1)))
        if length > 1
        for row in np.flatnonzero(mask).tolist()
    }
    ends = {block.row + block.length + 1 for block in blocks.values()}
    return {
        row: BlockSum(block.length, is_telling(figures[row]))
        for row, block in blocks.items()
        if is_telling(figures[row])
        or np.count_nonzero(values[row]) > 1
        or row in ends
        or row + block.length + 1 in blocks
        or _FEWEST_OF_ALL <= block.length == len(values) - 1
    }


def _fit_blocks(values: Floats, columns: Sequence[Sequence[Number]]) -> list[Mask]:
    """Say for each length of a block which rows are the sum of so many rows below them."""
    count, width = values.shape
    sums = np.vstack([np.zeros((1, width)), values.cumsum(axis=0)])
    filled = np.count_nonzero(values, axis=1) >= min(2, width)
    slack = _SLACK * (1 + np.abs(values).sum(axis=0))
    decimals = [count_decimals(column) for column in columns]
    fits = []
    for length in range(1, min(_LONGEST_BLOCK, count - 1) + 1):
        below = sums[1 + length :] - sums[1:-length]
        tolerance = [_find_tolerance(places, length) for places in decimals] + slack
        mask = np.zeros(count, np.bool_)
        mask[: count - length] = (abs(below - values[: count - length]) <= tolerance).all(axis=1)
        fits.append(mask & filled)
    return fits


def _cover_all(fits: Sequence[Mask]) -> list[_Block]:
    """Cut all rows into blocks, each with its sum first; none where that cannot be done."""
    if not fits or len(fits[0]) > _MOST_ROWS:
        return []
    lengths = np.stack(fits)
    count = lengths.shape[1]
    length_at = [0] * count
    can_end = {count}
    for row in range(count - 2, -1, -1):
        options = (np.flatnonzero(lengths[:, row]) + 1).tolist()
        length_at[row] = next((n for n in options if row + n + 1 in can_end), 0)
        if length_at[row]:
            can_end.add(row)
    blocks, row = [], 0
    while row < count:
        if not length_at[row]:
            return []
        blocks.append(_Block(row, length_at[row]))
        row += length_at[row] + 1
    return blocks
