"""A lock that one process, and one thread in it, holds at a time, by a file that all can see."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made if there is none; wait while others hold it.

    It ends with the process, whatever ends that. Raises OSError where the file cannot be made.
    """
    with path.open("ab") as file:
        _take_lock(file)
        yield  # closing the file gives the lock up


def _take_lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:  # it gives up after ten seconds
                continue
            return
    else:
        fcntl.flock(file, fcntl.LOCK_EX)
