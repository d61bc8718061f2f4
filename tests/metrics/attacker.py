"""Somebody who has every figure that is shown, and a solver: what can a hidden one be?

The attacker knows which cells exist, that nothing is below zero, that days are short and long
together, and every sum in `Shown`. Nothing is known of why a cell is hidden.

    both = [("a", 1), ("b", 1)]
    attacker = Attacker(existing=both, shown=[Shown.of(both, "days", 9)])
    attacker.span([("a", 1)], "days")  # (0.0, 9.0)

More figures (of other variants, say) are more `Shown`: the sum of a measure over any cells.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Cell = tuple[str, int]  # an enhed in a quarter
Enough = Callable[[float, float], bool]
Columns = NDArray[np.int32]
PARTS = {"days": ("short", "long"), "short": ("short",), "long": ("long",), "employees": ("heads",)}
# Of days that are told apart: what there is without part-days, and all that there is.
WITH_PARTS = PARTS | {
    "whole days": ("short", "long"),
    "whole short": ("short",),
    "days": ("short", "long", "short_part", "long_part"),
    "short": ("short", "short_part"),
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


class Attacker:
    """Knows the cells that exist and the sums that are shown."""

    def __init__(
        self,
        existing: Iterable[Cell],
        shown: Iterable[Shown],
        *,
        parts: Mapping[str, tuple[str, ...]] = PARTS,
    ) -> None:
        self._cells = sorted(existing)
        self._shown = list(shown)
        self._parts = parts

    def span(
        self, cells: Iterable[Cell], measure: str, *, enough: Enough = lambda *_: False
    ) -> tuple[float, float]:
        """The least and the most that a measure can be over some cells.

        It is not asked further when what earlier answers happened to show is `enough`.
        """
        model = self._heads if measure == "employees" else self._days
        columns = model.columns(cells, measure)
        span = model.witnessed(columns)
        if not enough(*span):
            span = (model.least(columns), span[1])
        if not enough(*span):
            span = (span[0], -model.least(columns, sign=-1))
        return span

    @cached_property
    def _heads(self) -> "_Model":
        about = [one for one in self._shown if one.measure == "employees"]
        return _Model(self._cells, about, {"employees": self._parts["employees"]})

    @cached_property
    def _days(self) -> "_Model":
        about = [one for one in self._shown if one.measure != "employees"]
        return _Model(self._cells, about, self._parts)


class _Model:
    """A linear programme that keeps its rows and changes its objective."""

    def __init__(
        self,
        cells: Collection[Cell],
        shown: Iterable[Shown],
        parts: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._parts = parts
        whole = parts.get("days", parts["employees"])
        names = [(cell, part) for part in whole for cell in cells]
        self._column = {name: number for number, name in enumerate(names)}
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", "off")
        self._solver.setOptionValue("presolve", "off")  # or each question starts from nothing
        self._solver.setOptionValue(
            "simplex_strategy", 4
        )  # the rows stay: the last answer is a start
        self._solver.addVars(len(names), np.zeros(len(names)), np.full(len(names), inf))
        self._answers: list[NDArray[np.float64]] = []
        for one in {(one.cells, one.measure): one for one in shown}.values():
            columns = self.columns(one.cells, one.measure)
            slack = 1e-9 * max(1.0, abs(one.total))  # figures come as floating numbers
            self._solver.addRow(
                one.total - slack, one.total + slack, len(columns), columns, np.ones(len(columns))
            )
        self._look_around()

    def columns(self, cells: Iterable[Cell], measure: str) -> Columns:
        """Where a measure of some cells stands."""
        names = ((cell, part) for cell in cells for part in self._parts[measure])
        found = sorted(self._column[name] for name in names if name in self._column)
        return np.array(found, dtype=np.int32)

    def witnessed(self, columns: Columns) -> tuple[float, float]:
        """The least and the most of a sum among the answers so far."""
        sums = [answer[columns].sum() for answer in self._answers]
        return float(min(sums)), float(max(sums))

    def least(self, columns: Columns, *, sign: int = 1) -> float:
        """The least of a sum; of its opposite with `sign` -1."""
        return self._solved(columns, np.full(len(columns), float(sign)))

    def _look_around(self, times: int = 3) -> None:
        """Find some of what is possible: most questions need no more."""
        columns = np.arange(len(self._column), dtype=np.int32)
        random = np.random.default_rng(0)
        for _ in range(times):
            self._solved(columns, random.random(len(columns)))

    def _solved(self, columns: Columns, costs: NDArray[np.float64]) -> float:
        self._solver.changeColsCost(len(columns), columns, costs)
        self._solver.run()
        status = self._solver.getModelStatus()
        value = float(self._solver.getInfo().objective_function_value)
        answer = np.array(self._solver.getSolution().col_value)
        self._solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        if status == highspy.HighsModelStatus.kUnbounded:
            return -inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(f"the figures shown contradict each other: {status}")
        self._answers.append(answer)
        return value
