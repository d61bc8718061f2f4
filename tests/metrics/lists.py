"""HR's lists put straight into a store: the organisation with its dates, and groups of enheder."""

from collections.abc import Iterable, Mapping
from datetime import date

import pyarrow as pa

from store import uploads
from store.database import Store
from store.kinds import WHOLE
from store.uploads import NewUpload

_TEXTS = ("enhed", "enhed_navn", "afdeling", "omraade", "aarsag", "efterfoelger", "aliasser")
Line = Mapping[str, str | date | None]


def place(enhed: str, fra: date | None, til: date | None = None, **more: str | None) -> Line:
    """One enhed's time in one place of the organisation."""
    usual = {"enhed_navn": f"Enhed {enhed}", "afdeling": "Miljø & Teknik", "omraade": "By"}
    return {"enhed": enhed, "fra": fra, "til": til, **usual, **more}


def put_places(store: Store, lines: Iterable[Line], *, name: str = "organisation.csv") -> str:
    """Store the organisation with its dates."""
    return _put(store, "organisation", list(lines), _TEXTS, name)


def put_groups(
    store: Store, groups: Mapping[str, Iterable[str]], *, fra: date | Mapping[str, date]
) -> str:
    """Store groups of enheder that all began on one day, or each on its own."""
    began = dict.fromkeys(groups, fra) if isinstance(fra, date) else fra
    lines: list[Line] = [
        {
            "gruppe": gruppe,
            "enhed": enhed,
            "enhed_navn": f"Enhed {enhed}",
            "fra": began[gruppe],
            "til": None,
        }
        for gruppe, enheder in groups.items()
        for enhed in enheder
    ]
    return _put(store, "grupper", lines, ("gruppe", "enhed", "enhed_navn"), "grupper.csv")


def _put(store: Store, kind: str, lines: list[Line], texts: Iterable[str], name: str) -> str:
    columns = {text: pa.array([line.get(text) for line in lines], pa.string()) for text in texts}
    days = {day: pa.array([line[day] for line in lines], pa.date32()) for day in ("fra", "til")}
    period = {"period": pa.array([WHOLE] * len(lines), pa.string())}
    upload = NewUpload(
        kind=kind,
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=pa.table(period | columns | days),
        periods=(WHOLE,),
        problems="[]",
        totals="[]",
    )
    with store.transaction(facts=False) as cursor:
        seq = uploads.take_turn(cursor, kind)
        return uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="test")
