"""The process that reads a file: started here, waited for, ended when late.

It imports little, so that the reading can begin before the rest of the program is there.
"""

import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from pathlib import Path
from typing import IO

from core import danish
from core.error_places import select_descriptions
from core.errors import FileRefusedError
from data_loaders.files.limits import MAX_BYTES, NO_ROOM, OUT_OF_MEMORY, PROGRAM_FAILED

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "data_loaders.files.child")

_LOG = logging.getLogger("chefforum")
_MOST_ERROR_BYTES = 20_000  # bytes of what the process says of its own errors

# The child opens hostile files: it gets no setting and no password out of our environment.
_PASSED_ON = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_ANYTHING = re.compile(rb"[^\0\t\n\r ]")
# What its libraries reserve and do not use counts against its memory all the same.
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "MIMALLOC_ARENA_RESERVE": "65536",  # kilobytes, of a gigabyte
    "OPENBLAS_NUM_THREADS": "1",  # the others would spin while they wait for matrices
}


class ReadingProcess:
    """A file that is being read by a process of its own.

    The process gets the bytes on standard input, and writes to a file. Both are files without a
    name: gone when closed, also when our own process is killed.
    """

    def __init__(
        self,
        content: bytes,
        *,
        command: tuple[str, ...] = COMMAND,
        before: bytes = b"",
        after: bytes = b"",
        is_ours: bool = False,
    ) -> None:
        """Begin; FileRefusedError for no file, or one too large, OSError where there is no room.

        `before` and `after` are what the process gets around the file's bytes. A process that
        `is_ours` runs no library on the file: all that it says of errors is logged.
        """
        _check_size(content)
        self._is_ours = is_ours
        self._answer = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        with tempfile.TemporaryFile() as content_file:
            for part in (
                before,
                content,
                after,
            ):  # never joined: others wait while bytes are copied
                content_file.write(part)
            content_file.seek(0)
            self._process = _start_process(command, content_file, self._answer, self._errors)
        self._end = weakref.finalize(self, _end_process, self._process)

    def wait_for_answer(self, seconds: float) -> IO[bytes]:
        """Wait for the process to end, so long at most, and return what it wrote.

        Raises FileRefusedError where it did not end well.
        """
        # A thread that waits hears of the end at once; a wait with a timeout asks now and then.
        waiting = threading.Thread(target=self._process.wait, daemon=True)
        waiting.start()
        waiting.join(seconds)
        is_late = waiting.is_alive()
        self._end()
        if is_late:
            raise _make_too_slow_refusal()
        self._log_errors()
        _check_exit_code(self._process.returncode)
        self._answer.seek(0)
        return self._answer

    def _log_errors(self) -> None:
        """Log where the process failed, by its own word: types and places, and nothing else."""
        is_failure = self._process.returncode not in (0, NO_ROOM, OUT_OF_MEMORY)
        if not is_failure and not self._is_ours:
            return
        self._errors.seek(0)
        text = self._errors.read(_MOST_ERROR_BYTES).decode("utf-8", "replace")
        places = "; ".join(select_descriptions(text))
        if not is_failure and not places:
            return
        places = places or "no place known"
        _LOG.error("reading a file ended with %s: %s", self._process.returncode, places)


class FileBeingRead(bytes):
    """A file's bytes, which a process has begun to read."""

    process: ReadingProcess


def start_reading(content: bytes) -> bytes:
    """Start to read a file before anybody waits for it; refusals come when somebody does."""
    file = FileBeingRead(content)
    try:
        file.process = ReadingProcess(content)
    except (FileRefusedError, OSError):
        return content
    return file


def make_no_room_refusal() -> FileRefusedError:
    """Make the refusal of a file that there is no room to read."""
    return FileRefusedError(
        "Serveren har ikke plads til at læse filen: dens disk eller hukommelse er fuld. Filen er "
        "der ikke noget i vejen med. Bed IT om at skaffe plads, og indlæs den igen.",
        code="no_room",
    )


def make_crash_refusal() -> FileRefusedError:
    """Make the refusal of a file that brought the reader down."""
    return FileRefusedError(
        "Filen er beskadiget og kan ikke læses. Åbn den i Excel, gem den som .xlsx, og indlæs den "
        "gemte fil.",
        code="unreadable",
    )


def make_not_started_refusal() -> FileRefusedError:
    """Make the refusal of a file whose reader could not be started."""
    return FileRefusedError(
        "Programmet kan ikke starte den proces, der læser filer: det mangler lov til det, eller en "
        "del af programmet er væk. Filen er der ikke noget i vejen med. Bed IT om at se på "
        "programmets rettigheder, og indlæs den igen.",
        code="program_failed",
    )


def make_program_failed_refusal() -> FileRefusedError:
    """Make the refusal of a file over which the program itself failed."""
    return FileRefusedError(
        "Programmet fejlede, mens det læste filen. Fejlen er programmets, og intet er gemt. Bed IT "
        "om at se i programmets log, hvor den skete. Gem imens filen igen fra Excel som .xlsx, og "
        "prøv med den.",
        code="program_failed",
    )


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise FileRefusedError(
            f"Filen fylder {danish.format_number(len(content), 0)} byte; højst "
            f"{danish.format_number(MAX_BYTES, 0)} tages imod. Et kvartalsudtræk fylder sjældent "
            "over 5 MB. Slet ark, billeder og kolonner, der ikke er en del af udtrækket, og indlæs "
            "filen igen.",
            code="too_large",
        )
    if not _ANYTHING.search(content):
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")


def _start_process(
    command: tuple[str, ...], content_file: IO[bytes], answer: IO[bytes], errors: IO[bytes]
) -> subprocess.Popen[bytes]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=content_file,
        stdout=answer,
        stderr=errors,
        cwd=ROOT,
        env=passed_on | _FRUGAL,
        start_new_session=True,
    )


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing behind, also when the wait was broken off."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _check_exit_code(exit_code: int) -> None:
    if exit_code == 0:
        return
    if exit_code == NO_ROOM:
        raise make_no_room_refusal()
    stopped_for_time = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}
    if exit_code in stopped_for_time:
        raise _make_too_slow_refusal()
    if exit_code in (OUT_OF_MEMORY, -signal.SIGABRT):
        raise FileRefusedError(
            "Filen kræver mere hukommelse, end der er sat af til at læse én fil. Slet ark, tomme "
            "rækker og kolonner uden for tabellen, gem filen, og indlæs den igen.",
            code="too_many_cells",
        )
    if exit_code == PROGRAM_FAILED:
        raise make_program_failed_refusal()
    raise make_crash_refusal()


def _make_too_slow_refusal() -> FileRefusedError:
    return FileRefusedError(
        "Filen kunne ikke læses inden for den tid, der er sat af, og læsningen er stoppet. Gem den "
        "igen i Excel som .xlsx med kun udtrækkets ark, og indlæs den gemte fil.",
        code="too_slow",
    )
