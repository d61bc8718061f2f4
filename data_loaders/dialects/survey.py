"""Look a workbook's sheets through before they are opened.

Calamine shows error cells and formulas without a stored result as empty, and makes room for every
cell of the rectangle that a sheet spans. So each sheet's XML is searched first: for how far its
cells reach, and for the cells that must not pass for empty ones.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import IO

from core.errors import FileRefusedError
from data_loaders.grid import MAX_CELLS, ErrorCell, column_number

MAX_UNPACKED = 500_000_000
MAX_PARTS = 5_000

_WORKBOOK = re.compile(r"(?:^|/)workbook\d*\.xml$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION_TAG = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
# A cell that closes itself is formatting only, and may stand anywhere without costing anything.
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?)>(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
_CELL_STARTS = (b"<c ", b"<c>", b":c ", b":c>")
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_CHUNK = 4_000_000
_LONGEST_ROW = 50_000_000

Faults = dict[tuple[int, int], ErrorCell]


def faults(content: bytes) -> dict[int, Faults]:
    """Measure every sheet before it is opened; return the faulty cells by the sheet's number."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive)
        parts = _sheet_parts(archive)
        return {number: _of_part(archive, part) for number, part in parts.items()}


def workbook_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that lists the sheets; "" in an archive that is no workbook."""
    return next((name for name in archive.namelist() if _WORKBOOK.search(name)), "")


def _check_size(archive: zipfile.ZipFile) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED or len(archive.infolist()) > MAX_PARTS:
        message = (
            f"Filen pakker sig ud til {unpacked // 1_000_000:,} MB".replace(",", ".")
            + f"; højst {MAX_UNPACKED // 1_000_000} MB kan læses. Slet de ark og kolonner, der "
            "ikke er en del af udtrækket, gem filen, og indlæs den igen."
        )
        raise FileRefusedError(message, code="too_large")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[int, str]:
    """Find each sheet's part, by the sheet's number in the workbook."""
    names = archive.namelist()
    workbook = workbook_part(archive)
    folder, file = posixpath.split(workbook)
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    if relations not in names:
        return {}
    found = (_attributes(tag) for tag in _RELATION_TAG.findall(_xml(archive, relations)))
    targets = {a.get("Id", ""): posixpath.join("/" + folder, a.get("Target", "")) for a in found}
    sheets = [_attributes(tag) for tag in _SHEET_TAG.findall(_xml(archive, workbook))]
    parts = {i: posixpath.normpath(targets.get(_relation(a), "")) for i, a in enumerate(sheets)}
    return {i: part.lstrip("/") for i, part in parts.items() if part.lstrip("/") in names}


def _relation(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(tag)}


def _xml(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace")


def _of_part(archive: zipfile.ZipFile, part: str) -> Faults:
    found: Faults = {}
    cells, rows, columns = 0, 0, set[bytes]()
    with archive.open(part) as stream:
        for chunk in _whole_rows(stream):
            cells += sum(chunk.count(start) for start in _CELL_STARTS)
            _check_cells(cells, 1)
            places = _FILLED.findall(chunk)
            columns.update({column for column, _ in places})
            rows = max(rows, max((int(row) for _, row in places[-1:]), default=0))
            if b'"e"' in chunk or b"'e'" in chunk or b"f>" in chunk or b"<f" in chunk:
                found |= _faulty_cells(chunk)
    _check_cells(rows, max((column_number(c.decode()) for c in columns), default=0) + 1)
    return found


def _check_cells(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise FileRefusedError(
            f"Et ark i filen har eller spænder over {rows * columns:,} celler".replace(",", ".")
            + f"; højst {MAX_CELLS // 1_000_000} millioner kan læses. Ofte står der en enkelt "
            "celle langt ude til højre eller langt nede. Slet alt uden for tabellen, gem filen, og "
            "indlæs den igen.",
            code="too_many_cells",
        )


def _whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Cut the XML into pieces that end between rows."""
    kept = bytearray()
    while block := stream.read(_CHUNK):
        kept += block
        cut = kept.rfind(b"row>") + len(b"row>")
        if cut >= len(b"row>"):
            yield bytes(kept[:cut])
            del kept[:cut]
        elif len(kept) > _LONGEST_ROW:
            message = "En række i et ark er så lang, at filen ikke kan være et udtræk."
            raise FileRefusedError(message, code="too_large")
    yield bytes(kept)


def _faulty_cells(chunk: bytes) -> Faults:
    found: Faults = {}
    for attributes, column, row, inner in _CELL.findall(chunk):
        kind = _TYPE.search(attributes)
        result = _RESULT.search(inner)
        formula = _FORMULA.search(inner)
        place = (int(row) - 1, column_number(column.decode()))
        if kind and kind[1] == b"e":
            found[place] = ErrorCell(_decoded(result[1] if result else b"#FEJL"))
        elif formula and not result and not (kind and kind[1] in (b"str", b"inlineStr")):
            found[place] = ErrorCell("=" + _decoded(formula[1] or b""))
    return found


def _decoded(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))
