"""A personalegruppe beside the rest of the kommune: all that the kommune has more than it."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics.computing.recipes import make_recipe
from metrics.rows import RullendeRow, index_by_key
from metrics.rullende import read_rullende
from services import opgoerelser
from store.database import Store
from store.figures import open_reader
from tests.stored_rows import put, row

K4 = Quarter(2024, 4)
HEADS = {
    ("1", "Skole", "Lærere"): 40,
    ("1", "Skole", "SOSU"): 30,
    ("2", "Miljø", "Lærere"): 25,
    ("2", "Miljø", "SOSU"): 45,
    ("3", "Miljø", ""): 50,
}


def make_rows(heads: dict[tuple[str, str, str], int], seed: int = 0) -> list[UnitQuarter]:
    """Each personalegruppe of each enhed in four quarters, with days by lot."""
    chance = random.Random(seed)
    return [
        replace(
            row(
                f"2024K{number}",
                enhed,
                days=str(days := chance.randrange(2 * count, 5 * count)),
                short=str(days // 2),
                heads=str(count),
                afdeling=afdeling,
            ),
            personalegruppe=group,
        )
        for number in range(1, 5)
        for (enhed, afdeling, group), count in heads.items()
    ]


def compute_rest(rows: Iterable[UnitQuarter], group: str) -> tuple[Decimal, Decimal]:
    """Compute the dagsværk per person, and the persons, of all rows but a personalegruppe's."""
    others = [line for line in rows if line.personalegruppe != group]
    heads = sum((line.medarbejdere or Decimal(0) for line in others), Decimal(0)) / 4
    return sum((line.dagsvaerk or Decimal(0) for line in others), Decimal(0)) / heads, heads


def read_nodes(store: Store, level: Level) -> dict[str, RullendeRow]:
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        return index_by_key(read_rullende(reader, quarter=K4, level=level).rows)


@pytest.mark.parametrize("group", ["Lærere", "SOSU"])
def test_the_rest_has_all_others_those_without_a_personalegruppe_too(
    store: Store, group: str
) -> None:
    rows = make_rows(HEADS)
    put(store, rows)
    rest = read_nodes(store, Level.PERSONALEGRUPPE)[f"personalegruppe:{group}/resten"]
    value, heads = compute_rest(rows, group)
    assert (rest.value, rest.employees) == pytest.approx((float(value), float(heads)), rel=1e-12)
    assert rest.short == pytest.approx(float(value) / 2, rel=0.05)
    assert rest.parent == f"personalegruppe:{group}"


def test_it_is_hidden_where_the_personalegruppe_is(store: Store) -> None:
    heads = {place: count for place, count in HEADS.items() if place[2] != "SOSU"}
    put(store, make_rows(heads | {("2", "Miljø", "SOSU"): 3}))
    groups = read_nodes(store, Level.PERSONALEGRUPPE)
    assert groups["personalegruppe:SOSU"].masked
    assert groups["personalegruppe:SOSU/resten"].masked


def test_it_is_the_difference_of_two_rows_that_are_seen_after_a_correction_as_well(
    store: Store,
) -> None:
    heads = HEADS | {("4", "Skole", "Lærere"): 3}  # a small enhed, whose corrections wait
    put(store, make_rows(heads), name="først.xlsx")
    opgoerelser.release(store, K4, settings=Settings(), by="hr")
    put(store, make_rows(heads | {("4", "Skole", "Lærere"): 8}, seed=1), name="rettet.xlsx")
    groups = read_nodes(store, Level.PERSONALEGRUPPE)
    kommune = read_nodes(store, Level.KOMMUNE)["kommune"]
    for name in ("personalegruppe:Lærere", "personalegruppe:SOSU"):
        group, rest = groups[name], groups[f"{name}/resten"]
        assert _count_days(rest) == pytest.approx(_count_days(kommune) - _count_days(group))


def _count_days(node: RullendeRow) -> float:
    assert node.value is not None
    assert node.employees is not None
    return node.value * node.employees
