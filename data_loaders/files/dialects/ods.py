"""OpenDocument spreadsheets: the packed .ods and the flat .fods.

Calamine is not used: it gives error cells, and formulas without a result, as empty cells, and says
nothing of indents and hidden rows. To look for those is to read all of the XML, as is done here.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import (
    DamagedFileError,
    Table,
    count_indent_levels,
    format_elapsed,
    indent_text,
    make_locked_refusal,
    make_too_many_cells_refusal,
    read_moment,
    read_number,
    read_text_cell,
    read_whole_number,
    refuse_damaged,
)
from data_loaders.files.dialects.markup import (
    XmlTarget,
    find_attribute,
    read_xml_sheets,
    strip_namespace,
)
from data_loaders.files.dialects.package import ZIP_ERRORS, Package
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import ErrorCell, Value

NAME = "ods"
LABEL = "OpenDocument-regneark"

_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 4096
_MOST_ALIKE = 50_000  # rows with the same cells, said once and repeated
_MANIFEST = "META-INF/manifest.xml"
# Texts inside a cell or a sheet that are not the cell's own: comments, drawings, what was changed.
_ASIDE = frozenset({"annotation", "frame", "shapes", "custom-shape", "tracked-changes", "g"})
_SPACES = {"tab": "\t", "line-break": "\n"}
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?)?$")
_RESULT_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_OTHER_FILE = re.compile(r"'?file:", re.IGNORECASE)
_OBJECT = re.compile(r"<[^>]*opendocument\.(?!chart)[^>]*full-path=\"Object [^>]*>")


def recognises(content: bytes) -> bool:
    """Whether the bytes are an OpenDocument spreadsheet, packed or flat."""
    if not content.startswith(b"PK"):
        return content[:100].lstrip(b"\xef\xbb\xbf\r\n\t ")[:1] == b"<" and _TYPE in content[:_HEAD]
    try:
        package = Package(content)
        return "content.xml" in package and _TYPE in package.read("mimetype") + package.read(
            _MANIFEST
        )
    except DamagedFileError:
        return False


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the sheets in the document's order.

    Raises FileRefusedError: `too_large`, `too_many_cells`, `password_protected`, `unreadable`.
    """
    with refuse_damaged("Regnearket", *ZIP_ERRORS):
        if not content.startswith(b"PK"):
            yield from read_xml_sheets(io.BytesIO(content), _Document())
            return
        package = Package(content)
        package.check()
        manifest = package.read_text(_MANIFEST)
        if "encryption-data" in manifest:
            raise make_locked_refusal()
        with package.open("content.xml") as stream:
            yield from read_xml_sheets(stream, _Document())
        yield from package.list_notes()
        if _OBJECT.search(manifest):
            yield notes.OBJECTS


class _Document(XmlTarget):
    """The document's tags on their way to sheets."""

    def __init__(self) -> None:
        self._ready: list[RawSheet | Note] = []
        self._style = ""
        self._undisplayed: set[str] = set()
        self._depth = 0  # of tables within tables: only the outermost is a sheet
        self._aside = 0
        self._indents: dict[str, float] = {}
        self._sheet = _Rows({}, self._indents)
        self._text: list[str] | None = None
        self._paragraphs = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = strip_namespace(tag)
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "style":
            self._style = find_attribute(attributes, "name")
        elif name == "table-properties" and find_attribute(attributes, "display") == "false":
            self._undisplayed.add(self._style)
        elif name == "paragraph-properties" and (far := find_attribute(attributes, "margin-left")):
            self._indents[self._style] = count_indent_levels(far)
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = _Rows(attributes, self._indents)
        elif self._depth == 1:
            self._start_inside(name, attributes)

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-row":
            self._sheet.start_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._sheet.start_cell(attributes)
            self._text = None
        elif name == "p":
            # A second paragraph is a second line.
            self._text = [] if self._text is None else [*self._text, "\n"]
            self._paragraphs += 1
        elif self._paragraphs and self._text is not None:
            count = read_whole_number(find_attribute(attributes, "c", "1")) if name == "s" else 0
            self._text.append(_SPACES.get(name, " " * min(count, 1000)))

    def data(self, text: str) -> None:
        if self._paragraphs and not self._aside and self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = strip_namespace(tag)
        if self._aside:
            self._aside -= 1
        elif name == "table":
            self._depth -= 1
            if self._depth == 0:
                self._ready += self._sheet.make_parts(self._undisplayed)
        elif name == "p" and self._paragraphs:
            self._paragraphs -= 1
        elif self._depth == 1 and name in ("table-cell", "covered-table-cell"):
            self._sheet.end_cell("".join(self._text or ()).strip("\n"))
            self._text = None
        elif self._depth == 1 and name == "table-row":
            self._sheet.end_row()

    def take_finished_sheets(self) -> Iterator[RawSheet | Note]:
        ready, self._ready = self._ready, []
        yield from ready


