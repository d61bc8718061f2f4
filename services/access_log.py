"""The access log of a store: what both doors write in it, and what is kept of it in the store."""

import json
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from access.log import AccessLog
from access.log_check import LogAnchor, LogFault, find_faults
from access.log_lines import Action, Detail, LogEntry, LogLine
from access.viewer import Viewer
from core.errors import LogError
from core.nodes import TREE, Level
from services.configuration import Configuration
from store.database import Store
from store.log_anchors import StoredAnchor, add_anchor, read_anchors
from store.settings_seen import keep_settings_seen, read_settings_seen

Details = dict[Detail, str]
_SECONDS_BETWEEN_ANCHORS = 60
_ANCHORED: dict[Path, float] = {}  # when the last anchor was kept, by the clock that never jumps
_SETTINGS_SEEN: dict[Path, dict[str, object]] = {}
_SEEN_LOCK = threading.Lock()


class Person(NamedTuple):
    """Who does something, as it stands in the log: the name, and the roles parted by spaces."""

    name: str
    roles: str


_ACTING: ContextVar[Person | None] = ContextVar("acting", default=None)


def open_log(store: Path) -> AccessLog:
    """Return the log that lies beside a store's file."""
    return AccessLog.open_beside(store)


@contextmanager
def act_as(person: Person) -> Iterator[None]:
    """Let the lines of what this thread changes have the roles of who does it."""
    before = _ACTING.set(person)
    try:
        yield
    finally:
        _ACTING.reset(before)


def find_roles(name: str) -> str:
    """Return the roles in force of who changes something; "" for the program itself."""
    acting = _ACTING.get()
    return acting.roles if acting and acting.name == name else ""


@contextmanager
def log_change(
    store: Store, action: Action, details: Mapping[Detail, str] | None = None, *, by: str
) -> Iterator[Details]:
    """Log a change that is made within; what is only known then is added to what this gives.

    Raises LogError before anything is changed where the log cannot be written, and afterwards where
    the disk has become full meanwhile. A change that fails is not logged as one.
    """
    log = open_log(store.path)
    log.require_writable()
    changed: Details = dict(details or {})
    yield changed
    try:
        log.write(LogEntry(by, find_roles(by), action, changed))
    except LogError as error:
        raise LogError(f"Ændringen er gemt, men den står ikke i loggen. {error}") from error


def log_settings(store: Store, configuration: Configuration) -> None:
    """Log the settings when they are first seen, and then each time they are other than before.

    Of a change the line has what was and what is, also where it was made while nothing ran. Who
    changed the file is not known.
    """
    values = configuration.values
    if _SETTINGS_SEEN.get(store.path) == values:
        return
    with _SEEN_LOCK:
        with store.session(facts=False) as cursor:
            before = read_settings_seen(cursor)
        if before != values:
            details = {
                Detail.INDSTILLINGER: ", ".join(_list_changes(before, values)) if before else "",
                Detail.HASH: sha256(json.dumps(values).encode()).hexdigest(),
            }
            open_log(store.path).write(LogEntry("", "", Action.INDSTILLINGER, details))
            with store.transaction(facts=False) as cursor:
                keep_settings_seen(cursor, values)
        _SETTINGS_SEEN[store.path] = values


def _list_changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """List the settings that changed, each with what was and what is: "backup_days: 0 → 30"."""
    return [
        f"{name}: {_write_setting(before.get(name))} → {_write_setting(after.get(name))}"
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _write_setting(value: object) -> str:
    """Write a setting as JSON has it; one that is not there as "ingen"."""
    return "ingen" if value is None else json.dumps(value, ensure_ascii=False)


def name_person(viewer: Viewer) -> Person:
    """Name a viewer as it stands in the log."""
    return Person(viewer.name, " ".join(role.value for role in viewer.roles))


def log_files(
    log: AccessLog, person: Person, contents: Mapping[str, bytes], details: Mapping[Detail, str]
) -> None:
    """Log the files, by name, that somebody is about to get, each with the hash of its bytes.

    `details` are what they are of: page, opgørelse, edition, down to which level. Raises LogError
    where they cannot be logged: then they must not be handed out.
    """
    for name, content in contents.items():
        written = {Detail.FIL: name, Detail.SHA256: sha256(content).hexdigest(), **details}
        log.write(LogEntry(*person, Action.FIL, written))


def name_levels(levels: Collection[Level]) -> str:
    """Name down to which level nodes were shown, as it stands in the log."""
    down_the_tree = [level for level in TREE if level in levels]
    across = [level for level in Level if level in levels and level not in TREE]
    return " ".join(level.value for level in (*down_the_tree[-1:], *across))


def blank_line(store: Store, number: int, *, viewer: Viewer, why: str) -> None:
    """Take the text out of a line of the log; UsageError where it cannot be. See `AccessLog`."""
    name, roles = name_person(viewer)
    open_log(store.path).blank(number, by=name, role=roles, why=why)


def keep_anchor(store: Store) -> None:
    """Keep the log's last line in the store, so that a cut end is found; before each backup too."""
    number, line_hash = open_log(store.path).last
    with store.session(facts=False) as cursor:
        kept = read_anchors(cursor)
    if number and not (kept and (kept[-1].number, kept[-1].hash) == (number, line_hash)):
        with store.transaction(facts=False) as cursor:
            add_anchor(cursor, StoredAnchor(store.clock(), number, line_hash))


def keep_anchor_once_a_minute(store: Store) -> None:
    """Keep the log's last line in the store, unless it was done in the last minute."""
    now = time.monotonic()
    with _SEEN_LOCK:
        if now - _ANCHORED.get(store.path, -_SECONDS_BETWEEN_ANCHORS) < _SECONDS_BETWEEN_ANCHORS:
            return
        _ANCHORED[store.path] = now
    keep_anchor(store)


class CheckedLog(NamedTuple):
    """The lines of the log, newest first, and what is wrong with it."""

    lines: tuple[LogLine, ...]
    faults: tuple[LogFault, ...]


def read_checked_log(store: Store) -> CheckedLog:
    """Return the log with what is wrong, also against its last lines as the store has them."""
    with store.session(facts=False) as cursor:
        kept = read_anchors(cursor)
    anchors = [LogAnchor(anchor.number, anchor.hash, anchor.at) for anchor in kept]
    content = open_log(store.path).parse()
    return CheckedLog(content.lines[::-1], find_faults(content, anchors))
