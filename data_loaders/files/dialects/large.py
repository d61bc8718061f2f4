"""Read a large sheet piece by piece, several at a time, into columns that hold each cell once.

A piece in which each column is of one type goes from fastexcel's columns; any other is read cell by
cell as a small sheet is. Both give the same values.
"""

import io
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import IO, Any

import fastexcel
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from python_calamine import CalamineWorkbook

from data_loaders.files.dialects import notes, survey, xlsx
from data_loaders.files.dialects.cells import too_many_cells
from data_loaders.files.dialects.pieces import Cutter, NotPlainError, Piece, Shared
from data_loaders.files.grid import MAX_HELD, Note, Sheet, Value
from data_loaders.files.sending import Column, Held

_AT_ONCE = 2
_MANY_TEXTS = 10_000_000  # bytes of XML, which each piece that is being read holds several times
_FIRST_DAY = np.datetime64("1900-01-02")
Codes = npt.NDArray[np.int32]
Area = tuple[int, int, int, int]


class _MixedError(Exception):
    """Some column of a piece is of several types, or of one that columns would not give exactly."""


@dataclass(frozen=True)
class _Part:
    """A column's cells in a piece; a code counts the distinct numbers first, then the others."""

    numbers: list[float]
    others: list[Value]
    codes: Codes


@dataclass(frozen=True)
class _Read:
    """A piece that was read: its columns from A on, and the number of its first row, from 1."""

    first: int
    height: int
    parts: list[_Part]


def read(stream: IO[bytes], sheet: Sheet, shared: Shared) -> Iterator[Held | Note]:
    """Read the XML of a sheet, whose name and visibility `sheet` has.

    Raises NotPlainError where it cannot be read so, and FileRefusedError where it is too much.
    """
    cutter = Cutter(stream, shared)
    columns = _Columns()
    hidden: list[int] = []
    percents: set[int] = set()
    for piece, read in _in_order(cutter.pieces(), shared):
        columns.add(read)
        hidden += survey.hidden_rows(piece.rows)
        percents = percents or survey.percent_columns(piece.rows, shared.percents)
    yield columns.held(sheet, cutter.merged(), percents)
    yield from notes.hidden_rows(sheet.name, hidden)


def _in_order(pieces: Iterable[Piece], shared: Shared) -> Iterator[tuple[Piece, _Read]]:
    """Read pieces in threads, a few at a time, and return them as they come."""
    at_once = _AT_ONCE if len(shared.texts) < _MANY_TEXTS else 1
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[tuple[Piece, Future[_Read]]] = deque()
        for piece in pieces:
            waiting.append((piece, pool.submit(_piece, piece, shared)))
            if len(waiting) > at_once:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()


def _piece(piece: Piece, shared: Shared) -> _Read:
    try:
        return _of_types(piece, shared)
    except (_MixedError, fastexcel.FastExcelError):
        return _of_cells(piece, shared)


def _of_types(piece: Piece, shared: Shared) -> _Read:
    if piece.first == 1 or piece.has_formulas:
        raise _MixedError  # no row before it to pin it by; a formula may lack its result
    sheet = fastexcel.read_excel(shared.workbook(piece, pinned=True)).load_sheet(
        0, header_row=0, schema_sample_rows=None, dtype_coercion="strict"
    )
    batch, errors = sheet.to_arrow_with_errors()
    if errors:
        raise _MixedError
    return _Read(piece.first, batch.num_rows, [_part(column) for column in batch.columns])


def _part(column: pa.Array) -> _Part:
    """Hold each distinct cell of a column once; what was empty comes last of them."""
    held = column.dictionary_encode()
    cells = held.dictionary
    codes = _codes(held.indices, empty=len(cells))
    if pa.types.is_floating(column.type):
        numbers = np.from_dlpack(cells)
        if not np.isfinite(numbers).all():
            raise _MixedError  # the texts "nan" and "inf"
        return _Part(numbers.tolist(), [None], codes)
    return _Part([], [*_others(cells), None], codes)


def _codes(places: pa.Array, *, empty: int) -> Codes:
    """Return some places, and one place for all that are empty.

    Arrow's own `fill_null` and `to_numpy` look for pandas, which takes longer than the file.
    """
    filled, codes = places.buffers()
    found = np.frombuffer(codes, np.int32, len(places))
    if filled is None:
        return found
    bits = np.frombuffer(filled, np.uint8)
    is_filled = np.unpackbits(bits, count=len(places), bitorder="little")
    return np.where(is_filled, found, np.int32(empty))


