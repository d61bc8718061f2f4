"""The kommune's figures as they are, and as they would be with some files stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import rullende
from metrics.computing.recipes import make_rolling_recipe
from metrics.result import RullendeResult
from services.stored_checks import rehearse_upload
from store import uploads
from store.database import Cursor, Store
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
class BeforeAfter:
    """The headline figures without and with a batch of files.

    `rows` counts for each kind in the batch the rows that count, without and with it.
    """

    before: Headline
    after: Headline
    rows: dict[str, tuple[int, int]]


def compare_before_after(
    store: Store, batch: Sequence[NewUpload], *, settings: Settings
) -> BeforeAfter:
    """Compute the headline figures as they are and as they would be with the uploads stored."""
    kinds = sorted({upload.kind for upload in batch})
    with store.rehearsal() as cursor:
        rows = {kind: uploads.count_current_rows(cursor, kind) for kind in kinds}
        before = _compute_headline(cursor, settings)
        for upload in batch:
            rehearse_upload(store, cursor, upload)
        counts = {kind: (rows[kind], uploads.count_current_rows(cursor, kind)) for kind in kinds}
        return BeforeAfter(before, _compute_headline(cursor, settings), counts)


def write_changes(store: Store, batch: Sequence[NewUpload], *, settings: Settings) -> str:
    """Write what files that are saved together do to the headline figures, as history keeps it.

    A JSON object with `before` and `after`; an empty one where the figures rest on none of them.
    """
    counted = [upload for upload in batch if upload.kind in SICK_LEAVE]
    if not counted:
        return "{}"
    change = compare_before_after(store, counted, settings=settings)
    return json.dumps(
        {"before": change.before.list_figures(), "after": change.after.list_figures()}
    )


def _compute_headline(cursor: Cursor, settings: Settings) -> Headline:
    try:
        reader = make_rehearsal_reader(cursor, recipe=make_rolling_recipe(settings))
    except NoDataError:
        return Headline(None, None)
    quarters = rullende.find_quarters(reader)
    if not quarters:
        return Headline(None, None)
    result = rullende.read_rullende(reader, quarter=quarters[0], level=Level.KOMMUNE)
    return Headline(quarters[0], result)
