"""A file that has CPR numbers and names everywhere leaves none anywhere."""

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bilag.sag import Sag
from core.cpr import REMOVED
from core.errors import UsageError
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.files.values import Value
from services import bilag, load, problem_workbook
from store.database import Store
from store.figures import Reader
from tests.command import type_command
from tests.data_loaders.builders import xlsx

CPR = ("010185-1234", "0101851234", "101851234", "020290 1235", "030395-4001")
NAMES = ("Ida Vang", "Vang", "Dahlgren", "ida@vang.dk")
HEAD: list[Value] = ["CPR-nr.", "Medarbejdernavn", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk",
        "Medarbejdere", "E-mail", "Note 010185-1234"]  # fmt: skip
FILE = "Ida 010185-1234 2024K4 0202901235.xlsx"


def make_row(number: str, cpr: Value, days: Value, note: str) -> list[Value]:
    return [cpr, NAMES[0], number, f"Enhed {number}", "Miljø", days, 12, NAMES[3], note]


ROWS: list[list[Value]] = [
    ["Udskrevet af 0101851234 for 010185-1234"],
    HEAD,
    make_row("3100", CPR[0], 12.5, "Vikar for 010185-1234"),
    make_row("3101", CPR[1], "CPR 010185-1234", "ring 020290 1235"),
    make_row("3102", int(CPR[2]), -4, "0101851234 og 030395-4001"),
    make_row("3103 010185-1234", CPR[3], 7, "="),
    [CPR[4], "Dahlgren", None, "Noter 030395-4001", None, None, None, None, None],
    ["I alt 010185-1234", None, None, None, None, 99, 48, None, None],
]
PERSONS: list[list[Value]] = [
    ["CPR-nr.", "Navn", "Enhedsnr.", "Enhed", "Afdeling", "År", "Fraværsdagsværk"],
    [CPR[0], NAMES[0], "3100", "Enhed", "Miljø", 2024, 0],
    [CPR[1], NAMES[0], "3101", "Enhed for 010185-1234", "Miljø", 2024, 3.5],
    [CPR[4], "Dahlgren", "3101", "Enhed", "Miljø", 2024, "7"],
]


def find_leaks(text: str) -> list[str]:
    shapes = {secret for cpr in CPR for secret in (cpr, cpr.replace("-", "").replace(" ", ""))}
    return sorted(secret for secret in shapes | set(NAMES) if secret in text)


def make_files() -> Iterator[bytes]:
    yield xlsx(("Ark 010185-1234", ROWS))
    yield xlsx(("Ark 030395-4001", [*ROWS[:3], ROWS[5]]))
    yield "\n".join(";".join("" if c is None else str(c) for c in row) for row in ROWS).encode()
    yield xlsx(("Personer 010185-1234", PERSONS))
    yield xlsx(("Personer", [*PERSONS, [CPR[0], NAMES[1], "x", None, None, "to", "syv"]]))


CASES = list(
    zip(make_files(), ("rejected", "stored", "rejected", "stored", "rejected"), strict=True)
)


@pytest.mark.parametrize(("content", "status"), CASES)
def test_nothing_of_people_is_left(
    tmp_path: Path, content: bytes, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = Store(tmp_path / "data" / "test.duckdb")
    with store.session() as cursor:
        cursor.execute("SET force_compression = 'uncompressed'")  # or nothing could be seen
    checked = load.check(store, content, file_name=FILE, settings=Settings())
    assert any(problem.code == "personal_data_removed" for problem in checked.report.problems)
    load.compare_before_after(store, [checked], settings=Settings())
    assert [outcome.status for outcome in load.save(store, [checked], by="test")] == [status]
    assert find_leaks(repr(checked)) == []
    assert find_leaks(repr(checked.report.facts.to_pydict())) == []
    assert find_leaks(caplog.text) == []
    store.close()
    stored = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert (b"Enhed" in stored) == (status == "stored")
    assert find_leaks(stored.decode("utf-8", "replace")) == []


@pytest.mark.parametrize("content", list(make_files()))
def test_the_problems_workbook_has_none(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path / "test.duckdb")
    checked = load.check(store, content, file_name=FILE, settings=Settings())
    store.close()
    workbook = problem_workbook.write_problem_workbook(checked.report)
    assert find_leaks(read_texts(workbook)) == []


def test_the_command_line_says_none(tmp_path: Path) -> None:
    paths = []
    for at, content in enumerate(make_files()):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / FILE).write_bytes(content)
        paths.append(str(folder / FILE))
    for words in (["load", *paths, "--json"], ["load", *paths], ["history", "--json"], ["history"]):
        code, output = run_words(tmp_path, words)
        assert code == (words[0] == "load"), output
        assert REMOVED in output
        assert find_leaks(output) == []


@pytest.mark.parametrize(
    "words",
    [
        ["load", FILE],
        ["load", __file__, "--mapping", CPR[0]],
        ["mappings", "delete", CPR[1]],
        ["undo", CPR[0]],
        ["kpi", CPR[3], "--quarter", "2024K4"],
    ],
)
def test_a_refusal_repeats_none(tmp_path: Path, words: list[str]) -> None:
    code, output = run_words(tmp_path, words)
    assert code
    assert REMOVED in output
    assert find_leaks(output) == []


def test_no_bilag_of_a_case_has_one() -> None:
    unused = Reader.__new__(Reader)  # the refusal comes before any figure
    sag = Sag(titel="Sygefravær, 010185-1234")
    with pytest.raises(UsageError, match="CPR"):
        bilag.make(unused, kind="enheder", quarter=Quarter(2024, 4), sag=sag)


def run_words(folder: Path, words: list[str]) -> tuple[int, str]:
    """Run a command; return its exit code, and all that it wrote."""
    store = folder / "data" / "test.duckdb"
    result = type_command("--store", str(store), *words, folder=folder)
    return result.code, result.out + result.err


def read_texts(workbook: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(workbook))
    texts = list(book.sheetnames)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                texts += [str(cell.value), str(cell.comment and cell.comment.text)]
    return "\n".join(texts)
