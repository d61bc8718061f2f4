"""Sums of spells and counts of people for the tests, and the uploads that hold them."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa

from store.uploads import NewUpload
from tests.store.employments import FIGURE

DAYS = ("korttid", "langtid", "korttid_delvis", "langtid_delvis")
COUNTS = ("medarbejdere", "fuldtidsstillinger")
Line = tuple[str, str, str, tuple[str | None, ...]]  # quarter, number, name, figures


def make_upload(kind: str, lines: Iterable[Line], name: str = "") -> NewUpload:
    rows = list(lines)
    columns = DAYS if kind == "fravaer" else COUNTS
    texts = {
        "quarter": [line[0] for line in rows],
        "enhed": [line[1] for line in rows],
        "enhed_navn": [line[2] for line in rows],
        "afdeling": ["Miljø"] * len(rows),
        "omraade": ["By"] * len(rows),
    }
    numbers = {
        column: [None if line[3][at] is None else Decimal(str(line[3][at])) for line in rows]
        for at, column in enumerate(columns)
    }
    limits = {"graense": pa.array([30] * len(rows), pa.int32())} if kind == "fravaer" else {}
    facts = pa.table(
        {name_: pa.array(values, pa.string()) for name_, values in texts.items()}
        | {name_: pa.array(values, FIGURE) for name_, values in numbers.items()}
        | limits
    )
    return NewUpload(
        kind=kind,
        file_name=name or kind,
        sha256=name or kind,
        extract_date=None,
        facts=facts,
        periods=tuple(sorted(set(texts["quarter"]))),
        problems="[]",
        totals="[]",
    )


def make_spells(*lines: tuple[str, str, str]) -> NewUpload:
    """Each line: quarter, enhed, days short/long/short of part-days/long of part-days."""
    return make_upload("fravaer", [(q, e, f"Enhed {e}", tuple(d.split("/"))) for q, e, d in lines])


def make_heads(*lines: tuple[str, str, str]) -> NewUpload:
    return make_upload("bemanding", [(q, e, f"Enhed {e}", (n, None)) for q, e, n in lines])


def count_spells(upload: NewUpload, *counts: str) -> NewUpload:
    """Give each row of spells its numbers: spells begun/calendar days/people, "" for untold."""
    parts = [text.split("/") for text in counts]
    facts = upload.facts
    for at, name in enumerate(("forloeb", "forloebsdage", "gentagne")):
        numbers = [int(part[at]) if part[at] else None for part in parts]
        facts = facts.append_column(name, pa.array(numbers, pa.int64()))
    return replace(upload, facts=facts)
