"""What is known of a store beside it: who it is, and how far its changes have come.

A copy that was laid back, a .wal that was cut or that belongs to another store: each opens without
an error, as another store than the one that was left. So the program keeps, in `NAME.duckdb.kendt`,
the store's identity and the number of its last change, and compares before it opens the file to
write in it. The file may be behind the store, when the program ended in between, but never ahead.
"""

import json
import logging
import os
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import duckdb

from core.errors import StoreMismatchError
from store.connection import Cursor, connect, explain_errors

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoreMark:
    """A store's identity, and how many changes it has had."""

    identity: str
    changes: int

    @property
    def label(self) -> str:
        """The mark as a user reads it: "3f2a9c01 med 12 ændringer", or that nobody knew it."""
        return f"{self.identity[:8]} med {self.changes} ændringer" if self.identity else "en ukendt"


def read_mark(cursor: Cursor) -> StoreMark | None:
    """Return the mark of what a cursor sees; None of an earlier version's store, or an empty one.

    Where changes of another store were taken in, it has an identity of its own.
    """
    try:
        rows = cursor.execute(
            "SELECT string_agg(DISTINCT split_part(mark, '/', 1), '+' ORDER BY split_part(mark, "
            "'/', 1)), sum(seq) FROM head"
        ).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    identity, changes = rows[0]
    return StoreMark(str(identity), int(changes))


class Acceptance(NamedTuple):
    """That somebody went on with another store than was known, and when (UTC)."""

    at: datetime
    by: str
    known: StoreMark
    accepted: StoreMark


def renew_identity(cursor: Cursor) -> None:
    """Make a store a new one, whose changes are those of all stores that it was put together of."""
    cursor.execute("UPDATE head SET mark = $1 || '/' || seq", [str(uuid4())])


def add_acceptance(
    cursor: Cursor, known: StoreMark | None, accepted: StoreMark | None, *, at: datetime, by: str
) -> None:
    """Write down that somebody goes on with a store; None is what nobody knew."""
    unknown = StoreMark("", 0)
    cursor.execute(
        "INSERT INTO acceptances BY NAME SELECT $1 AS happened_at, $2 AS by_whom, "
        "$3 AS known_identity, $4 AS known_changes, $5 AS identity, $6 AS changes",
        [at, by, *astuple(known or unknown), *astuple(accepted or unknown)],
    )


def read_acceptances(cursor: Cursor) -> tuple[Acceptance, ...]:
    """Return who went on with another store than was known, newest first."""
    rows = cursor.execute(
        "SELECT happened_at, by_whom, known_identity, known_changes, identity, changes "
        "FROM acceptances ORDER BY happened_at DESC"
    ).fetchall()
    return tuple(
        Acceptance(at, by, StoreMark(*marks[:2]), StoreMark(*marks[2:])) for at, by, *marks in rows
    )


def find_mark_file(path: Path) -> Path:
    """Return the file beside a store in which its mark is kept."""
    return path.with_name(f"{path.name}.kendt")


def read_kept_mark(path: Path) -> StoreMark | None:
    """Return the mark that is kept beside a store; None where there is none that can be read."""
    try:
        content = json.loads(find_mark_file(path).read_text("utf-8"))
        return StoreMark(str(content["identity"]), int(content["changes"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _LOG.warning("%s kan ikke læses (%s).", find_mark_file(path).name, type(error).__name__)
        return None


def keep_mark(path: Path, mark: StoreMark) -> None:
    """Replace the mark beside a store, whole or not at all; where it cannot be, it is logged."""
    unfinished = path.with_name(f"{path.name}.kendt-ny")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(mark), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(find_mark_file(path))
    except OSError as error:
        _LOG.warning("%s kan ikke skrives (%s).", find_mark_file(path).name, type(error).__name__)
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def require_known(path: Path) -> None:
    """Raise StoreMismatchError where a store's file is not the one that was left, or not as far.

    It is opened to read only: to open it to write would already take a foreign .wal in.
    """
    kept = read_kept_mark(path)
    if kept is None or not path.exists():
        return
    try:
        with explain_errors(path), connect(path, read_only=True) as connection:
            mark = read_mark(connection)
    except duckdb.ConnectionException:  # this process has it open already, and has compared then
        return
    if mark is None or mark.identity != kept.identity:
        raise StoreMismatchError(
            f"{path} er ikke den database, programmet skrev i sidst, eller der ligger en .wal-fil "
            f"fra en anden ved siden af. Her lå {kept.label}; nu er det "
            f"{mark.label if mark else 'en, der er lavet af en tidligere udgave'}. {_WAYS_ON}"
        )
    if mark.changes < kept.changes:
        raise StoreMismatchError(
            f"{path} er ikke så langt, som da programmet skrev i den sidst: {mark.changes} "
            f"ændringer af {kept.changes}. En ældre kopi kan være lagt tilbage, eller .wal-filen "
            f"ved siden af mangler eller er afkortet. {_WAYS_ON}"
        )


_WAYS_ON = (
    "Læg de rigtige filer tilbage (se »Kopier og læg tilbage« i docs/drift.md), eller kør "
    "»cli.py accept« for at gå videre med den, der ligger her."
)
