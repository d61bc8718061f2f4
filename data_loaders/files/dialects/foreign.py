"""Files that are not read: each is named for what it is, with what to do instead."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from core.errors import FileRefusedError
from data_loaders.files.grid import Sheet

NAME = "fremmed"

_SAVE_AS = (
    "Åbn den i Excel, vælg Gem som → »Excel-projektmappe (.xlsx)«, og indlæs den gemte fil; "
    "en tekstfil med semikolon eller tabulator kan også bruges."
)
_VALID = (
    "Indlæs udtrækket som Excel-projektmappe (.xlsx) eller som tekstfil med semikolon, komma "
    "eller tabulator mellem kolonnerne."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"%PDF", "en PDF"),
    (b"\x89PNG", "et billede (PNG)"),
    (b"\xff\xd8\xff", "et billede (JPEG)"),
    (b"GIF8", "et billede (GIF)"),
    (b"BM", "et billede (BMP)"),
    (b"{\\rtf", "et RTF-dokument"),
    (b"\x1f\x8b", "en pakket fil (gzip)"),
    (b"7z\xbc\xaf", "en pakket fil (7z)"),
    (b"Rar!", "en pakket fil (RAR)"),
    (b"MZ", "et program"),
)
# The first record of an old workbook, followed at once by the one that holds the password's hash.
_LOCKED_BIFF = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_OLD_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_MARKUP = (
    (rb"urn:schemas-microsoft-com:office:spreadsheet", "et XML-regneark fra Excel 2003"),
    (rb"^mime-version:", "en gemt webside (MHTML)"),
    (rb"<(?:!doctype html|html|table|head|body|meta)\b", "en webside (HTML)"),
)
_XML = re.compile(rb"^\s*<(?:\?xml|!--|!doctype|svg|[a-z][\w:]*[ >])", re.IGNORECASE)
_HEAD = 4096


def recognises(content: bytes) -> bool:
    """Whether the bytes are of some well-known kind that is not read."""
    return bool(_verdict(content))


def read(content: bytes) -> Iterator[Sheet]:
    """Refuse the file, saying what it is."""
    for code, message in _verdict(content):
        raise FileRefusedError(message, code=code)
    yield from ()


Verdict = list[tuple[str, str]]


def _verdict(content: bytes) -> Verdict:
    """Return the code and message for a file that is not read; nothing for any other."""
    if content.startswith(_OLE):
        return _ole(content)
    if content.startswith(b"PK"):
        return _archive(content)
    for start, what in _OTHER_FILES:
        if content.startswith(start):
            return _not_spreadsheet(what)
    return _markup(content)


def _ole(content: bytes) -> Verdict:
    if "EncryptedPackage".encode("utf-16-le") in content or _LOCKED_BIFF.search(content):
        return _locked()
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return _unsupported("et Excel-regneark af den gamle type (.xls)")
    return _not_spreadsheet("et ældre Office-dokument, der ikke er et regneark")


def _archive(content: bytes) -> Verdict:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            manifest = archive.read("META-INF/manifest.xml") if "content.xml" in names else b""
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, ValueError, OSError, EOFError):
        return [("unreadable", f"Filen er beskadiget og kan ikke pakkes ud. {_VALID}")]
    if b"encryption-data" in manifest:
        return _locked()
    if "xl/workbook.bin" in names:
        return _unsupported("et binært Excel-regneark (.xlsb)")
    if b"opendocument.spreadsheet" in manifest:
        return _unsupported("et OpenDocument-regneark (.ods)")
    if any(name.startswith("word/") for name in names):
        return _not_spreadsheet("et Word-dokument")
    return _not_spreadsheet("et zip-arkiv")


def _markup(content: bytes) -> Verdict:
    # NULs are dropped so that UTF-16 is seen as well.
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")
    if _OLD_BIFF.match(content):
        return _unsupported("et Excel-regneark af en meget gammel type (.xls)")
    for pattern, what in _MARKUP:
        if re.search(pattern, head, re.IGNORECASE):
            return _unsupported(what)
    return _not_spreadsheet("en XML-fil") if _XML.match(head) else []


def _locked() -> Verdict:
    message = (
        "Filen er låst med en adgangskode. Åbn den i Excel, fjern koden under Filer → Oplysninger "
        "→ Beskyt projektmappe, gem den, og indlæs den igen."
    )
    return [("password_protected", message)]


def _unsupported(what: str) -> Verdict:
    return [("unsupported_dialect", f"Filen er {what}, som ikke kan læses. {_SAVE_AS}")]


def _not_spreadsheet(what: str) -> Verdict:
    return [("not_spreadsheet", f"Filen er {what} og ikke et regneark. {_VALID}")]
