"""Somebody who has every figure that is shown, and a solver: what can a hidden one be?

The attacker knows which cells exist, that nothing is below zero, that days are short and long
together, and every sum in `Shown`. Nothing is known of why a cell is hidden.

    both = [("a", 1), ("b", 1)]
    attacker = Attacker(existing=both, shown=[Shown.of(both, "days", 9)])
    attacker.span([("a", 1)], "days")  # (0.0, 9.0)

More figures (of other variants, say) are more `Shown`: the sum of a measure over any cells.

Before a solver is asked the sums are made small: see `equations`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import Protocol

import numpy as np

from tests.metrics.equations import Equations
from tests.metrics.programme import Columns, Programme

Cell = tuple[str, int]  # an enhed in a quarter
Enough = Callable[[float, float], bool]
PARTS = {
    "days": ("short", "long"),
    "short": ("short",),
    "long": ("long",),
    "employees": ("heads",),
    "posts": ("posts",),
}
_PEOPLE = ("employees", "posts")
# Of days that are told apart: what there is without part-days, and all that there is.
WITH_PARTS = PARTS | {
    "whole days": ("short", "long"),
    "whole short": ("short",),
    "days": ("short", "long", "short_part", "long_part"),
    "short": ("short", "short_part"),
    "long": ("long", "long_part"),
}


@dataclass(frozen=True)
class Shown:
    """The sum of a measure over some cells, as somebody can see it: see `PARTS`."""

    cells: frozenset[Cell]
    measure: str
    total: float

    @classmethod
    def of(cls, cells: Iterable[Cell], measure: str, total: float) -> "Shown":
        return cls(frozenset(cells), measure, total)


class Spans(Protocol):
    """Whoever can tell what sums over cells may be."""

    def span(self, cells: Iterable[Cell], measure: str, *, enough: Enough) -> tuple[float, float]:
        """The least and the most that a measure can be over some cells, or what is enough."""


class Attacker:
    """Knows the cells that exist and the sums that are shown."""

    def __init__(
        self,
        existing: Iterable[Cell],
        shown: Iterable[Shown],
        *,
        parts: Mapping[str, tuple[str, ...]] = PARTS,
    ) -> None:
        self._cells = set(existing)
        self._shown = list(shown)
        self._parts = parts

    def span(
        self, cells: Iterable[Cell], measure: str, *, enough: Enough = lambda *_: False
    ) -> tuple[float, float]:
        """The least and the most that a measure can be over some cells.

        It is not asked further when what earlier answers happened to show is `enough`.
        """
        known = self._known[measure if measure in _PEOPLE else "days"]
        return known.span(self._unknowns(cells, measure), enough=enough)

    @cached_property
    def _known(self) -> dict[str, Equations]:
        """What is known of each count of people, and of days."""
        found: dict[str, list[Shown]] = {name: [] for name in (*_PEOPLE, "days")}
        for one in self._shown:
            found[one.measure if one.measure in _PEOPLE else "days"].append(one)
        return {name: self._about(shown) for name, shown in found.items()}

    def _about(self, shown: Iterable[Shown]) -> Equations:
        return Equations((self._unknowns(one.cells, one.measure), one.total) for one in shown)

    def _unknowns(self, cells: Iterable[Cell], measure: str) -> list[tuple[str, int, str]]:
        there = [cell for cell in cells if cell in self._cells]
        return [(enhed, q, part) for enhed, q in there for part in self._parts[measure]]


class RoundedAttacker:
    """Knows the days of each sum only as they are printed: one decimal for each employee.

    Who is employed where is no secret, so the employees of each cell are known; see `Figures`.
    """

    def __init__(self, employees: Mapping[Cell, float], shown: Iterable[Shown]) -> None:
        self._columns = {cell: place for place, cell in enumerate(employees)}
        self._programme = Programme()
        self._programme.add_unknowns(len(self._columns))
        for one in shown:
            if one.measure == "days" and one.cells:
                quarters = len({q for _, q in one.cells})
                unit = 0.1 * sum(employees[cell] for cell in one.cells) / quarters
                printed = floor(one.total / unit + 0.5) * unit if unit else one.total
                columns = self._place(one.cells)
                self._programme.is_known(
                    columns, np.ones(len(columns)), printed, slack=unit / 2 + 1e-7
                )

    def span(
        self, cells: Iterable[Cell], measure: str, *, enough: Enough = lambda *_: False
    ) -> tuple[float, float]:
        """The least and the most that the days over some cells can be, or what is enough."""
        if measure != "days":
            raise ValueError(f"only days are known here, not {measure}")
        columns = self._place(cells)
        ones = np.ones(len(columns))
        span = self._programme.seen(columns)
        if not enough(*span):
            span = self._programme.least(columns, ones), -self._programme.least(columns, -ones)
        return span

    def _place(self, cells: Iterable[Cell]) -> Columns:
        return np.array([self._columns[cell] for cell in sorted(cells)], dtype=np.int32)
