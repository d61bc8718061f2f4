"""Lay a backup in the place of a store, or where none lies; nothing that lay there is lost."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from access.log import AccessLog
from access.log_lines import Action, Detail, LogEntry
from core.errors import ChefforumError
from services.access_log import find_roles, open_log
from services.backup import (
    LOG_PART,
    SETTINGS_PART,
    STORE_PART,
    extract_store,
    find_restoring_folder,
    make_folder,
)
from services.backup_archive import Archive, hash_file
from services.configuration import Configuration, find_key_file
from store.checkpoint import find_copy
from store.connection import find_wal, require_free
from store.contents import StoreContents
from store.identity import find_mark_file, keep_mark


@dataclass(frozen=True)
class Restored:
    """A backup that was laid in place.

    `made_at` (UTC) and `made_by` are when it was made and by whom, `rows` what its store holds.
    `set_aside` is the folder with what lay there before; None where nothing did. `kept` are the
    names of files that go on as they were. `has_key` tells whether the key of people's marks, which
    is in no backup, is on this machine.
    """

    made_at: datetime
    made_by: str
    rows: int
    set_aside: Path | None
    kept: tuple[str, ...]
    has_key: bool


def restore_backup(
    file: Path, configuration: Configuration, *, by: str, replaces: bool
) -> Restored:
    """Check a backup, lay it in the place of the configuration's store, and log that.

    What lies there is set aside where the backup `replaces` it. Raises ChefforumError where it
    would and is not to, StoreBusyError where a process holds the store, BackupError for a backup
    that is damaged, StoreTooNewError for a newer program's: then nothing is changed.
    """
    archive, path = Archive(file), configuration.store
    present = [place.name for place in _list_places(configuration).values() if place.exists()]
    if present and not replaces:
        raise ChefforumError(
            f"I {path.parent} ligger allerede {', '.join(present)}. Skal kopien træde i stedet, så "
            "skriv --replace: det, der ligger der, bliver lagt til side, ikke slettet."
        )
    require_free(path)
    try:
        with make_folder(find_restoring_folder(path)) as folder:
            contents = extract_store(archive, folder / STORE_PART)
            for name in archive.names & _list_places(configuration).keys() - {STORE_PART}:
                archive.extract(name, folder / name)
            restored = _lay_in_place(archive, contents, configuration, folder)
    except OSError as error:
        raise ChefforumError(
            f"Kopien kunne ikke lægges i {path.parent}. Er disken fuld, eller må programmets "
            "bruger ikke skrive i mappen? Kør kommandoen igen, når det er i orden."
        ) from error
    details = {Detail.SHA256: hash_file(file)}
    open_log(path).write(LogEntry(by, find_roles(by), Action.LAGT_TILBAGE, details))
    return restored


def _list_places(configuration: Configuration) -> dict[str, Path]:
    """Return where each part of a backup belongs, the store last."""
    path, grants = configuration.store, configuration.grants_file
    return {
        SETTINGS_PART: path.parent / SETTINGS_PART,
        grants.name: grants,
        LOG_PART: open_log(path).path,
        STORE_PART: path,
    }


def _lay_in_place(
    archive: Archive, contents: StoreContents, configuration: Configuration, folder: Path
) -> Restored:
    """Lay the parts in their places, whole, the store last.

    Where the program ends meanwhile, the old store lies there or the new one, and all that lay
    there is in the folder that is told of, or in its place: the command can be given again.
    """
    path, places = configuration.store, _list_places(configuration)
    kept = _list_kept(archive, configuration)
    beside = [find_copy(path), find_wal(path), find_mark_file(path)]
    present = [place for place in (*beside, *places.values()) if place.exists()]
    aside = _make_aside(path) if set(present) - {places[name] for name in kept} else None
    for name, place in places.items():
        if name in kept:
            continue
        if aside and place.exists():
            _keep(place, aside)
        if name == STORE_PART and aside:
            for old in filter(Path.exists, beside):
                old.replace(aside / old.name)
        if name in archive.names:
            (folder / name).replace(place)
        else:
            place.unlink(missing_ok=True)
    if contents.mark:
        keep_mark(path, contents.mark)
    made_at = datetime.fromisoformat(archive.told["made_at"])
    names = tuple(places[name].name for name in kept)
    has_key = find_key_file().is_file()
    return Restored(made_at, archive.told["made_by"], contents.rows, aside, names, has_key)


def _list_kept(archive: Archive, configuration: Configuration) -> list[str]:
    """List the parts whose files go on as they are: who may come in, and the log that goes on."""
    kept, log = [], open_log(configuration.store)
    if configuration.grants_file.exists():
        kept.append(configuration.grants_file.name)
    if log.path.exists() and _goes_on(log, archive.told["log"]):
        kept.append(LOG_PART)
    return kept


def _goes_on(log: AccessLog, last: dict[str, object]) -> bool:
    """Whether a log has the line that was the last when a backup was made."""
    told = (last["number"], last["hash"])
    return not last["number"] or any((line.number, line.hash) == told for line in log.read())


def _make_aside(path: Path) -> Path:
    """Make the folder, with the next free number, in which is kept what lay there before."""
    numbered = (path.with_name(f"{path.stem}-foer-gendannelse-{n}") for n in count(1))
    folder = next(folder for folder in numbered if not folder.exists())
    folder.mkdir(mode=0o700)
    return folder


def _keep(place: Path, folder: Path) -> None:
    """Let a file lie in a folder too, so that its place is never empty meanwhile."""
    try:
        os.link(place, folder / place.name)
    except OSError:  # the file system knows no such links
        shutil.copy2(place, folder / place.name)
