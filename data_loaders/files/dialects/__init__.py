"""The dialects that files come in: one small module each, chosen by bytes, never by name."""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from data_loaders.files.sending import Part


class Dialect(Protocol):
    """What a dialect's module offers; NAME is stored, LABEL is shown."""

    NAME: str
    LABEL: str

    def recognises(self, content: bytes) -> bool:
        """Whether these bytes are of this dialect."""

    def read(self, content: bytes) -> Iterator[Part]:
        """Read the sheets one at a time, and say what must be said of them.

        Raises FileRefusedError where they cannot be read.
        """


# The first that recognises the bytes reads them. Text comes last: almost anything is text.
_MODULES = (
    "xlsx",
    "xlsb",
    "ods",
    "xls",
    "locked",
    "xml2003",
    "mhtml",
    "html",
    "foreign",
    "lined",
    "delimited",
)


def import_dialects() -> Iterator[Dialect]:
    """Return the dialects in order, each imported when its turn comes: a process reads one file."""
    for name in _MODULES:
        yield cast("Dialect", import_module(f"{__name__}.{name}"))


def list_labels() -> dict[str, str]:
    """Return what each dialect is called where a user reads it."""
    return {dialect.NAME: dialect.LABEL for dialect in import_dialects()}


def recognise_dialect(content: bytes) -> Dialect:
    """Return the dialect of a file's bytes."""
    return next(dialect for dialect in import_dialects() if dialect.recognises(content))
