"""Erase an upload or an enhed for good, at somebody's word and with a reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from access.grants import FILE_NAME
from access.log_lines import Action, Detail
from core import danish
from core.cpr import require_no_cpr
from core.errors import ChefforumError, UsageError
from core.moment import find_danish_day
from core.nodes import Level, NodeKey
from core.opgoerelse import Act
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.erased_unit import find_sets_with, hide_unit
from services.access_log import log_change
from services.finished_erasures import finish_erasures
from services.retention import find_held_until
from services.retry import retry_on_collision
from store import erased_figures, erased_uploads, erasure_list, uploads
from store.database import Store
from store.erased_texts import replace_unit_words
from store.erased_units import StoredUnit, erase_unit_rows, find_unit
from store.erasure_list import ErasedKind, ErasedWords, Erasure, make_token
from store.opgoerelser import read_all_steps

LONGEST_REASON = 500
_NOT_FINISHED = (
    "Det er slettet i databasen, men navnet kan endnu stå i adgangsloggen og i rolletabellen. Det "
    "bliver fjernet, næste gang programmet startes. {reason}"
)
_LEAST_LETTERS = 6  # a shorter word may stand among any bytes


@dataclass(frozen=True)
class ErasureOrder:
    """Who erases something, why, and whether what was sent of it is `journalised`."""

    by: str
    reason: str
    journalised: bool = False


@dataclass(frozen=True)
class Erased:
    """What was erased, and in which kinds of texts it was named: there a number stands for it.

    It `is_told_by_kommune` where it was so large that the kommune's figures before and after tell
    it roughly.
    """

    erasure: Erasure
    texts: tuple[str, ...] = ()
    is_told_by_kommune: bool = False


def erase_upload(
    store: Store, beginning: str, order: ErasureOrder, *, settings: Settings
) -> Erased:
    """Erase the upload whose id begins so: its rows, its file's name, and what was said of it.

    One that counts is undone first, so that what it had replaced counts again. What was sent stays
    as it was sent. Raises ChefforumError for no such upload and one that cannot be undone, and
    where opgørelser rest on it that were sent and are not journalised.
    """
    _require_reason(order)
    erased = _erase_upload(store, beginning, order, settings=settings)
    _finish(store)
    return erased


@retry_on_collision
def _erase_upload(
    store: Store, beginning: str, order: ErasureOrder, *, settings: Settings
) -> Erased:
    with (
        log_change(store, Action.SLETTET, by=order.by) as details,
        store.computing_lock,
        store.transaction() as cursor,
    ):
        upload_id = uploads.find_upload(cursor, beginning)
        (upload,) = (past for past in uploads.read_history(cursor) if past.upload_id == upload_id)
        if upload.status == "slettet":
            raise ChefforumError(f"Indlæsningen {upload_id} er allerede slettet.")
        sent = erased_uploads.find_opgoerelser_sent_with(cursor, upload_id)
        _require_journalised(sent, order)
        number, at = erasure_list.take_number(cursor), store.clock()
        if upload.counts:
            seq = uploads.take_turn(cursor, upload.kind)
            uploads.undo(cursor, upload_id, seq=seq, at=at, by=order.by)
        count = erased_uploads.erase_upload(cursor, upload_id, number=number, at=at, by=order.by)
        erased_figures.forget_unshown_sets(cursor)
        erased = Erasure(
            number, ErasedKind.UPLOAD, at, order.by, order.reason.strip(),
            order.journalised if sent else None, max(upload.periods),
            erasure_list.list_copies_beside(store.path), _find_held_until(at, settings), count,
        )  # fmt: skip
        erasure_list.add_erasure(cursor, erased)
        details |= {Detail.INDLAESNING: erased.token, Detail.GRUND: erased.reason}
        words = dict.fromkeys((upload.file_name, upload_id), erased.token)
        erasure_list.add_erased_words(cursor, ErasedWords(number, order.by, words))
    return Erased(erased)


def erase_unit(store: Store, text: str, order: ErasureOrder, *, settings: Settings) -> Erased:
    """Erase the enhed that a number or a name means from everything that the store has.

    In what was shown its rows become »slettet«, and what would tell them by subtraction is hidden;
    sums stay as they were printed. Raises UsageError where there is no such enhed, ChefforumError
    where opgørelser with it were sent and are not journalised.
    """
    _require_reason(order)
    erased = _erase_unit(store, text, order, settings=settings)
    if _finish(store):
        erased = replace(erased, texts=(*erased.texts, FILE_NAME))
    return erased


@retry_on_collision
def _erase_unit(store: Store, text: str, order: ErasureOrder, *, settings: Settings) -> Erased:
    with (
        log_change(store, Action.SLETTET, by=order.by) as details,
        store.computing_lock,
        store.transaction() as cursor,
    ):
        unit = find_unit(cursor, text)
        sets = {shown.version for shown in find_sets_with(cursor, unit.keys)}
        sent = {
            step.quarter
            for step in read_all_steps(cursor)
            if step.act is Act.UDSENDT and not sets.isdisjoint(step.figures.values())
        }
        _require_journalised(sent, order)
        number, at = erasure_list.take_number(cursor), store.clock()
        token = make_token(number)
        erased_figures.forget_unshown_sets(cursor)
        is_told = hide_unit(cursor, unit.keys, number=number)
        count = erase_unit_rows(cursor, unit, number=number)
        name = f"Enhed slettet den {danish.format_moment_date(at)}"
        erased_figures.name_erased_unit(cursor, unit.keys, token=token, name=name)
        erased = Erasure(
            number, ErasedKind.UNIT, at, order.by, order.reason.strip(),
            order.journalised if sent else None, "",
            erasure_list.list_copies_beside(store.path), _find_held_until(at, settings), count,
        )  # fmt: skip
        erasure_list.add_erasure(cursor, erased)
        texts = replace_unit_words(cursor, unit, token=token)
        erased = erasure_list.read_erasures(cursor)[0]  # its reason may have named the enhed
        details |= {Detail.NODE: _name_node(token), Detail.GRUND: erased.reason}
        words = ErasedWords(number, order.by, _list_logged(unit, token), _list_searched(unit))
        erasure_list.add_erased_words(cursor, words)
    return Erased(erased, texts, is_told)


def read_list(store: Store) -> tuple[Erasure, ...]:
    """Return all that was erased, newest first, but people's marks."""
    with store.session(facts=False) as cursor:
        return erasure_list.read_erasures(cursor)


