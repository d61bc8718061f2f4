"""Look a workbook's sheets through before they are opened.

Calamine shows error cells and formulas without a stored result as empty, and makes room for every
cell of the rectangle that a sheet spans. So each sheet's XML is searched first: for how far its
cells reach, and for the cells that must not pass for empty ones.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import (
    WIDEST_GAP,
    DamagedFileError,
    make_too_many_cells_refusal,
)
from data_loaders.files.dialects.styles import Styles
from data_loaders.files.values import MAX_CELLS, ErrorCell, to_column_index, to_column_letters

# A cell that closes itself is formatting only, and may stand anywhere without costing anything.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_FIRST_CELL = re.compile(rb'<row [^>]*>\s*<c r="[A-Z]{1,3}(\d{1,7})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"((?:[^>]*[^/>])?)>(.*?)</(?:\w+:)?c>', re.DOTALL)
# Excel writes each tag with its address first; others may not, or leave it out where a row or cell
# follows the one before.
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)")
_NOT_PLAIN = (re.compile(rb"<c(?! r=\"[A-Z]|ol)"), re.compile(rb"<row(?! r=\"\d)"))
_ADDRESS = re.compile(rb"\sr=[\"']([A-Za-z]*)(\d{0,7})[\"']")
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
# What stands in the XML where there may be an error, or a formula. A single byte, which each sign
# holds, is found much faster.
_SIGNS = ((b'"', b'"e"'), (b"'", b"'e'"), (b"f", b"f>"), (b"f", b"<f"))
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})[^>]*[^/>]>')
_LEVEL = re.compile(rb"<(?:\w+:)?row(\s[^>]*\boutlineLevel=[\"']([1-7])[\"'][^>]*)>")
# Only then does a row that can be folded stand under the one that it is part of.
_PARTS_BELOW = re.compile(rb"\bsummaryBelow=[\"'](?:0|false)[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_CHUNK = 4_000_000
_HEAD = 4_000
_LONGEST_ROW = 50_000_000
_MOST_INDENTED = 200_000  # rows; an extract has no more than half as many

Faults = defaultdict[int, dict[int, ErrorCell]]


@dataclass(frozen=True)
class SheetFindings:
    """What a sheet's XML tells that calamine does not: faulty cells, hidden rows, looks.

    All is by the numbers of rows and columns from 0, but for `hidden`, which has the rows' numbers
    as they are shown. `percents` are the columns where cells show a percentage. `indents` says how
    far in a cell shows its text, and `levels` how far down an outline a row is.
    """

    faults: Faults = field(default_factory=lambda: defaultdict(dict))
    hidden: list[int] = field(default_factory=list)
    percents: set[int] = field(default_factory=set)
    indents: defaultdict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    levels: dict[int, int] = field(default_factory=dict)

    @property
    def changes_rows(self) -> bool:
        """Whether some row's cells are others than those that calamine shows."""
        return bool(self.faults or self.indents or self.levels)


def survey_sheet(stream: IO[bytes], styles: Styles) -> SheetFindings:
    """Search a sheet's XML; FileRefusedError (`too_many_cells`, `too_large`) for one too large."""
    findings = SheetFindings()
    cells, rows, filled, columns = 0, 0, 0, set[bytes]()
    for chunk in _write_addresses(_cut_whole_rows(stream)):
        cells += chunk.count(b"<c ")
        check_cells(cells, 1)
        chunk_columns, numbers = _find_filled(chunk)
        columns |= chunk_columns
        filled += len(numbers)
        rows = max(rows, max(map(int, numbers), default=0))
        _add_faulty_cells(chunk, findings.faults)
        findings.hidden.extend(find_hidden_rows(chunk))
        findings.percents.update(find_percent_columns(chunk, styles.percents))
        if len(findings.indents) < _MOST_INDENTED and styles.indents:
            _add_indents(chunk, styles.indents, findings.indents)
        if findings.levels or _PARTS_BELOW.search(chunk, 0, _HEAD):
            findings.levels.update(_find_outline_levels(chunk))
    check_cells(rows, max((to_column_index(c.decode()) for c in columns), default=0) + 1)
    if rows - filled > WIDEST_GAP:
        raise make_too_many_cells_refusal()
    return findings


def _find_filled(xml: bytes) -> tuple[set[bytes], set[bytes]]:
    """Return the columns and the numbers of the rows in which some cell is filled."""
    if xml.count(b"<c ") == xml.count(b"</c>"):  # no cell closes itself: all are filled
        return set(_COLUMN.findall(xml)), set(_FIRST_CELL.findall(xml))
    places = _FILLED.findall(xml)
    return {column for column, _ in places}, {row for _, row in places}


