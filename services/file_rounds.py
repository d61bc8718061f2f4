"""Files that somebody has chosen and not saved yet: in memory, for the one who chose them."""

import secrets
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from data_loaders.guidance.mapping import Mapping

KEPT_SECONDS = 2 * 60 * 60  # after the last look at them
_MOST_ROUNDS = 3  # of one owner; the oldest go first
_LOOK_SECONDS = 5 * 60
_TOKEN_BYTES = 16


@dataclass(frozen=True)
class HeldFile:
    """A file with its bytes; `source` is the field of a page that it was chosen in."""

    file_id: str
    name: str
    content: bytes = field(repr=False)
    source: str


@dataclass
class FileRound:
    """The files that are to be saved together, and what was answered about each, by its id.

    `token` is what the address of the page names it by; `owner` is who chose the files.
    """

    token: str
    owner: str
    seen_at: float
    files: dict[str, HeldFile] = field(default_factory=dict)
    answers: dict[str, Mapping] = field(default_factory=dict)

    def drop_missing(self, source: str, chosen: Collection[str]) -> None:
        """Let go of the files that were chosen in a field, and are there no more."""
        for file in list(self.files.values()):
            if file.source == source and file.file_id not in chosen:
                self.drop(file.file_id)

    def drop(self, file_id: str) -> None:
        """Let go of a file, and of what was answered about it."""
        self.files.pop(file_id, None)
        self.answers.pop(file_id, None)


class FileRounds:
    """The rounds that are kept: a few for each owner, for two hours after they were last seen."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rounds: dict[str, FileRound] = {}

    def begin(self, owner: str) -> FileRound:
        """Begin a round for an owner; the oldest goes where there are too many."""
        with self._lock:
            begun = FileRound(secrets.token_urlsafe(_TOKEN_BYTES), owner, self._clock())
            earlier = [other for other in self._rounds.values() if other.owner == owner]
            earlier.sort(key=lambda other: other.seen_at)
            for other in earlier[: len(earlier) + 1 - _MOST_ROUNDS]:
                del self._rounds[other.token]
            if not self._rounds:
                self._look_later()
            self._rounds[begun.token] = begun
            return begun

    def find(self, token: str, owner: str) -> FileRound | None:
        """Return the round of a token; None for one that is gone and for all but its owner."""
        with self._lock:
            self._drop_old()
            seen = self._rounds.get(token)
            if seen is None or not secrets.compare_digest(seen.owner.encode(), owner.encode()):
                return None
            seen.seen_at = self._clock()
            return seen

    def end(self, ended: FileRound) -> None:
        """Let go of a round with all its files."""
        with self._lock:
            self._rounds.pop(ended.token, None)

    def _drop_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        for held in [old for old in self._rounds.values() if old.seen_at < oldest]:
            del self._rounds[held.token]

    def _look_later(self) -> None:
        """Look for old rounds now and then while any are kept, also when nobody visits."""
        timer = threading.Timer(_LOOK_SECONDS, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            self._drop_old()
            if self._rounds:
                self._look_later()


FILE_ROUNDS = FileRounds()
