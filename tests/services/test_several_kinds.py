"""A workbook of several kinds: each is loaded by its own load of the same file, by both doors."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from services.load import CheckedFile, check, save
from store.database import Store

SHEETS = {
    "Forløb": [
        ["Periode: 01.10.2024 - 31.12.2024"],
        ["Medarb.nr.", "Enhedsnr.", "Enhed", "Fra", "Til", "Timer", "Årsag"],
        ["7", "1", "Solen", "07.10.2024", "11.10.2024", 37, "Sygdom"],
    ],
    "Antal": [["Enhedsnr.", "Enhed", "Periode", "Medarbejdere"], ["1", "Solen", "2024K4", 10]],
}


@pytest.fixture
def content() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _check_and_save(store: Store, content: bytes, mapping: Mapping) -> tuple[str, CheckedFile]:
    checked = check(
        store, content, file_name="begge.xlsx", settings=Settings(), file_mapping=mapping
    )
    return save(store, [checked], by="test")[0].status, checked


def test_the_page_s_choice_loads_the_other_sheet_of_the_same_file(
    store: Store, content: bytes
) -> None:
    assert _check_and_save(store, content, Mapping())[0] == "stored"
    status, checked = _check_and_save(store, content, Mapping(kind="bemanding"))
    assert (status, checked.report.sheet) == ("stored", "Antal")
    with store.session() as cursor:
        rows = cursor.execute("SELECT dagsvaerk, medarbejdere FROM facts").fetchall()
    assert [tuple(map(float, row)) for row in rows] == [(5.0, 10.0)]
    again = [_check_and_save(store, content, Mapping(kind=kind))[0] for kind in ("", "bemanding")]
    assert again == ["unchanged", "unchanged"]


def test_the_command_line_says_which_option_loads_the_other_sheet(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "begge.xlsx").write_bytes(content)
    line = ["--store", str(tmp_path / "x.duckdb"), "load", str(tmp_path / "begge.xlsx")]
    first = CliRunner().invoke(main, line)
    assert first.exit_code == 0, first.output
    assert "--as bemanding" in first.output
    second = CliRunner().invoke(main, [*line, "--as", "bemanding", "--json"])
    answer = json.loads(second.output)
    assert (answer["status"], answer["kind"], answer["rows"]) == ("stored", "bemanding", 1)
