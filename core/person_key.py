"""The key that makes a person a mark: without it nobody can tell whose mark it is."""

import os
import secrets
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from core.errors import ChefforumError

_BYTES = 32
_MARK_BYTES = 16
_OTHERS = 0o077  # what a group and all others may do with a file


class PersonKey:
    """A secret, fetched when it is first needed, and the marks made with it."""

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch

    @classmethod
    def make_temporary(cls) -> "PersonKey":
        """Make a key that is not stored: its marks tell people apart, but never come again."""
        return cls(partial(secrets.token_bytes, _BYTES))

    @classmethod
    def from_file(cls, path: Path, *, apart_from: Path) -> "PersonKey":
        """Use the key in a file, which is made when first needed, readable by its owner only.

        `apart_from` is the folder of the data: who gets that must not get the key as well. Fetching
        raises ChefforumError for a file in it, one that others may read, or one that is no key.
        """
        return cls(partial(_fetch_key, path, apart_from))

    def __reduce__(self) -> tuple[object, ...]:
        """Let another process of ours fetch the key for itself: it is in no pickle."""
        return PersonKey, (self._fetch,)

    @cached_property
    def _keyed(self) -> blake2b:
        return blake2b(key=self._fetch(), digest_size=_MARK_BYTES)

    def mark(self, person: str) -> str:
        """Return the mark of a person's number: 32 hexadecimal digits, alike for the same key."""
        return self.mark_all([person])[0]

    def mark_all(self, persons: Sequence[str]) -> list[str]:
        """Return the marks of many people's numbers, in their order."""
        marks = []
        keyed = self._keyed
        for person in persons:
            marked = keyed.copy()  # half the work of a hash with a key is to take in the key
            marked.update(person.encode())
            marks.append(marked.hexdigest())
        return marks


def _fetch_key(path: Path, folder: Path) -> bytes:
    if path.resolve().is_relative_to(folder.resolve()):
        raise ChefforumError(
            f"Personnøglen {path} ligger i samme mappe som data. Den skal ligge et andet sted, så "
            "den, der får fat i data, ikke også får nøglen. Sæt CHEFFORUM_KEY til en anden fil."
        )
    try:
        _ensure_key_file(path)
        return _read_key_file(path)
    except OSError as error:
        raise ChefforumError(
            f"Personnøglen {path} kan ikke læses eller laves. Giv programmets bruger adgang, eller "
            "sæt CHEFFORUM_KEY til en anden fil."
        ) from error


def _ensure_key_file(path: Path) -> None:
    """Write a new key unless there is one; of two at once, one wins and both use it."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    opened = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _read_key_file(path: Path) -> bytes:
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise ChefforumError(
            f"Personnøglen {path} kan læses af andre end sin ejer og bruges derfor ikke. Kør "
            f"»chmod 600 {path}«, og prøv igen."
        )
    try:
        secret = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise ChefforumError(
            f"{path} er ikke en personnøgle: den skal være 64 tegn fra 0-9 og a-f. Hent den fra en "
            "sikkerhedskopi; en ny nøgle kan ikke genkende de personer, der er indlæst."
        )
    return secret
