"""Look a workbook's sheets through before they are opened.

Calamine shows error cells and formulas without a stored result as empty, and makes room for every
cell of the rectangle that a sheet spans. So each sheet's XML is searched first: for how far its
cells reach, and for the cells that must not pass for empty ones.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import WIDEST_GAP, too_many_cells
from data_loaders.files.dialects.styles import Styles
from data_loaders.files.values import MAX_CELLS, ErrorCell, column_number, letters

# A cell that closes itself is formatting only, and may stand anywhere without costing anything.
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?)>(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
# Excel writes each address; others may leave it out where a row or cell follows the one before.
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)")
_UNADDRESSED = re.compile(rb"<(?:\w+:)?(?:row|c)(?=[\s/>])(?![^>]*\sr=)")
_ADDRESS = re.compile(rb"\sr=[\"']([A-Za-z]*)(\d{0,7})[\"']")
_CELL_STARTS = (b"<c ", b"<c>", b":c ", b":c>")
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
# What stands in the XML where there may be an error, or a formula.
_SIGNS = (b'"e"', b"'e'", b"f>", b"<f")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_STYLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[^>]*[^/>]>")
_LEVEL = re.compile(rb"<(?:\w+:)?row(\s[^>]*\boutlineLevel=[\"']([1-7])[\"'][^>]*)>")
# Only then does a row that can be folded stand under the one that it is part of.
_PARTS_BELOW = re.compile(rb"\bsummaryBelow=[\"'](?:0|false)[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_CHUNK = 4_000_000
_HEAD = 4_000
_LONGEST_ROW = 50_000_000
_MOST_INDENTED = 200_000  # cells; an extract has no more rows than half as many

Faults = dict[tuple[int, int], ErrorCell]


@dataclass(frozen=True)
class Found:
    """What a sheet's XML tells that calamine does not: faulty cells, hidden rows, looks.

    `hidden` has the rows' numbers, `percents` the numbers of columns, counted from 0, where cells
    show a percentage. `indents` says how far in a cell shows its text, and `levels` how far down an
    outline a row is, by its number from 0.
    """

    faults: Faults = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    percents: set[int] = field(default_factory=set)
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)


def of_part(stream: IO[bytes], styles: Styles) -> Found:
    """Search a sheet's XML; FileRefusedError (`too_many_cells`, `too_large`) for one too large."""
    found = Found()
    cells, rows, filled, columns = 0, 0, 0, set[bytes]()
    for chunk in _addressed(_whole_rows(stream)):
        cells += sum(chunk.count(start) for start in _CELL_STARTS)
        check_cells(cells, 1)
        places = _FILLED.findall(chunk)
        columns.update({column for column, _ in places})
        numbers = {row for _, row in places}
        filled += len(numbers)
        rows = max(rows, max(map(int, numbers), default=0))
        found.faults.update(_faulty_cells(chunk))
        found.hidden.extend(hidden_rows(chunk))
        found.percents.update(percent_columns(chunk, styles.percents))
        if len(found.indents) < _MOST_INDENTED:
            found.indents.update(_indents(chunk, styles.indents))
        if found.levels or _PARTS_BELOW.search(chunk, 0, _HEAD):
            found.levels.update(_levels(chunk))
    check_cells(rows, max((column_number(c.decode().upper()) for c in columns), default=0) + 1)
    if rows - filled > WIDEST_GAP:
        raise too_many_cells()
    return found


def hidden_rows(xml: bytes) -> list[int]:
    """Return the numbers of the rows that are hidden, among some whole rows of a sheet."""
    if not (b"h" in xml and b"hidden" in xml):  # a single byte is found much faster
        return []
    addresses = (_ADDRESS.search(attributes) for attributes in _HIDDEN_ROW.findall(xml))
    return [int(address[2]) for address in addresses if address and address[2]]


def percent_columns(xml: bytes, styles: frozenset[str]) -> set[int]:
    """Return the columns, from 0, with cells in one of these styles, in the beginning of some rows.

    A column has one format from its header to its end, so the beginning tells.
    """
    if not styles:
        return set()
    wanted = {style.encode() for style in styles}
    tags = ((tag[1], _STYLE.search(tag[0])) for tag in _STYLED.finditer(xml, 0, _CHUNK))
    places = {column for column, style in tags if style and style[1] in wanted}
    return {column_number(column.decode().upper()) for column in places}


def _indents(xml: bytes, styles: dict[str, int]) -> dict[tuple[int, int], int]:
    if not styles:
        return {}
    levels = {style.encode(): level for style, level in styles.items()}
    tags = ((tag, _STYLE.search(tag[0])) for tag in _STYLED.finditer(xml))
    return {
        (int(tag[2]) - 1, column_number(tag[1].decode().upper())): levels[style[1]]
        for tag, style in tags
        if style and style[1] in levels
    }


def _levels(xml: bytes) -> dict[int, int]:
    rows = ((_ADDRESS.search(attributes), level) for attributes, level in _LEVEL.findall(xml))
    return {int(found[2]) - 1: int(level) for found, level in rows if found and found[2]}


def of_rows(xml: bytes) -> Faults:
    """Return the faulty cells in some whole rows of a sheet, each with its address."""
    return {place: fault for c in _addressed([xml]) for place, fault in _faulty_cells(c).items()}


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


def _whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Cut the XML into pieces that end between rows."""
    kept = bytearray()
    while block := stream.read(_CHUNK):
        if block.startswith(_WIDE):
            raise ValueError("a sheet in UTF-16, which is not searched")
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
        self.column = column_number(given[1].decode().upper()) + 1 if given else self.column + 1
        name = letters(self.column - 1).encode()
        start = tag[0][: len(tag[0]) - len(tag[2])]
        return tag[0] if given else b'%b r="%b%d"%b' % (start, name, self.row, tag[2])


def _faulty_cells(chunk: bytes) -> Faults:
    found: Faults = {}
    if not any(sign in chunk for sign in _SIGNS):
        return found
    for attributes, column, row, inner in _CELL.findall(chunk):
        kind = _TYPE.search(attributes)
        result = _RESULT.search(inner)
        formula = _FORMULA.search(inner)
        place = (int(row) - 1, column_number(column.decode().upper()))
        if kind and kind[1] == b"e":
            found[place] = ErrorCell(_decoded(result[1] if result else b"#FEJL"))
        elif formula and not result and not (kind and kind[1] in (b"str", b"inlineStr")):
            found[place] = ErrorCell("=" + _decoded(formula[1] or b""))
    return found


def _decoded(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))
