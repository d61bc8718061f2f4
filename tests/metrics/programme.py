"""A programme of sums that keeps them and changes its objective; no unknown is below nothing."""

from math import inf
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.int32]
Factors = NDArray[np.float64]


class Programme:
    """Is told sums and asked for the least of others; each answer is where the next begins."""

    def __init__(self) -> None:
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", "off")
        # The rows stay: the last answer is a start.
        self._solver.setOptionValue("simplex_strategy", 4)
        self._solver.setOptionValue("simplex_iteration_limit", 200_000)  # or it may go in a ring
        self._answers: list[Factors] = []

    def add_unknowns(self, count: int) -> None:
        """Add unknowns, whose columns come after those that are there."""
        self._solver.addVars(count, np.zeros(count), np.full(count, inf))

    def are_whole(self) -> None:
        """Say that all unknowns so far are whole numbers."""
        count = self._solver.getNumCol()
        kinds = np.full(count, highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)

    def is_known(self, columns: Columns, factors: Factors, total: float, *, slack: float) -> None:
        """Add what a sum comes to, give or take."""
        self.is_between(columns, factors, total - slack, total + slack)

    def is_between(self, columns: Columns, factors: Factors, low: float, high: float) -> None:
        """Add the least and the most that a sum comes to."""
        self._solver.addRow(low, high, len(columns), columns, factors)

    def limit(self, column: int, low: float, high: float) -> None:
        """Say the least and the most of one unknown."""
        self._solver.changeColBounds(column, low, high)

    def least(self, columns: Columns, factors: Factors) -> float:
        """Return the least that a sum can be; AssertionError where no unknowns fit the sums."""
        self._solver.changeColsCost(len(columns), columns, factors)
        status = self._status()
        value = float(self._solver.getInfo().objective_function_value)
        answer = np.array(self._solver.getSolution().col_value)
        self._solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        if status == highspy.HighsModelStatus.kUnbounded:
            return -inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(f"no unknowns were found that fit the figures shown: {status}")
        self._answers.append(answer)
        return value

    def _status(self) -> highspy.HighsModelStatus:
        """Solve from the last answer; where that fails, from nothing."""
        ended = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded)
        for presolve in ("off", "on"):  # with it each question starts from nothing
            self._solver.setOptionValue("presolve", presolve)
            self._solver.run()
            status: highspy.HighsModelStatus = self._solver.getModelStatus()
            if status in ended:
                break
            self._solver.clearSolver()
        return status

    def seen(self, columns: Columns) -> tuple[float, float]:
        """The least and the most of some unknowns together among the answers so far."""
        sums = [float(answer[columns].sum()) for answer in self._answers]
        return min(sums, default=0.0), max(sums, default=0.0)
