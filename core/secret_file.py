"""A secret in a file of its own, apart from the data: made when needed, for its owner alone."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from core.errors import ChefforumError

SECRET_BYTES = 32
_OTHERS = 0o077  # what a group and all others may do with a file


@dataclass(frozen=True)
class SecretFile:
    """Where a secret is kept, and what it is called with a small letter, as in "personnøgle".

    `apart_from` is the folder of the data: who gets that must not get the secret as well.
    `when_damaged` says what to do about a file that is no secret.
    """

    path: Path
    noun: str
    apart_from: Path
    when_damaged: str

    def fetch(self) -> bytes:
        """Return the secret, which is made if there is none.

        Raises ChefforumError for a file among the data, one that others may read, one that is no
        secret, and one that cannot be read or made.
        """
        if self.path.resolve().is_relative_to(self.apart_from.resolve()):
            raise ChefforumError(
                f"{self._title} ligger i samme mappe som data. Den skal ligge et andet sted, så "
                "den, der får fat i data, ikke også får nøglen. Sæt CHEFFORUM_KEY til en anden fil."
            )
        try:
            self._ensure()
            return self._read()
        except OSError as error:
            raise ChefforumError(
                f"{self._title} kan ikke læses eller laves. Giv programmets bruger adgang, eller "
                "sæt CHEFFORUM_KEY til en anden fil."
            ) from error

    @property
    def _title(self) -> str:
        return f"{self.noun.capitalize()}n {self.path}"

    def _ensure(self) -> None:
        """Write a new secret unless there is one; of two at once, one wins and both use it."""
        if self.path.exists():
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(8)}")
        opened = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(SECRET_BYTES) + "\n")
            os.link(draft, self.path)
        except FileExistsError:
            return
        finally:
            draft.unlink()

    def _read(self) -> bytes:
        if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
            raise ChefforumError(
                f"{self._title} kan læses af andre end sin ejer og bruges derfor ikke. Kør "
                f"»chmod 600 {self.path}«, og prøv igen."
            )
        try:
            secret = bytes.fromhex(self.path.read_text("ascii"))
        except ValueError:
            secret = b""
        if len(secret) != SECRET_BYTES:
            raise ChefforumError(
                f"{self.path} er ikke en {self.noun}: den skal være 64 tegn fra 0-9 og a-f. "
                f"{self.when_damaged}"
            )
        return secret
