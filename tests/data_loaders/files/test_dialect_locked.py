"""Workbooks that Excel opens without asking, though they are encrypted."""

import io
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from core.errors import FileRefusedError
from data_loaders.files import dialects
from data_loaders.files.dialects import locked
from data_loaders.files.raw_sheet import RawSheet
from tests.data_loaders import builders

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
HARD_FILES = Path(__file__).parents[4] / "shared" / "hard_files"


def encrypt(content: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def read_names(content: bytes) -> list[str]:
    dialect = dialects.recognise_dialect(content)
    return [part.name for part in dialect.read(content) if isinstance(part, RawSheet)]


def test_excels_own_password_opens_a_workbook() -> None:
    book = builders.xlsx(("Fravær", [["Enhed", "Dage"], ["Skolen", 4]]))
    content = encrypt(book, locked.DEFAULT_PASSWORD)
    assert dialects.recognise_dialect(content).NAME == "xlsx"
    assert read_names(content) == ["Fravær"]


def test_a_workbook_with_another_password_is_refused() -> None:
    content = encrypt(builders.xlsx(("Fravær", [["Enhed"]])), "hemmelig")
    with pytest.raises(FileRefusedError) as refused:
        read_names(content)
    assert refused.value.code == "password_protected"


def test_an_encrypted_file_that_is_no_workbook_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("[Content_Types].xml", TYPES)
        parts.writestr("word/document.xml", "x" * 10_000)
    with pytest.raises(FileRefusedError) as refused:
        read_names(encrypt(archive.getvalue(), locked.DEFAULT_PASSWORD))
    assert refused.value.code == "not_spreadsheet"


@pytest.mark.skipif(not HARD_FILES.is_dir(), reason="de svære filer er ikke her")
def test_an_older_workbook_is_opened_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked, "DEFAULT_PASSWORD", "password")
    assert read_names((HARD_FILES / "poi__password.xls").read_bytes())
