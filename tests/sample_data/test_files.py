"""The written extracts, read by the tests' own reader: bytes, words, rows and totals."""

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.quarter import Quarter
from sample_data.staff import make_staff_rows
from sample_data.write import make_files, write
from tests.sample_data.reading import parse_figure, read_cells, read_records

QUARTERS = [str(Quarter(2022, 1) + step) for step in range(12)]
FIGURES = {
    "medarbejdere": ("Gns. antal medarb.", "Medarbejdere", "Medarbejdere (gns.)", "Antal medarb."),
    "fuldtidsstillinger": (
        "Fuldtidsstill.",
        "Fuldtidsstillinger",
        "Fuldtidsstillinger (gns.)",
        "Antal fuldtidsstill.",
    ),
    "korttid": ("Korttidsfravær", "Heraf korttid", "Dagsværk, kort"),
    "langtid": ("Langtidsfravær", "Heraf langtid", "Dagsværk, lang"),
    "dagsvaerk": ("Fraværsdagsværk", "Dagsværk i alt"),
}
NUMBER = ("Org.enh.nr.", "Enhedsnr.", "Enhedsnummer")
STAFF = ("Overenskomstgruppe", "Personalegruppe", "Medarbejdergruppe")


@pytest.fixture(scope="module")
def all_paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return write(tmp_path_factory.mktemp("udtraek"))


@pytest.fixture(scope="module")
def extract_paths(all_paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for path in all_paths if path.stem.casefold().startswith("syge"))


def read_lines(path: Path) -> list[dict[str, str]]:
    return read_records(
        path, next(word for word in NUMBER if any(word in line for line in read_cells(path)))
    )


def find_cell(line: dict[str, str], choices: tuple[str, ...]) -> str:
    return next(line[word] for word in choices if word in line)


def parse_figures(line: dict[str, str], path: Path) -> dict[str, Decimal]:
    return {name: parse_figure(find_cell(line, words), path) for name, words in FIGURES.items()}


def test_same_bytes_each_time(all_paths: tuple[Path, ...], tmp_path: Path) -> None:
    again = write(tmp_path / "igen")
    assert [path.name for path in again] == [path.name for path in all_paths]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in all_paths]


def test_workbooks_carry_no_clock(all_paths: tuple[Path, ...]) -> None:
    for path in all_paths:
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_kind_that_is_not_made_of_spells_has_its_files() -> None:
    kinds = Counter(document.kind for document in make_files())
    assert kinds == {
        "organisation": 1,
        "kvartal": 12,
        "personer": 2,
        "maaltal": 2,
        "haendelser": 1,
        "opfoelgning": 1,
        "grupper": 1,
        "noegletal": 1,
    }


def test_one_file_a_quarter_in_order(extract_paths: tuple[Path, ...]) -> None:
    assert [path.stem[-6:] for path in extract_paths] == QUARTERS
    assert {path.suffix for path in extract_paths} == {".txt", ".csv", ".xlsx"}


def test_titles_name_period_and_extract_date(extract_paths: tuple[Path, ...]) -> None:
    titles = [line[0] for line in read_cells(extract_paths[-1])[:3]]
    assert titles == [
        "Sygefravær pr. enhed",
        "Periode: 01.10.2024 - 31.12.2024",
        "Udtrukket: 14.01.2025",
    ]
    assert "Udtrukket: 14.04.2022" in read_cells(extract_paths[0])[2]


def test_old_text_is_written_as_sap_writes_it(extract_paths: tuple[Path, ...]) -> None:
    text = extract_paths[0].read_bytes()
    assert "Økonomi".encode("cp1252") in text
    assert b"1.150,0\t" in text
    assert text.count(b"\r\n") == text.count(b"\n")


@pytest.mark.parametrize("place", range(12), ids=QUARTERS)
def test_file_holds_the_rows_and_its_totals_are_their_sums(
    extract_paths: tuple[Path, ...], place: int
) -> None:
    path, quarter = extract_paths[place], Quarter.parse(QUARTERS[place])
    read: dict[tuple[str, str], dict[str, Decimal]] = {}
    open_sum: dict[str, Decimal] = defaultdict(Decimal)
    grand: dict[str, Decimal] = defaultdict(Decimal)
    results = 0
    for line in read_lines(path):
        line_figures = parse_figures(line, path)
        if "I alt" in line.values():
            assert line_figures == grand
        elif "Resultat" in line.values():
            assert line_figures == open_sum
            open_sum.clear()
            results += 1
        else:
            read[find_cell(line, NUMBER), find_cell(line, STAFF)] = line_figures
            for name, value in line_figures.items():
                open_sum[name] += value
                grand[name] += value
    assert results == 7
    assert read == {
        (row.enhed, row.personalegruppe): {name: getattr(row, name) for name in FIGURES}
        for row in make_staff_rows()
        if row.quarter == quarter
    }
    assert all(part["korttid"] + part["langtid"] == part["dagsvaerk"] for part in read.values())
