"""Rows of HR's own list of nøgletal for the tests, and the figures that a reader sees of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.agenda import read_noegletal
from metrics.computing.recipes import make_recipe
from store import uploads
from store.database import Store
from store.figures import open_reader
from store.uploads import NewUpload
from tests.frames import frame_of

FIGURE = pa.decimal128(28, 12)
NUMBERS = ("vaerdi", "taeller", "naevner", "maal_fra", "maal_til")


@dataclass(frozen=True)
class Line:
    """One line of the list; `target` is "1", "1-3", "1-" or "-3"."""

    periode: str
    vaerdi: str | None = None
    part: str = ""  # "93/95"
    noegletal: str = "Klimamål"
    sted: str = ""  # "afdeling:Miljø"
    maaleenhed: str = "antal"
    target: str = ""
    retning: str | None = None
    frist: date | None = None
    kilde: str = "Punkt 1"
    personer: bool | None = False  # None: the list does not say

    @property
    def numbers(self) -> dict[str, Decimal | None]:
        above, _, below = self.part.partition("/")
        least, dash, most = self.target.partition("-")
        texts = (self.vaerdi, above, below, least, most if dash else least)
        return {
            name: Decimal(text) if text else None for name, text in zip(NUMBERS, texts, strict=True)
        }


def upload(lines: Iterable[Line], name: str = "liste.xlsx") -> NewUpload:
    kept = list(lines)
    keys = [f"{line.noegletal}|{line.periode}" for line in kept]
    texts = {
        "period": keys,
        "noegletal": [line.noegletal for line in kept],
        "periode": [line.periode for line in kept],
        "niveau": [line.sted.partition(":")[0] or "kommune" for line in kept],
        "omfang": [line.sted.partition(":")[2] for line in kept],
        "maaleenhed": [line.maaleenhed for line in kept],
        "retning": [line.retning for line in kept],
        "kilde": [line.kilde for line in kept],
    }
    numbers = {name_: pa.array([line.numbers[name_] for line in kept], FIGURE) for name_ in NUMBERS}
    facts = pa.table(
        {name_: pa.array(values, pa.string()) for name_, values in texts.items()}
        | numbers
        | {
            "frist": pa.array([line.frist for line in kept], pa.date32()),
            "personer": pa.array([line.personer for line in kept], pa.bool_()),
        }
    )
    return NewUpload(
        kind="noegletal",
        file_name=name,
        sha256=name,
        extract_date=None,
        facts=facts,
        periods=tuple(sorted(set(keys))),
        problems="[]",
        totals="[]",
    )


def put_lines(store: Store, *lines: Line, name: str = "liste.xlsx") -> str:
    with store.transaction(facts=False) as cursor:
        seq = uploads.take_turn(cursor, "noegletal")
        return uploads.add_upload(cursor, upload(lines, name), seq=seq, at=store.clock(), by="test")


def figures(
    store: Store,
    quarter: str,
    level: Level = Level.KOMMUNE,
    *,
    settings: Settings | None = None,
    edition: Edition = Edition.INTERN,
) -> pd.DataFrame:
    """The figures of a level, by key."""
    chosen = make_recipe(settings or Settings(), edition)
    with open_reader(store, Scope.everything(), recipe=chosen) as reader:
        result = read_noegletal(reader, quarter=Quarter.parse(quarter), level=level)
    return frame_of(result).set_index("key")
