"""Web pages saved as one file (MHTML), often called .xls or .mht: a sheet for each page."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from core.errors import FileRefusedError
from data_loaders.files.dialects import html
from data_loaders.files.dialects.cells import DamagedFileError, refuse_damaged
from data_loaders.files.dialects.text import decode
from data_loaders.files.raw_sheet import Note, RawSheet

NAME = "mhtml"
LABEL = "gemt webside (MHTML)"

_HEADER = re.compile(rb"\s*[A-Za-z][\w-]*:[ \t]")
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096
# What `email` raises on headers and encodings that are none.
_EMAIL_ERRORS = (AttributeError, LookupError, TypeError, ValueError, MessageError)
_MOST_NESTED = 50  # a saved page has one message of several parts; each costs a look at all lines
_TABLE = re.compile("<table", re.IGNORECASE)
_SHEETS = re.compile(
    r"<x:ExcelWorksheet>\s*<x:Name>\s*([^<]*?)\s*</x:Name>(.*?)</x:ExcelWorksheet>",
    re.IGNORECASE | re.DOTALL,
)
_SOURCE = re.compile(r"<x:WorksheetSource\s+HRef=(?:3D)?\"([^\"]*)\"", re.IGNORECASE)


def recognises(content: bytes) -> bool:
    """Whether the bytes begin as a mail message does, which a saved page is kept in."""
    return bool(_HEADER.match(content)) and bool(_VERSION.search(content[:_HEAD]))


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the pages that have tables, in the file's order.

    Raises FileRefusedError: `not_spreadsheet`, `too_many_cells`, `unreadable`.
    """
    with refuse_damaged("Filen"):
        pages = list(_read_pages(content))
    names = {key: name for _, text, _ in pages for key, name in _read_sheet_names(text)}
    filled = [(place, text, text_notes) for place, text, text_notes in pages if _TABLE.search(text)]
    if not filled:
        raise FileRefusedError(
            "Filen er en gemt webside eller en mail uden tabel. Gem regnearket som .xlsx, og "
            "indlæs den gemte fil.",
            code="not_spreadsheet",
        )
    single = "".join(names.values()) if len(names) == len(filled) == 1 else ""
    for place, text, text_notes in filled:
        yield from text_notes
        yield from html.read_page(text, name=names.get(place, single))


def _read_pages(content: bytes) -> Iterator[tuple[str, str, list[Note]]]:
    """Yield each page's file name, its text and the notes on how it was decoded."""
    if len(re.findall(rb"multipart/", content, re.IGNORECASE)) > _MOST_NESTED:
        raise DamagedFileError("messages within messages")
    try:
        parts = [_read_part(part) for part in message_from_bytes(content.lstrip()).walk()]
    except _EMAIL_ERRORS as error:
        raise DamagedFileError("no message") from error
    for kind, place, payload in parts:
        if kind == "text/html":
            yield place, *decode(payload)


def _read_part(part: Message) -> tuple[str, str, bytes]:
    """Return a part's type, its page's file name, and its bytes; b"" for a part made of parts."""
    payload = part.get_payload(decode=True)
    place = str(part.get("Content-Location", "")).rpartition("/")[2]
    return part.get_content_type(), place, payload if isinstance(payload, bytes) else b""


def _read_sheet_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sheets that a workbook saved as pages tells of: the page's file and the name."""
    for name, properties in _SHEETS.findall(text):
        source = _SOURCE.search(properties)
        yield (source[1].rpartition("/")[2] if source else name), name
