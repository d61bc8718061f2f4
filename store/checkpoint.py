"""Move a store's newest changes from the .wal into its file, so that no kill can damage it.

DuckDB writes blocks of its catalogue again in the place where they lie. Where the program ends
inside such a write, the file holds half a block and can never be opened again. So a copy of the
file lies beside it while changes are moved. Whether a move came to its end is told by the headers,
which DuckDB writes last: as long as they are the copy's, the .wal still holds all changes.
"""

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from core.errors import ChefforumError, StoreBusyError
from store.connection import Cursor, connect

_HEADERS_BYTES = 3 * 4096
_COPY_FILE = "import shutil, sys; shutil.copy(*sys.argv[1:])"


def move_changes(cursor: Cursor, path: Path) -> None:
    """Move all changes that are committed into a store's file.

    Raises duckdb.TransactionException where others change rows meanwhile, duckdb.Error or OSError
    where the disk is full: the changes stay in the .wal then.
    """
    if os.name == "nt":  # there, nobody may read a file that DuckDB has open, and none can be made
        cursor.execute("CHECKPOINT")
        return
    try:
        _write_copy(path)
        cursor.execute("CHECKPOINT")
    finally:
        find_copy(path).unlink(missing_ok=True)


def finish_interrupted_move(path: Path) -> None:
    """Take back a move that a program was killed in, so that it can be made again from the .wal.

    Raises StoreBusyError when another process holds the file: it may be moving changes just now.
    """
    copy = find_copy(path)
    if not copy.exists() or _is_open_here(path):
        return
    if _read_headers(copy) == _read_headers(path):
        copy.replace(path)
    else:
        copy.unlink()


def find_copy(path: Path) -> Path:
    """Return the copy that lies beside a store's file while changes are moved into it."""
    return path.with_name(f"{path.name}.flyttes")


def _write_copy(path: Path) -> None:
    """Copy a store's file, whole or not at all.

    Another process does it: closing the file here would drop the lock that DuckDB has on it.
    """
    unfinished = path.with_name(f"{path.name}.flyttes-ny")
    command = [sys.executable, "-I", "-S", "-c", _COPY_FILE, str(path), str(unfinished)]
    try:
        copying = subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
        if copying.returncode:
            raise OSError(f"{unfinished.name} could not be written")
        with unfinished.open("r+b") as file:
            os.fsync(file.fileno())
        unfinished.replace(find_copy(path))
    finally:
        unfinished.unlink(missing_ok=True)


def _is_open_here(path: Path) -> bool:
    try:
        connect(path, read_only=True).close()
    except duckdb.ConnectionException:
        return True
    except StoreBusyError:
        raise
    except ChefforumError:  # half a block, which is what the copy is for
        return False
    return False


def _read_headers(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADERS_BYTES)
