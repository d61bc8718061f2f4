"""The service door, opened in the process of the tests: what is said there, and how it ends.

To begin a process takes longer than most commands. That the door is the same in a process of its
own is what tests/doors/test_process.py is for.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import cli


@dataclass(frozen=True)
class CommandResult:
    """What a command wrote, and the code that it ended with."""

    code: int
    out: str
    err: str


def type_command(*words: str, folder: Path) -> CommandResult:
    """Type a command in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with chdir(folder), _set_arguments(*words), redirect_stdout(out), redirect_stderr(err):
        code = cli.run(sys.argv[1:])
    for stream in (out, err):
        stream.seek(0)
    return CommandResult(code, out.read(), err.read())


def run(store: Path, *words: str, code: int = 0) -> str:
    """Type a command that works on a store, and expect its code: 0 is what was asked for."""
    result = type_command("--store", str(store), *words, folder=store.parent)
    assert result.code == code, result
    return result.out if code == 0 else result.out + result.err


@contextmanager
def _set_arguments(*words: str) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["cli.py", *words]
    try:
        yield
    finally:
        sys.argv = before
