"""SpreadsheetML 2003: a whole workbook in one XML file, often called .xls."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import (
    Table,
    format_elapsed,
    indent_text,
    read_moment,
    read_number,
    read_whole_number,
    refuse_damaged,
)
from data_loaders.files.dialects.markup import XmlTarget, read_xml_sheets, strip_namespace
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import ErrorCell, Value

NAME = "xml2003"
LABEL = "XML-regneark fra Excel 2003"

_NAMESPACE = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")
_WORKBOOK = re.compile(rb"<(?:\w+:)?Workbook[\s>]")
_HEAD = 8192
# A time of day is written as a moment of the day before the calendar begins.
_FROM_THE_LEFT = ("Automatic", "Left")
_NO_DAY = date(1899, 12, 31)


def recognises(content: bytes) -> bool:
    """Whether the bytes are XML whose root is a workbook of Excel 2003."""
    # NULs are dropped so that UTF-16 is seen as well.
    head = content[:_HEAD].replace(b"\0", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe\r\n\t ")[:1]
    return start == b"<" and bool(_NAMESPACE.search(head)) and bool(_WORKBOOK.search(head))


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the worksheets in the workbook's order.

    Raises FileRefusedError: `too_many_cells`, `unreadable`.
    """
    with refuse_damaged("XML-regnearket"):
        # Writers that forget that nothing may stand before the declaration.
        yield from read_xml_sheets(io.BytesIO(content.lstrip(b"\r\n\t ")), _Workbook())


class _Workbook(XmlTarget):
    """The workbook's tags on their way to sheets. Places are counted from 0."""

    def __init__(self) -> None:
        self._ready: list[RawSheet | Note] = []
        self._percent_styles: set[str] = set()
        self._indents: dict[str, int] = {}
        self._style = ""
        self._begin("")

    def _begin(self, name: str) -> None:
        self._name = name
        self._table = Table()
        self._row = self._column = -1
        self._span = 0
        self._is_hidden = False
        self._hidden_rows: list[int] = []
        self._percents: set[int] = set()
        self._cell: Mapping[str, str] = {}
        self._kind = ""
        self._content = ""
        self._text: list[str] | None = None
        self._is_comment = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = strip_namespace(tag)
        attributes = {strip_namespace(key): value for key, value in attributes.items()}
        if name == "Style":
            self._style = attributes.get("ID", "")
        elif name == "NumberFormat" and re.search("%|Percent", attributes.get("Format", "")):
            self._percent_styles.add(self._style)
        elif name == "Alignment" and attributes.get("Horizontal", "Left") in _FROM_THE_LEFT:
            self._indents[self._style] = read_whole_number(attributes.get("Indent", "0"))
        elif name == "Worksheet":
            self._begin(attributes.get("Name", ""))
        elif name == "Row":
            self._start_row(attributes)
        elif name == "Cell":
            self._start_cell(attributes)
        elif name == "Comment":
            self._is_comment = True
        elif name == "Data" and not self._is_comment:
            self._kind, self._text = attributes.get("Type", "String"), []
        elif name == "Visible":
            self._text = []

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = read_whole_number(attributes.get("Index", f"{self._row + self._span + 2}")) - 1
        self._span, self._column = read_whole_number(attributes.get("Span", "0")), -1
        if attributes.get("Hidden") == "1":
            self._hidden_rows.append(self._row + 1)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._column = read_whole_number(attributes.get("Index", f"{self._column + 2}")) - 1
        self._cell, self._kind, self._content = attributes, "", ""

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = strip_namespace(tag)
        if name == "Cell":
            self._end_cell()
        elif name == "Data":
            self._content, self._text = self._content + "".join(self._text or ()), None
        elif name == "Comment":
            self._is_comment = False
        elif name == "Visible":
            self._is_hidden = "Hidden" in "".join(self._text or ())
            self._text = None
        elif name == "Worksheet":
            self._ready += self._make_parts()

    def _end_cell(self) -> None:
        value = _read_value(self._kind, self._content)
        if value is None and "Formula" in self._cell and self._kind != "String":
            value = ErrorCell(self._cell["Formula"])
        style = self._cell.get("StyleID", "")
        self._table.put(self._row, self._column, indent_text(value, self._indents.get(style, 0)))
        if style in self._percent_styles and isinstance(value, float):
            self._percents.add(self._column)
        # The cells that this one covers are passed over.
        self._column += read_whole_number(self._cell.get("MergeAcross", "0"))

    def _make_parts(self) -> list[RawSheet | Note]:
        sheet = RawSheet(
            self._name,
            self._is_hidden,
            rows=self._table.rows,
            percent_columns=tuple(sorted(self._percents)),
        )
        rows = (number for number in self._hidden_rows if number <= len(self._table.rows))
        return [sheet, *notes.note_hidden_rows(self._name, rows)]

    def take_finished_sheets(self) -> Iterator[RawSheet | Note]:
        ready, self._ready = self._ready, []
        yield from ready


def _read_value(kind: str, text: str) -> Value:
    if kind == "Error":
        return ErrorCell(text or "#FEJL")
    if not text:
        return None
    if kind == "Number":
        return read_number(text)
    if kind == "DateTime":
        return _read_day_or_time(text)
    return text == "1" if kind == "Boolean" else text


def _read_day_or_time(text: str) -> Value:
    moment = read_moment(text)
    if isinstance(moment, datetime) and moment.date() == _NO_DAY:
        return format_elapsed(moment - datetime.combine(_NO_DAY, time()))
    return moment
