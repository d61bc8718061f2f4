"""Rows of targets for the tests, and the uploads that hold them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from store.uploads import NewUpload

FIGURE = pa.decimal128(28, 12)


@dataclass(frozen=True)
class Target:
    """An enhed's target for a year; None where it is not handed in."""

    year: int
    enhed: str
    value: str | None
    deadline: date | None = date(2024, 12, 20)
    leader: str | None = None


def targets(rows: Iterable[Target], name: str = "maaltal.xlsx") -> NewUpload:
    """The rows as an upload; the name stands for the bytes too."""
    kept = list(rows)
    texts = {
        "year": [str(row.year) for row in kept],
        "enhed": [row.enhed for row in kept],
        "enhed_navn": [f"Enhed {row.enhed}" for row in kept],
        "afdeling": [None for _ in kept],
        "leders_enhed": [row.leader for row in kept],
    }
    figures = [None if row.value is None else Decimal(row.value) for row in kept]
    facts = pa.table(
        {column: pa.array(values, pa.string()) for column, values in texts.items()}
        | {
            "maaltal": pa.array(figures, FIGURE),
            "frist": pa.array([row.deadline for row in kept], pa.date32()),
            "indmeldt": pa.array([None for _ in kept], pa.date32()),
        }
    )
    return NewUpload(
        kind="maaltal",
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=facts,
        periods=tuple(sorted({str(row.year) for row in kept})),
        problems="[]",
        totals="[]",
    )
