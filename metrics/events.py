"""The events that touch a node of the organisation: its own, and those of what it is part of."""

from dataclasses import dataclass

from core.event import Event, EventKind
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from metrics.memoize import memoize
from metrics.records import make_records
from metrics.rows import Row
from store.figures import Reader

_KOMMUNE = NodeKey(Level.KOMMUNE)


@dataclass(frozen=True)
class Events:
    """Events, oldest first."""

    all: tuple[Event, ...] = ()

    def find_touching(self, row: Row) -> tuple[Event, ...]:
        """Return the events that touch the node of a result's row, oldest first."""
        if not self.all:
            return ()
        keys = [key for key in (row.key, row.parent) if key]
        nodes = {NodeKey.parse(key).identity for key in keys} | {_KOMMUNE}
        return tuple(event for event in self.all if _find_node(event) in nodes)

    def find_breaks(self, row: Row) -> tuple[Quarter, ...]:
        """Return the first quarter of each new way of counting that touches the row's node."""
        days = [
            event.dato for event in self.find_touching(row) if event.slags is EventKind.DATABRUD
        ]
        return tuple(sorted({Quarter.from_day(day) for day in days}))

    def find_breaks_within(self, row: Row) -> tuple[Event, ...]:
        """Return the new ways of counting that began in the four quarters of a row."""
        days = row.quarter.rolling_period
        return tuple(
            event
            for event in self.find_touching(row)
            if event.slags is EventKind.DATABRUD and days.first <= event.dato <= days.last
        )


NO_EVENTS = Events()


@memoize
def read_events(reader: Reader, *, quarter: Quarter) -> Events:
    """Return the events that had begun by the end of a quarter."""
    answer = reader.query(
        "SELECT * REPLACE (coalesce(nullif(niveau, ''), 'kommune') AS niveau) FROM events "
        "WHERE dato <= $last ORDER BY dato, til, tekst",
        {"last": quarter.period.last},
    )
    return Events(make_records(answer, Event))


def _find_node(event: Event) -> NodeKey:
    """Find the node that an event concerns."""
    if event.niveau is Level.KOMMUNE or not event.omfang:
        return _KOMMUNE
    return NodeKey(event.niveau, event.omfang).identity
