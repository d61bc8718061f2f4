"""Figures for a viewer: the way from the store to what may be seen."""

from contextlib import AbstractContextManager
from datetime import datetime

from access.viewer import Viewer
from core.edition import Edition
from core.errors import UsageError
from core.quarter import Quarter
from core.settings import Settings
from services.erased_data import require_data_since
from services.opgoerelser import open_released
from services.readers import make_recipes, open_viewer_figures
from store.database import Store
from store.figures import Reader


def open_figures(
    store: Store,
    viewer: Viewer,
    *,
    settings: Settings,
    as_of: datetime | None = None,
    edition: Edition = Edition.INTERN,
    released: bool = False,
) -> AbstractContextManager[Reader]:
    """Open the figures that a viewer may see, of the data as they were at a moment (UTC) or now.

    With `released`, and for all but HR, it is the newest opgørelse that is released, as Chefforum
    sees it. Raises NoDataError when there are none, UsageError where anybody else than HR asks for
    data as they were: those are drafts. Raises ChefforumError where data were erased since.
    """
    if as_of and not viewer.is_hr:
        raise UsageError("Kladder ser kun HR. En rolle ser det, der er frigivet.")
    if released or not viewer.is_hr:
        return open_released(store, viewer, settings=settings, edition=edition)
    if as_of:
        require_data_since(store, as_of)
    return open_viewer_figures(store, viewer, make_recipes(settings), edition=edition, as_of=as_of)


def open_comparison(
    store: Store,
    viewer: Viewer,
    *,
    settings: Settings,
    compared: tuple[Quarter, Quarter],
    as_of: datetime | None = None,
    edition: Edition = Edition.INTERN,
) -> AbstractContextManager[Reader]:
    """Open the figures as `open_figures`, with what drove the change between two opgørelser.

    Raises UsageError where the first of them is not the earlier one.
    """
    earlier, later = compared
    if earlier >= later:
        raise UsageError(
            f"{later.label} kan kun sammenlignes med en tidligere opgørelse, ikke med "
            f"{earlier.label}."
        )
    if as_of:
        require_data_since(store, as_of)
    return open_viewer_figures(
        store, viewer, make_recipes(settings, compared=compared), edition=edition, as_of=as_of
    )
