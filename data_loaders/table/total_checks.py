"""Hold a list's total lines against the rows that they sum."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from core import danish
from data_loaders.codes import problem
from data_loaders.files.columns import EncodedColumn, RowIndexes
from data_loaders.files.values import text_of
from data_loaders.report import Total
from data_loaders.table import cell_values
from data_loaders.table.body import Body, Part
from data_loaders.table.row_sorting import MOST_TOTALS, TotalRow
from data_loaders.words import numbers

_HALF = Decimal("0.5")
_SLACK = Decimal(1).scaleb(-9)  # what a spreadsheet's own sum is off by
_SHOWN_DECIMALS = 6
_WORD = "I alt"


def reconcile(body: Body) -> tuple[Total, ...]:
    """Return each figure of a total line beside the sum of its rows; a warning where they differ.

    A line that names a group sums the rows of that group. One that names none sums all rows, or
    those since the total before it.
    """
    found: list[Total] = []
    first = 0
    for part in body.parts:
        groups = _Groups(body.listing.names, part)
        for name in body.listing.sums:
            if name in part.columns and part.totals:
                found += _of_column(_Column(body, part, name, first), groups)
        first += len(part.rows)
        if len(part.totals) == MOST_TOTALS:
            message = f"Arket har mange sumlinjer; kun de første {MOST_TOTALS} er kontrolleret."
            body.collector.add(problem("total_unreadable", message, sheet=part.sheet.name))
    return tuple(found)


@dataclass(frozen=True)
class _Groups:
    """The rows of a part by the names that stand in them."""

    names: tuple[str, ...]
    part: Part

    def rows(self, group: str) -> RowIndexes:
        """The rows of a group, by the first column that has it."""
        for name, places in self._places.items():
            if group.casefold() in places:
                return np.flatnonzero(
                    np.isin(self.part.cells(name).codes, places[group.casefold()])
                )
        return np.empty(0, np.int64)

    @cached_property
    def _places(self) -> dict[str, dict[str, list[int]]]:
        found: dict[str, dict[str, list[int]]] = {}
        for name in self.names:
            found[name] = defaultdict(list)
            for place, value in enumerate(self.part.cells(name).values):
                found[name][text_of(value).casefold()].append(place)
        return found


class _Column:
    """A field of numbers in one part, whose rows begin at `first` of the body's."""

    def __init__(self, body: Body, part: Part, name: str, first: int) -> None:
        self.body = body
        self.part = part
        self.name = name
        self.place = part.columns[name]
        typed: EncodedColumn[Decimal | None] = body.typed(name)
        self._figures = EncodedColumn(typed.values, typed.codes[first : first + len(part.rows)])
        self._step = Decimal(1).scaleb(-numbers.count_decimals(self._figures.compact().values))

    def figure(self, line: TotalRow) -> Decimal | None:
        """The figure of a total line; None where it has none or one that cannot be read."""
        cell = self.part.table[self.place][line.row]
        column, style = self.body.listing[self.name], self.body.style(self.name)
        (read,) = cell_values.read(column, [cell], style)
        return read if isinstance(read, Decimal) else None

    def sum(self, rows: RowIndexes) -> Decimal:
        """Sum the figures of some rows, exactly."""
        values = self._figures.values
        counts = np.bincount(self._figures.codes[rows], minlength=len(values)).tolist()
        pairs = zip(values, counts, strict=True)
        return sum((value * count for value, count in pairs if value and count), Decimal(0))

    def agrees(self, total: Decimal, computed: Decimal, rows: int) -> bool:
        """Whether a total is the sum of some rows, but for their last printed decimal."""
        places = numbers.count_decimals([total])
        own = Decimal(1).scaleb(-places) if places else Decimal(0)
        tolerance = self._step * rows * _HALF + (own * _HALF if own > self._step else 0)
        return abs(total - computed) <= tolerance + abs(computed) * _SLACK

    def total(self, line: TotalRow, file: Decimal, computed: Decimal, *, agrees: bool) -> Total:
        """Write a total line's figure for the report; a discreet list's lines may name a person."""
        return Total(
            label=_WORD if self.body.listing.discreet else line.label,
            column=self.part.found.heading.headers[self.place],
            cell=self.part.table.address(line.row, self.place),
            file=file,
            computed=computed,
            agrees=agrees,
        )


def _of_column(column: _Column, groups: _Groups) -> Iterator[Total]:
    begin = 0
    for line in column.part.totals:
        above = int(np.searchsorted(column.part.rows, line.row))
        if line.group:
            scopes = [groups.rows(line.group)]
        else:
            scopes = [np.arange(len(column.part.rows)), np.arange(begin, above)]
            begin = above
        figure = column.figure(line)
        if figure is not None and len(scopes[0]):
            yield from _checked(column, line, figure, scopes)


def _checked(
    column: _Column, line: TotalRow, figure: Decimal, scopes: list[RowIndexes]
) -> Iterator[Total]:
    """Hold a figure against the rows that it may sum; it says nothing where some cannot be read."""
    sums = [(column.sum(rows), len(rows)) for rows in scopes]
    agreeing = [computed for computed, rows in sums if column.agrees(figure, computed, rows)]
    if agreeing:
        yield column.total(line, figure, agreeing[0], agrees=True)
    elif column.name not in column.body.faulty:
        total = column.total(line, figure, sums[0][0], agrees=False)
        _tell(column, total)
        yield total


def _tell(column: _Column, total: Total) -> None:
    places = min(max(numbers.count_decimals([total.file, total.computed]), 1), _SHOWN_DECIMALS)
    message = (
        f"»{total.label}« er {danish.format_number(total.file, places)} i filen, men rækkerne "
        f"giver tilsammen {danish.format_number(total.computed, places)} (forskel "
        f"{danish.format_signed(total.difference, places)}). Kontrollér, om der mangler rækker."
    )
    column.body.collector.add(
        problem(
            "total_mismatch",
            message,
            sheet=column.part.sheet.name,
            cell=total.cell,
            column=total.column,
        )
    )
