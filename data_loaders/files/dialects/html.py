"""Web pages with tables (HTML), often called .xls: one sheet, laid out as Excel shows the page."""

import re
from collections.abc import Iterator, Mapping

from core.errors import FileRefusedError
from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import (
    Table,
    count_indent_levels,
    indent_text,
    read_number,
    read_text_cell,
    refuse_damaged,
)
from data_loaders.files.dialects.markup import read_html_sheets
from data_loaders.files.dialects.text import decode
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import ErrorCell, Value

NAME = "html"
LABEL = "webside (HTML)"

_TAG = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div)\b", re.IGNORECASE)
_HEAD = 4096
_SHEET_NAME = re.compile(r"<x:Name>\s*([^<]+?)\s*</x:Name>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")  # a no-break space is kept: it indents
_UNSHOWN = frozenset({"script", "style", "title", "xml", "noscript", "template"})
# What ends a line of text outside the tables.
_BLOCKS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption"})
_WIDEST, _DEEPEST = 1_000, 65_534  # as in HTML's own standard
_CLASS = re.compile(r"\.([\w-]{1,100})\s{0,10}\{([^{}]*)\}")
_INDENT = re.compile(
    r"(?:padding-left|text-indent|margin-left)\s*:\s*([\d.]+\s*\w+)", re.IGNORECASE
)
_DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_NUMBER = re.compile(r"[^A-Za-zÆØÅæøå:]*\d[^A-Za-zÆØÅæøå:]*$")


def recognises(content: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    # NULs are dropped so that UTF-16 is seen as well.
    head = content[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    return head.lstrip()[:1] == b"<" and bool(_TAG.search(head))


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the page's text and tables as one sheet.

    Raises FileRefusedError: `too_many_cells`, `not_spreadsheet`, `unreadable`.
    """
    text, text_notes = decode(content)
    yield from text_notes
    names = _SHEET_NAME.findall(text[:_HEAD])
    yield from read_page(text, name=names[0] if len(names) == 1 else "")


def read_page(text: str, *, name: str) -> Iterator[RawSheet | Note]:
    """Read a page's text; FileRefusedError (`not_spreadsheet`) where it has no table."""
    page = _Page(name, _find_indents(text))
    with refuse_damaged("Filen"):
        yield from read_html_sheets(text, page)
    if not page.has_table:
        raise FileRefusedError(
            "Filen er en webside uden tabel. Er den gemt fra Excel med flere ark, ligger arkene i "
            "en mappe ved siden af. Gem regnearket igen som .xlsx, og indlæs den gemte fil.",
            code="not_spreadsheet",
        )


class _Tabular:
    """A table that is open: where its next cell goes, and what cells of rows above reach into."""

    def __init__(self) -> None:
        self.column = 0
        self._covered: dict[int, int] = {}

    def place(self, row: int, *, down: int, right: int) -> int:
        """Find the column of the row's next cell, which spans so many rows and columns."""
        while self._covered.get(self.column, -1) >= row:
            self.column += 1
        column = self.column
        self.column += right
        if down > 1:
            self._covered |= dict.fromkeys(range(column, self.column), row + down - 1)
        return column


class _Page:
    """The page's tags on their way to a sheet."""

    def __init__(self, name: str, indents: Mapping[str, float]) -> None:
        self.has_table = False
        self._indents = indents
        self._name = name
        self._table = Table()
        self._row, self._next_row = -1, 0
        self._open: list[_Tabular] = []
        self._cell: Mapping[str, str] | None = None
        self._text: list[str] = []
        self._unshown = 0
        self._hidden: list[int] = []
        self._percents: set[int] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSHOWN:
            self._unshown += 1
        elif tag == "table":
            self._flush()
            self.has_table = True
            self._open.append(_Tabular())
            self._row = -1
        elif tag == "tr" and self._open:
            self._flush()
            self._start_row(attributes)
        elif tag in ("td", "th") and self._open:
            self._flush()
            self._cell = dict(attributes)
        elif tag in _BLOCKS:
            self._end_line()

    def end(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(self._unshown - 1, 0)
        elif tag == "table" and self._open:
            self._flush()
            self._open.pop()
            self._row = -1  # what is left of the row around this table goes below it
        elif tag in ("td", "th", "tr") and self._open:
            self._flush()
        elif tag in _BLOCKS:
            self._end_line()

    def data(self, text: str) -> None:
        if self._unshown == 0:
            self._text.append(text)

    def close(self) -> None:
        self._flush()

    def take_finished_sheets(self) -> Iterator[RawSheet | Note]:
        if not self.has_table:
            return
        yield RawSheet(
            self._name,
            rows=self._table.rows,
            percent_columns=tuple(sorted(self._percents)),
        )
        yield from notes.note_hidden_rows(self._name, self._hidden)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._begin_row()
        self._open[-1].column = 0
        if "display:none" in attributes.get("style", "").replace(" ", "").lower():
            self._hidden.append(self._row + 1)

    def _begin_row(self) -> None:
        self._row = self._next_row
        self._next_row += 1

    def _end_line(self) -> None:
        """End a line: within a cell it is a space, outside the tables a row."""
        if self._open:
            self._text.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """Put the cell, or the line of text outside the tables, that has come to its end."""
        text = _SPACE.sub(" ", "".join(self._text)).strip(" ")
        cell, self._cell, self._text = self._cell, None, []
        if cell is not None:
            self._put_cell(cell, text)
        elif text and not self._open:
            self._begin_row()
            self._table.put(self._row, 0, text)

    def _put_cell(self, cell: Mapping[str, str], text: str) -> None:
        if self._row < 0:
            self._begin_row()
        down, right = _read_span(cell, "rowspan", _DEEPEST), _read_span(cell, "colspan", _WIDEST)
        column = self._open[-1].place(self._row, down=down, right=right)
        value = indent_text(_read_value(cell, text), self._find_indent(cell))
        self._table.put(self._row, column, value)
        if isinstance(value, float) and text.endswith("%"):
            self._percents.add(column)

    def _find_indent(self, cell: Mapping[str, str]) -> float:
        style_indent = _INDENT.search(cell.get("style", ""))
        return (
            count_indent_levels(style_indent[1])
            if style_indent
            else self._indents.get(cell.get("class", "").strip(), 0)
        )


def _find_indents(text: str) -> dict[str, float]:
    """Return how far in each class of cells shows its text, as Excel writes it above a page."""
    if "padding-left" not in text:
        return {}
    matches = ((name, _INDENT.search(style)) for name, style in _CLASS.findall(text))
    return {name: count_indent_levels(length[1]) for name, length in matches if length}


def _read_span(cell: Mapping[str, str], name: str, most: int) -> int:
    digits = cell.get(name, "").strip()
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 9 else 1


def _read_value(cell: Mapping[str, str], text: str) -> Value:
    """Read a cell; Excel and LibreOffice write the whole number beside the rounded one."""
    exact = cell.get("x:num") or cell.get("sdval")
    if "x:err" in cell:
        return ErrorCell(text or "#FEJL")
    if exact and _NUMBER.match(text) and not _DAY.search(text):
        return read_number(exact)
    return read_text_cell(text) or None
