"""Load: read and check files, show what they would change, store all of it or nothing."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from time import sleep

from core import danish
from core.errors import NoDataError, StoreCollisionError
from core.organisation import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.problem import Problem
from data_loaders.read import read
from data_loaders.report import Report
from metrics import rullende
from metrics.compute import recipe
from metrics.result import KpiResult
from store import uploads
from store.database import Cursor, Store
from store.figures import rehearsal_reader
from store.uploads import NewUpload

_NAMES_SHOWN = 5
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds


@dataclass(frozen=True)
class Checked:
    """A file that was read and checked, not yet stored.

    `status` is "checked", "rejected" (an error among its problems) or "unchanged" (the same bytes
    count already, as `upload_id`). `rests_on` is the last change of each period when checked.
    """

    report: Report
    upload: NewUpload
    status: str
    upload_id: str
    rests_on: dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """What became of a checked file: `stored`, `unchanged`, `rejected`, or `checked` only."""

    checked: Checked
    status: str
    upload_id: str


@dataclass(frozen=True)
class Headline:
    """The kommune's figures of the newest opgørelse; `result` is None where there is none yet."""

    quarter: Quarter | None
    result: KpiResult | None


@dataclass(frozen=True)
class BeforeAfter:
    """The headline figures without and with a batch of files."""

    before: Headline
    after: Headline


def check(
    store: Store, content: bytes, *, file_name: str, settings: Settings, kind: str | None = None
) -> Checked:
    """Read a file and check it, also against what is stored. Nothing is stored."""
    report = read(content, file_name=file_name, settings=settings, kind=kind)
    upload = _upload(report)
    if report.refused:
        return Checked(report, upload, "rejected", "", {})
    with store.session() as cursor:
        same = uploads.current_copy(cursor, upload)
        rests_on = uploads.heads(cursor, report.kind)
    if same:
        return Checked(report, upload, "unchanged", same, rests_on)
    told = replace(report, problems=report.problems + _absent(store, report, upload))
    return Checked(told, replace(upload, problems=_problems(told)), "checked", "", rests_on)


def before_after(store: Store, batch: Sequence[Checked], *, settings: Settings) -> BeforeAfter:
    """Compute the headline figures as they are and as they would be with the batch stored."""
    with store.rehearsal() as cursor:
        before = _headline(cursor, settings)
    with store.rehearsal() as cursor:
        for checked in batch:
            if checked.status == "checked":
                _rehearse(store, cursor, checked.upload)
        return BeforeAfter(before, _headline(cursor, settings))


def save(store: Store, batch: Sequence[Checked], *, by: str) -> tuple[Outcome, ...]:
    """Store the checked files of a batch in one transaction: all of them or none.

    Files that were rejected or are unchanged are passed through. Raises LoadConflictError when
    another load changed one of their periods since the check; then nothing is stored.
    """
    if all(checked.status != "checked" for checked in batch):
        return tuple(Outcome(checked, checked.status, checked.upload_id) for checked in batch)
    for pause in _PAUSES:
        try:
            return _save(store, batch, by=by)
        except StoreCollisionError:
            sleep(pause)  # then look again whether the other load touched the same periods
    return _save(store, batch, by=by)


def undo(store: Store, beginning: str, *, by: str) -> str:
    """Take an upload back, so that what it replaced counts again; returns its whole id.

    `beginning` is enough of the id to know it by. Raises ChefforumError for an upload that is
    unknown or no longer counts.
    """
    with store.transaction() as cursor:
        upload_id = uploads.find(cursor, beginning)
        seq = uploads.take_turn(cursor, uploads.kind_of(cursor, upload_id))
        uploads.undo(cursor, upload_id, seq=seq, at=store.clock(), by=by)
    return upload_id


def _save(store: Store, batch: Sequence[Checked], *, by: str) -> tuple[Outcome, ...]:
    with store.transaction() as cursor:
        for checked in batch:
            if checked.status == "checked":
                uploads.require_unchanged(cursor, checked.upload, checked.rests_on)
        return tuple(_stored(store, cursor, checked, by=by) for checked in batch)


def _stored(store: Store, cursor: Cursor, checked: Checked, *, by: str) -> Outcome:
    if checked.status != "checked":
        return Outcome(checked, checked.status, checked.upload_id)
    upload = checked.upload
    twin = uploads.current_copy(cursor, upload)
    if twin:  # the same file twice in one batch
        return Outcome(checked, "unchanged", twin)
    seq = uploads.take_turn(cursor, upload.kind)
    upload_id = uploads.add(cursor, upload, seq=seq, at=store.clock(), by=by)
    return Outcome(checked, "stored", upload_id)


def _rehearse(store: Store, cursor: Cursor, upload: NewUpload) -> None:
    seq = uploads.next_turn(cursor, upload.kind)
    uploads.add(cursor, upload, seq=seq, at=store.clock(), by="")


def _headline(cursor: Cursor, settings: Settings) -> Headline:
    try:
        reader = rehearsal_reader(cursor, recipe=recipe(settings))
    except NoDataError:
        return Headline(None, None)
    known = rullende.quarters(reader)
    if not known:
        return Headline(None, None)
    result = rullende.rullende(reader, quarter=known[0], level=Level.KOMMUNE)
    return Headline(known[0], result)


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


def _absent(store: Store, report: Report, upload: NewUpload) -> tuple[Problem, ...]:
    """Warn of enheder that would be gone: from the quarter before, or from the quarter as it is."""
    with store.rehearsal() as cursor:
        as_it_is = {quarter: _enheder(cursor, quarter) for quarter in report.quarters}
        _rehearse(store, cursor, upload)
        found = []
        for quarter in report.quarters:
            now = _enheder(cursor, quarter)
            before = _enheder(cursor, quarter - 1)
            if removed := _without(as_it_is[quarter], now):
                found.append(_removal(quarter, removed))
            if gone := _without(before, now):
                found.append(_absence(quarter, gone))
    return tuple(found)


def _enheder(cursor: Cursor, quarter: Quarter) -> dict[str, str]:
    return uploads.enheder(cursor, str(quarter))


def _without(some: dict[str, str], others: dict[str, str]) -> list[str]:
    return [name for enhed, name in some.items() if enhed not in others]


def _removal(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.counted(len(names), "enhed", "enheder")
    return problem(
        "unit_removed",
        f"Filen erstatter {quarter.label}, og {units} derfra er ikke med i den: {_shown(names)}. "
        "De tæller ikke længere i det kvartal.",
    )


def _absence(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.counted(len(names), "enhed", "enheder")
    return problem(
        "unit_absent",
        f"{units} fra {(quarter - 1).label} er ikke med i {quarter.label}: {_shown(names)}. "
        "De tæller 0 fra da af, hvis de er lukket; ellers mangler de i udtrækket.",
    )


def _shown(names: list[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return f"{', '.join(names[:_NAMES_SHOWN])} og {more} mere" if more > 0 else danish.listed(names)
