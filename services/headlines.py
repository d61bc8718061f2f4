"""The kommune's figures as they are, and as they would be with some files stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import rullende
from metrics.computing.recipes import make_rolling_recipe
from metrics.noegletal import RULLENDE
from metrics.result import RullendeResult
from metrics.rows import Figure, SeriesRow
from metrics.sendings import find_earlier_sendings
from services.stored_checks import rehearse_upload
from store import uploads
from store.connection import Cursor
from store.database import Store
from store.figures import make_rehearsal_reader
from store.kinds import SICK_LEAVE
from store.uploads import NewUpload

FIGURES = ("value", "short", "long", "long_share", "employees")


@dataclass(frozen=True)
class Headline:
    """The kommune's figures of the newest opgørelse; `result` is None where there is none yet."""

    quarter: Quarter | None
    result: RullendeResult | None

    def list_figures(self) -> dict[str, object]:
        """Return the quarter and the figures by name, None for those that are not known."""
        row = self.result.rows[0] if self.result is not None else None
        figures = {name: row.figure(name) if row else None for name in FIGURES}
        return {"quarter": str(self.quarter) if self.quarter else None, **figures}


@dataclass(frozen=True)
class OpgoerelseChange:
    """The kommune's figure in an opgørelse that files touch, without them and with them.

    One that was sent, at `sent_at` (UTC), is `before` as it was sent.
    """

    quarter: Quarter
    before: Figure
    after: Figure
    sent_at: datetime | None

    @property
    def is_shown(self) -> bool:
        """Whether the two figures print otherwise."""
        value = RULLENDE.measure("value")
        return value.text(self.before) != value.text(self.after)


@dataclass(frozen=True)
class BeforeAfter:
    """The headline figures without and with a batch of files.

    `rows` counts for each kind in the batch the rows that count, without and with it;
    `opgoerelser` are those that the files touch, the newest first.
    """

    before: Headline
    after: Headline
    rows: dict[str, tuple[int, int]]
    opgoerelser: tuple[OpgoerelseChange, ...] = ()


@dataclass(frozen=True)
class _KommuneFigures:
    """The newest headline, the kommune's series, and when each opgørelse was sent last."""

    headline: Headline
    series: dict[Quarter, SeriesRow]
    sent: dict[Quarter, datetime]


def compare_before_after(
    store: Store, batch: Sequence[NewUpload], *, settings: Settings
) -> BeforeAfter:
    """Compute the headline figures as they are and as they would be with the uploads stored."""
    kinds = sorted({upload.kind for upload in batch})
    with store.rehearsal() as cursor:
        rows = {kind: uploads.count_current_rows(cursor, kind) for kind in kinds}
        before = _compute_figures(cursor, settings)
        for upload in batch:
            rehearse_upload(store, cursor, upload)
        counts = {kind: (rows[kind], uploads.count_current_rows(cursor, kind)) for kind in kinds}
        after = _compute_figures(cursor, settings)
    changes = _pair_opgoerelser(before, after, _find_touched_quarters(batch))
    return BeforeAfter(before.headline, after.headline, counts, changes)


def write_changes(store: Store, batch: Sequence[NewUpload], *, settings: Settings) -> str:
    """Write what files that are saved together do to the headline figures, as history keeps it.

    A JSON object with `before` and `after`, and in `sent` the opgørelser that were sent and print
    otherwise with the files; an empty one where the figures rest on none of them.
    """
    counted = [upload for upload in batch if upload.kind in SICK_LEAVE]
    if not counted:
        return "{}"
    change = compare_before_after(store, counted, settings=settings)
    sent = [
        {
            "quarter": str(opgoerelse.quarter),
            "sent_at": opgoerelse.sent_at.isoformat(),
            "before": opgoerelse.before,
            "after": opgoerelse.after,
        }
        for opgoerelse in change.opgoerelser
        if opgoerelse.sent_at and opgoerelse.is_shown
    ]
    figures = {"before": change.before.list_figures(), "after": change.after.list_figures()}
    return json.dumps(figures | ({"sent": sent} if sent else {}))


def _compute_figures(cursor: Cursor, settings: Settings) -> _KommuneFigures:
    nothing = _KommuneFigures(Headline(None, None), {}, {})
    try:
        reader = make_rehearsal_reader(cursor, recipe=make_rolling_recipe(settings))
    except NoDataError:
        return nothing
    quarters = rullende.find_quarters(reader)
    if not quarters:
        return nothing
    newest = quarters[0]
    result = rullende.read_rullende(reader, quarter=newest, level=Level.KOMMUNE)
    series = rullende.read_udvikling(reader, quarter=newest, level=Level.KOMMUNE)
    sendings = find_earlier_sendings(reader, newest + 1)
    rows = {row.quarter: row for row in series.rows if row.quarter in quarters}
    sent = _find_sent_value(result)
    if newest in rows and sent is not None:
        rows[newest] = replace(rows[newest], value=sent, value_now=rows[newest].value)
    return _KommuneFigures(
        Headline(newest, result),
        rows,
        {quarter: step.at for quarter, step in sendings.items()},
    )


def _find_sent_value(result: RullendeResult) -> Figure:
    """Return the kommune's figure as it was sent, where it prints otherwise now."""
    changes = result.changes_since_sent
    if changes is None or changes.corrected_at:
        return None
    corrected = (measure for node in changes.nodes for measure in node.measures)
    return next((c.sent for c in corrected if c.measure.name == "value"), None)


def _find_touched_quarters(batch: Sequence[NewUpload]) -> set[Quarter]:
    """Find the opgørelser whose four quarters hold data of sick leave in the files."""
    sick_leave = (upload for upload in batch if upload.kind in SICK_LEAVE)
    quarters = {Quarter.parse(period) for upload in sick_leave for period in upload.periods}
    return {quarter + after for quarter in quarters for after in range(4)}


def _pair_opgoerelser(
    before: _KommuneFigures, after: _KommuneFigures, touched: set[Quarter]
) -> tuple[OpgoerelseChange, ...]:
    """Put the figures of each opgørelse beside each other; those sent are before as they were."""
    changes = []
    for quarter in sorted(touched & after.series.keys(), reverse=True):
        row, earlier = after.series[quarter], before.series.get(quarter)
        now = row.value if row.value_now is None else row.value_now
        old = earlier.value if earlier else None
        changes.append(OpgoerelseChange(quarter, old, now, after.sent.get(quarter)))
    return tuple(changes)
