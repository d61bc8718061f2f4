"""Files that are not read: each is named for what it is, with what to do instead."""

import re
from collections.abc import Iterator

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import DamagedFileError
from data_loaders.files.dialects.package import Package
from data_loaders.files.raw_sheet import RawSheet

NAME = "fremmed"
LABEL = "fil, der ikke læses"

_SAVE_AS = (
    "Åbn den i det program, den er gemt fra, vælg Gem som → »Excel-projektmappe (.xlsx)«, og "
    "indlæs den gemte fil."
)
_VALID = "Indlæs udtrækket som regneark, f.eks. .xlsx, eller som tekstfil med kolonner."
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
    (b"SQLite format 3\0", "en database (SQLite)"),
    (b"PAR1", "en Parquet-fil"),
)
_OTHER_SHEETS = (
    (re.compile(rb"ID;P"), "et regneark i SYLK-format"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n"), "et regneark i DIF-format"),
    (re.compile(rb"\0\0\x02\0[\x04\x06]\x04"), "et regneark fra Lotus 1-2-3"),
    (re.compile(rb"\0\0\x1a\0[\0-\x05]\x10"), "et regneark fra Lotus 1-2-3"),
)
_XML = re.compile(rb"^\s*<(?:\?xml|!--|!doctype|svg|[a-z][\w:]*[ >])", re.IGNORECASE)
_JSON = re.compile(rb"^\s*(?:\{\s*[\"}]|\[\s*[{\[])")
_HEAD = 4096


def recognises(content: bytes) -> bool:
    """Whether the bytes are of some well-known kind that is not read."""
    return bool(_find_refusals(content))


def read(content: bytes) -> Iterator[RawSheet]:
    """Refuse the file, saying what it is."""
    for refusal in _find_refusals(content):
        raise refusal
    yield from ()


def _find_refusals(content: bytes) -> list[FileRefusedError]:
    """Return the refusal of a file that is not read; none for any other."""
    if content.startswith(_OLE):
        return [_make_not_spreadsheet_refusal("et ældre Office-dokument")]
    if content.startswith(b"PK"):
        return [_judge_archive(content)]
    for start, what in _OTHER_FILES:
        if content.startswith(start):
            return [_make_not_spreadsheet_refusal(what)]
    for pattern, what in _OTHER_SHEETS:
        if pattern.match(content):
            return [_make_unsupported_refusal(what)]
    return _judge_markup(content)


def _judge_archive(content: bytes) -> FileRefusedError:
    try:
        names = list(Package(content).names)
    except DamagedFileError:
        message = f"Filen er beskadiget og kan ikke pakkes ud. {_VALID}"
        return FileRefusedError(message, code="unreadable")
    if any(name.startswith("word/") for name in names):
        return _make_not_spreadsheet_refusal("et Word-dokument")
    if any(name.startswith("ppt/") for name in names):
        return _make_not_spreadsheet_refusal("en PowerPoint-præsentation")
    if any(name.endswith(".iwa") for name in names):
        return _make_unsupported_refusal("et regneark fra Apple Numbers")
    return _make_not_spreadsheet_refusal(
        "et zip-arkiv, der skal pakkes ud først," if names else "et tomt arkiv"
    )


def _judge_markup(content: bytes) -> list[FileRefusedError]:
    # NULs are dropped so that UTF-16 is seen as well.
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")
    if _XML.match(head):
        return [_make_not_spreadsheet_refusal("en XML-fil")]
    return [_make_not_spreadsheet_refusal("en JSON-fil")] if _JSON.match(head) else []


def _make_unsupported_refusal(what: str) -> FileRefusedError:
    message = f"Filen er {what}, som ikke kan læses. {_SAVE_AS}"
    return FileRefusedError(message, code="unsupported_dialect")


def _make_not_spreadsheet_refusal(what: str) -> FileRefusedError:
    message = f"Filen er {what} og ikke et regneark. {_VALID}"
    return FileRefusedError(message, code="not_spreadsheet")
