"""What is erased is gone: from figures, names, texts, bytes, and from what sums would tell."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest

from access.grants import FILE_NAME, make_grant, read_grants, write_grants
from access.log import AccessLog
from access.log_lines import Action, Detail, LogEntry
from access.viewer import read_local_viewer
from bilag.case import AuthorText
from bilag.sag import Sag
from core.errors import ChefforumError, LogError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics.rullende import read_rullende
from phrases.cell_text import write_cell
from phrases.notes import write_note
from services import aliases, erasing, opgoerelser
from services.bilag import make, write_formats
from services.erasing import ErasureOrder, erase_unit, erase_upload
from services.figures import open_figures
from services.kept_cases import KeptCase, read_case, save_case
from services.load import read_history
from services.opgoerelser import open_sent
from services.stores import open_store
from store import uploads
from store.database import Store
from store.erasure_list import ErasedKind
from tests.clock import Clock
from tests.command import run
from tests.processes import start_process
from tests.stored_rows import figures, row, upload_of

GONE, NAME = "7002", "Børnehuset Mågereden"
QUARTERS = [str(Quarter(2023, 1) + step) for step in range(8)]
MOVED, LAST = "7024", "2024K2"  # a small enhed that was in another afdeling up to a quarter
SENT = Quarter(2024, 3), Quarter(2024, 4)
LEADERS = (("anna", "7003"), ("bo", GONE))
LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING, Level.ENHED)
ORDER = ErasureOrder("HR", f"{NAME} er indlæst ved en fejl", journalised=True)
AFDELINGER = {f"{7000 + 10 * place + number}": place for place in range(3) for number in range(5)}


def make_rows(quarter: str, *, without: Iterable[str] = ()) -> list[UnitQuarter]:
    """Fifteen enheder of three afdelinger in two områder; the one that moves is small."""
    at = Quarter.parse(quarter)
    return [
        replace(
            row(
                quarter,
                enhed,
                days="9"
                if enhed == MOVED
                else str(40 + 3 * int(enhed[-1]) + 7 * place + at.number),
                short="4" if enhed == MOVED else str(15 + int(enhed[-1])),
                heads="3" if enhed == MOVED else str(12 + int(enhed[-1])),
                afdeling=f"Afdeling {place}",
                omraade=f"Område {place // 2}",
            ),
            enhed_navn=NAME if enhed == GONE else f"Børnehuset {enhed}",
        )
        for enhed, now in AFDELINGER.items()
        if enhed not in without
        for place in [1 if enhed == MOVED and quarter <= LAST else now]
    ]


def put_rows(store: Store, rows: list[UnitQuarter], name: str) -> str:
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "kvartal")
        upload = replace(upload_of(rows, name), sha256="0" * 64)
        return uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="HR")


def make_store(path: Path, *, without: Iterable[str] = ()) -> Store:
    store = Store(path, clock=Clock(datetime(2025, 2, 1)))
    with store.session() as cursor:
        cursor.execute("SET force_compression = 'uncompressed'")  # or nothing could be searched for
    for quarter in QUARTERS:
        put_rows(store, make_rows(quarter, without=without), f"Udtræk {quarter}, {NAME}.xlsx")
    return store


@pytest.fixture(scope="module")
def sent_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two opgørelser that were sent, with the enhed in texts, names, aliases and the log."""
    path = tmp_path_factory.mktemp("udsendt") / "test.duckdb"
    AccessLog.open_beside(path).write(
        LogEntry("chef", "enhedsleder", Action.SIDE, {Detail.NODE: f"enhed:{GONE}"})
    )
    store = make_store(path)
    texts = {"Baggrund": AuthorText(f"Se {NAME.upper()} (7002) og Børnehuset 7003.", None)}
    save_case(store, KeptCase(SENT[1], Sag(), texts), by="HR")
    aliases.learn_alias(store, ("enhed", "Mågen", NAME), by="HR")
    for quarter in SENT:
        opgoerelser.release(store, quarter, settings=Settings(), by="HR", note=f"med {NAME}")
        opgoerelser.send(store, quarter, settings=Settings(), by="HR")
    grants = [
        make_grant(person, "enhedsleder", at, first=None, last=None) for person, at in LEADERS
    ]
    write_grants(path.parent / FILE_NAME, grants)
    store.close()
    return path


