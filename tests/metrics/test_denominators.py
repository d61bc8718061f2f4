"""Enheder that have only one of the denominators are not told by the difference between the two."""

import pytest

from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Denominator, Settings
from metrics import rullende
from metrics.computing.recipes import make_recipe
from store.database import Store
from store.figures import open_reader
from tests.frames import frame_of
from tests.stored_rows import figures, put, row

YEAR = ["2024K1", "2024K2", "2024K3", "2024K4"]
POSTS = Settings(denominator=Denominator.FULDTIDSSTILLINGER)


def one_without(store: Store, *, heads: str | None, posts: str | None, others: int = 3) -> None:
    """An enhed that lacks a denominator beside large ones that have both."""
    large = [str(1 + number) for number in range(others)]
    put(
        store,
        [
            one
            for q in YEAR
            for one in (
                row(q, "9", days="9", heads=heads, posts=posts),
                *(row(q, enhed, days="900", heads="30", posts="25") for enhed in large),
            )
        ],
    )


def kommune(store: Store, settings: Settings, edition: Edition = Edition.INTERN) -> bool:
    """Whether the kommune's figure is hidden."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings, edition)) as reader:
        found = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    return bool(frame_of(found)["masked"].iloc[0])


def test_a_small_enhed_without_posts_is_not_what_posts_leave_out(store: Store) -> None:
    one_without(store, heads="3", posts=None)
    assert not kommune(store, Settings())
    assert kommune(store, POSTS)


def test_a_large_enhed_without_posts_hides_nothing(store: Store) -> None:
    one_without(store, heads="30", posts=None)
    assert not kommune(store, Settings())
    assert not kommune(store, POSTS)


@pytest.mark.parametrize(("posts", "hidden"), [("3", True), ("30", False)])
def test_an_enhed_with_posts_alone_is_hidden_by_them(
    store: Store, posts: str, *, hidden: bool
) -> None:
    one_without(store, heads=None, posts=posts)
    assert not kommune(store, Settings())
    assert kommune(store, POSTS) == hidden
    assert kommune(store, POSTS, Edition.OFFENTLIG) == hidden


def test_where_all_files_have_the_same_denominator_nothing_is_left_out(store: Store) -> None:
    put(store, [row(q, u, days="90", heads=None, posts="30") for q in YEAR for u in "123"])
    for settings in (Settings(), POSTS):
        assert not figures(store, "2024K4", settings=settings)["masked"].any()
