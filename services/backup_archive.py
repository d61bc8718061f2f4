"""The file of a backup: a zip of parts with a manifest, sealed by the hash of all its bytes.

The seal is the zip's comment, which is its last bytes: SHA-256 of all that stands before it. So a
cut, or a single bit that has turned, is found without looking at the parts.
"""

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from core.errors import BackupError

FORMAT = 1
MANIFEST = "indhold.json"
_SEAL_LENGTH = 64  # hexadecimal digits
_OWNER_ONLY = 0o600
_WAY_ON = (
    "Intet er ændret. Hent filen igen fra det sted, den blev kopieret fra, eller brug en anden "
    "sikkerhedskopi."
)
_LIBRARY_ERRORS = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError)


def write_archive(target: Path, parts: Mapping[str, Path | bytes], told: dict[str, Any]) -> None:
    """Write a sealed archive of parts, each a file or bytes, and what is `told` of them.

    Raises OSError where it cannot be written.
    """
    target.touch(_OWNER_ONLY)
    hashes = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if isinstance(content, Path):
                archive.write(content, name)
                hashes[name] = hash_file(content)
            else:
                archive.writestr(name, content)
                hashes[name] = hashlib.sha256(content).hexdigest()
        manifest = {"format": FORMAT, **told, "parts": hashes}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        archive.comment = b"0" * _SEAL_LENGTH
    with target.open("r+b") as file:
        seal = _hash_to_seal(file)
        file.write(seal.encode())


class Archive:
    """A backup's file that was found whole: what is told in it, and its parts."""

    def __init__(self, path: Path) -> None:
        """Check the file's bytes. Raises BackupError for one that is damaged or no backup."""
        self.path = path
        try:
            with path.open("rb") as file:
                is_whole = _hash_to_seal(file) == file.read().decode("ascii", "replace")
            with ZipFile(path) as archive:
                self.told: dict[str, Any] = json.loads(archive.read(MANIFEST))
            hashes: dict[str, str] = self.told["parts"]
        except OSError as error:
            raise BackupError(
                f"{path} kan ikke læses. Findes den, og må programmets bruger læse den?"
            ) from error
        except _LIBRARY_ERRORS as error:
            raise BackupError(
                f"{path} er ikke en sikkerhedskopi fra programmet, eller den er beskadiget, f.eks. "
                f"afkortet. {_WAY_ON}"
            ) from error
        if not is_whole:
            raise BackupError(
                f"{path} er beskadiget: noget i den er ændret, efter at den blev lavet"
                f"{self._name_damaged(hashes)}. {_WAY_ON}"
            )
        if self.told["format"] > FORMAT:
            raise BackupError(
                f"{path} er lavet af en nyere udgave af programmet. Brug den eller en nyere."
            )
        self.names = frozenset(hashes)

    def extract(self, name: str, target: Path) -> None:
        """Write a part to a file for its owner alone. Raises BackupError where it is damaged."""
        target.touch(_OWNER_ONLY)
        try:
            with ZipFile(self.path) as archive, archive.open(name) as part, target.open("wb") as to:
                shutil.copyfileobj(part, to)
                to.flush()
                os.fsync(to.fileno())
        except _LIBRARY_ERRORS as error:
            raise BackupError(f"{name} i {self.path} er beskadiget. {_WAY_ON}") from error
        if hash_file(target) != self.told["parts"][name]:
            raise BackupError(f"{name} i {self.path} er ikke den, der blev gemt. {_WAY_ON}")

    def _name_damaged(self, hashes: Mapping[str, str]) -> str:
        """Name the parts that are not as they were written, where they can be told apart."""
        damaged = []
        with ZipFile(self.path) as archive:
            for name, part_hash in hashes.items():
                try:
                    with archive.open(name) as part:
                        digest = hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]
                    damaged += [] if digest == part_hash else [name]
                except _LIBRARY_ERRORS:
                    damaged.append(name)
        return f" ({', '.join(damaged)})" if damaged else ""


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_to_seal(file: IO[bytes]) -> str:
    """Return the hash of all that stands before the seal, where the file is left to be read on."""
    digest, rest = hashlib.sha256(), os.fstat(file.fileno()).st_size - _SEAL_LENGTH
    while rest > 0:
        piece = file.read(min(rest, 1 << 20))
        digest.update(piece)
        rest -= len(piece)
    return digest.hexdigest()
