"""Open the store at either door, and go on with one that is not the one that was left."""

import logging
import threading
from pathlib import Path

from access.grants import FILE_NAME, remove_unfinished_grants
from access.log_lines import Action, Detail
from core import danish
from core.errors import ChefforumError, StoreBusyError
from services.access_log import log_change
from services.backup import remove_unfinished
from services.finished_erasures import finish_erasures
from store import erasure
from store.connection import find_wal
from store.contents import read_contents
from store.database import Store
from store.identity import (
    add_acceptance,
    find_mark_file,
    read_acceptances,
    read_kept_mark,
    read_mark,
    renew_identity,
)

_LOG = logging.getLogger(__name__)
_NOT_FINISHED = (
    "En sletning er ikke gjort færdig, så navnet kan endnu stå i adgangsloggen og i rolletabellen. "
    "Det prøves igen, næste gang programmet startes. %s"
)
_OPENING = threading.Lock()
_SHARED: dict[Path, Store] = {}
FILE_IS_WHOLE = "Databasens fil indeholder alle ændringer."


def open_store(path: Path) -> Store:
    """Open the store and finish what was left half done. See `Store` for what is raised."""
    store = Store(path)
    remove_unfinished(path)
    remove_unfinished_grants(path.parent / FILE_NAME)
    try:
        finish_erasures(store)
    except ChefforumError as error:
        _LOG.warning(_NOT_FINISHED, error)
    return store


def share_store(path: Path) -> Store:
    """Return the store of this process, opened by the first who asks: one process holds the file.

    All of it is read once then, so that damage is told before anybody relies on the store. See
    `Store` for what is raised: the next who asks tries again.
    """
    place = path.resolve()
    with _OPENING:
        if place not in _SHARED:
            _SHARED[place] = _require_readable(open_store(path))
        return _SHARED[place]


def _require_readable(store: Store) -> Store:
    """Return a store whose rows can all be read. Raises ChefforumError where it is damaged."""
    try:
        with store.session(facts=False) as cursor:
            read_contents(cursor)
    except ChefforumError:
        store.close()
        raise
    return store


def close_shared_store(path: Path) -> None:
    """Close the store of this process, so that another process may open the file."""
    place = path.resolve()
    with _OPENING:
        if place in _SHARED:
            _SHARED.pop(place).close()


def accept_store(path: Path, *, by: str) -> None:
    """Go on with the store that lies there, whatever was known of it, and write down who did.

    Changes of several stores become changes of a new one. See `Store` for what is raised;
    StoreBusyError also for one that this process shares.
    """
    if path.resolve() in _SHARED:
        raise StoreBusyError("Serveren bruger den allerede, så der er intet at gå videre med.")
    kept = read_kept_mark(path)
    find_mark_file(path).unlink(missing_ok=True)
    store = Store(path)
    try:
        details = {Detail.SLAGS: "database"}
        with (
            log_change(store, Action.AENDRET, details, by=by),
            store.transaction() as cursor,
        ):
            mark = read_mark(cursor)
            if mark and "+" in mark.identity:
                renew_identity(cursor)
            add_acceptance(cursor, kept, mark, at=store.clock(), by=by)
    finally:
        store.close()


def describe_store(store: Store) -> list[str]:
    """Say what one must know of the store's file: what lies beside it, what is still to be done."""
    notes = []
    if not store.is_file_whole:
        notes.append(
            f"De seneste ændringer ligger endnu i {find_wal(store.path).name} ved siden af "
            "databasen. »cli.py backup« tager dem med; en kopi af databasens fil alene gør ikke."
        )
    if erasure.is_overwriting_due(store):
        notes.append(
            "Det, der er slettet, er endnu ikke overskrevet i databasens fil. Det sker ved den "
            "næste ændring, eller når programmet startes igen. Er disken fuld?"
        )
    with store.session(facts=False) as cursor:
        acceptances = read_acceptances(cursor)
    notes += [
        f"{danish.format_moment(acceptance.at)} gik {acceptance.by} videre med en database, der "
        f"ikke var den ventede: {acceptance.accepted.label} i stedet for "
        f"{acceptance.known.label}."
        for acceptance in acceptances
    ]
    return notes
