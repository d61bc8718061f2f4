"""Short ways for tests to make rows, put them in a store, and read figures out again."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from core.month import Month
from core.nodes import TREE, Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.kinds.extract import unit_quarters
from data_loaders.report import UnitQuarter
from metrics import rullende
from metrics.computing.recipes import make_recipe, make_rolling_recipe
from store import uploads
from store.database import Store
from store.figures import Reader, open_reader
from store.uploads import NewUpload
from tests.frames import frame_of


def row(
    quarter: str,
    enhed: str = "1001",
    *,
    days: str | None = "40",
    short: str | None = None,
    heads: str | None = "10",
    posts: str | None = None,
    afdeling: str | None = "Miljø & Teknik",
    omraade: str | None = "By",
) -> UnitQuarter:
    """One enhed in one quarter, or in a month such as "2024-04"; what is not `short` is long."""
    number = {
        name: None if text is None else Decimal(text)
        for name, text in {"days": days, "short": short, "heads": heads, "posts": posts}.items()
    }
    split = number["short"] is not None and number["days"] is not None
    return UnitQuarter(
        quarter=Quarter.parse(quarter),
        enhed=enhed,
        enhed_navn=f"Enhed {enhed}",
        afdeling=afdeling,
        omraade=omraade,
        dagsvaerk=number["days"],
        korttid=number["short"],
        langtid=number["days"] - number["short"] if split else None,  # type: ignore[operator]
        medarbejdere=number["heads"],
        fuldtidsstillinger=number["posts"],
        sheet="Ark1",
        row=1,
        month=Month.parse(quarter) if Month.matches(quarter) else None,
    )


def upload_of(
    rows: Iterable[UnitQuarter], name: str = "fil.xlsx", kind: str = "kvartal"
) -> NewUpload:
    """The rows as an upload; the name stands for the bytes too."""
    kept = list(rows)
    return NewUpload(
        kind=kind,
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=unit_quarters.make_facts(kept),
        periods=tuple(sorted({one.period for one in kept})),
        problems="[]",
        totals="[]",
    )


def put(
    store: Store,
    rows: Iterable[UnitQuarter],
    *,
    name: str = "fil.xlsx",
    at: datetime | None = None,
    kind: str = "kvartal",
) -> str:
    """Store rows as one upload; returns its id."""
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, kind)
        return uploads.add_upload(
            cursor, upload_of(rows, name, kind), seq=seq, at=at or store.clock(), by="test"
        )


@contextmanager
def reading(
    store: Store,
    *,
    settings: Settings | None = None,
    scope: Scope | None = None,
    as_of: datetime | None = None,
) -> Iterator[Reader]:
    """A reader of what is in the store."""
    chosen = make_recipe(settings or Settings())
    with open_reader(store, scope or Scope.everything(), recipe=chosen, as_of=as_of) as reader:
        yield reader


def figures(
    store: Store,
    quarter: str,
    level: Level = Level.KOMMUNE,
    *,
    settings: Settings | None = None,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """The rolling figures of a level, by key."""
    chosen = settings or Settings()
    made = make_rolling_recipe(chosen) if level in TREE else make_recipe(chosen)
    with open_reader(store, Scope.everything(), recipe=made, as_of=as_of) as reader:
        result = rullende.read_rullende(reader, quarter=Quarter.parse(quarter), level=level)
    return frame_of(result).set_index("key")


def fresh(folder: Path, name: str = "test.duckdb") -> Store:
    """A new store in a folder."""
    return Store(folder / name)
