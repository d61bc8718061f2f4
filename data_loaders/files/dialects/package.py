"""Office files are zip archives of parts: their names, their sizes, and what is left unopened."""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import IO

from core.danish import format_number
from core.errors import FileRefusedError
from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import DamagedFileError
from data_loaders.files.raw_sheet import Note

MAX_UNPACKED = 1_000_000_000
MAX_PARTS = 5_000

# What `zipfile` raises while it unpacks a damaged part.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
)
# And also while it looks for the parts: names that are no text, places before the beginning.
_LIST_ERRORS = (*ZIP_ERRORS, ValueError, OverflowError, IndexError)
_ENCRYPTED = 1

_LONGEST_PART = 50_000_000  # of those that are read as a whole; sheets and contents never are
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's list of parts
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")


class Package:
    """An office file's parts. Names are found as Excel finds them: case and slash do not matter."""

    def __init__(self, content: bytes) -> None:
        if content.count(_ENTRY) > 2 * MAX_PARTS:  # before each of them costs memory and time
            raise FileRefusedError(
                f"Filen er pakket af over {MAX_PARTS:,} dele".replace(",", ".")
                + ", og det er ikke et regneark. Åbn den i Excel, gem den som .xlsx, og indlæs den "
                "gemte fil.",
                code="too_large",
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _LIST_ERRORS as error:
            raise DamagedFileError("no list of parts") from error
        self.names = {normalise_name(name): name for name in self._archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return normalise_name(name) in self.names

    def get_size(self, name: str) -> int:
        """Return how many bytes a part says that it unpacks to."""
        return self._archive.getinfo(self.names[normalise_name(name)]).file_size

    def open(self, name: str) -> IO[bytes]:
        """Open a part for reading; DamagedFileError where there is none, or none that opens."""
        if name not in self:
            raise DamagedFileError("a part that is missing")
        part = self._archive.getinfo(self.names[normalise_name(name)])
        if part.flag_bits & _ENCRYPTED:
            raise DamagedFileError("an encrypted part")
        try:
            return self._archive.open(part)
        except _LIST_ERRORS as error:
            raise DamagedFileError("a part that does not open") from error

    def read(self, name: str) -> bytes:
        """Return a part's bytes, none where there is no such part.

        Raises DamagedFileError for a huge one, and for one that cannot be unpacked.
        """
        if name not in self:
            return b""
        if self.get_size(name) > _LONGEST_PART:
            raise DamagedFileError("a part that only describes is not that long")
        try:
            with self.open(name) as part:
                return part.read()
        except ZIP_ERRORS as error:
            raise DamagedFileError("a part that cannot be unpacked") from error

    def read_text(self, name: str) -> str:
        """Return a part's text, to be searched rather than parsed; "" where there is none."""
        content = self.read(name)
        is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return content.decode("utf-16" if is_wide else "utf-8", "replace")

    def check(self) -> None:
        """Refuse what unpacks to too much or to too many parts (`too_large`).

        Raises DamagedFileError for two parts of one name.
        """
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED:
            raise _make_size_error(unpacked // 1_000_000, MAX_UNPACKED // 1_000_000, "MB")
        if len(parts) > MAX_PARTS:
            raise _make_size_error(len(parts), MAX_PARTS, "dele")
        if len(self.names) < len(parts):
            # One reader would see the first of them, and another reader the last.
            raise DamagedFileError("two parts of one name")

    def find_main_part(self, pattern: re.Pattern[str]) -> str:
        """Return the name of the part that the package is about; "" if it is none of this kind."""
        relations = self.list_relations("")
        main = [a["Target"] for a in relations if a.get("Type", "").endswith("/officeDocument")]
        names = [normalise_name(target) for target in main] or list(self.names)
        return next((name for name in names if name in self.names and pattern.search(name)), "")

    def list_relations(self, part: str) -> list[dict[str, str]]:
        """Return what a part points at: Id, Type and Target, the last from the package's root."""
        folder, file = posixpath.split(part)
        tags = _RELATION.findall(self.read_text(f"{folder}/_rels/{file}.rels"))
        relations = [read_attributes(tag) for tag in tags]
        return [{**a, "Target": _resolve_target(folder, a.get("Target", ""))} for a in relations]

    def list_notes(self) -> Iterator[Note]:
        """Say what else the package holds, which is left alone."""
        if any(re.search(r"vbaproject\.bin$|^basic/.+/.+/", name) for name in self.names):
            yield notes.MACROS
        if any("/externallinks/" in name for name in self.names):
            yield notes.LINKS
        if any("/embeddings/" in name for name in self.names):
            yield notes.OBJECTS


def is_package_of(content: bytes, pattern: re.Pattern[str]) -> bool:
    """Whether the bytes are a package whose main part has a name of this pattern."""
    if not content.startswith(b"PK"):
        return False
    try:
        return Package(content).find_main_part(pattern) != ""
    except DamagedFileError:
        return False


def read_attributes(tag: str) -> dict[str, str]:
    """Return an XML tag's attributes."""
    return {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(tag)}


def normalise_name(name: str) -> str:
    """Write a part's name as all names are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _resolve_target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/")))


def _make_size_error(size: int, most: int, unit: str) -> FileRefusedError:
    message = (
        f"Filen pakker sig ud til {format_number(size, 0)} {unit}; højst {format_number(most, 0)} "
        "kan læses. Slet de ark og kolonner, der ikke er en del af udtrækket, gem filen, og indlæs "
        "den igen."
    )
    return FileRefusedError(message, code="too_large")
