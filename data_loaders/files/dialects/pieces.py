"""Cut a large sheet of a workbook into pieces, each a small workbook that can be read by itself.

A piece is some rows of the sheet's XML between a beginning and an end. Only a sheet that is
written plainly, as Excel writes it, is cut; any other is read whole, row by row.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from data_loaders.files.dialects import survey
from data_loaders.files.grid import column_number

LARGE = 8_000_000  # bytes of XML: from here on, columns are worth their while
# The first and last rows hold titles, headers and totals, which the rows between them do not: they
# are pieces of their own.
_APART = 100
_PIECE = 3_000_000
_TEXTS_TIMES = 8
_LARGE_PIECE = 32_000_000  # as much as can be held several times
_BLOCK = 1_000_000
_HEAD = 1_000_000

_START_OF_ROWS = b"<sheetData>"
_END_OF_ROWS = b"</sheetData>"
_ROW_END = b"</row>"
_FIRST_ROW = re.compile(rb"\s*<row\s(?:[^>]*?\s)?r=\"(\d{1,7})\"")
_OTHER_ENCODING = re.compile(rb"encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)
# A cell that is not in one of the first 26 columns: in which column, or "" where it has no address.
_FAR_RIGHT = re.compile(rb"<c(?! r=\"[A-Z]\d)(?: r=\"([A-Z]{2,3})\d)?")

_MERGED = re.compile(rb"<mergeCell\s[^>]*?\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f'<Relationship Id="%s" Type="{_DOCUMENT}/%s" Target="%s"/>'
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": _RELATIONS % _RELATION % ("r1", "officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": _RELATIONS
    % (
        _RELATION % ("r1", "worksheet", "sheet.xml")
        + _RELATION % ("r2", "styles", "styles.xml")
        + _RELATION % ("r3", "sharedStrings", "sharedStrings.xml")
    ),
}
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
_PIN = b'<row r="%d"><c r="A%d" t="str"><v>.</v></c></row>'
_SHEET_END = b"</sheetData></worksheet>"


class NotPlainError(Exception):
    """The sheet is written in a way that cannot be cut."""


@dataclass(frozen=True)
class Piece:
    """Some whole rows of a sheet, as XML; `first` is the number of the first one, from 1."""

    first: int
    rows: bytes

    @property
    def has_formulas(self) -> bool:
        """Whether some cell may hold a formula."""
        return b"f" in self.rows and b"<f" in self.rows  # a single byte is found much faster


@dataclass(frozen=True)
class Shared:
    """What a workbook's sheets share: its styles and its texts, as XML.

    `percents` are the numbers of the styles that show a percentage.
    """

    styles: bytes
    texts: bytes
    percents: frozenset[str] = frozenset()

    def workbook(self, piece: Piece, *, pinned: bool = False) -> bytes:
        """Write the workbook whose only sheet has these rows.

        Where it is `pinned`, the row before them has a text in column A: a reader then begins
        there, whatever the rows leave empty.
        """
        pin = _PIN % (piece.first - 1, piece.first - 1) if pinned else b""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, text in _AROUND.items():
                archive.writestr(name, text)
            archive.writestr("xl/styles.xml", self.styles or f'<styleSheet xmlns="{_MAIN}"/>')
            archive.writestr("xl/sharedStrings.xml", self.texts or f'<sst xmlns="{_MAIN}"/>')
            with archive.open("xl/sheet.xml", "w") as part:
                for xml in (_SHEET, pin, piece.rows, _SHEET_END):
                    part.write(xml)
        return out.getvalue()


class Cutter:
    """Cuts the XML of a sheet between its rows; `after` is what follows the last of them."""

    def __init__(self, stream: IO[bytes], shared: Shared) -> None:
        self.after = b""
        self._stream = stream
        # Every piece reads the shared texts again, so it must be larger, or not smaller, than they.
        texts = len(shared.texts)
        self._size = max(_PIECE, min(_TEXTS_TIMES * texts, max(_LARGE_PIECE, texts)))

    def pieces(self) -> Iterator[Piece]:
        """Cut the sheet; NotPlainError where that cannot be done."""
        kept = bytearray(_without_beginning(self._stream))
        yield from _pieces(kept, _after_rows(kept, _APART))
        while block := self._stream.read(_BLOCK):
            kept += block
            if len(kept) > self._size + _BLOCK:
                yield from _pieces(kept, _last_row_end(kept))
        end = kept.rfind(_END_OF_ROWS)
        if end < 0:
            raise NotPlainError
        self.after = bytes(kept[end:])
        del kept[end:]
        yield from _pieces(kept, _before_rows(kept, _APART))
        yield from _pieces(kept, len(kept))

    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        """Return the merged areas: top, left, bottom and right, from 0, the last two included."""
        for left, top, right, bottom in _MERGED.findall(self.after):
            rows, columns = (int(top) - 1, int(bottom) - 1), [_column(left), _column(right)]
            yield rows[0], columns[0], rows[1], columns[1]


def _without_beginning(stream: IO[bytes]) -> bytes:
    """Read to where the rows begin, and some of them."""
    start = stream.read(_HEAD)
    place = start.find(_START_OF_ROWS)
    beginning = start[: max(place, 0)]
    if place < 0 or b"<!" in beginning or _OTHER_ENCODING.search(beginning):
        raise NotPlainError
    return start[place + len(_START_OF_ROWS) :]


def _after_rows(xml: bytearray, count: int) -> int:
    """Return the place after so many rows, or after the last."""
    place = 0
    for _ in range(count):
        found = xml.find(_ROW_END, place)
        if found < 0:
            break
        place = found + len(_ROW_END)
    return place


def _before_rows(xml: bytearray, count: int) -> int:
    """Return the place before the last so many rows; 0 where there are not as many."""
    place = len(xml)
    for _ in range(count + 1):
        place = xml.rfind(_ROW_END, 0, place)
    return place + len(_ROW_END) if place >= 0 else 0


def _last_row_end(xml: bytearray) -> int:
    place = xml.rfind(_ROW_END)
    if place < 0:
        raise NotPlainError
    return place + len(_ROW_END)


def _pieces(kept: bytearray, cut: int) -> Iterator[Piece]:
    """Take the rows before the cut, if there are any, off what is kept."""
    with memoryview(kept) as all_rows:
        rows = bytes(all_rows[:cut])
    del kept[:cut]
    if not rows.strip():
        return
    first = _FIRST_ROW.match(rows)
    if not first or int(first[1]) < 1 or (b"!" in rows and b"<!" in rows):
        raise NotPlainError
    _check_reach(rows)
    yield Piece(int(first[1]), rows)


def _check_reach(rows: bytes) -> None:
    """Refuse cells so far to the right that the piece would span too many."""
    columns = set(_FAR_RIGHT.findall(rows))
    if b"" in columns:
        raise NotPlainError
    if columns:
        survey.check_cells(rows.count(_ROW_END), max(map(_column, columns)) + 1)


def _column(name: bytes) -> int:
    return column_number(name.decode())
