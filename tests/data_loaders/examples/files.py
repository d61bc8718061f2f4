"""One file for each code that its bytes can give, before anything in it is read."""

import io
import sys
import zipfile
from functools import partial

import openpyxl
import pytest

from core.errors import FileRefusedError
from data_loaders.files.isolation import read_grid
from data_loaders.files.limits import MAX_BYTES, NO_ROOM, PROGRAM_FAILED
from tests.data_loaders.builders import CORNERS, raw_xlsx, xlsx
from tests.data_loaders.examples.extract import BOTH
from tests.data_loaders.examples.made import Example, Problems, of_bytes, refused

LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") * 9
ROWS = [line.split(";") for line in BOTH.strip().split("\n")]
EMPTY = b"PK\5\6" + bytes(18)
BOOK = xlsx(("2024K4", ROWS))


def with_part(name: str, content: bytes = b"x", *, start: bytes = BOOK) -> bytes:
    """The workbook, or another archive, with one part more."""
    out = io.BytesIO(start)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def with_hidden_row() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book.worksheets[0].row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def too_large() -> Problems:
    return of_bytes(b"x" * (MAX_BYTES + 20_000_000))


def ended(script: str, seconds: float) -> Problems:
    """What is said where the process that reads does this instead."""
    with pytest.raises(FileRefusedError) as raised:
        read_grid(BOOK, seconds=seconds, command=(sys.executable, "-c", script))
    return refused(raised.value)


EXAMPLES: dict[str, Example] = {
    "too_large": too_large,
    "too_slow": partial(ended, "import time; time.sleep(60)", 0.2),
    "no_room": partial(ended, f"import os; os._exit({NO_ROOM})", 60),
    "program_failed": partial(ended, f"import os; os._exit({PROGRAM_FAILED})", 60),
    "empty_file": partial(of_bytes, b""),
    "not_spreadsheet": partial(of_bytes, b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "password_protected": partial(of_bytes, LOCKED),
    "too_many_cells": partial(of_bytes, raw_xlsx(CORNERS)),
    "unreadable": partial(of_bytes, BOOK[: len(BOOK) // 2]),
    "mixed_encoding": partial(
        of_bytes, (BOTH + "1;Ærø;Skole;1;1\n").encode() + "2;Østre;Skole;1;1\n".encode("cp1252")
    ),
    "unsupported_dialect": partial(of_bytes, with_part("Index/Tables/Tile.iwa", start=EMPTY)),
    "hidden_rows": partial(of_bytes, with_hidden_row()),
    "macros_ignored": partial(of_bytes, with_part("xl/vbaProject.bin")),
    "objects_ignored": partial(of_bytes, with_part("xl/embeddings/oleObject1.bin")),
    "external_links": partial(of_bytes, with_part("xl/externalLinks/externalLink1.xml", b"<x/>")),
    "twice_encoded": partial(
        of_bytes, (BOTH + "1003;Ærøhuset på øen;Skole;1;1\n").encode().decode("cp1252").encode()
    ),
    "guessed_encoding": partial(
        of_bytes, (BOTH + "1003;Ærøhuset på øen;Skole;1;1\n").encode("cp850"), "2024K4.csv"
    ),
}
