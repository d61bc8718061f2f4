"""Load: read and check files, show what they would change, store all of it or nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from access.log_lines import Action, Detail
from core.month import describe_unfinished_quarter
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from metrics.computing import friske_counts
from services import headlines, mappings, organisation
from services.access_log import log_change
from services.batch_checks import JUDGED_TOGETHER, check_together, list_quarters
from services.file_reading import read_file, read_file_apart
from services.findings import Finding
from services.headlines import BeforeAfter
from services.renumbering import is_same_enhed
from services.retry import retry_on_collision
from services.rival_files import (
    FilePlace,
    UploadKey,
    identify_upload,
    order_by_choice,
    settle_rivals,
)
from services.sign_ins import mark_local_signatures
from services.stored_checks import check_against_store, find_stored_renumbered
from store import erasure, uploads
from store.connection import Cursor
from store.database import Store
from store.kinds import SICK_LEAVE
from store.knowledge import Signature
from store.sign_ins import read_modes
from store.uploads import NewUpload, UploadRecord


@dataclass(frozen=True)
class CheckedFile:
    """A file that was read and checked, not yet stored.

    `status` is "checked", "rejected" (an error among its problems), "asked" (answers are all that
    it lacks) or "unchanged" (the same bytes count already, as `upload_id`). `rests_on` is the last
    change of each period when checked. `file_mapping` is what somebody said about the file: it is
    remembered when that is stored. It is saved after the uploads `after` of the same batch.
    """

    report: Report
    upload: NewUpload
    status: str
    upload_id: str
    rests_on: dict[str, int]
    file_mapping: Mapping
    settings: Settings
    after: frozenset[UploadKey] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What became of a checked file: `stored`, or what its check gave, see `CheckedFile`."""

    checked: CheckedFile
    status: str
    upload_id: str


def check(
    store: Store,
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    file_mapping: Mapping | None = None,
) -> CheckedFile:
    """Read a file and check it, also against what is stored. Nothing is stored.

    `file_mapping` is what somebody says about this file, beside what earlier files taught.
    """
    file_mapping = file_mapping or Mapping()
    report = read_file(
        store, content, file_name=file_name, settings=settings, kind=kind, file_mapping=file_mapping
    )
    return check_report(store, report, settings, file_mapping)


def check_apart(
    store: Store, content: bytes, *, file_name: str, settings: Settings, file_mapping: Mapping
) -> CheckedFile:
    """Check a file as `check` does, read in a process of its own: other visitors do not wait."""
    report = read_file_apart(
        store, content, file_name=file_name, settings=settings, file_mapping=file_mapping
    )
    return check_report(store, report, settings, file_mapping)


def check_report(
    store: Store, report: Report, settings: Settings, file_mapping: Mapping
) -> CheckedFile:
    """Check a file that was read, also against what is stored."""
    upload = make_upload(report)
    checked = CheckedFile(report, upload, "checked", "", {}, file_mapping, settings)
    if report.refused:
        return _refuse(checked)
    with store.session(facts=False) as cursor:
        twin = uploads.find_current_copy(cursor, upload)
        rests_on = uploads.read_last_changes(cursor, report.kind)
    if twin:
        return replace(checked, status="unchanged", upload_id=twin, rests_on=rests_on)
    report = _add_findings(
        report, check_against_store(store, report, upload, mapping=file_mapping, settings=settings)
    )
    upload = replace(upload, problems=_write_problems(report))
    checked = replace(checked, report=report, upload=upload, rests_on=rests_on)
    return _refuse(checked) if report.refused else checked


def _refuse(checked: CheckedFile) -> CheckedFile:
    return replace(checked, status="asked" if checked.report.asks else "rejected")


def _add_findings(report: Report, findings: Sequence[Finding]) -> Report:
    """Add the problems that were found beside the stored data, and what they ask."""
    questions = (finding.question for finding in findings if finding.question)
    return replace(
        report,
        problems=(*report.problems, *(finding.problem for finding in findings)),
        proposal=replace(report.proposal, questions=(*report.proposal.questions, *questions)),
    )


def ask_together(store: Store, batch: Sequence[CheckedFile]) -> tuple[CheckedFile, ...]:
    """Ask which of the ready files of a batch count, and once what they make of the figures.

    Files that would replace each other are each asked about. An answer about any file of the batch
    counts.
    """
    batch = _settle_rivals(store, batch)
    return tell_together(batch, find_together(store, batch))


def find_together(store: Store, batch: Sequence[CheckedFile]) -> tuple[Finding, ...]:
    """Find what the ready files of a batch make of the kommune's figures together."""
    ready = [checked.upload for checked in _order_ready(batch)]
    return check_together(store, ready, _merge_answers(batch))


