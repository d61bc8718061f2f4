"""Sums of unknowns that are known, none of them below zero: the least and the most of another sum.

Before a solver is asked, the sums are made as small as they get without another solution:

- what is known of a part of a sum (one of its quarters, its short days) is taken out of it;
- unknowns that stand in the same sums are one, of which each may be anything up to the whole;
- an unknown that stands alone in a sum is known, and taken out of the others;
- sums that share no unknown are solved by themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from math import inf
from typing import Any

import numpy as np

from tests.metrics.programme import Columns, Programme

Unknown = tuple[str, int, str]  # an enhed, a quarter, and which part
Rows = dict[frozenset[int], float]
Enough = Callable[[float, float], bool]
_NOISE = 1e-11  # figures come as floating numbers


class Equations:
    """Knows sums of unknowns."""

    def __init__(self, known: Iterable[tuple[Iterable[Unknown], float]]) -> None:
        self._numbers: dict[Unknown, int] = {}
        given = {
            frozenset(self._numbers.setdefault(one, len(self._numbers)) for one in row): total
            for row, total in known
        }
        if abs(given.pop(frozenset(), 0.0)) > _NOISE:
            raise AssertionError("a sum of nothing is something")
        names = list(self._numbers)
        given = _apart(given, by=[part for _, _, part in names])
        given = _apart(given, by=[q for _, q, _ in names])
        self._slack = _NOISE * max([1.0, *map(abs, given.values())])
        self._sizes: list[int] = []
        self._group: dict[int, int] = {}
        self._values: dict[int, float] = {}
        self._systems: dict[int, _System] = {}
        for rows in _connected(self._settled(self._merged(given))):
            system = _System(rows, self._slack)
            self._systems |= dict.fromkeys(system.unknowns, system)

    def span(
        self, asked: Iterable[Unknown], *, enough: Enough = lambda *_: False
    ) -> tuple[float, float]:
        """The least and the most of a sum; it is not asked further than what is `enough`."""
        counts: dict[int, int] = defaultdict(int)
        free = False  # one that stands in no sum
        for one in asked:
            number = self._numbers.get(one)
            free |= number is None
            if number is not None:
                counts[self._group[number]] += 1
        whole = {group for group, count in counts.items() if count == self._sizes[group]}
        low, below = self._split(whole)
        high, above = self._split(counts)
        fewest = low + sum(system.seen(of)[0] for system, of in below)
        span = fewest, inf if free else high + sum(system.seen(of)[1] for system, of in above)
        if not enough(*span):
            span = low + sum(system.least(of) for system, of in below), span[1]
        if not enough(*span) and not free:
            span = span[0], high + sum(-system.least(of, sign=-1) for system, of in above)
        return span

    def _split(self, groups: Iterable[int]) -> tuple[float, list[tuple["_System", frozenset[int]]]]:
        """What is settled of some unknowns, and the systems that the others are in."""
        found: dict[_System, set[int]] = defaultdict(set)
        for group in groups:
            if group not in self._values:
                found[self._systems[group]].add(group)
        settled = sum(self._values.get(group, 0.0) for group in groups)
        return settled, [(system, frozenset(of)) for system, of in found.items()]

    def _merged(self, rows: Rows) -> Rows:
        """Make those one that stand in the same sums."""
        where: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            for one in row:
                where[one].append(place)
        groups: dict[tuple[int, ...], int] = {}
        self._group = {
            one: groups.setdefault(tuple(where[one]), len(groups)) for one in self._numbers.values()
        }
        self._sizes = [0] * len(groups)
        for group in self._group.values():
            self._sizes[group] += 1
        return {frozenset(self._group[one] for one in row): total for row, total in rows.items()}

    def _settled(self, rows: Rows) -> Rows:
        """Take out what stands alone in a sum, and what does so then."""
        left = rows
        while new := {next(iter(row)): total for row, total in left.items() if len(row) == 1}:
            self._values |= {group: max(0.0, total) for group, total in new.items()}
            smaller: Rows = {}
            for row, total in left.items():
                known = row & new.keys()
                rest = total - sum(new[group] for group in known)
                if len(known) < len(row):
                    smaller[row - known] = rest
                elif abs(rest) > 100 * self._slack:
                    raise AssertionError(f"the figures shown contradict each other by {rest}")
            left = smaller
        return left


class _System:
    """The sums that share unknowns, as a programme."""

    def __init__(self, rows: Rows, slack: float) -> None:
        self.unknowns = sorted(frozenset().union(*rows))
        self._column = {group: place for place, group in enumerate(self.unknowns)}
        self._programme = Programme()
        self._programme.add_unknowns(len(self.unknowns))
        for row, total in rows.items():
            columns = self._columns(row)
            self._programme.is_known(columns, np.ones(len(columns)), total, slack=slack)
        self._known: dict[tuple[frozenset[int], int], float] = {}

    def seen(self, groups: frozenset[int]) -> tuple[float, float]:
        """The least and the most of a sum among the answers so far."""
        if not self._known:
            self.least(groups)
        return self._programme.seen(self._columns(groups))

    def least(self, groups: frozenset[int], *, sign: int = 1) -> float:
        """The least of a sum; of its opposite with `sign` -1."""
        asked = groups, sign
        if asked not in self._known:
            columns = self._columns(groups)
            self._known[asked] = self._programme.least(columns, np.full(len(columns), float(sign)))
        return self._known[asked]

    def _columns(self, groups: Iterable[int]) -> Columns:
        return np.array([self._column[group] for group in groups], dtype=np.int32)


def _apart(rows: Rows, *, by: list[Hashable] | list[str] | list[int]) -> Rows:
    """Take out of each sum those parts of it that are known by themselves."""
    found, waiting = dict(rows), list(rows)
    while waiting:
        fewer: list[frozenset[int]] = []
        for row in waiting:
            parts = _parts(row, by)
            known = [part for part in parts if part in found] if len(parts) > 1 else []
            if known:
                total = found.pop(row) - sum(found[part] for part in known)
                rest = row.difference(*known)
                if rest and rest not in found:
                    fewer.append(rest)
                if rest:
                    found[rest] = total
        waiting = [row for row in found if len(row) > 1] if fewer else []
    return found


def _parts(row: frozenset[int], by: list[Any]) -> list[frozenset[int]]:
    split: dict[Hashable, list[int]] = defaultdict(list)
    for one in row:
        split[by[one]].append(one)
    return [frozenset(part) for part in split.values()]


def _connected(rows: Mapping[frozenset[int], float]) -> Iterator[Rows]:
    """Put those sums together that share unknowns."""
    first: dict[int, int] = {}

    def root(of: int) -> int:
        while first.setdefault(of, of) != of:
            first[of] = of = first[first[of]]
        return of

    for row in rows:
        one, *others = row
        for other in others:
            first[root(other)] = root(one)
    found: dict[int, Rows] = defaultdict(dict)
    for row, total in rows.items():
        found[root(next(iter(row)))][row] = total
    yield from found.values()
