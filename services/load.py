"""Load: read and check files, show what they would change, store all of it or nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.read import read
from data_loaders.report import Report
from metrics import friske_counts
from services import headlines, mappings
from services.against import warnings
from services.headlines import BeforeAfter
from services.retry import retried
from store import erasure, uploads
from store.database import Cursor, Store
from store.kinds import SICK_LEAVE
from store.knowledge import Signature
from store.uploads import NewUpload


@dataclass(frozen=True)
class Checked:
    """A file that was read and checked, not yet stored.

    `status` is "checked", "rejected" (an error among its problems) or "unchanged" (the same bytes
    count already, as `upload_id`). `rests_on` is the last change of each period when checked.
    `said` is what somebody said about the file: it is remembered when the file is stored.
    """

    report: Report
    upload: NewUpload
    status: str
    upload_id: str
    rests_on: dict[str, int]
    said: Mapping
    settings: Settings


@dataclass(frozen=True)
class Outcome:
    """What became of a checked file: `stored`, `unchanged`, `rejected`, or `checked` only."""

    checked: Checked
    status: str
    upload_id: str


def check(
    store: Store,
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    said: Mapping | None = None,
) -> Checked:
    """Read a file and check it, also against what is stored. Nothing is stored.

    `said` is what somebody says about this file; what earlier files taught is known already.
    """
    said = said or Mapping()
    known = mappings.guide(store, said)
    report = read(content, file_name=file_name, settings=settings, kind=kind, guide=known)
    upload = _upload(report)
    checked = Checked(report, upload, "rejected", "", {}, said, settings)
    if report.refused:
        return checked
    with store.session(facts=False) as cursor:
        same = uploads.find_current_copy(cursor, upload)
        rests_on = uploads.read_last_changes(cursor, report.kind)
    if same:
        return replace(checked, status="unchanged", upload_id=same, rests_on=rests_on)
    told = replace(report, problems=report.problems + warnings(store, report, upload))
    upload = replace(upload, problems=_problems(told))
    return replace(checked, report=told, upload=upload, status="checked", rests_on=rests_on)


def before_after(store: Store, batch: Sequence[Checked], *, settings: Settings) -> BeforeAfter:
    """Compute the headline figures as they are and as they would be with the batch stored."""
    ready = [checked.upload for checked in batch if checked.status == "checked"]
    return headlines.before_after(store, ready, settings=settings)


def save(store: Store, batch: Sequence[Checked], *, by: str) -> tuple[Outcome, ...]:
    """Store the checked files of a batch in one transaction: all of them or none.

    Files that were rejected or are unchanged are passed through. Raises LoadConflictError when
    another load changed one of their periods since the check; then nothing is stored.
    """
    if all(checked.status != "checked" for checked in batch):
        return tuple(Outcome(checked, checked.status, checked.upload_id) for checked in batch)
    outcomes = retried(lambda: _save(store, batch, by=by))
    erasure.overwrite_erased_bytes(store)
    return outcomes


def undo(store: Store, beginning: str, *, by: str) -> str:
    """Take an upload back, so that what it replaced counts again; returns its whole id.

    `beginning` is enough of the id to know it by. Raises ChefforumError for an upload that is
    unknown or no longer counts.
    """
    return _turned(store, beginning, uploads.undo, by=by)


def redo(store: Store, beginning: str, *, by: str) -> str:
    """Let an upload that was undone count again; returns its whole id.

    `beginning` is enough of the id to know it by. Raises ChefforumError for an upload that is
    unknown or was not undone.
    """
    return _turned(store, beginning, uploads.redo, by=by)


def _turned(store: Store, beginning: str, turn: Callable[..., None], *, by: str) -> str:
    with store.transaction() as cursor:
        upload_id = uploads.find_upload(cursor, beginning)
        seq = uploads.take_turn(cursor, uploads.read_kind(cursor, upload_id))
        turn(cursor, upload_id, seq=seq, at=store.clock(), by=by)
    return upload_id


def _save(store: Store, batch: Sequence[Checked], *, by: str) -> tuple[Outcome, ...]:
    told = _with_changes(store, batch)
    with store.transaction() as cursor:
        for checked in told:
            if checked.status == "checked":
                uploads.require_unchanged(cursor, checked.upload, checked.rests_on)
        signed = Signature(store.clock(), by)
        return tuple(_stored(cursor, checked, signed) for checked in told)


def _with_changes(store: Store, batch: Sequence[Checked]) -> list[Checked]:
    ready = [checked for checked in batch if checked.status == "checked"]
    told = headlines.changes(store, [c.upload for c in ready], settings=ready[0].settings)
    return [
        replace(checked, upload=replace(checked.upload, changes=told))
        if checked.status == "checked" and checked.upload.kind in SICK_LEAVE
        else checked
        for checked in batch
    ]


def _stored(cursor: Cursor, checked: Checked, signed: Signature) -> Outcome:
    if checked.status != "checked":
        return Outcome(checked, checked.status, checked.upload_id)
    upload = checked.upload
    twin = uploads.find_current_copy(cursor, upload)
    if twin:  # the same file twice in one batch
        return Outcome(checked, "unchanged", twin)
    seq = uploads.take_turn(cursor, upload.kind)
    upload_id = uploads.add_upload(cursor, upload, seq=seq, at=signed.at, by=signed.by)
    mappings.learn(cursor, checked.report, checked.said, signed)
    if upload.kind == "personer":
        friske_counts.keep(cursor, signed.at, checked.settings)
        erasure.forget_people(cursor, signed.at)
    return Outcome(checked, "stored", upload_id)


def _upload(report: Report) -> NewUpload:
    return NewUpload(
        kind=report.kind,
        file_name=report.file_name,
        sha256=report.sha256,
        extract_date=report.extract_date,
        facts=report.facts,
        periods=report.periods,
        problems=_problems(report),
        totals=json.dumps(
            [asdict(total) for total in report.totals], ensure_ascii=False, default=_plain
        ),
    )


def _problems(report: Report) -> str:
    return json.dumps([asdict(one) for one in report.problems], ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