def tell_together(
    batch: Sequence[CheckedFile], findings: Sequence[Finding]
) -> tuple[CheckedFile, ...]:
    """Say with the first ready file of sick leave what was found of all ready files together.

    While something of it is not answered, none of them is ready.
    """
    if len(list_counted(batch)) > 1:
        batch = [drop_judged_together(checked) for checked in batch]
    counted = list_counted(batch)
    if not (findings and counted):
        return tuple(batch)
    first = counted[0]
    report = _add_findings(first.report, findings)
    upload = replace(first.upload, problems=_write_problems(report))
    first_file = replace(first, report=report, upload=upload)
    status = "asked" if report.refused else "checked"
    return tuple(
        replace(first_file if checked is first else checked, status=status)
        if checked.status == "checked"
        else checked
        for checked in batch
    )


def list_counted(batch: Sequence[CheckedFile]) -> list[CheckedFile]:
    """List the ready files of sick leave in the order that they are saved in."""
    return [checked for checked in _order_ready(batch) if checked.upload.kind in SICK_LEAVE]


def _settle_rivals(store: Store, batch: Sequence[CheckedFile]) -> list[CheckedFile]:
    ready = [checked.upload for checked in batch if checked.status == "checked"]
    places = settle_rivals(store, ready, _merge_answers(batch))
    return [
        put_in_place(checked, places.get(identify_upload(checked.upload), FilePlace()))
        if checked.status == "checked"
        else checked
        for checked in batch
    ]


def put_in_place(checked: CheckedFile, place: FilePlace) -> CheckedFile:
    """Say of a file that can be read what becomes of it beside those that it is saved with."""
    if not (place.findings or place.after) or checked.status == "rejected":
        return checked
    report = _add_findings(checked.report, place.findings)
    upload = replace(checked.upload, problems=_write_problems(report))
    placed = replace(checked, report=report, upload=upload, after=frozenset(place.after))
    return _refuse(placed) if report.refused else placed


def _order_ready(batch: Sequence[CheckedFile]) -> list[CheckedFile]:
    """Return the files of a batch that are ready, in the order that they are saved in."""
    return [batch[place] for place in _order_places(batch)]


def _order_places(batch: Sequence[CheckedFile]) -> list[int]:
    ready = [place for place, checked in enumerate(batch) if checked.status == "checked"]
    keys = [identify_upload(batch[place].upload) for place in ready]
    after = {key: batch[place].after for key, place in zip(keys, ready, strict=True)}
    return [ready[number] for number in order_by_choice(keys, after)]


def drop_judged_together(checked: CheckedFile) -> CheckedFile:
    """Leave out of a ready file what is said of it alone and judged for all files together."""
    if checked.status != "checked":
        return checked
    kept = tuple(p for p in checked.report.problems if p.code not in JUDGED_TOGETHER)
    report = replace(checked.report, problems=kept)
    return replace(
        checked, report=report, upload=replace(checked.upload, problems=_write_problems(report))
    )


def compare_before_after(
    store: Store, batch: Sequence[CheckedFile], *, settings: Settings
) -> BeforeAfter:
    """Compute the headline figures as they are and as they would be with the batch stored."""
    ready = [checked.upload for checked in _order_ready(batch)]
    return headlines.compare_before_after(store, ready, settings=settings)


def save(store: Store, batch: Sequence[CheckedFile], *, by: str) -> tuple[Outcome, ...]:
    """Store the checked files of a batch in one transaction: all of them or none.

    Files that were rejected or are unchanged are passed through. Raises LoadConflictError when
    another load changed one of their periods since the check; then nothing is stored.
    """
    if all(checked.status != "checked" for checked in batch):
        return tuple(Outcome(checked, checked.status, checked.upload_id) for checked in batch)
    outcomes = _save(store, batch, by=by)
    erasure.overwrite_erased_bytes(store)
    return outcomes


def read_history(store: Store, *, until: datetime | None = None) -> tuple[UploadRecord, ...]:
    """Return all uploads, newest first, or those until a moment (UTC) as they were then."""
    with store.session(as_of=until) as cursor:
        history, modes = uploads.read_history(cursor), read_modes(cursor)
    shown = [upload for upload in history if until is None or upload.loaded_at <= until]
    return mark_local_signatures(shown, modes)


def list_unfinished_quarters(store: Store) -> list[str]:
    """Say of each quarter that lacks months which they are."""
    with store.session(facts=False) as cursor:
        unfinished = uploads.read_unfinished_quarters(cursor)
    return [describe_unfinished_quarter(quarter, months) for quarter, months in unfinished.items()]


def undo(store: Store, beginning: str, *, by: str) -> str:
    """Take an upload back, so that what it replaced counts again; returns its whole id.

    `beginning` is enough of the id to know it by. Raises ChefforumError for an upload that is
    unknown or no longer counts.
    """
    return _change_upload(store, beginning, uploads.undo, action=Action.FORTRUDT, by=by)


