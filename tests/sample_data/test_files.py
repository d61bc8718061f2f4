"""The written extracts, read by the tests' own reader: bytes, words, rows and totals."""

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.quarter import Quarter
from sample_data.staff import make_staff_rows
from sample_data.write import make_files, write
from tests.sample_data.reading import figure, grid, records

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
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return write(tmp_path_factory.mktemp("udtraek"))


@pytest.fixture(scope="module")
def written(everything: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for path in everything if path.stem.casefold().startswith("syge"))


def lines(path: Path) -> list[dict[str, str]]:
    return records(path, next(word for word in NUMBER if any(word in line for line in grid(path))))


def column(line: dict[str, str], choices: tuple[str, ...]) -> str:
    return next(line[word] for word in choices if word in line)


def figures(line: dict[str, str], path: Path) -> dict[str, Decimal]:
    return {name: figure(column(line, words), path) for name, words in FIGURES.items()}


def test_same_bytes_each_time(everything: tuple[Path, ...], tmp_path: Path) -> None:
    again = write(tmp_path / "igen")
    assert [path.name for path in again] == [path.name for path in everything]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in everything]


def test_workbooks_carry_no_clock(everything: tuple[Path, ...]) -> None:
    for path in everything:
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
        "grupper": 1,
        "noegletal": 1,
    }


def test_one_file_a_quarter_in_order(written: tuple[Path, ...]) -> None:
    assert [path.stem[-6:] for path in written] == QUARTERS
    assert {path.suffix for path in written} == {".txt", ".csv", ".xlsx"}


def test_titles_name_period_and_extract_date(written: tuple[Path, ...]) -> None:
    titles = [line[0] for line in grid(written[-1])[:3]]
    assert titles == [
        "Sygefravær pr. enhed",
        "Periode: 01.10.2024 - 31.12.2024",
        "Udtrukket: 14.01.2025",
    ]
    assert "Udtrukket: 14.04.2022" in grid(written[0])[2]


def test_old_text_is_written_as_sap_writes_it(written: tuple[Path, ...]) -> None:
    text = written[0].read_bytes()
    assert "Økonomi".encode("cp1252") in text
    assert b"1.150,0\t" in text
    assert text.count(b"\r\n") == text.count(b"\n")


@pytest.mark.parametrize("place", range(12), ids=QUARTERS)
def test_file_holds_the_rows_and_its_totals_are_their_sums(
    written: tuple[Path, ...], place: int
) -> None:
    path, quarter = written[place], Quarter.parse(QUARTERS[place])
    read: dict[tuple[str, str], dict[str, Decimal]] = {}
    open_sum: dict[str, Decimal] = defaultdict(Decimal)
    grand: dict[str, Decimal] = defaultdict(Decimal)
    results = 0
    for line in lines(path):
        found = figures(line, path)
        if "I alt" in line.values():
            assert found == grand
        elif "Resultat" in line.values():
            assert found == open_sum
            open_sum.clear()
            results += 1
        else:
            read[column(line, NUMBER), column(line, STAFF)] = found
            for name, value in found.items():
                open_sum[name] += value
                grand[name] += value
    assert results == 7
    assert read == {
        (row.enhed, row.personalegruppe): {name: getattr(row, name) for name in FIGURES}
        for row in make_staff_rows()
        if row.quarter == quarter
    }
    assert all(one["korttid"] + one["langtid"] == one["dagsvaerk"] for one in read.values())
