"""Nobody with a solver has what is hidden: every figure of three opgørelser, in every variant.

The figures are read as an attacker would read them: through a reader of each variant. What else is
shown (what drove a change, groups, a change) is worked out from these, and tells nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.edition import Edition
from core.organisation import Scope
from core.quarter import Quarter
from core.settings import Denominator, Organisation, Settings
from metrics import compute
from metrics.compute import recipe
from metrics.masks import Limits
from store.database import Store
from store.figures import open_reader
from tests.metrics.attacker import PARTS, WITH_PARTS, Attacker, Cell, Shown
from tests.metrics.organisations import number
from tests.metrics.test_attack import many, wide
from tests.metrics.worlds import World, load, world
from tests.support import fresh

PER_STORE = 25
USUAL = Settings()
THEN = replace(USUAL, organisation=Organisation.DENGANG)
WITHOUT = replace(USUAL, closed_units=False)
THEN_WITHOUT = replace(THEN, closed_units=False)
WHOLE = replace(USUAL, part_days=False)
THEN_WHOLE = replace(THEN_WITHOUT, part_days=False)
POSTS = replace(USUAL, denominator=Denominator.FULDTIDSSTILLINGER)
OF_GROUPS = (USUAL, THEN, WITHOUT, replace(THEN_WITHOUT, denominator=POSTS.denominator))
OF_SPELLS = (USUAL, WHOLE, THEN, THEN_WHOLE, replace(WITHOUT, denominator=POSTS.denominator))


def rows(store: Store, settings: Settings, edition: Edition) -> pd.DataFrame:
    """All that a variant shows over four quarters, and of one."""
    with open_reader(store, Scope.everything(), recipe=recipe(settings, edition)) as reader:
        four = reader.query(
            "SELECT 4 AS length, quarter, key, value, short, employees FROM rullende "
            "WHERE value IS NOT NULL"
        )
        one = reader.query(
            "SELECT 1 AS length, quarter, key, measures['value'] AS value, "
            "measures['short'] AS short, measures['employees'] AS employees "
            "FROM figures WHERE kpi = 'kvartal' AND measures['value'] IS NOT NULL"
        )
    found = pd.concat([four, one])
    return found.assign(q=[number(Quarter.parse(text)) for text in found["quarter"]])


def tuples(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table."""
    yield from table.itertuples()


def seen(made: World, table: pd.DataFrame, settings: Settings) -> Iterator[Shown]:
    """What the rows of a world tell in a variant."""
    then, whole = settings.organisation is Organisation.DENGANG, not settings.part_days
    heads = settings.denominator is Denominator.MEDARBEJDERE
    days, short = ("whole days", "whole short") if whole else ("days", "short")
    for row in tuples(table):
        window = int(row.q)
        cells = [
            cell
            for q in range(window - row.length + 1, window + 1)
            for cell in made.atoms(
                row.key, q, window=window, then=then, closed=settings.closed_units
            )
        ]
        if heads:
            yield Shown.of(cells, "employees", row.employees * row.length)
        yield Shown.of(cells, days, row.value * row.employees)
        if pd.notna(row.short):
            yield Shown.of(cells, short, row.short * row.employees)


@dataclass(frozen=True)
class Secret:
    """A cell that is hidden for its own sake."""

    key: str
    q: int
    cells: tuple[Cell, ...]


def secrets(made: World, limits: Limits) -> Iterator[Secret]:
    """The cells of few employees, or of days that one of them may have most of."""
    for key in sorted(made.nodes):
        for q in range(made.first, made.first + 6):
            cells = made.atoms(key, q, window=q)
            heads = made.sum(cells, "heads")
            days = made.sum(cells, *WITH_PARTS["days"])
            few = heads < limits.smallest_group or 0 < days < 2 * limits.person_days
            if (heads > 0 or days > 0) and few and not alone(made, key, q, days):
                yield Secret(key, q, tuple(cells))


def alone(made: World, key: str, q: int, days: float) -> bool:
    """Whether a personalegruppe has nearly all days of its afdeling: it has those at most."""
    node, _, group = key.partition("/personalegruppe:")
    whole = made.atoms(node, q, window=q)
    return bool(group) and made.sum(whole, *WITH_PARTS["days"]) < 1.25 * days


