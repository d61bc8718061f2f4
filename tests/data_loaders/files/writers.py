"""One table written in every dialect, from scratch: what the readers are measured against."""

import base64
import csv
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from xml.sax.saxutils import quoteattr

from data_loaders.files.values import ErrorCell, Value, format_cell, to_exact_decimal
from tests.data_loaders import builders

Table = Sequence[Sequence[Value]]
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NUM!": 36, "#N/A": 42}
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def same(read: Value, given: Value) -> bool:
    """Whether a cell read is the one written, where a dialect may only know texts."""
    if isinstance(given, ErrorCell) or isinstance(read, ErrorCell):
        return read == given
    if given is None or read is None:
        return format_cell(read) == format_cell(given)
    if isinstance(read, str) and not isinstance(given, str):
        return read.strip() == printed(given)
    if isinstance(given, bool):
        return read == given
    if isinstance(given, int | float) and isinstance(read, int | float):
        return to_exact_decimal(read) == to_exact_decimal(given)
    return format_cell(read) == format_cell(given) and type(read) is type(given)


def alike(rows: Table, given: Table) -> bool:
    """Whether all rows are the same, but for blanks at their ends."""
    height, width = max(len(rows), len(given)), max(map(len, [*rows, *given]), default=0)
    return all(
        same(_at(rows, row, column), _at(given, row, column))
        for row in range(height)
        for column in range(width)
    )


