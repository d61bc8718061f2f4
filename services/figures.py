"""Figures for a viewer: the way from the store to what may be seen."""

from contextlib import AbstractContextManager
from datetime import datetime

from access.viewer import Viewer
from core.settings import Settings
from metrics.compute import recipe
from store.database import Store
from store.figures import Reader, open_reader


def open_figures(
    store: Store, viewer: Viewer, *, settings: Settings, as_of: datetime | None = None
) -> AbstractContextManager[Reader]:
    """Open the figures that a viewer may see, of the data as they were at a moment (UTC) or now.

    Raises NoDataError when there are none.
    """
    return open_reader(store, viewer.scope, recipe=recipe(settings), as_of=as_of)
