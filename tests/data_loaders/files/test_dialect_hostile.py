"""Files made to harm or to break a reader, and the hard files: right, or refused in time."""

import io
import struct
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from core.errors import FileRefusedError
from data_loaders import codes
from data_loaders.files.grid import Grid
from data_loaders.files.isolation import read_grid
from data_loaders.files.values import ErrorCell
from tests.data_loaders import builders
from tests.data_loaders.files import writers

HARD_FILES = Path(__file__).parents[3].parent / "shared" / "hard_files"
DAY = datetime(2021, 1, 1)
LIMIT = 10.0  # seconds for one file; the process that reads has 1 GB

_CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
_ROW = "<table:table-row{}>{}</table:table-row>"


def outcome(content: bytes) -> Grid | str:
    begun = time.monotonic()
    try:
        return read_grid(content)
    except FileRefusedError as error:
        return codes.problem(error.code, str(error)).code
    finally:
        assert time.monotonic() - begun < LIMIT


def ods(rows: str) -> bytes:
    base = writers.fods([["x"]]).decode()
    start, end = base.index("<table:table-row>"), base.index("</table:table>")
    return (base[:start] + rows + base[end:]).encode()


def xml2003(rows: str, before: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{before}<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="A"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def biff3(cells: bytes, last_row: int, last_column: int) -> bytes:
    start = struct.pack("<HHHHH", 0x209, 6, 3, 0x10, 0)
    size = struct.pack("<HHHHHHH", 0x200, 10, 0, last_row, 0, last_column, 0)
    return start + size + cells + struct.pack("<HH", 10, 0)


def parts(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", b"")
    return out.getvalue()


BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 30}">' for i in range(8)
)
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip: parts without end": (lambda: parts(60_000), "too_large"),
    "ods: a row as often as can be": (
        lambda: ods(_ROW.format(' table:number-rows-repeated="999999999"', _CELL.format(""))),
        "too_many_cells",
    ),
    "ods: a cell as often as can be": (
        lambda: ods(_ROW.format("", _CELL.format(' table:number-columns-repeated="999999999"'))),
        "too_many_cells",
    ),
    "ods: one cell far down": (
        lambda: ods(
            _ROW.format(' table:number-rows-repeated="1048575"', "<table:table-cell/>")
            + _ROW.format("", _CELL.format(""))
        ),
        "too_many_cells",
    ),
    "ods: a count of many digits": (
        lambda: ods(_ROW.format(f' table:number-rows-repeated="{"9" * 5000}"', "")),
        "unreadable",
    ),
    "ods: what unpacks to a thousand times as much": (
        lambda: writers.zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"<a>" + b" " * 60_000_000,
            }
        ),
        "unreadable",
    ),
    "xml2003: entities": (lambda: xml2003("&i;", BOMB + "]>"), "unreadable"),
    "xml2003: a file from elsewhere": (
        lambda: xml2003("&a;", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "unreadable",
    ),
    "xml2003: one cell in the last corner": (
        lambda: xml2003(
            '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell>'
            "</Row>"
        ),
        "too_many_cells",
    ),
    "xml2003: a place before the first": (
        lambda: xml2003('<Row ss:Index="-4"><Cell><Data ss:Type="Number">1</Data></Cell></Row>'),
        "unreadable",
    ),
    "xml2003: tags within tags": (lambda: xml2003("<Row>" * 100_000), "unreadable"),
    "xlsb: the first and the last cell": (
        lambda: writers.xlsb([["a"], *[[]] * 300_000, [*[None] * 16_383, 1.0]]),
        "too_many_cells",
    ),
    "xlsx: small letters in the last corner": (
        lambda: builders.raw_xlsx(builders.CORNERS.replace("XFD", "xfd").replace("A1", "a1")),
        "too_many_cells",
    ),
    "xlsx: rows out of order": (
        lambda: builders.raw_xlsx(
            '<sheetData><row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
            '<row r="1"><c r="A1"><v>7</v></c></row></sheetData>'
        ),
        "too_many_cells",
    ),
    "xlsx: one cell far down": (
        lambda: builders.raw_xlsx(builders.CORNERS.replace("XFD", "A")),
        "too_many_cells",
    ),
    "xlsb: one cell far down": (
        lambda: writers.xlsb([["a"], *[[]] * 300_000, ["b"]]),
        "too_many_cells",
    ),
    "html: cells that span all": (
        lambda: b"<html><table>" + b"<tr><td colspan=1000 rowspan=65534>x<td>y" * 3000,
        "too_many_cells",
    ),
    "mhtml: messages within messages": (
        lambda: (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
            + b"".join(
                b"--a%b\nContent-Type: multipart/mixed; boundary=a%b\n\n"
                % (b"a" * i, b"a" * (i + 1))
                for i in range(1500)
            )
        ),
        "unreadable",
    ),
    "text: lines without end": (lambda: b"a;b\n" * 1_100_000, "too_many_cells"),
    "text: cells without end": (lambda: b";" * 9_000_000, "too_many_cells"),
    "text: columns without end": (lambda: b";".join([b"a"] * 1_001), "too_many_cells"),
    "text: blank columns without end": (lambda: b"a;b\n" + b";" * 20_000, "too_many_cells"),
    "xml2003: sheets without end": (
        lambda: writers.xml2003([["a"]]).replace(
            b"</ss:Workbook>", b'<ss:Worksheet ss:Name="b"/>' * 10_000 + b"</ss:Workbook>"
        ),
        "too_large",
    ),
    "text: quotes": (lambda: b"a;b\n" + b'"' * 5_000_000, "not_spreadsheet"),
    "list: an endless rule": (lambda: b"|a|b|\n|" + b"-" * 3_000_000 + b"x\n|c|d|\n", "too_large"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_time(bomb: str) -> None:
    made, code = BOMBS[bomb]
    assert outcome(made()) == code


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (writers.xlsb([["a", 1.0]], size=(1_048_575, 16_383)), [["a", 1.0]]),
        (biff3(struct.pack("<HHHHHd", 0x203, 14, 0, 0, 0, 1.5), 65_535, 65_535), [[1.5]]),
        (b"<html><table><tr><td>a" + b"<!--" * 500_000, [["a"]]),
        (b"<html>" + b"<div>" * 50_000 + b"<table><tr><td>a", [["a"]]),
    ],
)
def test_what_only_looks_like_a_bomb_is_read(content: bytes, rows: object) -> None:
    found = outcome(content)
    assert isinstance(found, Grid)
    assert [list(row) for row in found.sheets[0].rows] == rows