class _Rows:
    """One sheet's rows and cells, written out as often as they are repeated."""

    def __init__(self, attributes: Mapping[str, str], indents: Mapping[str, float]) -> None:
        self._attributes = dict(attributes)
        self._indents = indents
        self._table = Table()
        self._row = self._column = 0
        self._row_attributes: dict[str, str] = {}
        self._cell: dict[str, str] = {}
        self._filled: list[tuple[int, int, Value]] = []
        self._hidden: list[int] = []
        self._percents: set[int] = set()

    def start_row(self, attributes: Mapping[str, str]) -> None:
        self._row_attributes = _strip_namespaces(attributes)
        self._column, self._filled = 0, []

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = _strip_namespaces(attributes)

    def end_cell(self, text: str) -> None:
        indent = self._indents.get(self._cell.get("style-name", ""), 0)
        value = indent_text(_read_value(self._cell, text), indent)
        times = _read_count(self._cell, "number-columns-repeated")
        if value is not None:
            self._filled.append((self._column, times, value))
        if self._cell.get("value-type") == "percentage":
            self._percents.add(self._column)
        self._column += times

    def end_row(self) -> None:
        times = _read_count(self._row_attributes, "number-rows-repeated")
        if self._filled and times > _MOST_ALIKE:
            raise make_too_many_cells_refusal()
        if self._filled:
            self._write(times)
        self._row += times

    def _write(self, times: int) -> None:
        shut = self._row_attributes.get("visibility", "visible") != "visible"
        for row in range(self._row, self._row + times):
            for column, repeated, value in self._filled:
                for place in range(column, column + repeated):
                    self._table.put(row, place, value)
            if shut:
                self._hidden.append(row + 1)

    def make_parts(self, undisplayed: set[str]) -> list[RawSheet | Note]:
        """Return the sheet and what is to be said of it."""
        attributes = _strip_namespaces(self._attributes)
        name = attributes.get("name", "")
        if _OTHER_FILE.match(name):
            return [notes.LINKS]  # a copy of another file's sheet, kept out of sight
        sheet = RawSheet(
            name,
            attributes.get("style-name", "") in undisplayed,
            rows=self._table.rows,
            percent_columns=tuple(sorted(self._percents)),
        )
        return [sheet, *notes.note_hidden_rows(name, self._hidden)]


def _strip_namespaces(attributes: Mapping[str, str]) -> dict[str, str]:
    """Take off the namespaces; "error" is there for a cell that LibreOffice says is one."""
    names = {
        strip_namespace(key): value for key, value in attributes.items() if key != _RESULT_TYPE
    }
    return names | ({"error": ""} if attributes.get(_RESULT_TYPE) == "error" else {})


def _read_count(attributes: dict[str, str], name: str) -> int:
    return max(read_whole_number(attributes.get(name, "1")), 1)


def _read_value(cell: dict[str, str], text: str) -> Value:
    kind = cell.get("value-type", "string" if text else "")
    if "error" in cell:
        return ErrorCell(text or "#FEJL")
    if kind in _NUMBERS:
        return read_number(cell.get("value", text))
    if kind in _TIMES:
        return _TIMES[kind](cell.get(f"{kind}-value", text))
    if kind == "boolean":
        return cell.get("boolean-value", text) == "true"
    if not kind and "formula" in cell:
        return ErrorCell(cell["formula"].partition(":")[2])
    return read_text_cell(cell.get("string-value") or text) or None


def _read_duration(text: str) -> str:
    match = _DURATION.match(text)
    if not match:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    try:
        time = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return text
    return format_elapsed(-time if match[1] else time)


_NUMBERS = frozenset({"float", "currency", "percentage"})
_TIMES: dict[str, Callable[[str], Value]] = {"date": read_moment, "time": _read_duration}