def _require_reason(order: ErasureOrder) -> None:
    if not order.reason.strip():
        raise UsageError("Skriv, hvorfor der slettes: begrundelsen står i listen over sletninger.")
    if len(order.reason) > LONGEST_REASON:
        raise UsageError(f"Begrundelsen er for lang; der er plads til {LONGEST_REASON} tegn.")
    require_no_cpr(order.reason)


def _require_journalised(sent: set[Quarter], order: ErasureOrder) -> None:
    if sent and not order.journalised:
        names = danish.join_words([quarter.label for quarter in sorted(sent)])
        raise ChefforumError(
            f"Det indgår i opgørelsen for {names}, som er udsendt. SBSYS er arkivet, ikke dette "
            "program: bekræft først, at bilagene ligger i sagen. De kan ikke dannes igen med det, "
            "der slettes."
        )


def _find_held_until(at: datetime, settings: Settings) -> date | None:
    return find_held_until(find_danish_day(at), settings)


def _name_node(token: str) -> str:
    return str(NodeKey(Level.ENHED, token))


def _list_logged(unit: StoredUnit, token: str) -> dict[str, str]:
    """List what the log may have of an enhed as the whole of a detail, and what stands there."""
    words = dict.fromkeys((*unit.numbers, *unit.names), token)
    return dict.fromkeys(unit.keys, _name_node(token)) | words


def _list_searched(unit: StoredUnit) -> tuple[str, ...]:
    """List the names that no byte of the store may hold: no other name has one of them in it."""
    return tuple(
        name
        for name in sorted(unit.names)
        if len(name) >= _LEAST_LETTERS and not any(name in other for other in unit.other_names)
    )


def _finish(store: Store) -> bool:
    """Forget what was computed, and finish the erasure; see `finish_erasures`."""
    with store.results_lock:
        store.results.clear()
    try:
        return finish_erasures(store)
    except ChefforumError as error:
        raise ChefforumError(_NOT_FINISHED.format(reason=error)) from error
