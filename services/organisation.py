"""Read the organisation and its events, and store changes to them that can be undone.

A change is stored as a new load of the whole table, so that history, undo and as-of are the same
for what was typed on the page and what came in a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from core.event import Event
from core.placement import Placement
from services.edited_lists import Edit, make_upload, store_edit
from services.placement_edits import continue_units, propose_placements
from services.renumbering import RenumberedUnit
from store import placements, uploads
from store.connection import Cursor
from store.database import Store
from store.kinds import WHOLE
from store.placements import BETWEEN_ALIASES
from store.uploads import NewUpload

ORGANISATION, EVENTS = "organisation", "haendelser"
_PLACEMENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("period", "enhed", "enhed_navn", "afdeling", "omraade")),
        *((name, pa.date32()) for name in ("fra", "til")),
        *((name, pa.string()) for name in ("aarsag", "efterfoelger", "aliasser")),
    ]
)
_EVENTS = pa.schema(
    [
        ("period", pa.string()),
        *((name, pa.date32()) for name in ("dato", "til")),
        *((name, pa.string()) for name in ("slags", "niveau", "omfang", "tekst")),
    ]
)


class CurrentOrganisation(NamedTuple):
    """The organisation and its events now; `is_proposed` where it was only made from the facts."""

    placements: tuple[Placement, ...]
    events: tuple[Event, ...]
    is_proposed: bool


def read_current(store: Store) -> CurrentOrganisation:
    """Return the organisation as HR has it, else as the facts suggest it, with the events."""
    with store.session() as cursor:
        rows = placements.read_placements(cursor)
        events = placements.read_events(cursor)
        if rows:
            return CurrentOrganisation(rows, events, is_proposed=False)
        suggested = propose_placements(placements.read_unit_placements(cursor))
        return CurrentOrganisation(suggested, events, is_proposed=True)


def confirm(store: Store, *, by: str) -> str:
    """Keep the organisation that the facts suggest; returns the id of the upload."""

    def keep(cursor: Cursor) -> NewUpload:
        rows = propose_placements(placements.read_unit_placements(cursor))
        return _make_organisation_upload(Edit(rows, "organisationen er lavet ud fra data"))

    return store_edit(store, keep, by=by)


def change(
    store: Store,
    edit: Callable[[tuple[Placement, ...]], Edit[Placement]],
    *,
    by: str,
) -> str:
    """Apply an edit of `services.placement_edits` to the organisation then; returns it in words.

    Raises UsageError where the change cannot be made; then nothing is.
    """

    def make(cursor: Cursor) -> NewUpload:
        return _make_organisation_upload(edit(placements.read_placements(cursor)))

    return store_edit(store, make, by=by)


def change_events(
    store: Store, edit: Callable[[tuple[Event, ...]], Edit[Event]], *, by: str
) -> str:
    """Apply an edit of `services.event_edits` to the events then; returns it in words."""

    def make(cursor: Cursor) -> NewUpload:
        return _make_events_upload(edit(placements.read_events(cursor)))

    return store_edit(store, make, by=by)


def continue_renumbered(
    cursor: Cursor, units: Sequence[RenumberedUnit], *, at: datetime, by: str
) -> None:
    """Remember, in a transaction, that enheder go on under new numbers.

    Where there is no organisation, it becomes the one that the facts suggest.
    """
    rows = placements.read_placements(cursor) or propose_placements(
        placements.read_unit_placements(cursor)
    )
    listed = [unit for unit in units if any(row.is_of_enhed(unit.former_number) for row in rows)]
    if listed:
        upload = _make_organisation_upload(continue_units(rows, listed))
        seq = uploads.take_turn(cursor, upload.kind)
        uploads.add_upload(cursor, upload, seq=seq, at=at, by=by)


def _make_organisation_upload(edited: Edit[Placement]) -> NewUpload:
    rows = [
        (WHOLE, *astuple(row)[:-1], f"{BETWEEN_ALIASES} ".join(row.aliasser)) for row in edited.rows
    ]
    return make_upload(ORGANISATION, rows, _PLACEMENTS, edited.description)


def _make_events_upload(edited: Edit[Event]) -> NewUpload:
    rows = [(WHOLE, *astuple(row)) for row in edited.rows]
    return make_upload(EVENTS, rows, _EVENTS, edited.description)
