"""People's rows for the tests, and the uploads that hold them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from store import erasure, uploads
from store.database import Store
from store.uploads import NewUpload

FIGURE = pa.decimal128(28, 12)


@dataclass(frozen=True)
class Employment:
    person: str
    year: int
    lost: str = "0"
    enhed: str = "4101"
    fra: date | None = None
    til: date | None = None
    afdeling: str | None = "Miljø"
    omraade: str | None = "By"


def people(rows: Iterable[Employment], name: str = "liste.xlsx") -> NewUpload:
    employments = list(rows)
    texts = {
        "year": [str(row.year) for row in employments],
        "person": [row.person for row in employments],
        "enhed": [row.enhed for row in employments],
        "enhed_navn": [f"Enhed {row.enhed}" for row in employments],
        "afdeling": [row.afdeling for row in employments],
        "omraade": [row.omraade for row in employments],
    }
    facts = pa.table(
        {name_: pa.array(values, pa.string()) for name_, values in texts.items()}
        | {
            "dagsvaerk": pa.array([Decimal(row.lost) for row in employments], FIGURE),
            "ansat_fra": pa.array([row.fra for row in employments], pa.date32()),
            "ansat_til": pa.array([row.til for row in employments], pa.date32()),
        }
    )
    return NewUpload(
        kind="personer",
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=facts,
        periods=tuple(sorted({str(row.year) for row in employments})),
        problems="[]",
        totals="[]",
    )


def put_upload(store: Store, upload: NewUpload) -> str:
    """Store an upload as a load does; returns its id."""
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, upload.kind)
        stored = uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="test")
        erasure.forget_people(cursor, store.clock())
    return stored
