"""The process that opens an uploaded file: `python -m data_loaders.files.child`.

It reads the bytes from standard input and writes a grid to standard output, after having limited
itself. It imports little: each upload starts one.
"""

import gc
import io
import os
import sys
from typing import IO

from core.error_places import describe_error
from core.errors import FileRefusedError
from data_loaders.files import dialects, sending
from data_loaders.files.dialects.cells import make_damaged_refusal
from data_loaders.files.limits import (
    CPU_SECONDS,
    MEMORY_BYTES,
    MEMORY_TIMES,
    MOST_MEMORY,
    NO_ROOM,
    OUT_OF_MEMORY,
    OUTPUT_BYTES,
    PROGRAM_FAILED,
)


def limit_process(size: int = 0) -> None:
    """Take away what reading a file of a size does not need, where the platform can.

    Windows cannot.
    """
    try:
        import resource  # noqa: PLC0415 - the module exists on Unix only
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, min(MEMORY_BYTES + MEMORY_TIMES * size, MOST_MEMORY)),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            # macOS does not accept every limit; the wall clock of the parent still holds.
            continue


def main() -> int:
    """Read standard input, write the grid or the refusal; return the exit code."""
    limit_process(os.fstat(sys.stdin.fileno()).st_size)
    gc.disable()  # cells are in no cycles, and there are millions of them
    content = sys.stdin.buffer.read()
    # Not sys.stdout: what cannot be written there is tried again, and complained of, on exit. So it
    # is here, when the buffer goes, unless the file below it is closed; descriptor 1 stays open.
    try:
        with io.FileIO(sys.stdout.fileno(), "wb", closefd=False) as file:
            out = io.BufferedWriter(file)
            _write_answer(content, out)
            out.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError:
        return NO_ROOM
    except Exception as error:  # noqa: BLE001 - the last door: a traceback would quote cells
        sys.stderr.write("\n".join(describe_error(error)) + "\n")
        sys.stderr.flush()
        return PROGRAM_FAILED
    return 0


def _write_answer(content: bytes, out: IO[bytes]) -> None:
    try:
        dialect = dialects.recognise_dialect(content)
        sending.send(dialect.NAME, dialect.read(content), out)
    except FileRefusedError as error:
        sending.refuse(error, out)
    except BaseException as error:
        # A library in Rust that gives up over the bytes; no module has the name of its error.
        if type(error).__name__ != "PanicException":
            raise
        sending.refuse(make_damaged_refusal("Filen"), out)


if __name__ == "__main__":
    os._exit(main())  # what was read need not be tidied up
