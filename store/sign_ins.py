"""Which sign-ins were ended by signing out, and from when on people sign in at all."""

from datetime import datetime, timedelta

from store.connection import Cursor

_KEPT = timedelta(days=400)  # after its end: a clock that was ahead and is set right reopens none


def add_sign_out(cursor: Cursor, session: str, *, at: datetime, ends_at: datetime) -> None:
    """End a sign-in, and forget those that have long ended by themselves (UTC)."""
    cursor.execute("DELETE FROM signed_out WHERE ends_at < $1", [at - _KEPT])
    cursor.execute(
        "INSERT INTO signed_out BY NAME SELECT $1 AS session, $2 AS signed_out_at, $3 AS ends_at",
        [session, at, ends_at],
    )


def read_signed_out(cursor: Cursor) -> frozenset[str]:
    """Return the sign-ins that were ended by signing out and have not been forgotten since."""
    return frozenset(
        session for (session,) in cursor.execute("SELECT session FROM signed_out").fetchall()
    )


def read_modes(cursor: Cursor) -> tuple[tuple[datetime, bool], ...]:
    """Return from when on the program was used with sign-in (true), or locally, oldest first."""
    return tuple(
        cursor.execute(
            "SELECT happened_at, is_sign_in FROM sign_in_modes ORDER BY happened_at"
        ).fetchall()
    )


def add_mode(cursor: Cursor, *, is_sign_in: bool, at: datetime) -> None:
    """Write down that people sign in from now on, or that the program is used locally again."""
    cursor.execute(
        "INSERT INTO sign_in_modes BY NAME SELECT $1 AS happened_at, $2 AS is_sign_in",
        [at, is_sign_in],
    )
