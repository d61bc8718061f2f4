"""Reconcile total lines with the rows that they cover."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from core import danish
from data_loaders.files.values import Value, clean_text, format_cell
from data_loaders.report import Total
from data_loaders.words.numbers import Number, count_decimals

_SLACK = Decimal("1e-9")  # of a sum: spreadsheets sum in floating point
_NEAREST = 50
_HALF = Decimal("0.5")
_NOTHING = (Decimal(0), 0)
_SHOWN_DECIMALS = 6
_MEAN = re.compile(
    r"(?:gennemsnit(?:lig)?|gns|median|middelværdi|genomsnitt|gjennomsnitt|average|mean|durchschnitt)"
    r"(?!\w)",
    re.IGNORECASE,
)

Span = tuple[int, int]
Group = tuple[int, str]
Scope = Span | Group
Groups = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class TotalLine:
    """A line that sums others.

    `index` is its row; `label` is what stands in it, `group` what is left of that without the words
    for a total, and `also` other groups that it may be of; `stars` counts leading asterisks;
    `before` is how many rows of figures stand above it. A line that is not `worded` has figures,
    but neither a unit nor a word for a total.
    """

    index: int
    label: str
    group: str
    stars: int
    before: int
    worded: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedTotal:
    """A total line's own figure in one column beside the sum of its rows."""

    line: TotalLine
    column: str
    file: Decimal
    computed: Decimal
    agrees: bool


def find_rounding(decimals: int, rows: int) -> Decimal:
    """Return what the sum of so many rows, printed with so many decimals, may be off by."""
    return Decimal(1).scaleb(-decimals) * rows * _HALF


def is_within(difference: Decimal, rounding: Decimal, *, total: Decimal) -> bool:
    """Whether a difference is no more than rounding, and what a spreadsheet's sum is off by."""
    return abs(difference) <= rounding + abs(total) * _SLACK


class SummableColumn:
    """One column's figures, ready to be summed over any span of rows or any named group.

    `groups` holds, for each level of groups, the group of every row. A scope is a span of rows or
    a level's number with a group's name: an afdeling may bear its område's name.
    """

    def __init__(self, units: Sequence[Number], totals: Sequence[Number], groups: Groups) -> None:
        values = [n if isinstance(n, Decimal) else None for n in units]
        self.totals = totals
        self._decimals = count_decimals(units)
        self._sums = [Decimal(0), *accumulate(n or Decimal(0) for n in values)]
        self._counts = [0, *accumulate(n is not None for n in values)]
        self._groups: dict[Scope, tuple[Decimal, int]] = {}
        for level, named in enumerate(groups if totals else ()):
            names = {group: fold_name(group) for group in set(named) if group is not None}
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
        computed, rows = self._sum(scope)
        if not isinstance(total, Decimal):
            return computed, True
        decimals = count_decimals([total])
        rounding = find_rounding(self._decimals, rows)
        rounding += find_rounding(decimals, 1) if 0 < decimals < self._decimals else 0
        return computed, is_within(total - computed, rounding, total=computed)

    def _sum(self, scope: Scope) -> tuple[Decimal, int]:
        first, last = scope
        if isinstance(last, str):
            return self._groups.get(scope, _NOTHING)
        return self._sums[last] - self._sums[first], self._counts[last] - self._counts[first]


def reconcile(
    lines: Sequence[TotalLine], columns: dict[str, SummableColumn], *, groups: Groups, units: int
) -> list[CheckedTotal]:
    """Compare every figure of every total line with the sum of the rows that it covers.

    Args:
        lines: The total lines, in the sheet's order.
        columns: The figures, by field.
        groups: For each level of groups, the group of every row.
        units: How many rows of figures there are.

    A line that names a group covers the group; others cover the rows since an earlier line or up to
    a later one, or all: what most of their figures agree with, and where none does, what the line's
    place and words say.
    """
    names = [{fold_name(group) for group in set(level) if group} for level in groups]
    most_stars = max((line.stars for line in lines), default=0)
    checked = []
    for number, line in enumerate(lines):
        scopes: list[Scope] = [
            (level, name)
            for group in (*line.also, line.group)
            for level, of_level in enumerate(names)
            if (name := fold_name(group)) in of_level
        ]
        outermost = line.stars == most_stars and not line.group and number in (0, len(lines) - 1)
        scopes += _list_spans(lines, number, units=units, outermost=outermost)
        scope = max(scopes, key=lambda scope: _count_agreeing(columns, number, scope))
        for field, column in columns.items():
            total = column.totals[number]
            if isinstance(total, Decimal):
                computed, agrees = column.check(number, scope)
                checked.append(CheckedTotal(line, field, total, computed, agrees))
    return checked


