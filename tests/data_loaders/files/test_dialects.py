import csv
import io
import zipfile
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from data_loaders.files import dialects, values
from data_loaders.files.dialects import delimited, package
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.raw_sheet import RawSheet
from data_loaders.files.sending import send
from data_loaders.files.values import ErrorCell, Row, Value
from tests.data_loaders import builders
from tests.data_loaders.builders import HEADER, ROWS, raw_xlsx
from tests.data_loaders.files.crossing import read_here

DAY = datetime(2024, 10, 1)
WORDS = st.text(st.sampled_from("abæøåÆØÅ 09&.-\"'|é"), max_size=12).map(str.strip)


def one(content: bytes) -> Sheet:
    (sheet,) = read_here(content).sheets
    return sheet


def noted(content: bytes) -> list[str]:
    return [note.code for note in read_here(content).notes]


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        list(dialects.recognise_dialect(content).read(content))
    return refused.value.code


@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from(["\t", ";", ","]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_delimiter_encoding_and_line_end_change_nothing(
    rows: list[list[str]], delimiter: str, encoding: str, line_end: str
) -> None:
    given_rows = [["Enhed", "Dagsværk", "FTE"], *rows]
    written = builders.text(
        given_rows, delimiter=delimiter, line_end=line_end, quoting=csv.QUOTE_ALL
    )
    content = written.encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    sheet = one(content)
    assert dialects.recognise_dialect(content) is delimited
    assert sheet.rows == given_rows


@given(st.lists(st.lists(WORDS.filter(bool), min_size=4, max_size=4), min_size=1, max_size=12))
def test_a_workbook_reads_back(rows: list[list[str]]) -> None:
    numbered: list[list[Value]] = [
        [*row, i + 0.25, i, bool(i % 2), DAY] for i, row in enumerate(rows)
    ]
    head: list[Value] = ["h"] * 8
    content = builders.xlsx(("Ark", [head, *numbered]))
    assert read_here(content) == Grid("xlsx", (Sheet.from_rows("Ark", [head, *numbered]),))


def test_preamble_padding_and_ragged_rows_are_kept() -> None:
    text = "Titel\r\n\r\nEnhed\tDagsværk\t FTE \r\nBørnehuset \t 1.234,50\r\n"
    expected: list[list[Value]] = [
        ["Titel", None, None],
        [None, None, None],
        ["Enhed", "Dagsværk", " FTE "],
        ["Børnehuset ", " 1.234,50", None],
    ]
    assert one(text.encode("cp1252")).rows == expected


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    lines = ["Enhed;FTE", '"Solen;1', *[f"Enhed {i};{i}" for i in range(40)]]
    sheet = one("\n".join(lines).encode())
    assert len(sheet.rows) == 42
    assert sheet.rows[1] == ['"Solen', "1"]


def test_decimal_commas_do_not_win_over_semicolons() -> None:
    assert one(b"Enhed;Dage;FTE\na;1,5;2,5\nb;2,5;3,5\n").rows[1] == ["a", "1,5", "2,5"]


def test_error_cells_and_formulas_without_result_are_not_blank() -> None:
    row = (
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><f>A1+B1</f></c>'
        '<c r="D2"><f>1+1</f><v>2</v></c><c r="E2" t="str"><f>""</f><v></v></c>'
        '<c r="F2"><v>352.49992</v></c></row>'
    )
    sheet = one(raw_xlsx(f"<sheetData>{row}</sheetData>"))
    assert sheet.address(0, 0) == "B2"
    assert sheet.rows == [[ErrorCell("#REF!"), ErrorCell("=A1+B1"), 2.0, None, 352.49992]]


def test_a_sheet_that_only_claims_to_be_huge_is_read() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    sheet = one(raw_xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData>'))
    assert sheet.rows == [[7.0]]


def test_a_sheet_that_spans_sixteen_thousand_million_cells_is_refused() -> None:
    assert refusal(builders.raw_xlsx(builders.CORNERS)) == "too_many_cells"


def test_a_zip_bomb_is_refused_unopened() -> None:
    out = io.BytesIO(raw_xlsx("<sheetData/>"))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/bomb.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(package.MAX_UNPACKED // 10_000_000 + 1):
            part.write(bytes(10_000_000))
    assert len(out.getvalue()) < 10_000_000
    assert refusal(out.getvalue()) == "too_large"


def test_a_package_of_too_many_parts_is_refused_with_their_number() -> None:
    out = io.BytesIO(raw_xlsx("<sheetData/>"))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(package.MAX_PARTS + 1):
            archive.writestr(f"xl/{number}", b"")
    with pytest.raises(FileRefusedError, match=r"til 5\.0\d\d dele; højst 5\.000 kan læses"):
        list(dialects.recognise_dialect(out.getvalue()).read(out.getvalue()))


def test_a_row_without_end_is_refused() -> None:
    assert refusal(raw_xlsx(f"<sheetData><row>{' ' * 70_000_000}</row></sheetData>")) == "too_large"


def test_more_cells_than_can_be_held_are_refused() -> None:
    row = b";" * 999_999 + b"\n"
    content = row * (values.MAX_CELLS // 1_000_000 + 1)
    sheets = delimited.read(content)
    with pytest.raises(FileRefusedError) as refused:
        send("tekst", sheets, io.BytesIO())
    assert refused.value.code == "too_many_cells"


def test_an_entity_bomb_is_refused() -> None:
    entities = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 30}">' for i in range(8)
    )
    bomb = raw_xlsx(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData>',
        before=f"<!DOCTYPE x [{entities}]>",
    )
    assert refusal(bomb) == "unreadable"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 ...", "not_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n....", "not_spreadsheet"),
        (bytes(range(256)) * 20, "not_spreadsheet"),
        (
            b"Hej Chefforum, her er notatet,\nog her er lidt mere, som ingen tabel er\n",
            "not_spreadsheet",
        ),
        (b"et ord", "not_spreadsheet"),
        (b"<?xml version='1.0'?><noget/>", "not_spreadsheet"),
        (b"<html><body>Enhed</body></html>", "not_spreadsheet"),
        ("<html><body>".encode("utf-16"), "not_spreadsheet"),
        (b"MIME-Version: 1.0\nX: y", "not_spreadsheet"),
        (b"ID;PWXL;N;E\nC;Y1;X1;K1\n", "unsupported_dialect"),
        (b"TABLE\r\n0,1\r\n", "unsupported_dialect"),
        (b'{"enhed": 1}', "not_spreadsheet"),
        (b"PK\x03\x04 half a file", "unreadable"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (OLE + "Workbook".encode("utf-16-le"), "unreadable"),
        (OLE, "not_spreadsheet"),
        (b" \r\n ", "empty_file"),
    ],
)
def test_other_files_are_refused_for_what_they_are(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_zip_of_something_else_is_not_a_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(out.getvalue()) == "not_spreadsheet"


@given(st.binary(max_size=400), st.integers(0, 3000), st.booleans())
def test_a_damaged_workbook_gives_cells_or_a_refusal(noise: bytes, at: int, cut: bool) -> None:  # noqa: FBT001
    whole = builders.xlsx(("Ark", [HEADER, *ROWS]))
    damaged = whole[:at] + noise + (b"" if cut else whole[at + len(noise) :])
    with suppress(FileRefusedError):
        list(dialects.recognise_dialect(damaged).read(damaged))


def test_cells_without_an_address_are_counted_on() -> None:
    rows = (
        '<row r="2"><c><v>1</v></c><c t="e"><v>#REF!</v></c><c r="D2"><v>4</v></c>'
        "<c><f>A1</f></c></row><row><c/><c><f>B1</f></c><c><v>6</v></c></row>"
    )
    sheet = one(raw_xlsx(f"<sheetData>{rows}</sheetData>"))
    assert sheet.rows == [
        [1.0, ErrorCell("#REF!"), None, 4.0, ErrorCell("=A1")],
        [None, ErrorCell("=B1"), 6.0, None, None],
    ]


def test_cells_without_an_address_cannot_claim_a_huge_sheet() -> None:
    rows = f'<row>{"<c><v>1</v></c>" * 5000}</row><row r="1000000"><c><v>1</v></c></row>'
    assert refusal(raw_xlsx(f"<sheetData>{rows}</sheetData>")) == "too_many_cells"


def test_the_workbook_is_the_one_that_the_package_names() -> None:
    whole = raw_xlsx('<sheetData><row r="1"><c r="A1" t="e"><v>#REF!</v></c></row></sheetData>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr("a/workbook.xml", "<workbook/>")
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert one(out.getvalue()).rows == [[ErrorCell("#REF!")]]


@pytest.mark.parametrize(
    ("length", "count"), [(values.LONGEST_CELL + 1, 1), (30_000, values.MAX_WRITTEN // 30_000 + 1)]
)
def test_more_text_than_can_be_held_is_refused(length: int, count: int) -> None:
    rows: list[Row] = [[f"{row}".ljust(length)] for row in range(count)]
    with pytest.raises(FileRefusedError) as refused:
        send("xlsx", [RawSheet("A", rows=rows)], io.BytesIO())
    assert refused.value.code == "too_large"
