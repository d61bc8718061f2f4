"""Lists that are edited on a page: each change is stored as a new load of the whole list.

So history, undo and as-of are the same for what was typed on the page and what came in a file.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Generic, NamedTuple, TypeVar

import pyarrow as pa

from access.log_lines import Action, Detail
from services.access_log import log_change
from services.retry import retry_on_collision
from store import uploads
from store.connection import Cursor
from store.database import Store
from store.kinds import WHOLE
from store.uploads import NewUpload

_PREFIX = "Rettet på siden: "
Thing = TypeVar("Thing")


class Edit(NamedTuple, Generic[Thing]):
    """All rows after a change, and the change in words, as the history shows it."""

    rows: tuple[Thing, ...]
    description: str


@retry_on_collision
def store_edit(store: Store, make: Callable[[Cursor], NewUpload], *, by: str) -> str:
    """Read, change and store in one transaction; where another came first, on top of theirs.

    Returns the change in words.
    """
    with log_change(store, Action.AENDRET, by=by) as details, store.transaction() as cursor:
        upload = make(cursor)
        seq = uploads.take_turn(cursor, upload.kind)
        upload_id = uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by=by)
        details |= {Detail.SLAGS: upload.kind, Detail.INDLAESNING: upload_id}
        return upload.file_name.removeprefix(_PREFIX)


def make_upload(
    kind: str, rows: Sequence[tuple[object, ...]], schema: pa.Schema, description: str
) -> NewUpload:
    """Make the load of a whole list after a change; an empty text is kept as none."""
    columns = [
        [row[place] if row[place] != "" else None for row in rows] for place in range(len(schema))
    ]
    facts = pa.table(columns, schema=schema)
    return NewUpload(
        kind=kind,
        file_name=f"{_PREFIX}{description}",
        sha256=sha256(str(facts.to_pylist()).encode()).hexdigest(),
        extract_date=None,
        facts=facts,
        periods=(WHOLE,),
        problems="[]",
        totals="[]",
    )
