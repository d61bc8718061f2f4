"""Find sums that stand as units: rows that repeat what other rows hold, without a word for it.

An extract by hierarchy has a row for each afdeling above its units, and one for the kommune above
all; counted as units they would double every figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from data_loaders.kinds.extract.number_columns import Column, Groups
from data_loaders.table.totals import folded
from data_loaders.words.numbers import Number

_WHOLE = frozenset(
    {
        "alle", "alle afdelinger", "alle enheder", "alle områder", "hele kommunen",
        "hele organisationen", "kommune", "kommunen", "organisationen", "samtlige enheder",
    }
)  # fmt: skip
_HALF = Decimal("0.5")
_SLACK = Decimal("1e-12")  # totals out of spreadsheets were summed in floating point
_COMPARED_DECIMALS = 6
# Small whole numbers of neighbours add up by chance; this many digits do not.
_TELLING_DIGITS = 6
_FEWEST_FIGURES = 2

Vector = tuple[Decimal, ...]
Scope = tuple[object, ...]


def names(municipality: str, groups: Groups) -> frozenset[str]:
    """Return the names, folded, that a sum without a word may bear: a group's or the kommune's."""
    own = folded(municipality)
    grouped = {folded(name) for level in groups for name in level if name is not None}
    return frozenset(_WHOLE | {own, own.removesuffix(" kommune")} | grouped)


@dataclass(frozen=True)
class Rows:
    """The units' rows: name, quarter and groups of each, and the number columns."""

    names: Sequence[str]
    quarters: Sequence[object]
    groups: Groups
    columns: Sequence[Column]


def find(rows: Rows) -> dict[int, int]:
    """Find the rows that have, in every number column, the sum of others.

    The others are the rest of the row's quarter, of its afdeling or område, those of the group that
    it is named after, or a block beside it. Returns how many they are, by the row's place.
    """
    vectors = [
        tuple(map(_amount, cells)) for cells in zip(*(c.units for c in rows.columns), strict=True)
    ]
    pool = _Pool([c.decimals for c in rows.columns])
    own = [list(_own_scopes(rows, place)) for place in range(len(vectors))]
    for vector, scopes in zip(vectors, own, strict=True):
        for scope in scopes:
            pool.add(scope, vector)
    found = _blocks(vectors)
    fewest = min(_FEWEST_FIGURES, len(rows.columns))
    for place, vector in enumerate(vectors):
        if sum(map(bool, vector)) >= fewest:
            named = [(rows.quarters[place], i, folded(rows.names[place])) for i in range(2)]
            rests = [pool.rest(scope, vector, inside=True) for scope in own[place]]
            rests += [pool.rest(s, vector, inside=False) for s in named if s not in own[place]]
            if most := max(rests):
                found[place] = max(most, found.get(place, 0))
    return found


def _amount(number: Number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(0)


def _own_scopes(rows: Rows, place: int) -> Iterator[Scope]:
    quarter = rows.quarters[place]
    yield (quarter,)
    for level, groups in enumerate(rows.groups):
        group = groups[place]
        if group is not None:
            yield (quarter, level, folded(group))


@dataclass
class _Pool:
    """Sums by scope; `decimals` are the columns' printed ones."""

    decimals: Sequence[int]
    _sums: dict[Scope, tuple[Vector, int]] = field(default_factory=dict)

    def add(self, scope: Scope, vector: Vector) -> None:
        sums, count = self._sums.get(scope, ((Decimal(0),) * len(vector), 0))
        self._sums[scope] = (tuple(a + b for a, b in zip(sums, vector, strict=True)), count + 1)

    def rest(self, scope: Scope, vector: Vector, *, inside: bool) -> int:
        """Count the scope's rows, without this one if it is `inside`, if they sum to it; else 0."""
        sums, count = self._sums.get(scope, (vector, 0))
        others = count - inside
        for whole, amount, places in zip(sums, vector, self.decimals, strict=True):
            rounding = Decimal(1).scaleb(-places) * others * _HALF if places else 0
            if abs(whole - amount * (1 + inside)) > rounding + abs(whole) * _SLACK:
                return 0
        return others


def _blocks(vectors: Sequence[Vector]) -> dict[int, int]:
    """Find the rows that are the sum of the rows right below or right above them."""
    start: Vector = (Decimal(0),) * (len(vectors[0]) if vectors else 0)
    sums = [_rounded(s) for s in accumulate(vectors, _plus, initial=start)]
    last = {vector: place for place, vector in enumerate(sums)}
    first = {vector: place for place, vector in reversed(list(enumerate(sums)))}
    found = {}
    for place, vector in enumerate(vectors):
        if sum(map(bool, vector)) >= _FEWEST_FIGURES and _digits(vector) >= _TELLING_DIGITS:
            below = last.get(_rounded(_plus(sums[place + 1], vector)), 0) - place - 1
            above = place - first.get(_rounded(_minus(sums[place], vector)), place)
            if (most := max(below, above)) > 0:
                found[place] = most
    return found


def _digits(vector: Vector) -> int:
    amounts = (amount.normalize().as_tuple().digits for amount in vector if amount)
    return sum(map(len, amounts))


def _plus(some: Vector, others: Vector) -> Vector:
    return tuple(a + b for a, b in zip(some, others, strict=True))


def _minus(some: Vector, others: Vector) -> Vector:
    return tuple(a - b for a, b in zip(some, others, strict=True))


def _rounded(vector: Vector) -> Vector:
    return tuple(round(amount, _COMPARED_DECIMALS) for amount in vector)
