"""Look a workbook's sheets through before they are opened.

Calamine shows error cells and formulas without a stored result as empty, and makes room for every
cell of the rectangle that a sheet spans. So each sheet's XML is searched first: for how far its
cells reach, and for the cells that must not pass for empty ones.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from typing import IO

from core.errors import FileRefusedError
from data_loaders.files.grid import MAX_CELLS, ErrorCell, column_number, letters

MAX_UNPACKED = 500_000_000
MAX_PARTS = 5_000

_ROOT = "_rels/.rels"
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
# Excel writes each address; others may leave it out where a row or cell follows the one before.
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)")
_UNADDRESSED = re.compile(rb"<(?:\w+:)?(?:row|c)(?=[\s/>])(?![^>]*\sr=)")
_ADDRESS = re.compile(rb"\sr=[\"']([A-Z]*)(\d{0,7})[\"']")
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
    names = archive.namelist()
    relations = _xml(archive, _ROOT) if _ROOT in names else ""
    found = (_attributes(tag) for tag in _RELATION_TAG.findall(relations))
    main = [a.get("Target", "") for a in found if a.get("Type", "").endswith("/officeDocument")]
    parts = [posixpath.normpath("/" + target).lstrip("/") for target in main] or names
    return next((part for part in parts if part in names and _WORKBOOK.search(part)), "")


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
        for chunk in _addressed(_whole_rows(stream)):
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


def _addressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Write each row's and cell's address where it is left out, counting on from the one before."""
    place = _Place()
    for chunk in chunks:
        if _UNADDRESSED.search(chunk):
            yield _ROW_OR_CELL.sub(place.addressed, chunk)
        else:
            place.skip(chunk)
            yield chunk


class _Place:
    """Where the reading of a sheet has come to; row and column are counted from 1."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def skip(self, chunk: bytes) -> None:
        """Go to the last row of a piece whose rows all have their address."""
        last = _ADDRESS.search(chunk, max(chunk.rfind(b"row "), 0))
        self.row = int(last[2]) if last and last[2] else self.row

    def addressed(self, tag: re.Match[bytes]) -> bytes:
        """Write a row's or cell's opening tag with its address, and go there."""
        given = _ADDRESS.search(tag[2])
        if tag[1] == b"row":
            self.row, self.column = int(given[2]) if given and given[2] else self.row + 1, 0
            return tag[0]
        self.column = column_number(given[1].decode()) + 1 if given else self.column + 1
        name = letters(self.column - 1).encode()
        start = tag[0][: len(tag[0]) - len(tag[2])]
        return tag[0] if given else b'%b r="%b%d"%b' % (start, name, self.row, tag[2])


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