def _count_agreeing(columns: dict[str, SummableColumn], number: int, scope: Scope) -> int:
    with_total = (c for c in columns.values() if isinstance(c.totals[number], Decimal))
    return sum(column.check(number, scope)[1] for column in with_total)


def _list_spans(
    lines: Sequence[TotalLine], number: int, *, units: int, outermost: bool
) -> list[Span]:
    """List the spans of rows that a total line may be the sum of, the likeliest first."""
    line = lines[number]
    above = [
        (next_line.before, line.before) for next_line in lines[max(0, number - _NEAREST) : number]
    ]
    below = [
        (line.before, next_line.before) for next_line in lines[number + 1 : number + 1 + _NEAREST]
    ]
    spans = [*above[::-1], (0, line.before), *below, (line.before, units)]
    if outermost:
        spans = [(0, units), *spans]
    else:
        spans = [*_find_span_of_level(lines, number), *spans, (0, units)]
    return [span for span in spans if span[0] < span[1]] or [(0, units)]


def _find_span_of_level(lines: Sequence[TotalLine], number: int) -> list[Span]:
    """Find the rows since the previous line of the same or a higher level, if asterisks tell."""
    line = lines[number]
    earlier = (lines[i] for i in range(number - 1, -1, -1))
    start = next(
        (earlier_line.before for earlier_line in earlier if earlier_line.stars >= line.stars), 0
    )
    return [(start, line.before)] if line.stars else []


def fold_name(name: str) -> str:
    """Make a group's name comparable."""
    return " ".join(name.casefold().split())


def describe_mismatch(total: Total) -> str:
    """Say by how much a total line differs from its rows."""
    places = min(max(count_decimals([total.file, total.computed]), 1), _SHOWN_DECIMALS)
    return (
        f"»{total.label}« er {danish.format_number(total.file, places)} i filen, men rækkerne "
        f"giver tilsammen {danish.format_number(total.computed, places)} (forskel "
        f"{danish.format_signed(total.difference, places)}). Kontrollér, om der mangler rækker."
    )


_LONGEST_LABEL = 200
_AROUND_GROUP = " *:,–-"


@dataclass(frozen=True)
class TotalLabel:
    """The words of a total: the whole text, and the group that they name besides, if any.

    `stars` counts leading asterisks; `bare` when nothing in the words could be a unit's name.
    """

    text: str
    group: str
    stars: int
    bare: bool


def is_mean(value: Value) -> bool:
    """Whether a cell that should name an enhed says that its row is an average of others."""
    return isinstance(value, str) and bool(_MEAN.match(clean_text(value)))


class TotalWords:
    """Recognises the words that a municipality's files use for totals."""

    def __init__(self, words: Sequence[str]) -> None:
        longest_first = sorted(map(clean_text, words), key=len)[::-1]
        any_word = "|".join(re.escape(word) for word in longest_first)
        self._first = re.compile(rf"(?:{any_word})(?:$|[\s:])", re.IGNORECASE)
        self._last = re.compile(rf"[\s:,–-](?:{any_word})$", re.IGNORECASE)
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
        self._anywhere = re.compile("|".join([r"\*", *spaced]), re.IGNORECASE)

    def find_label(self, row: Sequence[Value]) -> TotalLabel | None:
        """Return the words of a total in a row's cells; None where no cell has any."""
        return next((label for value in row if (label := self.read_label(value))), None)

    def read_label(self, value: Value) -> TotalLabel | None:
        """Return a cell's words of a total; None where it has none, as a million cells have not."""
        if not isinstance(value, str) or value.isdigit():
            return None
        # What is not ASCII may have marks that nobody can see between the letters.
        if value.isascii() and value.isprintable() and not self._anywhere.search(value):
            return None
        text = format_cell(value)
        if not text or len(text) > _LONGEST_LABEL:
            return None
        stars = len(text) - len(text.lstrip("*"))
        words = text.strip("* ").rstrip("*: ")
        if first := self._first.match(words):
            group = words[first.end() :]
        elif last := self._last.search(words):
            group = words[: last.start()]
        elif stars:
            group = words
        else:
            return None
        group = group.strip(_AROUND_GROUP)
        return TotalLabel(text, group, stars, bare=bool(stars) or not group)
