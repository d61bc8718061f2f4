"""A backup holds all, is read before it counts, and gives the same figures on another machine."""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pytest

from access.viewer import read_local_viewer
from commands.answer_json import describe_result
from commands.parts import write_json_line
from core.errors import (
    BackupError,
    ChefforumError,
    NoDataError,
    StoreBusyError,
    StoreTooNewError,
    UsageError,
)
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import registry
from services import backup_archive, stores
from services.access_log import open_log, read_checked_log
from services.backup import STORE_PART, find_backup_folder, make_backup
from services.backup_archive import MANIFEST, Archive, write_archive
from services.configuration import Configuration
from services.figures import open_figures
from services.load import read_history
from services.restore import Restored, restore_backup
from store import contents as store_contents
from store.connection import find_wal
from store.contents import read_contents
from store.database import Store
from store.identity import find_mark_file, read_kept_mark
from tests.command import run, type_command
from tests.conftest import SampleStore
from tests.stored_rows import put, row

FOUR = ("2024K1", "2024K2", "2024K3", "2024K4")
HEADERS = 3 * 4096


def configure(path: Path) -> Configuration:
    return Configuration.read(path)


def back_up(store: Store, file: Path) -> Path:
    with make_backup(store, configure(store.path), by="Anna") as backup:
        shutil.copy(backup.file, file)
    assert not find_backup_folder(store.path).exists()
    return file


def restore(file: Path, path: Path, *, replaces: bool = False) -> Restored:
    return restore_backup(file, configure(path), by="Bo", replaces=replaces)


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = stores.open_store(path)
    try:
        yield store
    finally:
        store.close()


def read_all(path: Path) -> store_contents.StoreContents:
    with opened(path) as store, store.session() as cursor:
        return read_contents(cursor)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """An open store with two loads, of which one lies in its .wal, in a folder with settings."""
    (folder := tmp_path / "først").mkdir()
    (folder / "indstillinger.toml").write_text("smallest_group = 8\n", "utf-8")
    with opened(folder / "chefforum.duckdb") as store:
        put(store, [row(q) for q in FOUR])
        with store.session() as cursor:  # who reads keeps the change in the .wal
            cursor.begin()
            cursor.execute("SELECT count(*) FROM head").fetchall()
            put(store, [row("2024K4", days="7")], name="b")
            yield store


def read_all_figures(path: Path) -> Iterator[str]:
    """Every nøgletal at every level of the sample, as the command line writes it."""
    with (
        opened(path) as store,
        open_figures(store, read_local_viewer(), settings=Settings()) as reader,
    ):
        for name in registry.ALL:
            for level in Level:
                with suppress(NoDataError, UsageError):
                    result = registry.read_result(
                        reader, name, quarter=Quarter(2024, 4), level=level
                    )
                    yield write_json_line(describe_result(result))


def test_every_figure_of_the_sample_is_the_same_to_the_last_byte(
    sampled: SampleStore, tmp_path: Path
) -> None:
    store, file, other = sampled.copy(tmp_path), tmp_path / "kopi.zip", tmp_path / "anden"
    said = run(store, "backup", str(file))
    assert "Alt er med." in said
    assert "personnoegle" in said
    words = ("--store", str(other / "ny.duckdb"), "restore", str(file))
    assert "alt er, som det blev gemt" in type_command(*words, folder=tmp_path).out
    before, after = (list(read_all_figures(path)) for path in (store, other / "ny.duckdb"))
    assert len(before) > 30
    assert before == after


def test_all_changes_are_in_a_backup_of_a_store_that_is_in_use(
    filled: Store, tmp_path: Path
) -> None:
    assert find_wal(filled.path).exists()
    file = back_up(filled, tmp_path / "kopi.zip")
    restored = restore(file, tmp_path / "anden" / "navn.duckdb")
    assert (restored.made_by, restored.set_aside, restored.kept) == ("Anna", None, ())
    settings = tmp_path / "anden" / "indstillinger.toml"
    assert settings.read_text("utf-8") == "smallest_group = 8\n"
    with opened(tmp_path / "anden" / "navn.duckdb") as other:
        assert read_history(other) == read_history(filled)
        assert read_checked_log(other).faults == ()
        actions = [line.entry.action.value for line in open_log(other.path).read() if line.entry]
    assert actions[0] == "lagt tilbage"
    assert read_kept_mark(other.path) == read_kept_mark(filled.path)


