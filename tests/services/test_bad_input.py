"""Bad files through the whole way: each is refused with its own message, and nothing is stored."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from core.settings import Settings
from data_loaders.problem import Severity
from services.load import check, save
from store.database import Store
from tests.stored_rows import figures, put, row

HEADS = ["Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarbejdere"]
GOOD = [["1001", "Skolen", "Skole", 40, 10], ["1002", "Børnehuset", "Skole", 30, 9]]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]


def write_workbook(*lines: list[object], title: str = "Periode: 01.10.2024 - 31.12.2024") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in ([title], HEADS, *lines):
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_vast_sheet() -> bytes:
    """A sheet that claims every cell there can be, and has one in the far corner."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_workbook(*GOOD))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                part = part.replace(b"</sheetData>", far.encode())
                part = part.replace(b'ref="A1:E4"', b'ref="A1:XFD1048576"')
            new.writestr(name, part)
    return content.getvalue()


def make_locked_file() -> bytes:
    """The container in which Excel keeps a workbook with a password."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") * 9
    )


CASES: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "not a spreadsheet": (lambda: PICTURE, "not_spreadsheet", "", "billede"),
    "empty": (lambda: b"", "empty_file", "", "tom"),
    "password": (make_locked_file, "password_protected", "", "adgangskode"),
    "no header": (lambda: b"a;b\n1;2\n", "no_header", "", "enhed"),
    "text in a number": (
        lambda: write_workbook(["1001", "Skolen", "Skole", "syg", 10]),
        "invalid_number",
        "D3",
        "»syg« er ikke et tal",
    ),
    "negative days": (
        lambda: write_workbook(["1001", "Skolen", "Skole", -4, 10]),
        "negative_value",
        "D3",
        "negativt",
    ),
    "a unit twice": (lambda: write_workbook(GOOD[0], GOOD[0]), "duplicate_unit", "A4", "to gange"),
    "a unit in two afdelinger": (
        lambda: write_workbook(GOOD[0], ["1001", "Skolen", "Dagtilbud", 4, 10]),
        "unit_in_two_afdelinger",
        "A4",
        "»Skole« (række 3) og »Dagtilbud« (række 4)",
    ),
    "an error cell": (
        lambda: write_workbook(["1001", "Skolen", "Skole", "#REF!", 10]),
        "error_cell", "D3", "#REF!",
    ),
    "no quarter": (lambda: write_workbook(*GOOD, title="Fravær"), "no_quarter", "", "kvartal"),
    "twelve months": (
        lambda: write_workbook(*GOOD, title="Periode: 01.02.2024 - 31.01.2025"),
        "rolling_period", "", "",
    ),
    "200 MB": (lambda: b"x" * 200_000_000, "too_large", "", "200.000.000 byte"),
    "all the cells there can be": (write_vast_sheet, "too_many_cells", "", "celler"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_refused_with_its_message_and_nothing_is_stored(
    store: Store, name: str
) -> None:
    make, code, cell, message = CASES[name]
    put(store, [row(quarter) for quarter in FOUR])
    before = figures(store, "2024K4")
    checked = check(store, make(), file_name="fil.xlsx", settings=Settings())
    errors = [error for error in checked.report.problems if error.severity is Severity.ERROR]
    assert [(error.code, error.cell) for error in errors] == [(code, cell)]
    assert message in errors[0].message
    assert save(store, [checked], by="test")[0].status in {"rejected", "asked"}
    assert figures(store, "2024K4").equals(before)
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM uploads").fetchone() == (1,)


def test_totals_that_do_not_agree_are_a_warning_with_both_figures(store: Store) -> None:
    content = write_workbook(*GOOD, ["I alt", None, None, 75, 19])
    checked = check(store, content, file_name="fil.xlsx", settings=Settings())
    (mismatch,) = checked.report.problems
    assert (mismatch.code, mismatch.severity, mismatch.cell) == (
        "total_mismatch", Severity.WARNING, "D5",
    )  # fmt: skip
    assert "75" in mismatch.message
    assert "70" in mismatch.message
    assert save(store, [checked], by="test")[0].status == "stored"
