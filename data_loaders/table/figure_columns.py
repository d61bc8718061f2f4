"""The columns under a header that hold figures, whatever their headers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice

from core import danish
from core.settings import Settings
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value
from data_loaders.table.layout import Layout
from data_loaders.table.totals import TotalWords
from data_loaders.words import numbers
from data_loaders.words.numbers import Number, NumberStyle

_MOST_ROWS = 5_000
_MOST_COLUMNS = 50
_NUMBER_SHARE = 0.9
_SHOWN_CELLS = 3


@dataclass(frozen=True)
class FigureCells:
    """The figures of one column; total lines are left out."""

    figures: Sequence[Number]

    @cached_property
    def amounts(self) -> list[Decimal | None]:
        """The figures, None for a cell that has none."""
        return [number if isinstance(number, Decimal) else None for number in self.figures]

    @cached_property
    def decimals(self) -> int:
        """The most decimals that one is printed with."""
        return numbers.count_decimals(self.figures)

    def describe(self) -> str:
        """Write the first figures and their sum."""
        filled = [amount for amount in self.amounts if amount is not None]
        amounts = [_write(amount) for amount in islice(filled, _SHOWN_CELLS)]
        dots = " …" if len(filled) > _SHOWN_CELLS else ""
        return f"{'; '.join(amounts)}{dots}, i alt {_write(sum(filled, Decimal(0)))}"

    def is_sum_of(self, *parts: "FigureCells") -> bool:
        """Whether other columns add up to this one in every row, but for rounding."""
        coarsest = min(self.decimals, *(part.decimals for part in parts))
        tolerance = Decimal(1).scaleb(-coarsest) if coarsest else Decimal(0)
        rows = zip(self.amounts, *(part.amounts for part in parts), strict=True)
        filled = [[amount for amount in row if amount is not None] for row in rows]
        whole_rows = [row for row in filled if len(row) == len(parts) + 1]
        return any(all(row[1:]) for row in whole_rows) and all(
            abs(sum(row[1:], -row[0])) <= tolerance for row in whole_rows
        )


def read_figure_columns(
    sheet: Sheet, layout: Layout, places: Sequence[int]
) -> dict[int, FigureCells]:
    """Return those of some columns whose cells are numbers, nearly all of them, by place."""
    words = TotalWords(Settings().total_words)
    first = layout.index + 1
    rows = [row for row in sheet.rows[first : first + _MOST_ROWS] if not words.find_label(row)]
    columns = {}
    for place in places[:_MOST_COLUMNS]:
        cells = [row[place] if place < len(row) else None for row in rows]
        if figures := _read_figures(cells):
            columns[place] = FigureCells(figures)
    return columns


def _read_figures(cells: Sequence[Value]) -> list[Number]:
    """Read a column's cells as numbers; nothing where they are something else."""
    values = numbers.strip_units(cells)
    style = numbers.settle_style(values, chosen="", others=()) or NumberStyle.DANISH
    read = numbers.read_numbers(values, style)
    filled = sum(not numbers.is_blank(value) for value in values)
    amounts = sum(isinstance(number, Decimal) for number in read)
    return read if amounts and amounts >= filled * _NUMBER_SHARE else []


def _write(amount: Decimal) -> str:
    return danish.format_number(amount, numbers.count_decimals([amount]))
