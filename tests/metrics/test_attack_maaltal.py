"""Nobody with a solver and what is expected of all, beside the other figures, has hidden absence.

How many people and which target each enhed has is no secret, so who attacks knows both. What is
expected of all then tells the days of those who have not handed in.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from math import floor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.edition import Edition
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import masks
from metrics.computing import recipes
from metrics.computing.recipes import make_recipe
from metrics.masks import MaskLimits
from store.database import Store
from store.figures import open_reader
from tests.metrics.attacker import PARTS, Cell, Enough, Shown
from tests.metrics.organisations import number
from tests.metrics.programme import Columns, Factors, Programme
from tests.metrics.shown_sums import BY, Sums, list_records, read_shown_rows
from tests.metrics.targets import Target, targets
from tests.metrics.test_attack_all import WITH_PART_DAYS, chosen, had, remembered
from tests.metrics.worlds import QUARTERS, World, load, world
from tests.store.employments import put_upload
from tests.stored_rows import fresh

COUNT = 5
TOLD = """
    SELECT quarter, CAST(words['target_year'] AS INTEGER) AS year, level, key,
        words['denominator'] AS denominator, measures['expected_all'] AS expected_all
    FROM figures WHERE kpi = 'maaltal'
"""
Terms = Mapping[Hashable, float]


class Solver:
    """A programme whose unknowns are named: a part of a cell."""

    def __init__(self, existing: Iterable[Cell]) -> None:
        self._columns: dict[Hashable, int] = {}
        self._programme = Programme()
        cells = list(existing)
        for measure in ("days", "employees", "posts"):
            self._row(parts(cells, measure))

    def is_known(self, terms: Terms, total: float, *, slack: float = 0.0) -> None:
        """Add what a sum comes to, give or take."""
        slack += 1e-7 * max(1.0, abs(total))
        self._programme.is_known(*self._row(terms), total, slack=slack)

    def take(self, shown: Iterable[Shown]) -> None:
        """Add sums over cells."""
        for one in shown:
            self.is_known(parts(one.cells, one.measure), one.total)

    def span(self, cells: Iterable[Cell], measure: str, *, enough: Enough) -> tuple[float, float]:
        """The least and the most that a measure can be over some cells, or what is enough."""
        columns, factors = self._row(parts(cells, measure))
        span = self._programme.seen(columns)
        if not enough(*span):
            span = self._programme.least(columns, factors), span[1]
        if not enough(*span):
            span = span[0], -self._programme.least(columns, -factors)
        return span

    def _row(self, terms: Terms) -> tuple[Columns, Factors]:
        for name in terms:
            if name not in self._columns:
                self._columns[name] = len(self._columns)
                self._programme.add_unknowns(1)
        places = [self._columns[name] for name in terms]
        return np.array(places, dtype=np.int32), np.array(list(terms.values()))


def parts(cells: Iterable[Cell], measure: str) -> dict[Hashable, float]:
    """The unknowns of a measure over some cells."""
    return {(part, cell): 1.0 for cell in sorted(cells) for part in PARTS[measure]}


class Averages:
    """What is expected of all tells of one world in a variant, to who knows all targets."""

    def __init__(self, made: World, settings: Settings, known: Iterable[Target]) -> None:
        self._made = made
        self._settings = settings
        self._targets = {
            (f"enhed:{one.enhed}", one.year): float(one.value) for one in known if one.value
        }

    def told(self, table: pd.DataFrame) -> Iterator[tuple[Terms, float, float]]:
        """Return the days of those who have not handed in: what they come to, give or take."""
        there = table[table["q"].between(self._made.first, self._made.first + QUARTERS - 1)]
        for _, rows in there.groupby(["q", "year"]):
            units = {one.key[6:]: one for one in list_records(rows[rows["level"] == "enhed"])}
            for row in list_records(rows[rows["level"] != "enhed"]):
                inside = {atom.partition("/")[0] for atom, _ in self._atoms(row.key, row.q, row.q)}
                own = [one for enhed, one in units.items() if enhed in inside]
                if pd.notna(row.expected_all):
                    yield self._days(row, own)

    def _days(self, row: Any, units: Iterable[Any]) -> tuple[Terms, float, float]:
        """The days behind an expectation as it is printed, less what is aimed at."""
        others: dict[Hashable, float] = {}
        planned = people = 0.0
        for unit in units:
            by = BY[row.denominator]
            cells = [
                cell
                for q in range(row.q - 3, row.q + 1)
                for cell in sorted(self._atoms(unit.key, q, row.q, by=by))
            ]
            mean = self._made.sum(cells, by) / 4
            people += mean
            target = self._targets.get((unit.key, row.year))
            if target is None:
                others |= parts(cells, "days")
            else:
                planned += mean * target
        printed = floor(row.expected_all * 10 + 0.5) / 10
        return others, printed * people - planned, 0.05 * people

    def _atoms(self, key: str, q: int, window: int, *, by: str = "") -> frozenset[Cell]:
        return self._made.atoms(
            key,
            q,
            window=window,
            then=self._settings.organisation is OrganisationBasis.DENGANG,
            closed=self._settings.closed_units,
            by=by,
        )


def averages(store: Store, settings: Settings, edition: Edition) -> pd.DataFrame:
    """All rows of targets that a variant shows."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings, edition)) as reader:
        found = reader.query(TOLD)
    return found.assign(q=[number(Quarter.parse(text)) for text in found["quarter"]])


def some_targets(made: World, random: Random) -> Iterator[Target]:
    """Targets of most enheder for the years of a world, each by chance."""
    years = range(made.first // 4, (made.first + QUARTERS) // 4 + 1)
    for year in years:
        for enhed in made.now:
            handed = random.random() < 0.7
            yield Target(year, enhed, str(random.randint(6, 40) / 2) if handed else None)


@pytest.mark.parametrize("edition", Edition)
def test_what_is_expected_of_all_keeps_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", ("rullende", "kvartal", "maaltal"))
    monkeypatch.setattr(masks, "plan_masks", remembered(masks.plan_masks))
    chance = 300 + 50 * list(Edition).index(edition)
    worlds = [world(chance + n, place=n, spells=False) for n in range(COUNT)]
    store = fresh(tmp_path)
    load(store, worlds, spells=False)
    random = Random(chance)
    known = [one for made in worlds for one in some_targets(made, random)]
    put_upload(store, targets(known))
    variants = chosen(WITH_PART_DAYS, COUNT, edition)
    shown = {
        one: (read_shown_rows(store, one, edition), averages(store, one, edition))
        for one in variants
    }
    store.close()
    limits = MaskLimits.from_settings(Settings(), edition)
    for made in worlds:
        sums, solver = Sums(made), Solver(made.figures)
        days = []
        for settings, (figures, of_targets) in shown.items():
            sums.read(figures, settings)
            days += list(Averages(made, settings, known).told(of_targets))
        assert days
        for measure, part in (("employees", "heads"), ("posts", "posts")):
            solver.take(Shown.of([cell], measure, made.sum([cell], part)) for cell in made.figures)
        solver.take(sums.shown.values())
        for terms, total, slack in days:
            solver.is_known(terms, total, slack=slack)
        assert list(had(solver, made, limits, spells=False)) == []
