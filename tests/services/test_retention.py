"""What is kept no longer is said, and erased: all that was said and nothing else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from access.viewer import read_local_viewer
from core.errors import ChefforumError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.rullende import read_rullende
from pages.parts import daily_retention
from phrases.headlines import describe_peak
from phrases.rullende import _describe_since_peak
from services import opgoerelser, retention
from services.figures import open_figures
from services.kept_cases import KeptCase, save_case
from services.load import read_history
from services.opgoerelser import open_sent
from store.database import Store
from store.erasure_list import ErasedKind, read_erasures
from store.log_anchors import StoredAnchor, add_anchor
from tests.clock import Clock
from tests.command import run
from tests.stored_rows import figures, put, row

YEARS = {"sygefravaer": 3, "opgoerelser": 3, "sager": 3, "erstattede": 1}
SETTINGS = Settings.from_values({"retention_years": YEARS, "backup_days": 30})
FIRST, SENT = Quarter(2016, 1), Quarter(2016, 4)
_OFTEN = [f"{Quarter.parse('2016K1') + step}" for step in range(20)]


@pytest.fixture(scope="module")
def aged_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years of extracts, one of them loaded twice, and an opgørelse that was sent in 2017."""
    path = tmp_path_factory.mktemp("gammel") / "test.duckdb"
    store = Store(path, clock=Clock(datetime(2017, 2, 1)))
    for quarter in _OFTEN[:4]:
        put(store, [row(quarter, days="40"), row(quarter, "1002", days="20")], name=quarter)
    opgoerelser.release(store, SENT, settings=Settings(), by="HR")
    opgoerelser.send(store, SENT, settings=Settings(), by="HR")
    save_case(store, KeptCase(SENT), by="HR")
    store.clock = Clock(datetime(2020, 12, 1))
    put(store, [row("2020K4", days="99")], name="forkert.xlsx")
    for quarter in _OFTEN[4:]:
        put(store, [row(quarter, days="40"), row(quarter, "1002", days="20")], name=quarter)
    store.close()
    return path


