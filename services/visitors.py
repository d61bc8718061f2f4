"""Who visits the pages: by sign-in and the table of roles, or as the one user at this machine."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from math import inf
from pathlib import Path
from time import monotonic

from cachetools import LRUCache

from access.claims import IS_OVER, Claims, NotAdmittedError, SignIn, SignInError, read_sign_in
from access.grants import Grant, find_grants, has_hr, read_grants
from access.log_lines import Action, LogEntry
from access.viewer import Viewer, read_local_viewer, read_user_name
from core.moment import find_danish_day
from services.access_log import name_person, open_log
from services.configuration import Configuration
from services.downloads import LOCAL
from services.sign_ins import is_signed_out, record_mode
from services.viewers import make_viewer
from store.database import Store

_MOST_REMEMBERED = 10_000
_LOGGED: LRUCache[tuple[str, str, str], None] = LRUCache(_MOST_REMEMBERED)
_ENDS: LRUCache[tuple[Path, str], float] = LRUCache(_MOST_REMEMBERED)  # by the clock of `monotonic`
_MODES: dict[Path, bool] = {}
_LOGGED_LOCK = threading.Lock()
_MAKE_HR = "cli.py roles add {person} hr"
_NO_HR = (
    "Login er slået til, men ingen har rollen HR endnu. Den, der passer serveren, giver den med "
    f"»{_MAKE_HR.format(person='NAVN')}« på serveren."
)
_NO_LONGER_LOCAL = (
    "Login er slået fra, men der er en tabel over roller, så »{person}« på denne maskine er ikke "
    f"HR uden videre. Giv rollen med »{_MAKE_HR}« på maskinen."
)
_UNKNOWN = "Du er logget ind som {person}, men har ingen rolle her. Spørg {contact}."


@dataclass(frozen=True)
class Visitor:
    """Somebody at the pages: what they may see and do, and in which sign-in.

    `session` is "" where nobody signs in.
    """

    viewer: Viewer
    session: str = LOCAL

    @property
    def owner(self) -> str:
        """Return what tells the visitor's files from others', also when the rights change."""
        if not self.session:
            return LOCAL
        scope = self.viewer.scope
        rights = (sorted(self.viewer.positions), sorted(scope.within), sorted(scope.levels))
        return f"{self.session}/{sha256(repr(rights).encode()).hexdigest()}"


def identify_visitor(store: Store, configuration: Configuration, claims: Claims) -> Visitor:
    """Return who visits. `claims` are those of the sign-in, empty where there is none.

    Raises SignInError for one who is to sign in, NotAdmittedError for one who has no role,
    UsageError for a table of roles that cannot be read.
    """
    _record_mode_once(store, is_sign_in=configuration.sign_in is not None)
    if configuration.sign_in is None:
        grants = read_grants(configuration.grants_file)
        return Visitor(_find_local_viewer(store, configuration, grants))
    now = store.clock().replace(tzinfo=UTC)
    sign_in = read_sign_in(claims, configuration.sign_in, now=now)
    _require_time_left(store, sign_in, now)
    if is_signed_out(store, sign_in.session):
        raise SignInError("Du er logget ud. Log ind igen for at se siden.")
    grants = read_grants(configuration.grants_file)  # after the sign-in: a fault in it is told
    try:
        viewer = _admit(store, configuration, grants, sign_in.person)
    except NotAdmittedError:
        _log_once(store, sign_in, LogEntry(sign_in.person, "", Action.AFVIST))
        raise
    _log_once(store, sign_in, LogEntry(*name_person(viewer), Action.LOGGET_PAA))
    return Visitor(viewer, sign_in.session)


def _admit(
    store: Store, configuration: Configuration, grants: tuple[Grant, ...], person: str
) -> Viewer:
    """Return somebody who has signed in as a viewer; NotAdmittedError for one without a role."""
    if not has_hr(grants, day=find_danish_day(store.clock())):
        raise NotAdmittedError(_NO_HR, person=person)
    viewer = _find_viewer(store, configuration, grants, person)
    if not viewer.positions:
        contact = configuration.sign_in.contact if configuration.sign_in else ""
        raise NotAdmittedError(_UNKNOWN.format(person=person, contact=contact), person=person)
    return viewer


def _record_mode_once(store: Store, *, is_sign_in: bool) -> None:
    """Write down whether people sign in, at the first visit to a server."""
    with _LOGGED_LOCK:
        if _MODES.get(store.path) != is_sign_in:
            record_mode(store, is_sign_in=is_sign_in)
            _MODES[store.path] = is_sign_in


def _require_time_left(store: Store, sign_in: SignIn, now: datetime) -> None:
    """Raise SignInError for a sign-in that is over also where the clock has been set back since."""
    place, passed = (store.path, sign_in.session), monotonic()
    with _LOGGED_LOCK:
        ends = min(_ENDS.get(place, inf), passed + (sign_in.ends_at - now).total_seconds())
        _ENDS[place] = ends
    if ends <= passed:
        raise SignInError(IS_OVER)


def _log_once(store: Store, sign_in: SignIn, entry: LogEntry) -> None:
    """Write that somebody has signed in, or was refused, once for a sign-in and what it gave."""
    seen = (sign_in.session, entry.action, entry.role)
    with _LOGGED_LOCK:
        if seen in _LOGGED:
            return
        open_log(store.path).write(entry)
        _LOGGED[seen] = None


def _find_local_viewer(
    store: Store, configuration: Configuration, grants: tuple[Grant, ...]
) -> Viewer:
    """Return the one user at this machine: HR, unless there is a table of roles that says other."""
    if not grants:
        return read_local_viewer()
    person = read_user_name()
    viewer = _find_viewer(store, configuration, grants, person)
    if not viewer.positions:
        raise NotAdmittedError(_NO_LONGER_LOCAL.format(person=person), person=person)
    return viewer


def _find_viewer(
    store: Store, configuration: Configuration, grants: tuple[Grant, ...], person: str
) -> Viewer:
    held = find_grants(grants, person, day=find_danish_day(store.clock()))
    return make_viewer(store, person, held, settings=configuration.settings)