def _others(cells: pa.Array) -> list[Value]:
    if pa.types.is_timestamp(cells.type):
        days = np.from_dlpack(cells.view(pa.int64())).view(f"datetime64[{cells.type.unit}]")
        if (days < _FIRST_DAY).any():
            raise _MixedError  # among them a time of day, which would be a date
        return days.tolist()  # type: ignore[no-any-return]
    values: list[Any] = cells.to_pylist()
    if pa.types.is_string(cells.type):
        return [text or None for text in values]
    if pa.types.is_boolean(cells.type) or pa.types.is_null(cells.type):
        return values
    raise _MixedError


def _of_cells(piece: Piece, shared: Shared) -> _Read:
    book = CalamineWorkbook.from_filelike(io.BytesIO(shared.workbook(piece)))
    found = survey.Found(survey.of_rows(piece.rows))
    sheet = xlsx.sheet_of(book.get_sheet_by_index(0), hidden=False, found=found)
    rows = [[None] * sheet.left + row for row in sheet.rows]
    width = max(map(len, rows), default=0)
    padded = (row + [None] * (width - len(row)) for row in rows)
    parts = [_encoded(cells) for cells in zip(*padded, strict=True)]
    return _Read(sheet.top + 1, len(rows), parts)


def _encoded(cells: Iterable[Value]) -> _Part:
    places: dict[tuple[type, Value], int] = {}
    codes = [places.setdefault((type(cell), cell), len(places)) for cell in cells]
    return _Part([], [value for _, value in places], np.array(codes, dtype=np.int32))


class _Places(dict[Any, int]):
    """The place of each value, given when it is first asked for."""

    def __missing__(self, value: object) -> int:
        self[value] = place = len(self)
        return place


class _Column:
    """A column while it is read. Numbers have codes from 0 up, all else from -1 down."""

    def __init__(self) -> None:
        self._numbers = _Places()
        self._others = _Places()
        self._codes: list[Codes] = []
        self.height = 0
        self.blank = self._code(None)

    def pad(self, height: int) -> None:
        """Add empty cells up to a height."""
        self._add(np.full(height - self.height, self.blank, np.int32))

    def add(self, part: _Part) -> None:
        """Add the cells of the next piece."""
        known = [*map(self._numbers.__getitem__, part.numbers), *map(self._code, part.others)]
        self._add(np.array(known, np.int32)[part.codes])

    def codes(self) -> Codes:
        """Return the codes of all cells."""
        return np.concatenate(self._codes)

    def column(self, rows: slice) -> Column:
        """Return the cells of some rows as they are sent."""
        others = [value for _, value in self._others]
        codes = self.codes()[rows]
        if not (codes == self.blank).any():
            others.remove(None)  # the first of them, with the code -1
            codes = np.where(codes < 0, codes + 1, codes)
        numbers = np.fromiter(self._numbers, np.float64, len(self._numbers))
        return Column(numbers.tobytes(), others, codes.astype(np.int32).tobytes())

    def _add(self, codes: Codes) -> None:
        self._codes.append(codes)
        self.height += len(codes)

    def _code(self, value: Value) -> int:
        if type(value) is float:
            return self._numbers[value]
        return -1 - self._others[type(value), value]


class _Columns:
    """The columns of a sheet, from A on, while it is read; the first cell is that of row 1."""

    def __init__(self) -> None:
        self._columns: list[_Column] = []
        self._height = 0

    def add(self, piece: _Read) -> None:
        """Add a piece below what was read, with the empty rows between them."""
        above = piece.first - 1
        if above < self._height:
            raise NotPlainError  # rows out of order
        width = max(len(piece.parts), len(self._columns))
        if (above + piece.height) * width > MAX_HELD:
            raise too_many_cells()
        self._columns += [_Column() for _ in range(width - len(self._columns))]
        for column, part in zip(self._columns, piece.parts, strict=False):
            column.pad(above)
            column.add(part)
        self._height = above + piece.height

    def held(self, sheet: Sheet, merged: Iterable[Area], percents: set[int]) -> Held:
        """Return what was read, without the empty rows and columns around it."""
        for column in self._columns:
            column.pad(self._height)
        filled = [column.codes() != column.blank for column in self._columns]
        left = next((place for place, cells in enumerate(filled) if cells.any()), 0)
        rows = np.flatnonzero(np.logical_or.reduce(filled)) if filled else np.zeros(0)
        top, end = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
        columns = tuple(column.column(slice(top, end)) for column in self._columns[left:])
        areas = (
            (first - top, start - left, last - top, stop - left)
            for first, start, last, stop in merged
            if first >= top and start >= left
        )
        shown = tuple(sorted(column - left for column in percents if column >= left))
        placed = replace(sheet, top=top, left=left, merged=tuple(areas), percent_columns=shown)
        return Held(placed, end - top, columns)