@pytest.fixture
def sent(sent_file: Path, tmp_path: Path) -> Iterator[Store]:
    for file in sent_file.parent.iterdir():
        shutil.copy(file, tmp_path)
    store = Store(tmp_path / sent_file.name, clock=Clock(datetime(2025, 3, 4)))
    with store.session() as cursor:
        cursor.execute("SET force_compression = 'uncompressed'")
    yield store
    store.close()


def find_words(folder: Path) -> list[tuple[str, str]]:
    """The erased enhed's words that the bytes of any file of a folder hold."""
    words = [word.encode(code) for word in (NAME, GONE, "Mågen") for code in ("utf-8", "utf-16-le")]
    return [
        (file.name, word.decode("utf-8", "replace"))
        for file in folder.iterdir()
        for word in words
        if word in file.read_bytes()
    ]


def test_an_enhed_that_is_erased_is_in_no_byte(sent: Store, tmp_path: Path) -> None:
    assert find_words(tmp_path)
    erased = erase_unit(sent, NAME, ORDER, settings=Settings())
    assert erased.erasure.reason == "slettet-1 er indlæst ved en fejl"
    assert "sagers tekst" in erased.texts
    sent.close()
    with duckdb.connect() as copying:
        copying.execute(f"ATTACH '{sent.path}' AS source (READ_ONLY)")
        copying.execute(f"ATTACH '{tmp_path / 'kopi.duckdb'}' AS copy")
        copying.execute("SET force_compression = 'uncompressed'")
        copying.execute("COPY FROM DATABASE source TO copy")
    assert find_words(tmp_path) == []
    store = Store(sent.path)
    case = read_case(store, SENT[1])
    assert case.texts["Baggrund"].text == "Se slettet-1 (slettet-1) og Børnehuset 7003."
    assert {past.file_name for past in read_history(store)} == {
        f"Udtræk {quarter}, slettet-1.xlsx" for quarter in QUARTERS
    }
    assert aliases.read_aliases(store) == ()
    store.close()
    lines = [line.entry for line in AccessLog.open_beside(sent.path).read() if line.entry]
    assert [line.details.get(Detail.NODE) for line in lines[:2]] == [None, "enhed:slettet-1"]
    assert lines[-1].details[Detail.NODE] == "enhed:slettet-1"
    assert [grant.person for grant in read_grants(tmp_path / FILE_NAME)] == ["anna"]
    assert AccessLog.open_beside(sent.path).check() == ()