@pytest.fixture
def aged(aged_file: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store(Path(shutil.copy(aged_file, tmp_path)), clock=Clock(datetime(2022, 1, 15)))
    yield store
    store.close()


def list_texts(due: tuple[retention.DueErasure, ...], *, waiting: bool = False) -> list[str]:
    return [item.text for item in due if bool(item.waits_for) == waiting]


def test_nothing_is_erased_where_no_years_are_set(aged: Store) -> None:
    assert retention.erase_due(aged, Settings(), by="HR") == ()


def test_a_run_erases_exactly_what_a_dry_run_says(aged: Store) -> None:
    promised = retention.list_due(aged, SETTINGS, journalised=[SENT])
    assert retention.erase_due(aged, SETTINGS, by="HR", journalised=[SENT]) == promised
    gone = {record.file_name for record in read_history(aged) if record.status == "slettet"}
    with aged.session() as cursor:
        erasures = read_erasures(cursor)
        rows = cursor.execute("SELECT DISTINCT quarter FROM kvartal ORDER BY 1").fetchall()
        figures_left = cursor.execute("SELECT count(*) FROM figures_kpi").fetchall()
        cases_left = cursor.execute("SELECT count(*) FROM case_events").fetchall()
    assert [str(quarter) for (quarter,) in rows] == _OFTEN[8:]
    assert len(erasures) == len(list_texts(promised))
    uploads = [erasure for erasure in erasures if erasure.kind is ErasedKind.UPLOAD]
    assert gone == {erasure.token for erasure in uploads}
    assert len(uploads) == 9
    assert figures_left == cases_left == [(0,)]
    assert {str(erasure.held_until) for erasure in erasures} == {"2022-02-14"}
    assert list_texts(retention.list_due(aged, SETTINGS, journalised=[SENT])) == []


def test_what_is_compared_with_and_what_is_not_journalised_waits(aged: Store) -> None:
    strict = Settings.from_values({"retention_years": YEARS | {"sygefravaer": 1}})
    due = retention.list_due(aged, strict)
    waiting = {item.text: item.waits_for for item in due if item.waits_for}
    assert "2018K1" in " ".join(text for text in waiting if "Kvartals" in text or "2018" in text)
    assert [text for text in waiting if text.startswith("tallene")] == [
        "tallene for 4. kvartal 2016"
    ]
    assert "--journalised 2016K4" in waiting["tallene for 4. kvartal 2016"]
    assert "--journalised 2016K4" in waiting["sagen til opgørelsen for 4. kvartal 2016"]
    retention.erase_due(aged, strict, by="HR")
    assert figures(aged, "2020K4").loc["kommune", "value"] == 12.0
    with open_sent(aged, read_local_viewer(), SENT) as reader:
        assert not reader.query("SELECT 1 FROM rullende WHERE quarter = '2016K4'").empty


def test_an_opgoerelse_whose_figures_are_gone_cannot_be_made_again(aged: Store) -> None:
    retention.erase_due(aged, SETTINGS, by="HR", journalised=[SENT])
    with pytest.raises(ChefforumError, match=r"kan ikke dannes igen.*slettet den 15. januar 2022"):
        open_sent(aged, read_local_viewer(), SENT)
    with pytest.raises(ChefforumError, match="kan ikke dannes igen"):
        open_figures(aged, read_local_viewer(), settings=SETTINGS, as_of=datetime(2020, 12, 31))


def test_the_command_says_it_in_danish(aged: Store) -> None:
    path = aged.path
    aged.close()
    (path.parent / "test-skema3-kopi1.duckdb").write_bytes(b"")
    (path.parent / "indstillinger.toml").write_text(
        "[retention_years]\nsygefravaer = 3\nopgoerelser = 3\n", "utf-8"
    )
    said = run(path, "retention", "--dry-run")
    done = run(path, "retention")
    assert said.replace("Ville slette", "Slettet").splitlines()[:-2] == done.splitlines()[:-2]
    assert "Venter: tallene for 4. kvartal 2016" in said
    assert "Kopien test-skema3-kopi1.duckdb" in done


def test_the_first_visitor_of_a_day_begins_the_run(
    aged: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    class Visit:
        store, settings = aged, SETTINGS

    def make_thread(**_: object) -> Thread:
        begun.append("run")
        return Thread(target=bool)

    monkeypatch.setattr(daily_retention, "Thread", make_thread)
    for _ in range(3):
        daily_retention.begin(Visit())  # type: ignore[arg-type]
    assert begun == ["run"]
    aged.clock = Clock(datetime(2022, 1, 16))
    daily_retention.begin(Visit())  # type: ignore[arg-type]
    assert begun == ["run", "run"]
    daily_retention.erase_today(aged, SETTINGS)
    assert "slettet" in {record.status for record in read_history(aged)}


def keep_day(store: Store, number: int) -> None:
    """What is kept of a day that the program is used on."""
    with store.transaction(facts=False) as cursor:
        add_anchor(cursor, StoredAnchor(store.clock(), number, "hash"))


def test_a_clock_that_jumps_years_ahead_erases_nothing_by_itself(
    aged: Store, caplog: pytest.LogCaptureFixture
) -> None:
    keep_day(aged, 1)
    aged.clock = Clock(datetime(2032, 1, 15))
    keep_day(aged, 2)
    before = read_history(aged)
    daily_retention.erase_today(aged, SETTINGS)
    assert "fra 15. januar 2022 til 15. januar 2032" in caplog.text
    assert read_history(aged) == before
    for number in range(3, 10):  # days of use in which somebody would have seen it
        aged.clock.wait(1)
        keep_day(aged, number)
    daily_retention.erase_today(aged, SETTINGS)
    assert read_history(aged) != before


def test_a_peak_is_the_highest_since_what_is_left(aged: Store) -> None:
    put(aged, [row("2020K4", days="30"), row("2020K4", "1002", days="20")], name="rettet")
    newest = Quarter(2020, 4)
    with open_figures(aged, read_local_viewer(), settings=SETTINGS) as reader:
        whole = read_rullende(reader, quarter=newest, level=Level.KOMMUNE)
    assert (
        "højeste siden" not in f"{describe_peak(whole)}{_describe_since_peak(whole, whole.rows[0])}"
    )
    retention.erase_due(aged, SETTINGS, by="HR", journalised=[SENT])
    with open_figures(aged, read_local_viewer(), settings=SETTINGS) as reader:
        left = read_rullende(reader, quarter=newest, level=Level.KOMMUNE)
    assert describe_peak(left) == "4. kvartal 2018: 12,0, det højeste siden 4. kvartal 2018"
    row_ = replace(left.rows[0], change=None)
    assert "højest (12,0, det højeste siden 4. kvartal 2018)" in _describe_since_peak(left, row_)