def undo_uploads(store: Store, upload_ids: Sequence[str], *, by: str) -> None:
    """Take several uploads back, all of them or none; ChefforumError where one no longer counts."""
    with log_change(store, Action.FORTRUDT, by=by) as details, store.transaction() as cursor:
        kinds = {}
        for upload_id in upload_ids:
            kind = kinds[upload_id] = uploads.read_kind(cursor, upload_id)
            seq = uploads.take_turn(cursor, kind)
            uploads.undo(cursor, upload_id, seq=seq, at=store.clock(), by=by)
        details[Detail.SLAGS] = " ".join(dict.fromkeys(kinds.values()))
        details[Detail.INDLAESNING] = " ".join(kinds)


def redo(store: Store, beginning: str, *, by: str) -> str:
    """Let an upload that was undone count again; returns its whole id.

    `beginning` is enough of the id to know it by. Raises ChefforumError for an upload that is
    unknown or was not undone.
    """
    return _change_upload(store, beginning, uploads.redo, action=Action.GENDANNET, by=by)


def _change_upload(
    store: Store, beginning: str, turn: Callable[..., None], *, action: Action, by: str
) -> str:
    with log_change(store, action, by=by) as details, store.transaction() as cursor:
        upload_id = uploads.find_upload(cursor, beginning)
        kind = uploads.read_kind(cursor, upload_id)
        seq = uploads.take_turn(cursor, kind)
        turn(cursor, upload_id, seq=seq, at=store.clock(), by=by)
        details |= {Detail.SLAGS: kind, Detail.INDLAESNING: upload_id}
    return upload_id


@retry_on_collision
def _save(store: Store, batch: Sequence[CheckedFile], *, by: str) -> tuple[Outcome, ...]:
    files = _add_changes(store, batch)
    with log_change(store, Action.INDLAEST, by=by) as details, store.transaction() as cursor:
        for checked in files:
            if checked.status == "checked":
                uploads.require_unchanged(cursor, checked.upload, checked.rests_on)
        signed = Signature(store.clock(), by)
        outcomes = [Outcome(checked, checked.status, checked.upload_id) for checked in files]
        for place in _order_places(files):
            outcomes[place] = _store_file(cursor, files[place], signed)
        if is_same_enhed(_merge_answers(files)):
            ready = [checked.upload for checked in files if checked.status == "checked"]
            renumbered = find_stored_renumbered(cursor, list_quarters(ready))
            organisation.continue_renumbered(cursor, renumbered, at=signed.at, by=signed.by)
        stored = [outcome for outcome in outcomes if outcome.status == "stored"]
        details[Detail.SLAGS] = " ".join({of.checked.upload.kind: "" for of in stored})
        details[Detail.INDLAESNING] = " ".join(of.upload_id for of in stored)
        return tuple(outcomes)


def _merge_answers(batch: Sequence[CheckedFile]) -> Mapping:
    """Return the answers about all files of a batch."""
    return Mapping(
        answers={id_: text for c in batch for id_, text in c.file_mapping.answers.items()}
    )


def _add_changes(store: Store, batch: Sequence[CheckedFile]) -> list[CheckedFile]:
    ready = _order_ready(batch)
    changes = headlines.write_changes(store, [c.upload for c in ready], settings=ready[0].settings)
    return [
        replace(checked, upload=replace(checked.upload, changes=changes))
        if checked.status == "checked" and checked.upload.kind in SICK_LEAVE
        else checked
        for checked in batch
    ]


def _store_file(cursor: Cursor, checked: CheckedFile, signed: Signature) -> Outcome:
    upload = checked.upload
    twin = uploads.find_current_copy(cursor, upload)
    if twin:  # the same file twice in one batch
        return Outcome(checked, "unchanged", twin)
    seq = uploads.take_turn(cursor, upload.kind)
    upload_id = uploads.add_upload(cursor, upload, seq=seq, at=signed.at, by=signed.by)
    mappings.learn_from_file(cursor, checked.report, checked.file_mapping, signed)
    if upload.kind == "personer":
        friske_counts.keep_leaving_counts(cursor, signed.at, checked.settings)
        erasure.forget_people(cursor, signed.at)
    return Outcome(checked, "stored", upload_id)


def make_upload(report: Report) -> NewUpload:
    """Return what is stored of a file that was read."""
    return NewUpload(
        kind=report.kind,
        file_name=report.file_name,
        sha256=report.sha256,
        extract_date=report.extract_date,
        facts=report.facts,
        periods=report.periods,
        problems=_write_problems(report),
        totals=json.dumps(
            [asdict(total) for total in report.totals], ensure_ascii=False, default=_write_decimal
        ),
    )


def _write_problems(report: Report) -> str:
    return json.dumps([asdict(problem) for problem in report.problems], ensure_ascii=False)


def _write_decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
