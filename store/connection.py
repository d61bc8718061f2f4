"""Connect to a store's file, and say in Danish why it cannot be done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.errors import ChefforumError, StoreBusyError, StoreCollisionError

Cursor = duckdb.DuckDBPyConnection
# The threads of one query wait for each other longer than such small data take. Sessions run side
# by side all the same.
# Changes are moved from the .wal into the file by the store alone, never as a part of a commit or
# when the file is closed.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "checkpoint_threshold": "1TB",
}
_LOCK_SIGNS = ("could not set lock", "being used by another process")
_DAMAGE_SIGNS = ("corrupt", "checksum", "could not read enough", "serialization error")
_COLLISION_SIGNS = ("conflict", "another transaction")
# What DuckDB raises where the file cannot be read or written, and where its bytes make no sense.
_FILE_ERRORS = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)
_LAY_BACK = (
    "Læg den nyeste kopi tilbage med »cli.py restore«: se »Kopier og læg tilbage« i docs/drift.md."
)


def connect(path: Path, *, read_only: bool = False) -> Cursor:
    """Open a store's file, made if there is none; read-only, nothing is made or changed.

    Raises StoreBusyError when another process holds it, duckdb.ConnectionException when this one
    has it open in another way, ChefforumError when it is no store's file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChefforumError(f"Mappen til databasen, {path.parent}, kan ikke laves.") from error
    try:
        connection = duckdb.connect(path, read_only=read_only, config=CONFIG)
    except duckdb.ConnectionException:  # this process has it open in another way
        raise
    except (duckdb.Error, OSError) as error:
        if any(sign in str(error).casefold() for sign in _LOCK_SIGNS):
            raise StoreBusyError(
                f"Databasen {path} er i brug af et andet program, f.eks. en kørende server. "
                "Stop det, eller brug siderne i browseren, og prøv igen."
            ) from error
        raise ChefforumError(_explain_failure(path, error)) from error
    connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    return connection


def require_free(path: Path) -> None:
    """Raise StoreBusyError where a process has a store's file open, this one or another.

    A file that is none, or that is damaged, is free.
    """
    if not path.exists():
        return
    try:
        connect(path, read_only=True).close()
    except duckdb.ConnectionException as error:
        raise StoreBusyError(f"Databasen {path} er i brug i dette program.") from error
    except StoreBusyError:
        raise
    except ChefforumError:
        return


def describe_damage(path: Path, error: duckdb.Error) -> str:
    """Say that a file is damaged where that is what a library's error means, else ""."""
    text = str(error).casefold()
    if not any(sign in text for sign in _DAMAGE_SIGNS):
        return ""
    if "wal file" in text:
        return (
            f"{path.name}.wal ved siden af databasen {path} er beskadiget; i den ligger de seneste "
            f"ændringer. {_LAY_BACK}"
        )
    return f"Databasen {path} er beskadiget. {_LAY_BACK}"


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn a library's errors of reading or writing a store's file into Danish ones."""
    reason = (
        f"Databasen {path} kunne ikke læses eller skrives. Er disken fuld? Det, der er gemt, er "
        "ikke mistet."
    )
    with _explain_file_errors(path, reason):
        yield


@contextmanager
def explain_change_errors(path: Path) -> Iterator[None]:
    """Turn a library's errors of a change that could not be stored into Danish ones."""
    reason = f"Der kunne ikke skrives til {path}, så intet er gemt. Er disken fuld?"
    try:
        with _explain_file_errors(path, reason):
            yield
    except duckdb.TransactionException as error:
        raise StoreCollisionError(
            "En anden indlæsning blev gemt på samme tid, så denne blev ikke. Prøv igen."
        ) from error
    except OSError as error:
        raise ChefforumError(reason) from error


@contextmanager
def _explain_file_errors(path: Path, reason: str) -> Iterator[None]:
    """Give a reason for the errors of a file that is not damaged; a collision is none of these."""
    try:
        yield
    except _FILE_ERRORS as error:
        is_of_transaction = isinstance(error, duckdb.TransactionException)
        if is_of_transaction and any(sign in str(error).casefold() for sign in _COLLISION_SIGNS):
            raise
        raise ChefforumError(describe_damage(path, error) or reason) from error


def find_wal(path: Path) -> Path:
    """Return the file beside a store's in which its newest changes lie until they are moved."""
    return path.with_name(f"{path.name}.wal")


def _explain_failure(path: Path, error: Exception) -> str:
    text = str(error).casefold()
    damage = describe_damage(path, error) if isinstance(error, duckdb.Error) else ""
    wal = find_wal(path)
    rights = "skrive i" if os.access(path, os.R_OK) else "læse"
    reasons = (
        (
            path.is_dir(),
            f"{path} er en mappe. Angiv databasens fil, f.eks. {path / 'chefforum.duckdb'}.",
        ),
        (
            path.exists() and path.stat().st_size == 0,
            f"{path} er tom og er derfor ingen database. Slet filen, så laves en ny, eller læg en "
            "kopi tilbage.",
        ),
        (
            "permission denied" in text,
            f"Programmets bruger har ikke lov til at {rights} {path}. Ret filens rettigheder.",
        ),
        (
            "not a valid duckdb database" in text,
            f"{path} er ikke en database, men en anden slags fil. Kontrollér navnet.",
        ),
        (
            "version number" in text,
            f"{path} er skrevet af en anden udgave af DuckDB, end programmet bruger.",
        ),
        (bool(damage), damage),
        (
            wal.exists(),
            f"{path} kan ikke åbnes sammen med {wal.name} ved siden af: den hører måske til en "
            f"anden database. {_LAY_BACK}",
        ),
    )
    unknown = f"{path} kan ikke åbnes som database ({type(error).__name__})."
    return next((reason for applies, reason in reasons if applies), unknown)