def test_what_was_sent_says_that_it_is_erased_and_keeps_its_sums(sent: Store) -> None:
    viewer = read_local_viewer().as_printed()
    with open_sent(sent, viewer, SENT[1]) as reader:
        before = {level: read_rullende(reader, quarter=SENT[1], level=level) for level in LEVELS}
    erase_unit(sent, GONE, ORDER, settings=Settings())
    with open_sent(sent, viewer, SENT[1]) as reader:
        for level in (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING):
            after = read_rullende(reader, quarter=SENT[1], level=level)
            assert [(r.key, r.value, r.short, r.employees) for r in after.rows] == [
                (r.key, r.value, r.short, r.employees) for r in before[level].rows
            ]
        units = read_rullende(reader, quarter=SENT[1], level=Level.ENHED)
        (row_,) = [each for each in units.rows if each.key == "enhed:slettet-1"]
        annex = make(reader, kind="enheder", quarter=SENT[1], sag=Sag(), decided_by="HR")
        assert write_formats(annex, ["pdf", "xlsx"])
        notes = " ".join(annex.numbered_notes)
        assert "Enhedens tal er slettet" in notes
        assert "et tal, der er slettet, kunne regnes ud af det" in notes
    assert row_.name == "Enhed slettet den 4. marts 2025"
    assert write_cell(units, row_, "value") == "slettet"
    assert "slettet" in write_note(units, row_)
    hidden = [each.key for each in units.rows if each.masked and each.key != row_.key]
    assert len(hidden) >= 2
    shown = {each.key: each.value for each in units.rows if each.value is not None}
    with open_figures(sent, read_local_viewer(), settings=Settings()) as reader:
        draft = read_rullende(reader, quarter=SENT[1], level=Level.AFDELING)
    (above,) = [each for each in draft.rows if each.key == "afdeling:Afdeling 0"]
    assert write_note(draft, above) == "Vises ikke: et tal, der er slettet, kunne regnes ud af det."
    assert shown == {each.key: each.value for each in before[Level.ENHED].rows if each.key in shown}


def test_what_was_never_sent_is_as_if_the_enhed_had_never_been(tmp_path: Path) -> None:
    with_it, never = (
        make_store(tmp_path / "a.duckdb"),
        make_store(tmp_path / "b.duckdb", without=[GONE]),
    )
    figures(with_it, "2024K4")  # a draft, which is computed again
    erased = erase_unit(with_it, GONE, ErasureOrder("HR", "fejl"), settings=Settings())
    assert (erased.erasure.row_count, erased.erasure.journalised) == (8, None)
    for level in LEVELS:
        assert figures(with_it, "2024K4", level).equals(figures(never, "2024K4", level))
    with_it.close()
    never.close()


def test_kept_counts_of_people_are_left_where_they_do_not_tell_it(store: Store) -> None:
    put_rows(store, make_rows("2024K1"), "fil.xlsx")
    keys = [(f"enhed:{enhed}", "enhed", f"afdeling:{at}") for enhed, at in AFDELINGER.items()]
    with store.transaction() as cursor:
        for key, level, parent in (*keys, ("afdeling:0", "afdeling", "")):
            cursor.execute(
                "INSERT INTO langtidsfriske BY NAME SELECT TIMESTAMP '2024-01-01' AS kept_at, "
                "'x' AS lists, '2020' AS year, $1 AS key, $2 AS level, $3 AS parent",
                [key, level, parent],
            )
    erase_unit(store, GONE, ErasureOrder("HR", "fejl"), settings=Settings())
    with store.session() as cursor:
        left = cursor.execute("SELECT key FROM langtidsfriske ORDER BY key").fetchall()
    others = [key for key, _, parent in keys if parent != "afdeling:0"]
    assert [key for (key,) in left] == ["afdeling:0", *others]


def test_an_upload_that_is_erased_lets_count_what_it_had_replaced(store: Store) -> None:
    put_rows(store, make_rows("2024K1"), "første.xlsx")
    second = put_rows(store, make_rows("2024K1", without=[GONE]), "anden med navn.xlsx")
    erased = erase_upload(store, second[:8], ErasureOrder("HR", "forkert fil"), settings=Settings())
    newest, first = read_history(store)
    assert (newest.file_name, newest.status, newest.sha256) == ("slettet-1", "slettet", "")
    assert (first.status, erased.erasure.kind) == ("gældende", ErasedKind.UPLOAD)
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM facts").fetchall() == [(15,)]
    with pytest.raises(ChefforumError, match="allerede slettet"):
        erase_upload(store, second, ErasureOrder("HR", "igen"), settings=Settings())
    third = put_rows(store, make_rows("2024K1", without=["7001"]), "tredje.xlsx")
    erase_upload(store, first.upload_id, ErasureOrder("HR", "også"), settings=Settings())
    erase_upload(store, third, ErasureOrder("HR", "også"), settings=Settings())
    with store.session() as cursor:  # nothing comes back empty
        assert cursor.execute("SELECT count(*) FROM current_uploads").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        (GONE, replace(ORDER, reason=" "), "Skriv, hvorfor"),
        (GONE, replace(ORDER, journalised=False), "4. kvartal 2024, som er udsendt"),
        ("Børnehuset Mågen", ORDER, "Mente du"),
        (GONE, replace(ORDER, reason="010190-1234"), "CPR"),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused(
    sent: Store, text: str, order: ErasureOrder, message: str
) -> None:
    with pytest.raises(ChefforumError, match=message):
        erase_unit(sent, text, order, settings=Settings())
    assert erasing.read_list(sent) == ()


