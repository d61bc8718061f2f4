"""Nobody with a solver and all averages of targets, beside the other figures, has what is hidden.

An average of targets ties people to days, so both are in one programme here. The targets of hidden
enheder are not known: what one of them counts, times its people, may be anything from nothing up.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
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
    SELECT quarter, words['target_year'] AS year, level, key, words['denominator'] AS denominator,
        measures['target'] AS target, measures['expected_reported'] AS expected_reported,
        measures['expected_all'] AS expected_all, measures['reported'] AS reported,
        measures['pace'] AS pace, measures['forecast'] AS forecast
    FROM figures WHERE kpi = 'maaltal'
"""
Terms = Mapping[Hashable, float]


class Solver:
    """A programme whose unknowns are named: a part of a cell, or a target times people."""

    def __init__(self, existing: Iterable[Cell]) -> None:
        self._columns: dict[Hashable, int] = {}
        self._programme = Programme()
        cells = list(existing)
        for measure in ("days", "employees", "posts"):
            self._row(parts(cells, measure))

    def is_known(self, terms: Terms, total: float) -> None:
        """Add what a sum comes to."""
        self._programme.is_known(*self._row(terms), total, slack=1e-7 * max(1.0, abs(total)))

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
    """What the averages of targets tell of one world in a variant."""

    def __init__(self, made: World, settings: Settings) -> None:
        self._made = made
        self._settings = settings

    def told(self, table: pd.DataFrame) -> Iterator[dict[Hashable, float]]:
        """Return sums that come to nothing: each average is as much as what it is made of."""
        there = table[table["q"].between(self._made.first, self._made.first + QUARTERS - 1)]
        for _, rows in there.groupby(["q", "year"]):
            units = {one.key[6:]: one for one in list_records(rows[rows["level"] == "enhed"])}
            for row in list_records(rows[rows["level"] != "enhed"]):
                atoms = self._atoms(row.key, row.q, row.q)
                inside = {atom.partition("/")[0] for atom, _ in atoms}
                own = [one for enhed, one in units.items() if enhed in inside]
                yield from self._averages(row, own)

    def _averages(self, row: Any, units: Iterable[Any]) -> Iterator[dict[Hashable, float]]:
        people: dict[Hashable, float] = {}
        handed: dict[Hashable, float] = {}
        planned: dict[Hashable, float] = {}
        others: dict[Hashable, float] = {}
        for unit in units:
            by = BY[row.denominator]
            cells = [
                cell
                for q in range(row.q - 3, row.q + 1)
                for cell in sorted(self._atoms(unit.key, q, row.q, by=by))
            ]
            mean: dict[Hashable, float] = {(by, cell): 0.25 for cell in cells}
            people |= mean
            if not unit.reported:
                others |= parts(cells, "days")
                continue
            handed |= mean
            if pd.notna(unit.target):
                planned |= {name: factor * unit.target for name, factor in mean.items()}
            else:
                planned[unit.key, row.year, row.q, by] = 1.0
        for average, over, more in (
            (row.expected_reported, handed, {}),
            (row.expected_all, people, others),
        ):
            if pd.notna(average):
                terms = {name: -average * factor for name, factor in over.items()}
                for name, factor in (planned | more).items():
                    terms[name] = terms.get(name, 0.0) + factor
                yield terms

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
def test_averages_of_targets_keep_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", ("rullende", "kvartal", "maaltal"))
    monkeypatch.setattr(masks, "plan_masks", remembered(masks.plan_masks))
    chance = 300 + 50 * list(Edition).index(edition)
    worlds = [world(chance + n, place=n, spells=False) for n in range(COUNT)]
    store = fresh(tmp_path)
    load(store, worlds, spells=False)
    random = Random(chance)
    put_upload(store, targets(one for made in worlds for one in some_targets(made, random)))
    variants = chosen(WITH_PART_DAYS, COUNT, edition)
    shown = {
        one: (read_shown_rows(store, one, edition), averages(store, one, edition))
        for one in variants
    }
    store.close()
    for made in worlds:
        sums, solver, told = Sums(made), Solver(made.figures), 0
        for settings, (figures, of_targets) in shown.items():
            sums.read(figures, settings)
            for terms in Averages(made, settings).told(of_targets):
                solver.is_known(terms, 0.0)
                told += 1
        assert told > 0
        solver.take(sums.shown.values())
        assert (
            list(had(solver, made, MaskLimits.from_settings(Settings(), edition), spells=False))
            == []
        )
