"""The events that touch a node of the organisation: its own, and those of what it is part of."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.event import Event, EventKind
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from store.figures import Reader

Row = Mapping[Hashable, Any]
_KOMMUNE = NodeKey(Level.KOMMUNE)


@dataclass(frozen=True)
class Events:
    """Events, oldest first."""

    all: tuple[Event, ...] = ()

    def touching(self, row: Row) -> tuple[Event, ...]:
        """Return the events that touch the node of a result's row, oldest first."""
        keys = [str(row.get(name) or "") for name in ("key", "parent", "grandparent")]
        nodes = {NodeKey.parse(key).identity for key in keys if key} | {_KOMMUNE}
        return tuple(event for event in self.all if _node(event) in nodes)

    def breaks(self, row: Row) -> tuple[Quarter, ...]:
        """Return the first quarter of each new way of counting that touches the row's node."""
        days = [one.dato for one in self.touching(row) if one.slags is EventKind.DATABRUD]
        return tuple(sorted({Quarter.from_day(day) for day in days}))

    def told(self, row: Row) -> str:
        """Say which new ways of counting began in the four quarters of a row; "" for none."""
        quarter = Quarter.parse(str(row["quarter"]))
        days = quarter.rolling_period
        return " ".join(
            one.sentence
            for one in self.touching(row)
            if one.slags is EventKind.DATABRUD and days.first <= one.dato <= days.last
        )


NOTHING_HAPPENED = Events()


def events(reader: Reader, *, quarter: Quarter) -> Events:
    """Return the events that had begun by the end of a quarter."""
    frame = reader.query(
        "SELECT * FROM events WHERE dato <= $last ORDER BY dato, til, tekst",
        {"last": quarter.period.last},
    )
    return Events(tuple(_event(row) for row in frame.to_dict("records")))


def _event(row: Row) -> Event:
    return Event(
        dato=row["dato"].date(),
        til=None if pd.isna(row["til"]) else row["til"].date(),
        slags=EventKind(row["slags"]),
        niveau=Level(row["niveau"] or Level.KOMMUNE),
        omfang=row["omfang"],
        tekst=row["tekst"],
    )


def _node(event: Event) -> NodeKey:
    """The node that an event concerns."""
    if event.niveau is Level.KOMMUNE or not event.omfang:
        return _KOMMUNE
    return NodeKey(event.niveau, event.omfang).identity