def test_a_change_that_comes_while_a_backup_is_made_is_not_half_in_it(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = list[str]()

    def read(cursor: duckdb.DuckDBPyConnection) -> store_contents.StoreContents:
        contents = read_contents(cursor)
        if not changes:
            changes.append(put(filled, [row("2025K1")], name="c"))
        return contents

    monkeypatch.setattr(store_contents, "read_contents", read)
    file = back_up(filled, tmp_path / "kopi.zip")
    restore(file, tmp_path / "anden" / "s.duckdb")
    with opened(tmp_path / "anden" / "s.duckdb") as other:
        assert len(read_history(other)) == 2
    assert len(read_history(filled)) == 3


def test_a_copy_that_lacks_a_row_does_not_count(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(target: Path, parts: dict[str, Path], told: dict[str, object]) -> None:
        with duckdb.connect(parts[STORE_PART]) as connection:
            connection.execute("UPDATE kvartal SET dagsvaerk = dagsvaerk + 0.000000000001")
        write_archive(target, parts, told)

    monkeypatch.setattr("services.backup.write_archive", write)
    with pytest.raises(BackupError, match="værdierne er andre"):
        back_up(filled, tmp_path / "kopi.zip")
    assert not find_backup_folder(filled.path).exists()


def test_a_file_is_not_overwritten_unless_that_is_said(tmp_path: Path) -> None:
    store, file = tmp_path / "s.duckdb", tmp_path / "kopi.zip"
    file.write_text("noget andet", "utf-8")
    assert "findes allerede" in run(store, "backup", str(file), code=2)
    assert file.read_text("utf-8") == "noget andet"
    run(store, "backup", str(file), "--replace")
    assert Archive(file).names >= {STORE_PART}
    assert file.stat().st_mode & 0o077 == 0
    assert "Findes mappen" in run(store, "backup", str(tmp_path / "nej" / "k.zip"), code=1)


@pytest.mark.parametrize("room", [0, 10_000, 400_000])
def test_a_full_disk_leaves_no_half_file(filled: Store, tmp_path: Path, room: int) -> None:
    """Full when the copy is made, in the midst of it, and when the archive is written."""
    contents = read_history(filled)
    resource = pytest.importorskip("resource")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    try:
        with pytest.raises(ChefforumError, match="Er disken fuld"):
            back_up(filled, tmp_path / "kopi.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["først"]
    assert not find_backup_folder(filled.path).exists()
    assert read_history(filled) == contents
    back_up(filled, tmp_path / "kopi.zip")


@pytest.fixture
def file(filled: Store, tmp_path: Path) -> Path:
    return back_up(filled, tmp_path / "kopi.zip")


def refuse(file: Path, tmp_path: Path) -> str:
    """What is said of a backup that is refused; nothing is left of it."""
    result = type_command(
        *("--store", str(tmp_path / "ny" / "s.duckdb"), "restore", str(file)), folder=tmp_path
    )
    assert (result.code, result.out) == (1, ""), result
    assert not (tmp_path / "ny").exists() or not list((tmp_path / "ny").iterdir())
    return result.err


def test_a_turned_bit_or_a_cut_anywhere_is_told(file: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    chance = random.Random(1)
    bits = [*range(8), *(chance.randrange(8 * len(content)) for _ in range(100))]
    for bit in (*bits, *(8 * len(content) - end for end in range(1, 9))):
        damaged = bytearray(content)
        damaged[bit // 8] ^= 1 << bit % 8
        file.write_bytes(damaged)
        with pytest.raises(BackupError, match="beskadiget"):
            Archive(file)
    for length in (0, 1, 63, 64, 65, 1000, len(content) // 2, len(content) - 1):
        file.write_bytes(content[:length])
        with pytest.raises(BackupError, match="beskadiget"):
            Archive(file)
    assert "Hent filen igen" in refuse(file, tmp_path)


def test_the_damaged_part_is_named(file: Path, tmp_path: Path) -> None:
    content = bytearray(file.read_bytes())
    content[500] ^= 1
    file.write_bytes(content)
    assert f"({STORE_PART})" in refuse(file, tmp_path)


def rewrite(file: Path, change: dict[str, Any]) -> None:
    """Seal a backup anew with another manifest, or without its store."""
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(parts.pop(MANIFEST))
    names = told.pop("parts")
    told |= change
    write_archive(file, parts, told)
    if told.get("lacks"):
        with ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
        manifest["parts"] = names
        content = {name: part for name, part in parts.items() if name != STORE_PART}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, part in (*content.items(), (MANIFEST, json.dumps(manifest).encode())):
                archive.writestr(name, part)
            archive.comment = b"0" * 64
        with file.open("r+b") as opened_file:
            seal = backup_archive._hash_to_seal(opened_file)
            opened_file.write(seal.encode())


def test_a_missing_part_and_other_versions_are_told(file: Path, tmp_path: Path) -> None:
    whole, told = file.read_bytes(), Archive(file).told
    for change, says in (
        ({"lacks": True}, "chefforum.duckdb"),
        ({"format": 2}, "nyere udgave"),
        ({"contents": {**told["contents"], "tables": {"kvartal": [9, "0"]}}}, "rækker"),
    ):
        file.write_bytes(whole)
        rewrite(file, change)
        assert says in refuse(file, tmp_path)
    (tmp_path / "tekst.zip").write_text("ikke en kopi " * 100, "utf-8")
    assert "ikke en sikkerhedskopi" in refuse(tmp_path / "tekst.zip", tmp_path)
    assert "kan ikke læses" in refuse(tmp_path / "nej.zip", tmp_path)


def test_a_newer_programs_store_is_told(filled: Store, tmp_path: Path) -> None:
    with filled.transaction() as cursor:
        cursor.execute("INSERT INTO schema_version VALUES (999, NULL)")
    with pytest.raises(StoreTooNewError, match="skemaversion 999"):
        back_up(filled, tmp_path / "kopi.zip")


def test_what_lies_there_is_refused_or_set_aside(file: Path, tmp_path: Path) -> None:
    (folder := tmp_path / "anden").mkdir()
    path = folder / "chefforum.duckdb"
    with opened(path) as store:
        put(store, [row("2023K1")], name="gammel")
    (folder / "indstillinger.toml").write_text("smallest_group = 6\n", "utf-8")
    (folder / "roller.toml").write_text("", "utf-8")
    before = {place.name: place.read_bytes() for place in folder.iterdir() if place.is_file()}
    with pytest.raises(ChefforumError, match=r"ligger allerede .*chefforum\.duckdb.*--replace"):
        restore(file, path)
    assert before == {place.name: place.read_bytes() for place in folder.iterdir()}
    with opened(path), pytest.raises(StoreBusyError):
        restore(file, path, replaces=True)
    restored = restore(file, path, replaces=True)
    assert restored.kept == ("roller.toml",)
    assert (folder / "indstillinger.toml").read_text("utf-8") == "smallest_group = 8\n"
    assert restored.set_aside == folder / "chefforum-foer-gendannelse-1"
    kept = {place.name: place.read_bytes() for place in restored.set_aside.iterdir()}
    assert set(kept) == set(before) - {"roller.toml", "chefforum.adgang.jsonl.laas"}
    assert kept == {name: before[name] for name in kept}
    with opened(path) as store:
        assert [record.file_name for record in read_history(store)] != ["gammel"]
        assert read_checked_log(store).faults == ()
    again = restore(file, path, replaces=True)
    assert again.kept == ("roller.toml", "chefforum.adgang.jsonl")  # the log goes on


@pytest.mark.parametrize("step", range(6))
def test_a_restore_that_is_broken_off_can_be_given_again(
    file: Path, tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lay there lies in its place or in the folder that was set aside."""
    (folder := tmp_path / "anden").mkdir()
    path = folder / "chefforum.duckdb"
    with opened(path) as store:
        put(store, [row("2023K1")], name="gammel")
    (folder / "indstillinger.toml").write_text("smallest_group = 6\n", "utf-8")
    find_wal(path).write_bytes(b"")
    old, moves = path.read_bytes(), list[Path]()
    move = Path.replace

    def replace(place: Path, target: Path) -> Path:
        if len(moves) == step:
            raise OSError(28, "full")
        moves.append(target)
        return move(place, target)

    monkeypatch.setattr(Path, "replace", replace)
    with suppress(ChefforumError):
        restore(file, path, replaces=True)
    monkeypatch.undo()
    assert old in {place.read_bytes() for place in folder.rglob("*.duckdb")}
    restore(file, path, replaces=True)
    with opened(path) as store:
        assert len(read_history(store)) == 2
    assert find_mark_file(path).exists()


def test_what_a_killed_backup_left_is_gone_when_the_store_is_opened(filled: Store) -> None:
    folder = find_backup_folder(filled.path)
    folder.mkdir()
    (folder / STORE_PART).write_bytes(b"halv")
    with pytest.raises(ChefforumError, match="i gang"):
        back_up(filled, filled.path.with_name("kopi.zip"))
    stores.open_store(filled.path).close()
    assert not folder.exists()


def test_damage_is_told_when_a_server_opens_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with opened(path) as store:
        put(store, [row(q, str(u), days=str(u)) for q in FOUR for u in range(200)], name="a")
    content, told = path.read_bytes(), list[str]()
    for place in range(HEADERS + 9, len(content), 1 << 18):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        try:
            stores.share_store(path)
        except ChefforumError as error:
            told.append(str(error))
        stores.close_shared_store(path)
    assert told
    assert all("er beskadiget" in text and "cli.py restore" in text for text in told)
