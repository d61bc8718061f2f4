"""Reconcile total lines with the rows that they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from data_loaders.kinds.extract.extract_lines import TotalLine
from data_loaders.words.numbers import Number, count_decimals

# Totals out of spreadsheets were summed in floating point.
_SLACK = Decimal("1e-12")
_NEAREST = 50
_HALF = Decimal("0.5")
_NOTHING = (Decimal(0), 0)

Span = tuple[int, int]
Group = tuple[int, str]
Scope = Span | Group


@dataclass(frozen=True)
class Sum:
    """A total line's own figure in one column beside the sum of its rows."""

    line: TotalLine
    column: str
    file: Decimal
    computed: Decimal
    agrees: bool


class Figures:
    """One column's figures, ready to be summed over any span of rows or any named group.

    `groups` holds, for each level of groups, the group of every row. A scope is a span of rows or
    a level's number with a group's name: an afdeling may bear its område's name.
    """

    def __init__(
        self,
        units: Sequence[Number],
        totals: Sequence[Number],
        groups: Sequence[Sequence[str | None]],
    ) -> None:
        values = [n if isinstance(n, Decimal) else None for n in units]
        self.totals = totals
        self._step = Decimal(1).scaleb(-count_decimals(units))
        self._sums = [Decimal(0), *accumulate(n or Decimal(0) for n in values)]
        self._counts = [0, *accumulate(n is not None for n in values)]
        self._groups: dict[Scope, tuple[Decimal, int]] = {}
        for level, named in enumerate(groups if totals else ()):
            names = {group: folded(group) for group in set(named) if group is not None}
            for group, value in zip(named, values, strict=True):
                if group is not None and value is not None:
                    total, rows = self._groups.get((level, names[group]), _NOTHING)
                    self._groups[level, names[group]] = (total + value, rows + 1)

    def check(self, number: int, scope: Scope) -> tuple[Decimal, bool]:
        """Sum a scope, and say whether a total line's figure agrees with it.

        The tolerance is half the last printed decimal times the number of rows; a total that is
        itself printed with fewer decimals may be off by half of its own.
        """
        total = self.totals[number]
        computed, rows = self._summed(scope)
        if not isinstance(total, Decimal):
            return computed, True
        own = Decimal(1).scaleb(-count_decimals([total])) if count_decimals([total]) else Decimal(0)
        tolerance = self._step * rows * _HALF + (own * _HALF if own > self._step else 0)
        return computed, abs(total - computed) <= tolerance + abs(computed) * _SLACK

    def _summed(self, scope: Scope) -> tuple[Decimal, int]:
        first, last = scope
        if isinstance(last, str):
            return self._groups.get(scope, _NOTHING)
        return self._sums[last] - self._sums[first], self._counts[last] - self._counts[first]


def reconcile(
    lines: Sequence[TotalLine],
    columns: dict[str, Figures],
    *,
    groups: Sequence[Sequence[str | None]],
    units: int,
) -> list[Sum]:
    """Compare every figure of every total line with the sum of the rows that it covers.

    Args:
        lines: The total lines, in the sheet's order.
        columns: The figures, by field.
        groups: For each level of groups, the group of every row.
        units: How many units there are.

    A line that names a group covers the group; others cover the rows since an earlier line or up to
    a later one, or all: what most of their figures agree with, and where none does, what the line's
    place and words say.
    """
    known = [{folded(group) for group in set(level) if group} for level in groups]
    most_stars = max((line.stars for line in lines), default=0)
    sums = []
    for number, line in enumerate(lines):
        scopes: list[Scope] = [
            (i, f)
            for group in (*line.also, line.group)
            for i, names in enumerate(known)
            if (f := folded(group)) in names
        ]
        outermost = line.stars == most_stars and not line.group and number in (0, len(lines) - 1)
        scopes += _spans(lines, number, units=units, outermost=outermost)
        scope = max(scopes, key=lambda s: _agreeing(columns, number, s))
        for field, figures in columns.items():
            total = figures.totals[number]
            if isinstance(total, Decimal):
                computed, agrees = figures.check(number, scope)
                sums.append(Sum(line, field, total, computed, agrees))
    return sums


def _agreeing(columns: dict[str, Figures], number: int, scope: Scope) -> int:
    checked = (f for f in columns.values() if isinstance(f.totals[number], Decimal))
    return sum(figures.check(number, scope)[1] for figures in checked)


def _spans(lines: Sequence[TotalLine], number: int, *, units: int, outermost: bool) -> list[Span]:
    """List the spans that a line may cover, the likeliest first."""
    line = lines[number]
    above = [(other.before, line.before) for other in lines[max(0, number - _NEAREST) : number]]
    below = [(line.before, other.before) for other in lines[number + 1 : number + 1 + _NEAREST]]
    spans = [*above[::-1], (0, line.before), *below, (line.before, units)]
    spans = [(0, units), *spans] if outermost else [*_of_level(lines, number), *spans, (0, units)]
    return [span for span in spans if span[0] < span[1]] or [(0, units)]


def _of_level(lines: Sequence[TotalLine], number: int) -> list[Span]:
    """The rows since the previous line of the same or a higher level, where asterisks tell."""
    line = lines[number]
    earlier = (lines[i] for i in range(number - 1, -1, -1))
    start = next((other.before for other in earlier if other.stars >= line.stars), 0)
    return [(start, line.before)] if line.stars else []


def folded(name: str) -> str:
    """Make a group's name comparable."""
    return " ".join(name.casefold().split())
