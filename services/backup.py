"""Make a backup of a store while it is in use, and read it through before it counts."""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from access.log_lines import Action, Detail
from core.errors import BackupError, ChefforumError
from services.access_log import keep_anchor, log_change, open_log
from services.backup_archive import Archive, hash_file, write_archive
from services.configuration import (
    CLIENT_SECRET_VARIABLE,
    LOGIN_KEY,
    ROOT,
    Configuration,
)
from store.contents import StoreContents, TableContent, copy_contents, read_copy
from store.database import Store
from store.identity import StoreMark

STORE_PART, LOG_PART, SETTINGS_PART = "chefforum.duckdb", "adgang.jsonl", "indstillinger.toml"
_PIECE = 1 << 20  # bytes
KEYS = (
    "nøglen til mærker for personer (filen personnoegle)",
    f"login-tjenestens hemmelighed ({CLIENT_SECRET_VARIABLE})",
    f"nøglen til login (filen {LOGIN_KEY})",
)


@dataclass(frozen=True)
class Backup:
    """A backup that was read through and held all: its file, what it holds, its log's last line."""

    file: Path
    contents: StoreContents
    last_line: int

    def read_pieces(self) -> Iterator[bytes]:
        """Read the file piece by piece."""
        with self.file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                yield piece


@contextmanager
def make_backup(store: Store, configuration: Configuration, *, by: str) -> Iterator[Backup]:
    """Make a backup of all that an open store holds at one moment; its file is gone afterwards.

    It lies beside the store meanwhile. Raises BackupError where what is read from it is not what
    the store holds, ChefforumError where it cannot be made.
    """
    with make_folder(find_backup_folder(store.path)) as folder:
        backup = _make_checked(store, configuration, folder, by=by)
        details = {Detail.SHA256: hash_file(backup.file)}
        with log_change(store, Action.SIKKERHEDSKOPI, details, by=by):
            yield backup


def _make_checked(store: Store, configuration: Configuration, folder: Path, *, by: str) -> Backup:
    copy, file = folder / STORE_PART, folder / "kopi.zip"
    try:
        keep_anchor(store)
        contents, log = copy_contents(store, copy), open_log(store.path)
        parts: dict[str, Path | bytes] = {STORE_PART: copy}
        beside = {
            LOG_PART: log.path,
            SETTINGS_PART: store.path.parent / SETTINGS_PART,
            configuration.grants_file.name: configuration.grants_file,
        }
        parts |= {name: path.read_bytes() for name, path in beside.items() if path.is_file()}
        last = log.last
        told = {
            "made_at": store.clock().isoformat(),
            "made_by": by,
            "program": tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            "log": last._asdict(),
            "contents": describe_contents(contents),
            "not_included": KEYS,
        }
        write_archive(file, parts, told)
        copy.unlink()
        extract_store(Archive(file), copy)
        copy.unlink()
    except OSError as error:
        raise ChefforumError(
            f"Sikkerhedskopien kunne ikke laves ved siden af {store.path}. Er disken fuld? Der "
            "skal være plads til databasen to gange. Databasen er, som den var."
        ) from error
    return Backup(file, contents, last.number)


def extract_store(archive: Archive, target: Path) -> StoreContents:
    """Write an archive's store to a file, read it through and return what it holds.

    Raises BackupError where that is not what is told, StoreTooNewError for a newer program's.
    """
    archive.extract(STORE_PART, target)
    contents, told = read_copy(target), parse_contents(archive.told["contents"])
    if not contents.is_same(told):
        raise BackupError(
            f"Databasen i {archive.path} har {contents.rows} rækker, og der blev gemt {told.rows}, "
            "eller værdierne er andre. Brug en anden sikkerhedskopi."
        )
    return contents


def describe_contents(contents: StoreContents) -> dict[str, Any]:
    """Return what a store holds as JSON can hold it; `parse_contents` reads it again."""
    return contents._asdict() | {"mark": asdict(contents.mark) if contents.mark else None}


def parse_contents(told: dict[str, Any]) -> StoreContents:
    """Read what `describe_contents` wrote."""
    tables = {name: TableContent(*content) for name, content in told["tables"].items()}
    mark = StoreMark(**told["mark"]) if told["mark"] else None
    return StoreContents(tables, told["schema"], mark, told["library"])


@contextmanager
def make_folder(folder: Path) -> Iterator[Path]:
    """Make a folder to work in, for its owner alone; it is gone afterwards with all in it.

    Raises ChefforumError where it is there already, or cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        raise ChefforumError(
            f"Det samme er i gang et andet sted. Er det ikke det, så slet mappen {folder}."
        ) from error
    except OSError as error:
        raise ChefforumError(
            f"Programmets bruger må ikke lave mapper i {folder.parent}, eller disken er fuld."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_backup_folder(store: Path) -> Path:
    """Return the folder beside a store that is there while a backup of it is made."""
    return store.with_name(f"{store.name}.sikres")


def find_restoring_folder(store: Path) -> Path:
    """Return the folder beside a store that is there while a backup is laid in its place."""
    return store.with_name(f"{store.name}.laegges")


def remove_unfinished(store: Path) -> None:
    """Remove what was left of backups whose program was killed; whoever holds the store may."""
    for folder in (find_backup_folder(store), find_restoring_folder(store)):
        shutil.rmtree(folder, ignore_errors=True)
