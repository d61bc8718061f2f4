"""Workbooks that Excel encrypts with a password of its own and opens without asking.

It does so where only changes are protected. Those that ask for a password are refused.
"""

import io
import struct
from collections.abc import Iterator

import msoffcrypto
from msoffcrypto.exceptions import (
    DecryptionError,
    FileFormatError,
    InvalidKeyError,
    ParseError,
)

from core.errors import FileRefusedError
from data_loaders.files.dialects import xlsb, xlsx
from data_loaders.files.dialects.cells import make_locked_refusal
from data_loaders.files.sending import Part

NAME = "xlsx"
LABEL = xlsx.LABEL
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's own, which everybody knows
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What msoffcrypto, and olefile under it, raise on another password and on damaged bytes.
_ERRORS = (
    *(DecryptionError, FileFormatError, InvalidKeyError, ParseError),
    *(struct.error, ValueError, LookupError, OSError, EOFError),
)


def recognises(content: bytes) -> bool:
    """Whether the bytes are an encrypted workbook in XML."""
    return content.startswith(_OLE) and _ENCRYPTED in content


def read(content: bytes) -> Iterator[Part]:
    """Read the workbook inside. Raises FileRefusedError as its dialect, or `password_protected`."""
    workbook = unlock(content)
    for inner in (xlsx, xlsb):
        if inner.recognises(workbook):
            yield from inner.read(workbook)
            return
    raise FileRefusedError(
        "Filen er et krypteret Office-dokument og ikke en Excel-fil. Indlæs udtrækket som "
        "regneark, f.eks. .xlsx.",
        code="not_spreadsheet",
    )


def unlock(content: bytes) -> bytes:
    """Return a workbook without its encryption by Excel's own password.

    Raises FileRefusedError `password_protected` where it has another password.
    """
    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        options = {"verify_password": True} if recognises(content) else {}  # an .xls always does
        file.load_key(password=DEFAULT_PASSWORD, **options)
        file.decrypt(plain)
    except _ERRORS as error:
        raise make_locked_refusal() from error
    return plain.getvalue()
