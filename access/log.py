"""The log of who did what and when: a file of its own beside the store, that is only added to.

A line that was told as written is on the disk. The log is never a part of the store's transactions:
what was seen is logged, also where nothing came of it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from access.log_check import (
    LogAnchor,
    LogContent,
    LogFault,
    find_faults,
    parse_content,
    shorten_text_hash,
)
from access.log_lines import (
    BEGINNING,
    Action,
    Detail,
    LogEntry,
    LogLine,
    make_line,
    make_text,
    parse_line,
    write_line,
)
from core.errors import LogError, UsageError
from core.file_lock import hold_lock
from store.database import utc_now

_CHUNK = 1 << 16  # bytes
_OWNERS_ALONE = 0o600


class LogEnd(NamedTuple):
    """The last line: its number, 0 where there is none, and its hash."""

    number: int
    hash: str


class AccessLog:
    """The log in a file. `clock` gives the moment that lines are stamped with, in UTC.

    Several threads and processes may use it at once: a file beside it is their lock.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._clock = clock
        self._lock = path.with_name(f"{path.name}.laas")

    @classmethod
    def open_beside(cls, store: Path, *, clock: Callable[[], datetime] = utc_now) -> "AccessLog":
        """Return the log that belongs to a store's file."""
        return cls(store.with_name(f"{store.stem}.adgang.jsonl"), clock=clock)

    def write(self, entry: LogEntry) -> int:
        """Write a line, and return its number when it is on the disk.

        Raises LogError where it cannot be written; the file is then as it was.
        """
        with self._hold():
            self._remove_torn_line()
            return self._add(entry).number

    def require_writable(self) -> None:
        """Raise LogError where a line could not be written, as far as that shows beforehand."""
        with self._hold(), _open_to_add(self.path):
            pass

    @property
    def last(self) -> LogEnd:
        """The last line, which is kept elsewhere to find out where the end was cut off."""
        with self._hold_if_possible():
            return self._read_end()

    def read(self) -> Iterator[LogLine]:
        """Yield the lines, newest first, but those that cannot be read: see `check`."""
        return reversed(self.parse().lines)

    def check(self, anchors: Iterable[LogAnchor] = ()) -> tuple[LogFault, ...]:
        """Return what is wrong with the log; `anchors` are its last lines as kept elsewhere."""
        return find_faults(self.parse(), anchors)

    def parse(self) -> LogContent:
        """Return the whole file: its lines, oldest first, and what in it is none."""
        return parse_content(self._read_content())

    def blank(self, number: int, *, by: str, role: str, why: str) -> int:
        """Take the text out of a line, and return the number of the line that says so.

        Raises UsageError for a line that is not there, has no text or is about the log itself.
        """
        if not why.strip():
            raise UsageError("Skriv, hvorfor teksten fjernes.")
        with self._hold():
            lines = self._read_rows()
            row = _find_row(lines, number)
            lines[row] = replace(_require_line(lines[row]), text=None, entry=None)
            details = {Detail.LINJER: str(number), Detail.GRUND: why}
            self._rewrite(lines, LogEntry(by, role, Action.TEKST_FJERNET, details))
            return self._read_end().number

    def replace_texts(
        self, replacements: Mapping[str, str], *, by: str, role: str, why: str
    ) -> int:
        """Write something else for the keys, numbers and names of a node that was erased.

        That is where they are the whole of a detail; names also as words of it, as in the name of
        a file. Returns how many lines were changed; a line of the log says which.
        """
        with self._hold():
            lines, changed = self._read_rows(), []
            for row, line in enumerate(lines):
                if isinstance(line, LogLine) and (new := _replace_details(line, replacements)):
                    lines[row] = new
                    changed.append(f"{new.number}:{shorten_text_hash(new)}")
            if changed:
                details = {Detail.LINJER: " ".join(changed), Detail.GRUND: why}
                self._rewrite(lines, LogEntry(by, role, Action.TEKST_ERSTATTET, details))
            return len(changed)

    def cut_head(self, *, before: datetime, by: str, role: str) -> int:
        """Take out the lines from before a moment (UTC), and return how many they were.

        The first that is kept is the chain's new beginning, which a line of the log says; the last
        line is kept whatever its age.
        """
        with self._hold():
            lines = self._read_rows()
            first = _count_head(lines, before)
            if not first:
                return 0
            head = _require_line(lines[first])
            details = {
                Detail.LINJER: str(head.number),
                Detail.HASH: head.hash,
                Detail.ANTAL: str(first),
            }
            self._rewrite(lines[first:], LogEntry(by, role, Action.BEGYNDELSE_FJERNET, details))
            return first

    def count_head(self, *, before: datetime) -> int:
        """Return how many lines `cut_head` would take out."""
        return _count_head(
            [_read_row(row) for row in self._read_content().split(b"\n")[:-1]], before
        )

    @contextmanager
    def _hold(self) -> Iterator[None]:
        """Hold the log alone, to write in it; LogError where the files cannot be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with hold_lock(self._lock):
                yield
        except OSError as error:
            raise LogError(
                f"{self.path.name} ved siden af databasen kan ikke skrives, og uden den vises og "
                "udleveres ingen tal. Er disken fuld, eller må programmets bruger ikke skrive i "
                "mappen?"
            ) from error

    @contextmanager
    def _hold_if_possible(self) -> Iterator[None]:
        """Hold the log to read it; in a folder that cannot be written nobody changes it either."""
        with ExitStack() as held:
            with suppress(OSError):
                held.enter_context(hold_lock(self._lock))
            yield

    def _read_content(self) -> bytes:
        with self._hold_if_possible():
            return self._read_bytes()

    def _read_bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""

    def _read_rows(self) -> "list[LogLine | bytes]":
        """Return the lines of the file, each as its bytes where it cannot be read."""
        self._remove_torn_line()
        return [_read_row(row) for row in self._read_bytes().split(b"\n")[:-1]]

    def _add(self, entry: LogEntry) -> LogLine:
        """Add a line to a file that ends with a whole one; where it cannot be, all is as it was."""
        last = self._read_end()
        line = make_line(last.number + 1, self._clock(), entry, last.hash)
        with _open_to_add(self.path) as descriptor:
            size = os.fstat(descriptor).st_size
            try:
                _write_all(descriptor, write_line(line))
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, size)
                raise
        if not size:
            _sync_folder(self.path)
        return line

    def _remove_torn_line(self) -> None:
        """Take out a line that was being written when the program ended, and say so."""
        size = self.path.stat().st_size if self.path.exists() else 0
        whole = size and _find_end_of_lines(self.path, size)
        if whole == size:
            return
        with _open_to_add(self.path) as descriptor:
            os.ftruncate(descriptor, whole)
        self._add(LogEntry("", "", Action.AFBRUDT_LINJE, {Detail.ANTAL: str(size - whole)}))

    def _read_end(self) -> LogEnd:
        """Return the last line that can be read, counting those after it that cannot."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return LogEnd(0, BEGINNING)
        unreadable = 0
        for row in _read_rows_backwards(self.path, size):
            line = _read_row(row)
            if isinstance(line, LogLine):
                return LogEnd(line.number + unreadable, line.hash)
            unreadable += 1
        return LogEnd(unreadable, BEGINNING)

    def _rewrite(self, lines: "Sequence[LogLine | bytes]", entry: LogEntry) -> None:
        """Replace the file by other lines and one that says why, whole or not at all."""
        last = next((line for line in reversed(lines) if isinstance(line, LogLine)), None)
        number, previous = (last.number, last.hash) if last else (0, BEGINNING)
        added = make_line(number + 1, self._clock(), entry, previous)
        unfinished = self.path.with_name(f"{self.path.name}.ny")
        try:
            unfinished.unlink(missing_ok=True)
            with _open_to_add(unfinished) as descriptor:
                _write_all(descriptor, b"".join(map(_write_row, [*lines, added])))
                os.fsync(descriptor)
            unfinished.replace(self.path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(self.path)


def _read_row(row: bytes) -> LogLine | bytes:
    try:
        return parse_line(row)
    except ValueError:
        return row


def _write_row(row: LogLine | bytes) -> bytes:
    return write_line(row) if isinstance(row, LogLine) else row + b"\n"


def _find_row(lines: "Sequence[LogLine | bytes]", number: int) -> int:
    """Return the place of a line whose text may be taken out; UsageError where there is none."""
    for row, line in enumerate(lines):
        if isinstance(line, LogLine) and line.number == number:
            if line.entry is None:
                raise UsageError(f"Teksten i nr. {number} er allerede fjernet.")
            if line.entry.action.is_about_log:
                raise UsageError(
                    f"Nr. {number} handler om loggen selv og skal blive stående, så loggen kan "
                    "kontrolleres."
                )
            return row
    raise UsageError(f"Der er ingen nr. {number} i loggen.")


def _count_head(lines: "Sequence[LogLine | bytes]", before: datetime) -> int:
    """Return the place of the first line that is kept: the last one is, whatever its age."""
    is_kept = [isinstance(line, LogLine) and line.at >= before for line in lines]
    return is_kept.index(True) if True in is_kept else max(0, len(lines) - 1)


def _require_line(row: LogLine | bytes) -> LogLine:
    if not isinstance(row, LogLine):
        raise UsageError("Loggens sidste linje kan ikke læses. Se, hvad kontrollen siger.")
    return row


def _replace_details(line: LogLine, replacements: Mapping[str, str]) -> LogLine | None:
    """Return a line with other texts for its details; None where it has none of the texts."""
    if line.entry is None:
        return None
    details = {
        name: _replace_words(name, value, replacements)
        for name, value in line.entry.details.items()
    }
    if details == line.entry.details:
        return None
    changed = replace(line.entry, details=details)
    return replace(line, entry=changed, text=make_text(changed))


def _replace_words(name: Detail, value: str, replacements: Mapping[str, str]) -> str:
    if name.is_machine_made:
        return value
    if name is Detail.NODE or value in replacements:
        return replacements.get(value, value)
    for word in sorted(replacements, key=len, reverse=True):
        before = "(?<=:)" if word.isdecimal() else r"(?<!\w)"  # other numbers are dates and counts
        pattern = rf"{before}{re.escape(word)}(?!\w)"
        replacement = replacements[word].replace("\\", r"\\")
        value = re.sub(pattern, replacement, value, flags=re.IGNORECASE)
    return value


@contextmanager
def _open_to_add(path: Path) -> Iterator[int]:
    """Open a file to add to it, made for the program's user alone if there is none."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, _OWNERS_ALONE)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(path: Path) -> None:
    """Let a new name in a folder be on the disk too, where the system knows how."""
    if os.name == "nt":
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _find_end_of_lines(path: Path, size: int) -> int:
    """Return where the last whole line ends."""
    end = size
    with path.open("rb") as file:
        while end:
            begin = max(0, end - _CHUNK)
            file.seek(begin)
            place = file.read(end - begin).rfind(b"\n")
            if place >= 0:
                return begin + place + 1
            end = begin
    return 0


def _read_rows_backwards(path: Path, size: int) -> Iterator[bytes]:
    """Yield the whole lines of a file without their ends, the last first."""
    whole = _find_end_of_lines(path, size)
    if not whole:
        return
    end, rest = whole - 1, b""  # without the end of the last line
    with path.open("rb") as file:
        while end:
            begin = max(0, end - _CHUNK)
            file.seek(begin)
            first, *rows = (file.read(end - begin) + rest).split(b"\n")
            yield from reversed(rows)
            end, rest = begin, first
    yield rest
