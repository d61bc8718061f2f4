"""HR's list of the organisation for the tests."""

from collections.abc import Iterable
from datetime import date

import pyarrow as pa

from core.placement import COLUMNS, Placement
from store import uploads
from store.database import Store
from store.kinds import WHOLE
from store.uploads import NewUpload


def place(
    enhed: str,
    *,
    afdeling: str = "A",
    omraade: str = "By",
    fra: date | None = None,
    til: date | None = None,
    aarsag: str = "",
    efterfoelger: str = "",
) -> Placement:
    """One line of the list."""
    return Placement(enhed, f"Enhed {enhed}", afdeling, omraade, fra, til, aarsag, efterfoelger)


def put_list(store: Store, lines: Iterable[Placement], *, name: str = "liste.xlsx") -> str:
    """Store the list as one upload; returns its id."""
    placements = list(lines)
    days = {"fra", "til"}
    facts = pa.table(
        {"period": pa.array([WHOLE] * len(placements), pa.string())}
        | {
            column: pa.array(
                [getattr(placement, column) or None for placement in placements],
                pa.date32() if column in days else pa.string(),
            )
            for column in COLUMNS
            if column != "aliasser"
        }
    )
    upload = NewUpload(
        kind="organisation",
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=facts,
        periods=(WHOLE,),
        problems="[]",
        totals="[]",
    )
    with store.transaction(facts=False) as cursor:
        seq = uploads.take_turn(cursor, "organisation")
        return uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="test")
