"""The list of what was erased for good: each with a number, who did it, and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from core.nodes import ERASED_UNIT
from store.connection import Cursor
from store.uploads import take_turn

_HEAD = "sletninger"


class ErasedKind(StrEnum):
    """What was erased."""

    UPLOAD = "indlæsning"
    UNIT = "enhed"
    FIGURES = "tal i opgørelse"
    CASE = "sag"
    LOG = "linjer i adgangsloggen"


@dataclass(frozen=True)
class Erasure:
    """That something was erased at a moment (UTC): by whom, and why.

    `journalised` says whether somebody confirmed that what was sent of it lies in the
    municipality's records; None where nothing was sent. `period` is the newest that it was of, and
    `row_count` how many rows went. `backups` are the copies known to hold it still, `held_until`
    the day that the last of all backups is gone; None where that is not known.
    """

    number: int
    kind: ErasedKind
    at: datetime
    by: str
    reason: str
    journalised: bool | None = None
    period: str = ""
    backups: tuple[str, ...] = ()
    held_until: date | None = None
    row_count: int = 0

    @property
    def token(self) -> str:
        """What stands for it in history, in the log and in what was sent: "slettet-17"."""
        return make_token(self.number)


@dataclass(frozen=True)
class ErasedWords:
    """What named a thing that was erased, until it is taken out of what lies beside the store.

    `replacements` are its words in the log and in the table of roles, and what is to stand there
    instead; `searched` those that no byte of the file may hold. `by` is who erased it.
    """

    number: int
    by: str
    replacements: Mapping[str, str]
    searched: tuple[str, ...] = ()


def make_token(number: int) -> str:
    """Return what stands for an erased thing: "slettet-17"."""
    return f"{ERASED_UNIT}{number}"


def take_number(cursor: Cursor) -> int:
    """Take the next number of an erasure. Of two transactions at once, one fails here.

    So does any load at the same time.
    """
    cursor.execute("UPDATE head SET seq = seq")
    return take_turn(cursor, _HEAD)


def add_erasure(cursor: Cursor, erasure: Erasure) -> None:
    """Write down an erasure; the bytes that it leaves in the file are to be overwritten."""
    cursor.execute(
        "INSERT INTO erasures BY NAME SELECT $1 AS number, $2 AS what, $3 AS happened_at, "
        "$4 AS by_whom, $5 AS reason, $6 AS journalised, $7 AS period, $8 AS backups, "
        "$9 AS held_until, $10 AS row_count, false AS overwritten",
        [
            erasure.number, erasure.kind.value, erasure.at, erasure.by, erasure.reason,
            erasure.journalised, erasure.period,
            json.dumps(erasure.backups, ensure_ascii=False), erasure.held_until,
            erasure.row_count,
        ],
    )  # fmt: skip


def add_erased_words(cursor: Cursor, words: ErasedWords) -> None:
    """Keep what named an erased thing, until it is taken out of what lies beside the store."""
    cursor.execute(
        "INSERT INTO erased_words BY NAME SELECT $1 AS number, $2 AS replacements, $3 AS searched",
        [
            words.number,
            json.dumps(dict(words.replacements), ensure_ascii=False),
            json.dumps(words.searched, ensure_ascii=False),
        ],
    )


def read_erased_words(cursor: Cursor) -> tuple[ErasedWords, ...]:
    """Return what named erased things and may still lie beside the store, oldest first."""
    rows = cursor.execute(
        "SELECT number, by_whom, replacements, searched FROM erased_words "
        "JOIN erasures USING (number) ORDER BY number"
    ).fetchall()
    return tuple(
        ErasedWords(number, by, json.loads(replacements), tuple(json.loads(searched)))
        for number, by, replacements, searched in rows
    )


def read_erasures(cursor: Cursor) -> tuple[Erasure, ...]:
    """Return all that was erased but people's marks, newest first."""
    rows = cursor.execute(
        "SELECT number, what, happened_at, by_whom, reason, journalised, period, backups, "
        "held_until, row_count FROM erasures WHERE number IS NOT NULL ORDER BY number DESC"
    ).fetchall()
    return tuple(
        Erasure(
            number, ErasedKind(what), at, by, reason, journalised, period,
            tuple(json.loads(backups)), held_until, count,
        )
        for number, what, at, by, reason, journalised, period, backups, held_until, count in rows
    )  # fmt: skip


def find_erasures_of_data_since(cursor: Cursor, at: datetime) -> tuple[Erasure, ...]:
    """Return the erasures of uploads and enheder after a moment (UTC), newest first."""
    of_data = (ErasedKind.UPLOAD, ErasedKind.UNIT)
    return tuple(
        erasure for erasure in read_erasures(cursor) if erasure.kind in of_data and erasure.at > at
    )


def list_copies_beside(path: Path) -> tuple[str, ...]:
    """List the copies of a store that earlier upgrades left beside it, by name."""
    names = (file.name for file in path.parent.glob(f"{path.stem}-skema*-kopi*{path.suffix}"))
    return tuple(sorted(names))
