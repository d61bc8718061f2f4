"""What a nøgletal gives: figures together with all that makes them checkable."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from core.edition import Edition
from core.nodes import Level
from core.quarter import Period, Quarter
from core.settings import Denominator, Settings
from metrics.declaration import Noegletal
from metrics.events import NO_EVENTS, Events
from metrics.own_line import OwnLine
from metrics.references import Reference
from metrics.reservations import NOTHING_RESERVED, Reservation
from metrics.rows import (
    AgendaPeriodRow,
    AgendaRow,
    GruppeRow,
    LangtidsfriskeRow,
    MaaltalRow,
    NodeChangeRow,
    Row,
    RullendeRow,
    SeriesRow,
    SickLeaveRow,
    WindowRow,
)
from metrics.sendings import ChangesSinceSent

RowT_co = TypeVar("RowT_co", bound=Row, covariant=True)
DerivedRowT = TypeVar("DerivedRowT", bound=Row)


@dataclass(frozen=True)
class Source:
    """A file behind the figures: its name, when it was drawn from OPUS and when loaded (UTC).

    `threshold` is the longest spell, in days, that was short; 0 where an extract does not say it
    and where there is no split. Where `cut`, its spells' dates were cut at its edges, so that more
    may have been long. `first_period` and `period` are the oldest and the newest of its periods
    that the figures are of. `choices` say who and what was counted as somebody answered, separated
    by "; ".
    """

    file_name: str
    extract_date: date | None
    loaded_at: datetime
    kind: str = "kvartal"
    threshold: int = 0
    cut: bool = False
    period: str = ""
    choices: str = ""
    first_period: str = ""


@dataclass(frozen=True)
class KpiResult(Generic[RowT_co]):
    """Figures of one nøgletal at one quarter and level.

    `rows` are one per node, in the organisation's order (`read_rullende`), or one per node and
    quarter (`read_udvikling`); figures are unrounded, None where masked or missing. `period`
    is the days that the figures at `quarter` are of. `changes_since_sent` tells what has changed
    since this opgørelse and earlier ones were sent; None for a nøgletal that is not compared so.
    `threshold` says in words what limit a figure without short and long is drawn at, if any.
    `peak_since` is the first quarter with figures, where those before it were erased: a peak is the
    highest since then.
    """

    noegletal: Noegletal
    quarter: Quarter
    level: Level
    denominator: Denominator
    settings: Settings
    sources: tuple[Source, ...]
    rows: tuple[RowT_co, ...]
    period: Period
    own_line: OwnLine
    events: Events = NO_EVENTS
    references: tuple[Reference, ...] = ()
    changes_since_sent: ChangesSinceSent | None = None
    reservation: Reservation = NOTHING_RESERVED
    threshold: str = ""
    peak_since: Quarter | None = None

    def derive(
        self, noegletal: Noegletal, rows: tuple[DerivedRowT, ...]
    ) -> "KpiResult[DerivedRowT]":
        """Return rows that were made of this result's as a result of another nøgletal."""
        same_data: KpiResult[Any] = self
        return replace(same_data, noegletal=noegletal, rows=rows)

    def select_node(self, key: str) -> "KpiResult[RowT_co]":
        """Return the result with the rows of one node alone."""
        return replace(self, rows=tuple(row for row in self.rows if row.key == key))

    @property
    def edition(self) -> Edition:
        """The edition that the reader's own line is seen in."""
        return self.own_line.edition

    @property
    def smallest_group(self) -> int:
        """The smallest number of employees behind a figure that is shown in the own line."""
        return self.settings.find_smallest_group(self.edition)

    def hides_split(self, row: SickLeaveRow) -> bool:
        """Return whether a row shows its days but not how they split, though that is known."""
        if row.value is None or row.short is not None:
            return False
        if row.has_split is not None:
            return row.has_split
        if isinstance(row, WindowRow) and row.unsplit:
            return False
        is_public = self.edition is Edition.OFFENTLIG or not self.own_line.holds(row)
        siblings: tuple[Any, ...] = self.rows
        return (is_public and row.node.level is Level.ENHED) or any(
            sibling.short is not None for sibling in siblings
        )


AnyResult = KpiResult[Row]
RullendeResult = KpiResult[RullendeRow]
SeriesResult = KpiResult[SeriesRow]
LangtidsfriskeResult = KpiResult[LangtidsfriskeRow]
MaaltalResult = KpiResult[MaaltalRow]
AgendaResult = KpiResult[AgendaRow]
AgendaSeriesResult = KpiResult[AgendaPeriodRow]
NodeChangeResult = KpiResult[NodeChangeRow]
GruppeResult = KpiResult[GruppeRow]
