"""Today's organisation or as it was, with and without closed workplaces: worked out by hand."""

from datetime import date

import pandas as pd
import pytest

from core.nodes import Level
from core.settings import OrganisationBasis, Settings
from store.database import Store
from tests.store.placement_lists import place, put_list
from tests.stored_rows import figures, put, row

YEAR = ["2024K1", "2024K2", "2024K3", "2024K4"]
THEN = Settings(organisation=OrganisationBasis.DENGANG)
WITHOUT = Settings(closed_units=False)


def moved(store: Store, *, heads: str = "10") -> None:
    """Enhed 3 was in A for two quarters, and then in B."""
    put(store, [row(q, "1", afdeling="A", days="20") for q in YEAR], name="a")
    put(store, [row(q, "2", afdeling="B", days="40") for q in YEAR], name="b")
    put(
        store,
        [row(q, "3", afdeling="A" if q < "2024K3" else "B", days="60", heads=heads) for q in YEAR],
        name="c",
    )


def test_today_an_enhed_brings_its_history_along(store: Store) -> None:
    moved(store)
    now = figures(store, "2024K4", Level.AFDELING)
    assert now.loc["afdeling:A", "value"] == 4 * 80 / 40
    assert now.loc["afdeling:B", "value"] == 4 * (160 + 240) / 80


def test_as_it_was_an_enhed_leaves_its_history_where_it_arose(store: Store) -> None:
    moved(store)
    then = figures(store, "2024K4", Level.AFDELING, settings=THEN)
    assert then.loc["afdeling:A", "value"] == 4 * (80 + 120) / 60
    assert then.loc["afdeling:B", "value"] == 4 * (160 + 120) / 60
    assert then.loc["afdeling:A", "employees"] == 15


def test_the_kommune_is_the_same_in_both(store: Store) -> None:
    moved(store)
    now, then = (figures(store, "2024K4", settings=one) for one in (Settings(), THEN))
    pd.testing.assert_frame_equal(now, then)


def test_what_another_organisation_would_tell_of_a_small_enhed_is_hidden(store: Store) -> None:
    moved(store, heads="4")
    then = figures(store, "2024K4", Level.AFDELING, settings=THEN)
    assert then["masked"].all()
    assert then["value"].isna().all()


def test_the_list_says_where_an_enhed_stands_today(store: Store) -> None:
    put(store, [row(q, u, afdeling="A") for q in YEAR for u in "12"])
    put_list(
        store,
        [
            place("1"),
            place("2", til=date(2024, 12, 31)),
            place("2", afdeling="B", fra=date(2025, 1, 1)),
        ],
    )
    assert list(figures(store, "2024K4", Level.AFDELING).index) == ["afdeling:A", "afdeling:B"]
    then = figures(store, "2024K4", Level.AFDELING, settings=THEN)
    assert list(then.index) == ["afdeling:A"]


def test_who_goes_on_after_an_enhed_takes_its_history_along(store: Store) -> None:
    put(store, [row(q, "1", afdeling="A") for q in YEAR[:2]], name="a")
    put(store, [row(q, "2", afdeling="B") for q in YEAR], name="b")
    put_list(
        store,
        [
            place("01", til=date(2024, 6, 30), aarsag="sammenlagt", efterfoelger="2"),
            place("2", afdeling="B"),
        ],
    )
    now = figures(store, "2024K4", Level.AFDELING)
    assert now.loc["afdeling:B", "value"] == 4 * 240 / 60
    without = figures(store, "2024K4", settings=WITHOUT)
    assert without.loc["kommune", "value"] == 4 * 240 / 60


@pytest.mark.parametrize("listed", [True, False])
def test_closed_workplaces_can_be_left_out_of_the_windows_from_their_last_day_on(
    store: Store, *, listed: bool
) -> None:
    put(store, [row(q, "1", days="20") for q in ["2023K4", *YEAR]], name="a")
    put(store, [row(q, "2", days="60") for q in ["2023K4", *YEAR[:3]]], name="b")
    if listed:
        put_list(store, [place("1"), place("2", til=date(2024, 9, 30), aarsag="nedlagt")])
    assert figures(store, "2024K4").loc["kommune", "value"] == 4 * (80 + 180) / 70
    without = figures(store, "2024K4", settings=WITHOUT)
    assert without.loc["kommune", "value"] == 4 * 80 / 40
    before = figures(store, "2024K3", settings=WITHOUT).loc["kommune", "value"]
    assert before == (4 * 80 / 40 if listed else 4 * (80 + 240) / 80)


def test_without_a_small_closed_workplace_nothing_is_shown_that_would_tell_of_it(
    store: Store,
) -> None:
    put(store, [row(q, "1") for q in YEAR], name="a")
    put(store, [row(q, "2", heads="3") for q in YEAR[:3]], name="b")
    without = figures(store, "2024K4", settings=WITHOUT)
    assert without.loc["kommune", "masked"]


def test_an_enhed_that_the_list_says_is_there_is_missing_and_not_zero(store: Store) -> None:
    put(store, [row(q, "1", days="20") for q in YEAR], name="a")
    put(store, [row(q, "2", days="60") for q in YEAR[:3]], name="b")
    put_list(store, [place("1", fra=date(2020, 1, 1)), place("2", fra=date(2020, 1, 1))])
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 4 * (80 + 180) / 70
    assert "1 enhed mangler data i 1 kvartal" in kommune["note"]
    assert figures(store, "2024K4", Level.ENHED).loc["enhed:2", "missing"]
