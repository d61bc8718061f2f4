"""End sign-ins, and know which mode the program was used in when something was signed."""

from datetime import datetime

from store import sign_ins
from store.database import Store


def sign_out(store: Store, session: str, *, ends_at: datetime) -> None:
    """End a sign-in in all tabs and for every copy of its cookie.

    `ends_at` is when it would have ended by itself, in UTC without a zone.
    """
    with store.transaction(facts=False) as cursor:
        if not sign_ins.is_signed_out(cursor, session):
            sign_ins.add_sign_out(cursor, session, at=store.clock(), ends_at=ends_at)


def is_signed_out(store: Store, session: str) -> bool:
    """Whether a sign-in was ended by signing out."""
    with store.session(facts=False) as cursor:
        return sign_ins.is_signed_out(cursor, session)


def record_mode(store: Store, *, is_sign_in: bool) -> None:
    """Write down which mode the program is used in, where it is not the last one's.

    A store that was always used locally has no line.
    """
    with store.session(facts=False) as cursor:
        modes = sign_ins.read_modes(cursor)
    if (modes[-1][1] if modes else False) == is_sign_in:
        return
    with store.transaction(facts=False) as cursor:
        sign_ins.add_mode(cursor, is_sign_in=is_sign_in, at=store.clock())
