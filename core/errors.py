"""One family of errors whose messages can be shown to a user as they are."""

from collections.abc import Iterable
from difflib import get_close_matches


class ChefforumError(Exception):
    """Something that was refused, said in Danish: what was received and what is valid."""

    title = "Det kunne ikke lade sig gøre"


class UsageError(ChefforumError):
    """The question itself is wrong: an unknown name, a quarter that is none."""

    title = "Forkert brug"


class NoAccessError(ChefforumError):
    """Somebody asks for what the own roles do not give."""

    title = "Du har ikke adgang"


class StoreBusyError(ChefforumError):
    """Another process holds the store."""

    title = "Databasen er i brug"


class StoreTooNewError(ChefforumError):
    """The store was written by a newer program than this one."""

    title = "Databasen er fra en nyere version"


class StoreMigrationError(ChefforumError):
    """The store's schema cannot be brought up to date; the store is as it was before."""

    title = "Databasen kunne ikke opgraderes"


class StoreMismatchError(ChefforumError):
    """The store's file is not the one that was left, or lacks changes that were made in it."""

    title = "Databasen er en anden end sidst"


class BackupError(ChefforumError):
    """A backup is damaged, or no backup at all; nothing was changed."""

    title = "Sikkerhedskopien kan ikke bruges"


class LogError(ChefforumError):
    """The log of who saw what cannot be written, so nothing is shown or handed out."""

    title = "Adgangsloggen kan ikke skrives"


class LoadConflictError(ChefforumError):
    """Another load changed the same periods after this one was checked."""

    title = "En anden indlæsning kom først"


class StoreCollisionError(LoadConflictError):
    """Two transactions changed the same rows at once; this one may be tried again."""


class FileRefusedError(ChefforumError):
    """A file cannot be read at all; `code` is the problem's code."""

    title = "Filen kan ikke læses"

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class NoDataError(ChefforumError):
    """There are no figures for what was asked."""

    title = "Ingen data"


def suggest_nearest(received: str, valid: Iterable[str]) -> str:
    """Return " Mente du »x«?" for the nearest valid word, or "" when none is near."""
    words = {word.casefold(): word for word in valid}
    near = get_close_matches(received.casefold(), words, n=1)
    return f" Mente du »{words[near[0]]}«?" if near else ""
