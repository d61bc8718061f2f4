"""The process that opens an uploaded file: `python -m data_loaders.files.child`.

It reads the bytes from standard input and writes a grid to standard output, after having limited
itself. It imports little: each upload starts one.
"""

import io
import json
import sys
from typing import TextIO

from core.errors import FileRefusedError
from data_loaders.files import dialects, grid

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 60
OUTPUT_BYTES = 200_000_000
OUT_OF_MEMORY = 3
NO_ROOM = 4


def limit() -> None:
    """Take away what reading a file does not need, where the platform can (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - the module exists on Unix only
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
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
    limit()
    content = sys.stdin.buffer.read()
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
    try:
        _answer(content, out)
        out.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError:
        return NO_ROOM
    return 0


def _answer(content: bytes, out: TextIO) -> None:
    try:
        dialect = dialects.of(content)
        grid.write(dialect.NAME, dialect.read(content), out)
    except FileRefusedError as error:
        out.write("\n" + json.dumps({"refused": error.code, "message": str(error)}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
