"""The lines of the log: who did what, numbered, and chained so that a change shows.

A line is written as JSON and has a number, a moment (UTC), a text and hashes. The hash of a line is
that of its number, its moment, the hash of its text and the hash of the line before it. So a text
can be taken out later, and the chain still holds. Every text has some random letters of its own:
nobody can find out what was taken out by trying likely texts.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from core import cpr

BEGINNING = ""  # the hash before the first line
_LONGEST_VALUE = 500  # characters of a detail


class Action(StrEnum):
    """What was done; the value stands in the log."""

    SIDE = "side"
    FIL = "fil"
    KOMMANDO = "kommando"
    AFVIST = "afvist"
    INDLAEST = "indlaest"
    FORTRUDT = "fortrudt"
    GENDANNET = "gendannet"
    FRIGIVET = "frigivet"
    UDSENDT = "udsendt"
    TRUKKET = "trukket tilbage"
    UDSKUDT = "udskudt"
    AENDRET = "aendret"
    INDSTILLINGER = "indstillinger"
    ROLLER = "roller"
    LOGGET_PAA = "logget paa"
    LOGGET_AF = "logget af"
    SIKKERHEDSKOPI = "sikkerhedskopi"
    LAGT_TILBAGE = "lagt tilbage"
    SLETTET = "slettet"
    TEKST_FJERNET = "tekst fjernet"
    TEKST_ERSTATTET = "tekst erstattet"
    BEGYNDELSE_FJERNET = "begyndelse fjernet"
    AFBRUDT_LINJE = "afbrudt linje"

    @property
    def is_about_log(self) -> bool:
        """Whether it is about the log's own lines, which the chain needs to be checked."""
        return self in {
            Action.TEKST_FJERNET,
            Action.TEKST_ERSTATTET,
            Action.BEGYNDELSE_FJERNET,
            Action.AFBRUDT_LINJE,
        }


class Detail(StrEnum):
    """What a detail of a line is about; the value stands in the log."""

    SIDE = "side"
    NODE = "node"  # a NodeKey as it is written, so that a unit's lines are found by its number
    NIVEAU = "niveau"  # down to which level nodes were looked up, several parted by spaces
    OPGOERELSE = "opgoerelse"
    TAL = "tal"  # AS_SENT where figures are those that were sent, and not the data's own
    UDGAVE = "udgave"
    SET_SOM = "set som"
    MODTAGERE = "modtagere"
    FIL = "fil"
    SHA256 = "sha256"
    INDLAESNING = "indlaesning"
    SLAGS = "slags"
    KOMMANDO = "kommando"
    INDSTILLINGER = "indstillinger"
    ANTAL = "antal"
    GRUND = "grund"
    ROLLE = "rolle"  # who has it, which, and where
    LINJER = "linjer"
    HASH = "hash"

    @property
    def is_machine_made(self) -> bool:
        """Whether it is of digits and letters that mean nothing to a reader."""
        return self in {Detail.SHA256, Detail.HASH, Detail.LINJER, Detail.INDLAESNING}


AS_SENT = "som udsendt"
_NO_DETAILS: Mapping[Detail, str] = MappingProxyType({})


@dataclass(frozen=True)
class LogEntry:
    """What is to be written: who did what, as whom, and on what; never anything of an employee."""

    person: str
    role: str
    action: Action
    details: Mapping[Detail, str] = field(default_factory=lambda: _NO_DETAILS)


@dataclass(frozen=True)
class LogLine:
    """A line of the log: `entry` is None where its text was taken out.

    `text_hash` is that of the text as it was first written. `at` is in UTC without a zone.
    """

    number: int
    at: datetime
    entry: LogEntry | None
    text: dict[str, Any] | None
    text_hash: str
    previous: str
    hash: str

    @property
    def is_intact(self) -> bool:
        """Whether the hash is that of what the line says, its text aside."""
        return self.hash == hash_line(self.number, self.at, self.text_hash, self.previous)

    @property
    def has_first_text(self) -> bool:
        """Whether the text is the one that was first written."""
        return self.text is not None and hash_text(self.text) == self.text_hash


def make_line(number: int, at: datetime, entry: LogEntry, previous: str) -> LogLine:
    """Return the line that follows one with the hash `previous`. CPR numbers are taken out."""
    text = make_text(entry)
    text_hash = hash_text(text)
    line_hash = hash_line(number, at, text_hash, previous)
    return LogLine(number, at, _read_entry(text), text, text_hash, previous, line_hash)


def make_text(entry: LogEntry) -> dict[str, Any]:
    """Return the text of a line as it stands in the log, with random letters of its own."""
    details = {name.value: _clean(name, value) for name, value in entry.details.items() if value}
    return {
        "person": _clean_value(entry.person),
        "role": _clean_value(entry.role),
        "action": entry.action.value,
        "details": details,
        "salt": secrets.token_hex(16),
    }


def _clean(name: Detail, value: str) -> str:
    """Return a detail without CPR numbers and not too long; a hash only looks as if it had one."""
    if name.is_machine_made:
        return value
    if name == Detail.NODE:
        level, colon, number = value.partition(":")
        return f"{level}{colon}{_clean_value(number)}"
    return _clean_value(value)


def _clean_value(value: str) -> str:
    text = value.encode("utf-8", "replace").decode("utf-8")
    return cpr.scrub_text(text, spared=cpr.WORKPLACES)[:_LONGEST_VALUE]


def _read_entry(text: dict[str, Any]) -> LogEntry:
    details = {Detail(name): str(value) for name, value in text["details"].items()}
    return LogEntry(str(text["person"]), str(text["role"]), Action(text["action"]), details)


def hash_text(text: dict[str, Any]) -> str:
    """Return the hash of a text."""
    return sha256(_write_json(text).encode()).hexdigest()


def hash_line(number: int, at: datetime, text_hash: str, previous: str) -> str:
    """Return the hash of a line: of its number, moment, the hash of its text and the one before."""
    return sha256(f"{number}\n{_write_moment(at)}\n{text_hash}\n{previous}".encode()).hexdigest()


def write_line(line: LogLine) -> bytes:
    """Write a line as it stands in the file, with its end."""
    values = {
        "number": line.number,
        "at": _write_moment(line.at),
        "text": line.text,
        "text_hash": line.text_hash,
        "previous": line.previous,
        "hash": line.hash,
    }
    return f"{_write_json(values)}\n".encode()


def parse_line(content: bytes) -> LogLine:
    """Read a line of the file without its end; ValueError where it is not as one is written."""
    try:
        values = json.loads(content)
        at, text = datetime.fromisoformat(values["at"]), values["text"]
        entry = None if text is None else _read_entry(text)
        hashes = [str(values[name]) for name in ("text_hash", "previous", "hash")]
        line = LogLine(int(values["number"]), at.replace(tzinfo=None), entry, text, *hashes)
        is_as_written = write_line(line) == content + b"\n"
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a line of the log") from error
    if not is_as_written:
        raise ValueError("not as a line of the log is written")
    return line


def _write_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _write_moment(at: datetime) -> str:
    return f"{at.isoformat(timespec='microseconds')}Z"