def test_the_commands_say_what_became_of_it(sent: Store) -> None:
    path = sent.path
    sent.close()
    (path.parent / "test-skema3-kopi1.duckdb").write_bytes(b"")
    (path.parent / "indstillinger.toml").write_text("backup_days = 30", "utf-8")
    refused = run(path, "erase-unit", GONE, "--reason", "fejl", code=1)
    assert "bekræft først, at bilagene ligger i sagen" in refused
    done = run(path, "erase-unit", GONE, "--reason", "fejl", "--journalised")
    assert "Enheden er slettet for altid: 8 rækker. Overalt ellers står der »slettet-1«." in done
    assert "Kopien test-skema3-kopi1.duckdb har den stadig." in done
    assert "Andre sikkerhedskopier kan have den til" in done
    newest = run(path, "history", "--json").splitlines()[0].split('"upload_id": "')[1][:8]
    gone = run(path, "erase", newest, "--reason", "fejl", "--journalised")
    assert "Indlæsningen er slettet for altid: 14 rækker." in gone
    assert "slettet" in run(path, "history")
    assert [line[:19] for line in run(path, "retention", "--list").splitlines()[:2]] == [
        "slettet-2: indlæsni",
        "slettet-1: enhed, d",
    ]


def test_what_was_not_finished_is_so_when_the_store_is_opened(
    sent: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AccessLog.open_beside(sent.path)
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "finish_erasures", Mock(side_effect=LogError("Fuld disk.")))
        with pytest.raises(ChefforumError, match=r"slettet i databasen, men .*Fuld disk"):
            erase_unit(sent, GONE, ORDER, settings=Settings())
    assert GONE in log.path.read_text("utf-8")
    sent.close()
    (tmp_path / f".{FILE_NAME}.ny").write_text(NAME, "utf-8")  # of a program that was killed
    open_store(sent.path).close()
    assert not (tmp_path / f".{FILE_NAME}.ny").exists()
    assert (GONE in log.path.read_text("utf-8"), log.check()) == (False, ())
    assert [grant.person for grant in read_grants(tmp_path / FILE_NAME)] == ["anna"]


def erase_until_killed(path: Path) -> None:
    """What a worker does: it erases the enhed."""
    store = Store(path)
    erase_unit(store, GONE, ORDER, settings=Settings())


def test_an_erasure_that_is_killed_is_whole_or_not_at_all(sent: Store) -> None:
    path, outcomes = sent.path, []
    sent.close()
    for seconds in (1.5, 3.0, 4.5):
        process = start_process(erase_until_killed, path)
        process.join(seconds)
        process.kill()
        process.join()
        store = Store(path)
        with store.session() as cursor:
            ((rows, has_figures),) = cursor.execute(
                "SELECT (SELECT count(*) FROM kvartal WHERE enhed = $1), "
                "$2 IN (SELECT key FROM figures_kpi)", [GONE, f"enhed:{GONE}"],
            ).fetchall()  # fmt: skip
        outcomes.append((rows, has_figures, len(erasing.read_list(store))))
        store.close()
    assert set(outcomes) <= {(8, True, 0), (0, False, 1)}