def find_hidden_rows(xml: bytes) -> list[int]:
    """Return the numbers of the rows that are hidden, among some whole rows of a sheet."""
    if not (b"h" in xml and b"hidden" in xml):  # a single byte is found much faster
        return []
    addresses = (_ADDRESS.search(attributes) for attributes in _HIDDEN_ROW.findall(xml))
    return [int(address[2]) for address in addresses if address and address[2]]


def find_percent_columns(xml: bytes, styles: frozenset[str]) -> set[int]:
    """Return the columns, from 0, with cells in one of these styles, in the beginning of some rows.

    A column has one format from its header to its end, so the beginning tells.
    """
    if not styles:
        return set()
    style_numbers = {style.encode() for style in styles}
    tags = ((tag[1], _STYLE.search(tag[0])) for tag in _STYLED.finditer(xml, 0, _CHUNK))
    places = {column for column, style in tags if style and style[1] in style_numbers}
    return {to_column_index(column.decode()) for column in places}


def _add_indents(
    xml: bytes, styles: dict[str, int], indents: defaultdict[int, dict[int, int]]
) -> None:
    levels = {style.encode(): level for style, level in styles.items()}
    for tag in _STYLED.finditer(xml):
        style = _STYLE.search(tag[0])
        if style and style[1] in levels:
            indents[int(tag[2]) - 1][to_column_index(tag[1].decode())] = levels[style[1]]


def _find_outline_levels(xml: bytes) -> dict[int, int]:
    rows = ((_ADDRESS.search(attributes), level) for attributes, level in _LEVEL.findall(xml))
    return {int(address[2]) - 1: int(level) for address, level in rows if address and address[2]}


def check_cells(rows: int, columns: int) -> None:
    """Refuse a sheet that spans too many cells."""
    if rows * columns > MAX_CELLS:
        raise FileRefusedError(
            f"Et ark i filen har eller spænder over {rows * columns:,} celler".replace(",", ".")
            + f"; højst {MAX_CELLS // 1_000_000} millioner kan læses. Ofte står der en enkelt "
            "celle langt ude til højre eller langt nede. Slet alt uden for tabellen, gem filen, og "
            "indlæs den igen.",
            code="too_many_cells",
        )


def _cut_whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Cut the XML into pieces that end between rows."""
    buffer = bytearray()
    while block := stream.read(_CHUNK):
        if block.startswith(_WIDE):
            raise DamagedFileError("a sheet in UTF-16, which is not searched")
        buffer += block
        cut = buffer.rfind(b"row>") + len(b"row>")
        if cut >= len(b"row>"):
            yield bytes(buffer[:cut])
            del buffer[:cut]
        elif len(buffer) > _LONGEST_ROW:
            message = "En række i et ark er så lang, at filen ikke kan være et udtræk."
            raise FileRefusedError(message, code="too_large")
    yield bytes(buffer)


def _write_addresses(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Begin each row's and cell's tag with its address, counting on where it is left out."""
    place = _ReadingPlace()
    for chunk in chunks:
        if b":row" in chunk or any(pattern.search(chunk) for pattern in _NOT_PLAIN):
            yield _ROW_OR_CELL.sub(place.write_address, chunk)
        else:
            place.skip(chunk)
            yield chunk


class _ReadingPlace:
    """Where the reading of a sheet has come to; row and column are counted from 1."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def skip(self, chunk: bytes) -> None:
        """Go to the last row of a piece whose rows all have their address."""
        last = _ADDRESS.search(chunk, max(chunk.rfind(b"row "), 0))
        self.row = int(last[2]) if last and last[2] else self.row

    def write_address(self, tag: re.Match[bytes]) -> bytes:
        """Write a row's or cell's opening tag with its address first, and go there."""
        address = _ADDRESS.search(tag[2])
        attributes = _ADDRESS.sub(b"", tag[2], 1)
        if tag[1] == b"row":
            self.row, self.column = int(address[2]) if address and address[2] else self.row + 1, 0
            return b'<row r="%d"%b' % (self.row, attributes)
        self.column = (
            to_column_index(address[1].decode().upper()) + 1 if address else self.column + 1
        )
        row = int(address[2]) if address and address[2] else self.row
        return b'<c r="%b%d"%b' % (to_column_letters(self.column - 1).encode(), row, attributes)


def _add_faulty_cells(chunk: bytes, faults: Faults) -> None:
    if not any(byte in chunk and sign in chunk for byte, sign in _SIGNS):
        return
    for column, row, attributes, inner in _CELL.findall(chunk):
        kind = _TYPE.search(attributes)
        result = _RESULT.search(inner)
        formula = _FORMULA.search(inner)
        if kind and kind[1] == b"e":
            text = _decode(result[1] if result else b"#FEJL")
        elif formula and not result and not (kind and kind[1] in (b"str", b"inlineStr")):
            text = "=" + _decode(formula[1] or b"")
        else:
            continue
        faults[int(row) - 1][to_column_index(column.decode())] = ErrorCell(text)


def _decode(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))
