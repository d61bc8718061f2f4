"""The dialects that files come in: one small module each, chosen by bytes, never by name."""

from collections.abc import Iterator
from typing import Protocol

from data_loaders.files.dialects import delimited, foreign, xlsx
from data_loaders.files.grid import Sheet


class Dialect(Protocol):
    """What a dialect's module offers."""

    NAME: str

    def recognises(self, content: bytes) -> bool:
        """Whether these bytes are of this dialect."""

    def read(self, content: bytes) -> Iterator[Sheet]:
        """Read the sheets one at a time; FileRefusedError where they cannot be read."""


# The first that recognises the bytes reads them. Text comes last: almost anything is text.
DIALECTS: tuple[Dialect, ...] = (xlsx, foreign, delimited)


def of(content: bytes) -> Dialect:
    """Return the dialect of a file's bytes."""
    return next(dialect for dialect in DIALECTS if dialect.recognises(content))
