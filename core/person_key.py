"""The key that makes a person a mark: without it nobody can tell whose mark it is."""

import secrets
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from core.secret_file import SECRET_BYTES, SecretFile

_MARK_BYTES = 16
_WHEN_DAMAGED = (
    "Hent den fra en sikkerhedskopi; en ny nøgle kan ikke genkende de personer, der er indlæst."
)


class PersonKey:
    """A secret, fetched when it is first needed, and the marks made with it."""

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch

    @classmethod
    def make_temporary(cls) -> "PersonKey":
        """Make a key that is not stored: its marks tell people apart, but never come again."""
        return cls(partial(secrets.token_bytes, SECRET_BYTES))

    @classmethod
    def from_file(cls, path: Path, *, apart_from: Path) -> "PersonKey":
        """Use the key in a file, which is made when first needed, readable by its owner only.

        `apart_from` is the folder of the data. See `SecretFile` for what fetching it raises.
        """
        return cls(SecretFile(path, "personnøgle", apart_from, _WHEN_DAMAGED).fetch)

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