def _at(rows: Table, row: int, column: int) -> Value:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def printed(value: Value) -> str:
    """Write a cell as OPUS prints it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value.text if isinstance(value, ErrorCell) else _unbroken(value)
    return builders.danish(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))


def _unbroken(value: Value) -> str:
    return value if isinstance(value, str) else format_cell(value)


def delimited(delimiter: str, encoding: str = "utf-8", **how: object) -> Callable[[Table], bytes]:
    def write(rows: Table) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, **how)  # type: ignore[arg-type]
        writer.writerows([printed(value) for value in row] for row in rows)
        return out.getvalue().encode(encoding)

    return write


def sap_text(rows: Table) -> bytes:
    """Text of SAP GUI: cells padded, rows ragged, Windows-1252."""
    lines = ["\t".join(f" {printed(value)} " for value in row).rstrip("\t ") for row in rows]
    return "\r\n".join(lines).encode("cp1252", "replace")


def sap_list(rows: Table) -> bytes:
    """A list with lines drawn around the cells, without rules between the rows."""
    width = max(map(len, rows), default=0)
    cells = [[printed(v) for v in row] + [""] * (width - len(row)) for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(width)]
    lines = ("|".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) for row in cells)
    rule = "-" * (sum(widths) + width + 1)
    return "\n".join([*(f"|{line}|" for line in lines), rule]).encode()


def html(rows: Table) -> bytes:
    body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in rows)
    return f"<html><meta charset='utf-8'><body><table>{body}</table></body></html>".encode()


def _html_cell(value: Value) -> str:
    text = escape(printed(value)).replace("  ", "&nbsp; ")
    if isinstance(value, bool | str | datetime) or value is None:
        return f"<td>{text}"
    return (
        f"<td x:err>{text}</td>" if isinstance(value, ErrorCell) else f"<td x:num='{value}'>{text}"
    )


def mhtml(rows: Table) -> bytes:
    head = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=snit\r\n\r\n--snit\r\n"
        b'Content-Location: file:///C:/ark.htm\r\nContent-Type: text/html; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head + base64.encodebytes(html(rows)) + b"\r\n--snit--\r\n"


def xml2003(rows: Table, *, encoding: str = "utf-8") -> bytes:
    body = "".join(f"<Row>{''.join(map(_xml2003_cell, row))}</Row>" for row in rows)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        f'<ss:Workbook xmlns:ss="{space}"><ss:Worksheet ss:Name="Ark"><ss:Table>{_ss(body)}'
        "</ss:Table></ss:Worksheet></ss:Workbook>"
    ).encode(encoding)


def _ss(body: str) -> str:
    for name in ("Row", "Cell", "Data"):
        body = body.replace(f"<{name}", f"<ss:{name}").replace(f"</{name}", f"</ss:{name}")
    return body


def _xml2003_cell(value: Value) -> str:
    if value is None:
        return "<Cell/>"
    kind, text = "String", _unbroken(value)
    if isinstance(value, bool):
        kind, text = "Boolean", str(int(value))
    elif isinstance(value, int | float):
        kind, text = "Number", repr(value)
    elif isinstance(value, datetime):
        kind, text = "DateTime", value.isoformat(timespec="milliseconds")
    elif isinstance(value, ErrorCell):
        kind, text = "Error", value.text
    return f'<Cell><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'


def fods(rows: Table) -> bytes:
    return _opendocument(rows, "office:document", f' office:mimetype="{_ODS}"').encode()


def ods(rows: Table) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", _opendocument(rows, "office:document-content", ""))
    return out.getvalue()


def _opendocument(rows: Table, root: str, more: str) -> str:
    spaces = "".join(f' xmlns:{n}="{_OFFICE}{n}:1.0"' for n in ("office", "table", "text"))
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root}{spaces}{more}><office:body>'
        f'<office:spreadsheet><table:table table:name="Ark">{body}</table:table>'
        f"</office:spreadsheet></office:body></{root}>"
    )


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, more, text = "string", "", printed(value)
    if isinstance(value, bool):
        kind, more = "boolean", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind, more = "float", f' office:value="{value!r}"'
    elif isinstance(value, datetime):
        kind, more = "date", f' office:date-value="{value.isoformat()}"'
    elif isinstance(value, ErrorCell):
        more = f" table:formula={quoteattr('of:=' + text)}"
    spaced = escape(text).replace("  ", ' <text:s text:c="1"/>')
    return (
        f'<table:table-cell office:value-type="{kind}"{more}><text:p>{spaced}</text:p>'
        "</table:table-cell>"
    )


def biff(version: int) -> Callable[[Table], bytes]:
    """Write a sheet of Excel 2, 3 or 4; they had no dates of their own, so dates are texts."""
    start, wide = {2: 0x0009, 3: 0x0209, 4: 0x0409}[version], version > 2

    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number + (0x200 if wide else 0), len(body)) + body

    def cell(row: int, column: int, value: Value) -> bytes:
        at = struct.pack("<HH", row, column) + (b"\0\0" if wide else b"\0\0\0")
        if isinstance(value, bool):
            return record(5, at + bytes([value, 0]))
        if isinstance(value, ErrorCell):
            return record(5, at + bytes([_ERRORS[value.text], 1]))
        if isinstance(value, int | float):
            return record(3, at + struct.pack("<d", value))
        text = _unbroken(value).encode("cp1252", "replace")
        return record(4, at + struct.pack("<H" if wide else "<B", len(text)) + text)

    def write(rows: Table) -> bytes:
        more = b"\0\0" if wide else b""
        parts = [
            struct.pack("<HHHH", start, 6 if wide else 4, version, 0x10) + more,
            struct.pack("<HHH", 0x42, 2, 0x8001),
            record(0, struct.pack("<HHHH", 0, len(rows), 0, 256) + more),
        ]
        filled = [(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row)]
        parts += [cell(r, c, v) for r, c, v in filled if v is not None]
        return b"".join([*parts, struct.pack("<HH", 0x0A, 0)])

    return write


def xlsb(rows: Table, *, hidden_rows: Sequence[int] = (), size: tuple[int, int] = (9, 9)) -> bytes:
    """Write a binary workbook; dates are texts, for the styles are left out."""
    sheet = [_record(129), _record(148, struct.pack("<IIII", 0, size[0], 0, size[1])), _record(145)]
    for number, row in enumerate(rows):
        flags = bytes([0, 0x10 if number in hidden_rows else 0, 0])
        sheet.append(_record(0, struct.pack("<IIH", number, 0, 300) + flags + bytes(4)))
        sheet += [_xlsb_cell(column, value) for column, value in enumerate(row)]
    name, relation = _wide("Ark"), _wide("rId1")
    bundle = _record(156, bytes(4) + struct.pack("<I", 1) + relation + name)
    workbook = [_record(131), _record(143), bundle, _record(144), _record(132)]
    return zipped(
        {
            "_rels/.rels": _relations("officeDocument", "xl/workbook.bin"),
            "xl/workbook.bin": b"".join(workbook),
            "xl/_rels/workbook.bin.rels": _relations("worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": b"".join([*sheet, _record(146), _record(130)]),
        }
    )


def _xlsb_cell(column: int, value: Value) -> bytes:
    at = struct.pack("<II", column, 0)
    if value is None:
        return _record(1, at)
    if isinstance(value, bool):
        return _record(4, at + bytes([value]))
    if isinstance(value, ErrorCell):
        return _record(3, at + bytes([_ERRORS[value.text]]))
    if isinstance(value, int | float):
        return _record(5, at + struct.pack("<d", value))
    return _record(6, at + _wide(_unbroken(value)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(body)
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + body


def _relations(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_DOCUMENT}/{kind}" '
        f'Target="{target}"/></Relationships>'
    ).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(rows: Table) -> bytes:
    cells = [[v.text if isinstance(v, ErrorCell) else v for v in row] for row in rows]
    return builders.xlsx(("Ark", cells))
