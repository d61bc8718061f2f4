"""End sign-ins, and know which mode the program was used in when something was signed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from access.claims import SignIn
from access.log_lines import Action, Detail
from access.viewer import mark_local
from services.access_log import log_change
from store import sign_ins
from store.database import Store
from store.uploads import UploadRecord

_SERVER = "serveren"


def sign_out(store: Store, sign_in: SignIn) -> None:
    """End a sign-in in all tabs and for every copy of its cookie."""
    ends_at = sign_in.ends_at.replace(tzinfo=None)
    with (
        log_change(store, Action.LOGGET_AF, by=sign_in.person),
        store.transaction(facts=False) as cursor,
    ):
        if sign_in.session not in sign_ins.read_signed_out(cursor):
            sign_ins.add_sign_out(cursor, sign_in.session, at=store.clock(), ends_at=ends_at)


def is_signed_out(store: Store, session: str) -> bool:
    """Whether a sign-in was ended by signing out."""

    def read() -> frozenset[str]:
        with store.session(facts=False) as cursor:
            return sign_ins.read_signed_out(cursor)

    return session in store.remember("signed out", read)


def record_mode(store: Store, *, is_sign_in: bool) -> None:
    """Write down which mode the program is used in, where it is not the last one's.

    A store that was always used locally has no line.
    """
    with store.session(facts=False) as cursor:
        modes = sign_ins.read_modes(cursor)
    if (modes[-1][1] if modes else False) == is_sign_in:
        return
    details = {Detail.SLAGS: "login" if is_sign_in else "lokal brug"}
    with (
        log_change(store, Action.INDSTILLINGER, details, by=_SERVER),
        store.transaction(facts=False) as cursor,
    ):
        sign_ins.add_mode(cursor, is_sign_in=is_sign_in, at=store.clock())


def mark_local_signatures(
    history: Iterable[UploadRecord], modes: Sequence[tuple[datetime, bool]]
) -> tuple[UploadRecord, ...]:
    """Return uploads whose signatures say which of them were given locally, without sign-in.

    Where nobody has ever signed in there is nothing to tell apart. What was given on the machine
    later has the mark already.
    """
    return tuple(
        replace(upload, loaded_by=mark_local(upload.loaded_by))
        if modes and not _is_sign_in(modes, upload.loaded_at)
        else upload
        for upload in history
    )


def _is_sign_in(modes: Sequence[tuple[datetime, bool]], at: datetime) -> bool:
    """Whether people signed in at a moment."""
    return next((is_on for begun, is_on in reversed(modes) if begun <= at), False)