def test_parts_with_paths_out_of_the_archive_are_never_written(tmp_path: Path) -> None:
    out = io.BytesIO(builders.xlsx(("Ark", [["a", 1]])))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(f"../../../../../../{tmp_path}/ude.txt", "x")
        archive.writestr(f"{tmp_path}/ude.txt", "x")
    assert isinstance(outcome(out.getvalue()), Grid | str)
    assert list(tmp_path.iterdir()) == []


# What each hard file is: its code, or its sheets' first filled cells.
REFUSED = {
    "calamine__pass_protected.ods": "password_protected",
    "calamine__pass_protected.xlsx": "password_protected",
    "calamine__too_small.xls": "not_spreadsheet",
    "poi__invalid.xlsx": "not_spreadsheet",
    "poi__password.xls": "password_protected",
    "poi__xlsx-corrupted.xlsx": "unreadable",
}
SHOWN: dict[str, tuple[str, Sequence[object]]] = {
    "calamine__biff5_write.xls": ("SheetJS", [1.0, 2.0, 3.0]),
    "calamine__date_1904.xls": ("Sheet1", [DAY, 15.0]),
    "calamine__date_1904.xlsb": ("Sheet1", [DAY, 15.0]),
    "calamine__date_1904.xlsx": ("Sheet1", [DAY, 15.0]),
    "calamine__date_iso.xlsx": ("Sheet", [DAY]),
    "calamine__errors.xlsx": ("Feuil1", [ErrorCell("#DIV/0!")]),
    "calamine__merge_cells.xls": ("Sheet1", ["Row Merge", None, "Not Merged"]),
    "calamine__number_rows_repeated.ods": ("Sheet1", ["A", "B"]),
    "calamine__xls_wrong_decimals.xls": ("Sheet1", [0.525625]),
    "poi__SampleSS.xml": ("First Sheet", ["Test spreadsheet"]),
    "poi__SimpleStrict.xlsx": ("Sheet1", ["test", None, 1.0]),
    "poi__testEXCEL_3.xls": (
        "Sheet 1",
        ["Table C-13--Lemons: Utilization of production, by State, 1977/78 to date"],
    ),
    "poi__testVarious.xlsb": ("mySheet1", ["String", "This is a string", None, None, None]),
}


@pytest.mark.skipif(not HARD_FILES.is_dir(), reason=f"{HARD_FILES} is not on this machine")
def test_every_hard_file_is_right_or_refused() -> None:
    files = sorted(HARD_FILES.iterdir())
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(files, pool.map(outcome, (f.read_bytes() for f in files)), strict=True))
    assert {file.name: o for file, o in found.items() if isinstance(o, str)} == REFUSED
    grids = {file.name: grid for file, grid in found.items() if isinstance(grid, Grid)}
    for name, (sheet, row) in SHOWN.items():
        first = grids[name].sheets[0]
        assert (first.name, first.rows[0][: len(row)]) == (sheet, row), name
        assert not any(first.rows[0][len(row) :]), name
    for name in ("calamine__date_1904.xls", "calamine__date_1904.xlsb", "calamine__date_1904.xlsx"):
        assert grids[name].sheets[0].rows[2][0] == "255:10:10"
    assert [list(row) for row in grids["poi__testEXCEL_3.xls"].sheets[0].rows][5] == [
        *["1977/78", None, 376.2, 395.2, None],
        *[87.4, 133.0, None, 463.6, 528.2],
    ]


@pytest.mark.parametrize("cells", [[["a"] * 1_000], [["a", *[None] * 5_000, "b"]]])
def test_a_wide_sheet_is_read_up_to_what_an_extract_could_have(cells: list[list[str]]) -> None:
    found = outcome("\n".join(";".join(cell or "" for cell in row) for row in cells).encode())
    assert isinstance(found, Grid)
    assert found.sheets[0].width == len(cells[0])
