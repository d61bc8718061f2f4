"""The organisation and its events as they stand, and their changes: each one kept, told, undoable.

A change is stored as a new load of the whole table, so that history, undo and as-of are the same
for what was typed on the page and what came in a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from hashlib import sha256
from typing import NamedTuple

import pyarrow as pa

from core.event import Event
from core.placement import Placement
from services.placements import Edited, proposed
from services.retry import retried
from store import placements, uploads
from store.database import Cursor, Store
from store.kinds import WHOLE
from store.placements import BETWEEN_ALIASES
from store.uploads import NewUpload

ORGANISATION, EVENTS = "organisation", "haendelser"
_SAID = "Rettet på siden: "
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


class Organisation(NamedTuple):
    """What stands now. `proposed` says that nobody has said it yet: it is made from the facts."""

    placements: tuple[Placement, ...]
    events: tuple[Event, ...]
    proposed: bool


def current(store: Store) -> Organisation:
    """Return the organisation as HR has it, else as the facts suggest it, with the events."""
    with store.session() as cursor:
        rows = placements.read_placements(cursor)
        events = placements.read_events(cursor)
        if rows:
            return Organisation(rows, events, proposed=False)
        suggested = proposed(placements.read_unit_placements(cursor))
        return Organisation(suggested, events, proposed=True)


def confirm(store: Store, *, by: str) -> str:
    """Keep the organisation that the facts suggest; returns the id of the upload."""

    def keep(cursor: Cursor) -> NewUpload:
        rows = proposed(placements.read_unit_placements(cursor))
        return _organisation(Edited(rows, "organisationen er lavet ud fra data"))

    return _stored(store, keep, by=by)


def change(
    store: Store,
    edit: Callable[[tuple[Placement, ...]], Edited[Placement]],
    *,
    by: str,
) -> str:
    """Apply a change of `services.placements` to what stands at that moment; returns its words.

    Raises UsageError where the change cannot be made; then nothing is.
    """

    def changed(cursor: Cursor) -> NewUpload:
        return _organisation(edit(placements.read_placements(cursor)))

    return _stored(store, changed, by=by)


def change_events(
    store: Store, edit: Callable[[tuple[Event, ...]], Edited[Event]], *, by: str
) -> str:
    """Apply a change of `services.events` to the events of that moment; returns its words."""

    def changed(cursor: Cursor) -> NewUpload:
        return _events(edit(placements.read_events(cursor)))

    return _stored(store, changed, by=by)


def _stored(store: Store, make: Callable[[Cursor], NewUpload], *, by: str) -> str:
    """Read, change and store in one transaction; where another came first, on top of theirs."""

    def attempt() -> str:
        with store.transaction() as cursor:
            upload = make(cursor)
            seq = uploads.take_turn(cursor, upload.kind)
            uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by=by)
            return upload.file_name.removeprefix(_SAID)

    return retried(attempt)


def _organisation(edited: Edited[Placement]) -> NewUpload:
    rows = [
        (WHOLE, *astuple(row)[:-1], f"{BETWEEN_ALIASES} ".join(row.aliasser)) for row in edited.rows
    ]
    return _upload(ORGANISATION, _table(rows, _PLACEMENTS), edited.said)


def _events(edited: Edited[Event]) -> NewUpload:
    rows = [(WHOLE, *astuple(row)) for row in edited.rows]
    return _upload(EVENTS, _table(rows, _EVENTS), edited.said)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Make a table; an empty text is kept as none."""
    columns = [
        [row[place] if row[place] != "" else None for row in rows] for place in range(len(schema))
    ]
    return pa.table(columns, schema=schema)


def _upload(kind: str, facts: pa.Table, said: str) -> NewUpload:
    return NewUpload(
        kind=kind,
        file_name=f"{_SAID}{said}",
        sha256=sha256(str(facts.to_pylist()).encode()).hexdigest(),
        extract_date=None,
        facts=facts,
        periods=(WHOLE,),
        problems="[]",
        totals="[]",
    )
