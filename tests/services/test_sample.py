"""The sample data loaded as HR would: every file is known for what it is, and stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from access.viewer import read_local_viewer
from core.danish import format_percent, format_percentage_points
from core.errors import ChefforumError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.langtidsfriske import read_langtidsfriske
from metrics.rullende import read_rullende
from sample_data.rows import make_rows
from sample_data.staff import make_staff_rows
from sample_data.write import make_files, write
from services import sample
from services.figures import open_figures
from services.load import Outcome, check, read_history, save, undo_uploads
from services.sample import find_sample_uploads, load_sample
from store.database import Store
from tests.conftest import SampleStore
from tests.frames import frame_of

QUIET = Settings()


@pytest.fixture(scope="module")
def opened(sampled: SampleStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(sampled.copy(tmp_path_factory.mktemp("sample")))
    yield store
    store.close()


@pytest.fixture(scope="module")
def outcomes(sampled: SampleStore) -> tuple[Outcome, ...]:
    return sampled.outcomes


def _silent(done: float, text: str) -> None:
    """Take progress and show nothing."""


def test_every_file_is_known_for_what_it_is(outcomes: tuple[Outcome, ...]) -> None:
    kinds = [
        (outcome.checked.report.file_name, outcome.checked.report.kind) for outcome in outcomes
    ]
    assert kinds == [(file.file_name, file.kind) for file in make_files()]
    assert {outcome.status for outcome in outcomes} == {"stored"}


def test_nothing_is_to_be_said_about_them(outcomes: tuple[Outcome, ...]) -> None:
    problems_by_file = {
        outcome.checked.report.file_name: outcome.checked.report.problems for outcome in outcomes
    }
    assert {name: problems for name, problems in problems_by_file.items() if problems} == {}


def test_every_line_that_is_no_sum_becomes_rows(outcomes: tuple[Outcome, ...]) -> None:
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted[outcome.checked.report.kind] += outcome.checked.report.facts.num_rows
    lines = {document.kind: document.sheet for document in make_files()}
    assert counted["kvartal"] == len(make_staff_rows())
    assert counted["maaltal"] == 2 * 95
    for kind in ("organisation", "haendelser", "noegletal"):
        assert counted[kind] == sum(map(len, lines[kind].blocks))


def test_the_extract_dates_are_read(outcomes: tuple[Outcome, ...]) -> None:
    dates = {
        outcome.checked.report.file_name: outcome.checked.report.extract_date
        for outcome in outcomes
    }
    assert dates["Organisation.txt"] == date(2025, 1, 14)
    assert dates["LPT169_2022-2023.txt"] == date(2024, 1, 15)
    assert dates["LPT169_2024.xlsx"] == date(2025, 1, 14)
    assert dates["Maaltal_2025.xlsx"] == date(2025, 1, 22)


def test_people_in_the_store_sum_to_the_quarters(opened: Store) -> None:
    with opened.session() as cursor:
        stored = cursor.execute(
            "SELECT year, enhed, sum(dagsvaerk) FROM personer GROUP BY ALL"
        ).fetchall()
    summed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in make_rows():
        summed[str(row.quarter.year), row.enhed] += row.dagsvaerk
    assert {(year, enhed): days for year, enhed, days in stored} == summed


@pytest.mark.parametrize(("year", "published"), [(2024, "34 %"), (2023, "32 %")])
def test_langtidsfriske_are_as_published(opened: Store, year: int, published: str) -> None:
    with open_figures(opened, read_local_viewer(), settings=QUIET) as reader:
        found = read_langtidsfriske(reader, quarter=Quarter(year, 4), level=Level.KOMMUNE)
    (kommune,) = found.rows
    assert kommune.basis == "datoer"
    assert format_percent(kommune.value or 0) == published


def test_the_langtidsfriske_rose_by_two_points(opened: Store) -> None:
    with open_figures(opened, read_local_viewer(), settings=QUIET) as reader:
        found = read_langtidsfriske(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    assert format_percentage_points(frame_of(found)["change"].iloc[0]) == "+2 procentpoint"


@pytest.mark.parametrize("quarter", [Quarter(2024, 3), Quarter(2024, 4)])
def test_personalegrupper_are_the_sums_of_the_lines_of_the_files(
    opened: Store, quarter: Quarter
) -> None:
    with open_figures(opened, read_local_viewer(), settings=QUIET) as reader:
        found = read_rullende(reader, quarter=quarter, level=Level.PERSONALEGRUPPE)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    groups = {row.personalegruppe for row in make_staff_rows()}
    for row in make_staff_rows():
        if quarter - 3 <= row.quarter <= quarter:
            own = f"personalegruppe:{row.personalegruppe}"
            others = [f"personalegruppe:{other}/resten" for other in groups - {row.personalegruppe}]
            for key in (own, f"afdeling:{row.afdeling}/{own}", *others):
                parts = (row.korttid + row.langtid, row.korttid, row.langtid, row.medarbejdere)
                sums[key] = [had + more for had, more in zip(sums[key], parts, strict=True)]
    rolling = {
        key: [float(4 * part / people) for part in days] + [float(people / 4)]
        for key, (*days, people) in sums.items()
    }
    shown = frame_of(found).set_index("key")[["value", "short", "long", "employees"]]
    assert shown.T.to_dict("list") == {key: pytest.approx(own) for key, own in rolling.items()}
    assert {name for key, name in frame_of(found)[["key", "name"]].values if "/" not in key} >= {
        "SOSU", "Pædagoger", "Lærere",
    }  # fmt: skip


def test_employee_numbers_are_nowhere_in_the_store(opened: Store) -> None:
    with opened.session() as cursor:
        marks = {mark for (mark,) in cursor.execute("SELECT person FROM personer").fetchall()}
    (sheet,) = (found.sheet for found in make_files() if found.file_name == "LPT169_2024.xlsx")
    numbers = {line[4] for block in sheet.blocks for line in block}
    assert len(marks) > 4000
    assert not marks & numbers


def test_a_store_with_other_data_is_left_alone(store: Store) -> None:
    text = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n2024K4;1;X;Y;90;90\n"
    other = check(store, text.encode(), file_name="egen.csv", settings=QUIET)
    save(store, [other], by="prøve")
    with pytest.raises(ChefforumError, match=r"andre data \(egen\.csv\)"):
        load_sample(store, settings=QUIET, by="prøve", progress=_silent)


def test_a_sample_that_cannot_be_read_is_refused_with_its_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_broken(folder: Path) -> list[Path]:
        file = write(folder)[1]
        file.write_text("Enhed;Fraværsdagsværk\nSolen;x\n", "utf-8")
        return [file]

    monkeypatch.setattr(sample, "write", write_broken)
    with pytest.raises(ChefforumError, match=r"Eksempeldata kan ikke læses.*SYGEFRAVAER_2022K1"):
        load_sample(store, settings=QUIET, by="prøve", progress=_silent)


def test_all_of_the_sample_is_undone_at_once_and_nothing_else(
    sampled: SampleStore, tmp_path: Path
) -> None:
    copytree(sampled.store.parent / "eksempeldata", tmp_path / "eksempeldata")
    store = Store(sampled.copy(tmp_path))
    own = (
        b"Periode: 2025K1\nEnhedsnr.;Enhed;Afdeling;Dagsv\xc3\xa6rk;Medarbejdere\n1;Hus;Skole;4;9\n"
    )
    (mine,) = save(
        store, [check(store, own, file_name="Grupper.csv", settings=QUIET, kind="kvartal")], by="x"
    )
    found = find_sample_uploads(store, read_history(store))
    assert len(found) == len(sampled.outcomes)
    undo_uploads(store, [past.upload_id for past in found], by="x")
    assert [past.upload_id for past in read_history(store) if past.counts] == [mine.upload_id]
    assert find_sample_uploads(store, read_history(store)) == ()
    store.close()