def had(attacker: Attacker, made: World, limits: Limits, *, spells: bool) -> Iterator[str]:
    """What an attacker knows too well."""
    for one in secrets(made, limits):
        asked = [
            ("employees", many(limits)),
            ("days", wide(made.sum(one.cells, *WITH_PARTS["days"]))),
        ]
        if spells:
            asked.append(("whole days", wide(made.sum(one.cells, *WITH_PARTS["whole days"]))))
        for measure, enough in asked:
            span = attacker.span(one.cells, measure, enough=enough)
            if not enough(*span):
                yield f"{measure} of {one.key} in {one.q} are from {span[0]} to {span[1]}"


def attacked(store: Store, worlds: Iterable[World], edition: Edition, *, spells: bool) -> list[str]:
    """Attack each of the worlds in a store with all variants; returns what was had."""
    kept = list(worlds)
    load(store, kept, spells=spells)
    tables = {one: rows(store, one, edition) for one in (OF_SPELLS if spells else OF_GROUPS)}
    limits = Limits.of(USUAL, edition)
    found: list[str] = []
    for made in kept:
        shown = [
            one
            for settings, table in tables.items()
            for one in seen(made, table[table["q"].between(made.first, made.first + 5)], settings)
        ]
        attacker = Attacker(made.figures, shown, parts=WITH_PARTS if spells else PARTS)
        found += had(attacker, made, limits, spells=spells)
    return found


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("spells", [False, True], ids=["grupper", "forløb"])
@pytest.mark.parametrize("part", range(2))
def test_random_organisations_keep_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int, edition: Edition, *, spells: bool
) -> None:
    monkeypatch.setattr(compute, "_FIGURES", ("rullende", "personalegrupper", "kvartal"))
    first = 100 * part + 50 * spells + PER_STORE * list(Edition).index(edition)
    worlds = [world(first + n, place=n, spells=spells) for n in range(PER_STORE)]
    store = fresh(tmp_path)
    assert attacked(store, worlds, edition, spells=spells) == []
    store.close()


@pytest.mark.parametrize("settings", [USUAL, WITHOUT], ids=["med lukkede", "uden"])
@pytest.mark.parametrize("edition", Edition)
def test_what_an_enhed_moves_the_kommune_by_is_worked_out_from_rows_that_are_shown(
    store: Store, edition: Edition, settings: Settings
) -> None:
    made = world(150, place=0, spells=False)
    load(store, [made], spells=False)
    shown = rows(store, settings, edition)
    one = {(row.key, row.q): row for row in tuples(shown[shown["length"] == 1])}
    with open_reader(store, Scope.everything(), recipe=recipe(settings, edition)) as reader:
        moved = reader.query(
            "SELECT key, quarter, against, measures['value'] AS value FROM figures "
            "WHERE kpi = 'forklaring_enhed' AND measures['value'] IS NOT NULL"
        )
    families = {f"enhed:{one.efterfoelger}" for one in made.listed if one.efterfoelger}
    moved = moved[~moved["key"].isin(families)]
    for row in tuples(moved):
        sides = []
        for text in (row.against, row.quarter):
            window = number(Quarter.parse(text))
            own, whole = (
                window_of(one, made, key, window, settings) for key in (row.key, "kommune")
            )
            sides.append((*own, *whole))
        assert row.value == pytest.approx(effect(sides))
    assert len(moved) > 5


def window_of(
    one: dict[tuple[str, int], Any], made: World, key: str, window: int, settings: Settings
) -> tuple[float, float]:
    """Days and employees of a node in a window, from its single quarters: all must be shown."""
    days = heads = 0.0
    for q in range(window - 3, window + 1):
        cells = made.atoms(key, q, window=window, closed=settings.closed_units)
        if made.sum(cells, "heads", "short", "long"):
            days += one[key, q].value * one[key, q].employees
            heads += one[key, q].employees
    return days, heads


def effect(sides: list[tuple[float, float, float, float]]) -> float:
    """What an enhed moves the kommune by: days and employees of both, early and late."""
    usual = sum(4 * days / heads for _, _, days, heads in sides) / 2
    early, late = (4 * d / n_all - n / n_all * usual for d, n, _, n_all in sides)
    return late - early
