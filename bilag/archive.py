"""Zip files whose bytes follow from what is in them: no day and no machine is stamped on them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can say


def read_zip(content: bytes) -> dict[str, bytes]:
    """Return the files in a zip by their names, in its order."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Put files into a zip, in their order."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _EARLIEST), content, ZIP_DEFLATED)
    return out.getvalue()


def save_workbook(book: Workbook) -> bytes:
    """Return a workbook as .xlsx; its own save would stamp today's date on it."""
    out = BytesIO()
    ExcelWriter(book, ZipFile(out, "w")).save()
    return write_zip(read_zip(out.getvalue()))
