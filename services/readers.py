"""Readers for a viewer: the own line in one edition, what lies beyond it in the public one."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from access.viewer import Viewer
from core.edition import Edition
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from store.database import Store
from store.figures import Reader, Recipe, open_reader


def open_viewer_figures(
    store: Store,
    viewer: Viewer,
    recipes: Mapping[Edition, Recipe],
    *,
    edition: Edition,
    as_of: datetime | None = None,
    until: Quarter | None = None,
) -> AbstractContextManager[Reader]:
    """Open figures of the data as they were at a moment (UTC) or now, computed if they are new.

    They are made by the recipe of an edition. Of quarters later than `until` they have nothing.
    Raises NoDataError when there are none.
    """
    edition = viewer.choose_edition(edition)
    scope = viewer.choose_scope(edition)
    beyond = None
    if edition is Edition.INTERN and not scope.is_of_everything:
        public = recipes[Edition.OFFENTLIG]
        with open_reader(
            store, scope.as_public(), recipe=public, as_of=as_of, until=until
        ) as reader:
            beyond = reader.version
    return open_reader(
        store, scope, recipe=recipes[edition], as_of=as_of, until=until, beyond=beyond
    )


def make_recipes(
    settings: Settings, *, compared: tuple[Quarter, Quarter] | None = None
) -> dict[Edition, Recipe]:
    """Return how figures are made with a municipality's settings, for each edition.

    With `compared` they have what drove the change between two opgørelser.
    """
    return {edition: make_recipe(settings, edition, compared=compared) for edition in Edition}
