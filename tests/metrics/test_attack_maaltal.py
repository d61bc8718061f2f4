"""Nobody with a solver and all averages of targets, beside the other figures, has what is hidden.

An average of targets ties people to days, so both are in one programme here. The targets of hidden
enheder are not known: what one of them counts, times its people, may be anything from nothing up.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from random import Random
from typing import Any

import highspy
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from core.edition import Edition
from core.errors import NoDataError
from core.organisation import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import compute, maaltal
from metrics.compute import recipe
from store.figures import Reader, open_reader
from tests.metrics.attacker import Cell, Enough, Shown
from tests.metrics.organisations import LEVELS, Organisation, drawn, number
from tests.metrics.targets import Target, targets
from tests.metrics.test_attack import had, plans
from tests.metrics.test_attack_reader import quarter, seen, unit_quarters
from tests.store.people import put_upload
from tests.support import fresh, put

BEGINS = number(Quarter(2023, 3))  # six quarters, up to the 4th of 2024
Terms = Mapping[Hashable, float]


class Solver:
    """A linear programme whose unknowns are named: none of them is below nothing."""

    def __init__(self) -> None:
        self._columns: dict[Hashable, int] = {}
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", "off")
        self._solver.setOptionValue("presolve", "off")  # or each question starts from nothing
        self._solver.setOptionValue("simplex_strategy", 4)
        self._answers: list[NDArray[np.float64]] = []

    def is_known(self, terms: Terms, total: float) -> None:
        """Add what a sum comes to."""
        slack = 1e-7 * max(1.0, abs(total))
        columns, factors = self._row(terms)
        self._solver.addRow(total - slack, total + slack, len(columns), columns, factors)

    def span(
        self,
        cells: Collection[Cell],
        measure: str,
        *,
        enough: Enough,
    ) -> tuple[float, float]:
        """The least and the most that a measure can be over some cells, or what is enough."""
        terms: dict[Hashable, float] = {(measure, cell): 1.0 for cell in cells}
        columns, _ = self._row(terms)
        seen = [float(answer[columns].sum()) for answer in self._answers]
        span = min(seen, default=0.0), max(seen, default=0.0)
        if not enough(*span):
            span = self._least(terms), span[1]
        if not enough(*span):
            span = span[0], -self._least({name: -factor for name, factor in terms.items()})
        return span

    def _least(self, terms: Terms) -> float:
        columns, factors = self._row(terms)
        self._solver.changeColsCost(len(columns), columns, factors)
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

    def _row(self, terms: Terms) -> tuple[Any, Any]:
        for name in terms:
            if name not in self._columns:
                self._columns[name] = len(self._columns)
                self._solver.addVar(0, inf)
        places = [self._columns[name] for name in terms]
        return np.array(places, dtype=np.int32), np.array(list(terms.values()))


def told_of_targets(solver: Solver, organisation: Organisation, reader: Reader) -> int:
    """Add what the averages of targets tell; returns how many of them are shown."""
    count = 0
    for q in organisation.quarters[-3:]:
        for read in (maaltal.maaltal, maaltal.met):
            try:
                frames = {
                    level: read(reader, quarter=quarter(q), level=Level(level)).frame
                    for level in LEVELS
                }
            except NoDataError:
                continue
            units = {row["key"]: row for row in frames["enhed"].to_dict("records")}
            for level in LEVELS[1:]:
                for row in frames[level].to_dict("records"):
                    inside = [
                        units[f"enhed:{enhed}"] for enhed in organisation.nodes()[row["key"]]
                        if f"enhed:{enhed}" in units
                    ]  # fmt: skip
                    count += _averages(solver, organisation, row, inside, q)
    return count


def _averages(
    solver: Solver,
    organisation: Organisation,
    row: Mapping[Hashable, Any],
    units: Iterable[Mapping[Hashable, Any]],
    q: int,
) -> int:
    people: dict[Hashable, float] = {}
    handed: dict[Hashable, float] = {}
    planned: dict[Hashable, float] = {}
    others: dict[Hashable, float] = {}
    for unit in units:
        enhed = unit["key"].removeprefix("enhed:")
        window = [
            (enhed, each) for each in range(q - 3, q + 1) if (enhed, each) in organisation.figures
        ]
        mean: dict[Hashable, float] = {("employees", cell): 0.25 for cell in window}
        people |= mean
        if not unit["reported"]:
            others.update({("days", cell): 1.0 for cell in window})
            continue
        handed |= mean
        if pd.notna(unit["target"]):
            planned |= {name: factor * unit["target"] for name, factor in mean.items()}
        else:
            planned[enhed, row["target_year"], q] = 1.0
    told = 0
    for average, over, more in (
        (row["expected_reported"], handed, {}),
        (row["expected_all"], people, others),
    ):
        if pd.notna(average):
            terms = {name: -average * factor for name, factor in over.items()}
            for name, factor in (planned | more).items():
                terms[name] = terms.get(name, 0.0) + factor
            solver.is_known(terms, 0.0)
            told += 1
    return told


def at_real_quarters(seed: int) -> Organisation:
    organisation = drawn(seed)
    organisation.above = {  # the data would put all that is homeless in one place
        enhed: ("Ikke tilknyttet", "") if afdeling == "Ikke tilknyttet" else (afdeling, omraade)
        for enhed, (afdeling, omraade) in organisation.above.items()
    }
    organisation.figures = {
        (enhed, q + BEGINS): one for (enhed, q), one in organisation.figures.items()
    }
    return organisation


def some_targets(organisation: Organisation, seed: int) -> list[Target]:
    """Targets of most enheder for both years, each by chance."""
    random = Random(seed)
    return [
        Target(year, enhed, str(random.randint(6, 40) / 2) if random.random() < 0.7 else None)
        for year in (2024, 2025)
        for enhed in organisation.above
    ]


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("seed", range(4))
def test_averages_of_targets_keep_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, edition: Edition
) -> None:
    monkeypatch.setattr(compute, "_FIGURES", ("rullende", "kvartal", "maaltal"))
    organisation = at_real_quarters(seed)
    store = fresh(tmp_path)
    rows = unit_quarters(organisation, heads=True)
    put(store, [replace(one, omraade=one.omraade or None) for one in rows])
    put_upload(store, targets(some_targets(organisation, seed)))
    limits, plan = list(plans(organisation))[list(Edition).index(edition)]
    solver = Solver()
    known: set[Shown] = set()
    for settings in (Settings(), Settings(closed_units=False)):
        known |= set(seen(store, organisation, edition, settings))
        with open_reader(store, Scope.everything(), recipe=recipe(settings, edition)) as reader:
            assert told_of_targets(solver, organisation, reader) > 0
    sums = {(one.cells, one.measure): one.total for one in known}
    for (cells, measure), total in sums.items():
        if measure != "short":
            solver.is_known({(measure, cell): 1.0 for cell in cells}, total)
    store.close()
    assert had(solver, organisation, plan, limits) == []  # type: ignore[arg-type]
