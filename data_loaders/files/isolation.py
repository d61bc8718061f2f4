"""Read a file in a process of its own, with limits on memory and time.

A file can be made to take all memory or to run for ever, or to crash a native reader. None of it
reaches the process that serves the pages.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from core.errors import FileRefusedError
from data_loaders.files import grid
from data_loaders.files.child import NO_ROOM, OUT_OF_MEMORY

MAX_BYTES = 50_000_000
WALL_SECONDS = 90.0
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "data_loaders.files.child")

# The child opens hostile files: it gets no setting and no password out of our environment.
_PASSED_ON = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


def read_grid(
    content: bytes, *, seconds: float = WALL_SECONDS, command: tuple[str, ...] = COMMAND
) -> grid.Grid:
    """Read a file's bytes into a grid.

    Args:
        content: The whole file.
        seconds: How long the reading may take by the clock.
        command: The program that reads; it gets the bytes on standard input.

    Raises:
        FileRefusedError: the file is empty, too large, of a kind that is not read, takes too much
            time or memory, or brings the reader down; or the server has no room to read it in. Its
            `code` is one of `codes.CODES`.
    """
    _check_size(content)
    try:
        return _read(content, seconds=seconds, command=command)
    except OSError as error:
        raise _no_room() from error


def _read(content: bytes, *, seconds: float, command: tuple[str, ...]) -> grid.Grid:
    # Files without a name: gone when closed, also when this process is killed.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(content)
        given.seek(0)
        _judge(_run(command, given, answer, seconds=seconds))
        answer.seek(0)
        return _parsed(answer)


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise FileRefusedError(
            f"Filen fylder {len(content) // 1_000_000} MB; højst {MAX_BYTES // 1_000_000} MB tages "
            "imod. Et kvartalsudtræk fylder sjældent over 5 MB. Slet ark, billeder og kolonner, "
            "der ikke er en del af udtrækket, og indlæs filen igen.",
            code="too_large",
        )
    if not content.strip(b"\0\t\n\r "):
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")


def _run(command: tuple[str, ...], given: IO[bytes], answer: IO[bytes], *, seconds: float) -> int:
    """Run the reader to its end and return its exit code; kill it, and its group, when late."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing behind, also when the wait was broken off."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _judge(exit_code: int) -> None:
    if exit_code == 0:
        return
    if exit_code == NO_ROOM:
        raise _no_room()
    stopped_for_time = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}
    if exit_code in stopped_for_time:
        raise _too_slow()
    if exit_code in (OUT_OF_MEMORY, -signal.SIGABRT):
        raise FileRefusedError(
            "Filen kræver mere hukommelse, end der er sat af til at læse én fil. Slet ark, tomme "
            "rækker og kolonner uden for tabellen, gem filen, og indlæs den igen.",
            code="too_many_cells",
        )
    raise _unreadable()


def _too_slow() -> FileRefusedError:
    return FileRefusedError(
        "Filen kunne ikke læses inden for den tid, der er sat af, og læsningen er stoppet. Gem den "
        "igen i Excel som .xlsx med kun udtrækkets ark, og indlæs den gemte fil.",
        code="too_slow",
    )


def _no_room() -> FileRefusedError:
    return FileRefusedError(
        "Serveren har ikke plads til at læse filen: dens disk eller hukommelse er fuld. Filen er "
        "der ikke noget i vejen med. Bed IT om at skaffe plads, og indlæs den igen.",
        code="no_room",
    )


def _unreadable() -> FileRefusedError:
    return FileRefusedError(
        "Filen er beskadiget og kan ikke læses. Åbn den i Excel, gem den som .xlsx, og indlæs den "
        "gemte fil.",
        code="unreadable",
    )


def _parsed(answer: IO[bytes]) -> grid.Grid:
    try:
        return grid.read(_without_refusal(answer))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise _unreadable() from error


def _without_refusal(answer: IO[bytes]) -> Iterator[str]:
    """Pass the lines on; a refusal among them, which an empty line announces, is raised."""
    for line in answer:
        if line == b"\n":
            refusal = json.loads(next(chain(answer)))
            raise FileRefusedError(str(refusal["message"]), code=str(refusal["refused"]))
        yield line.decode("utf-8")
