"""Where a command's words, files and progress go: to the terminal that it was typed in.

A command that meets a running server is carried out by it; that terminal is then at the other end
of the command door, and so are the files.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Protocol

import click

from core import danish
from core.errors import ChefforumError, UsageError

_LARGEST_FILE = 200_000_000  # bytes; twice what `load` takes
_OWNER_ONLY = 0o600
_UNFINISHED = ".ufaerdig"  # after the name of a file that is being written


class Terminal(Protocol):
    """Somebody's terminal and files. The files' methods raise OSError as Python's own do.

    `served_store` is the store's file that the process holds for all its visitors; None where the
    command is carried out in a process of its own, which opens the store itself.
    """

    @property
    def served_store(self) -> Path | None:
        """The store's file where a running server carries the command out."""

    def write_text(self, text: str, *, is_error: bool) -> None:
        """Write to the output, or to what is kept for errors."""

    def write_progress(self, done: float, text: str) -> None:
        """Show on a terminal how much is done (0-1), and what was done last."""

    def is_file(self, path: Path) -> bool:
        """Whether there is a file of the name."""

    def read_file(self, path: Path) -> bytes:
        """Return a file's bytes."""

    def write_file(
        self,
        path: Path,
        parts: Iterable[bytes],
        *,
        replaces: bool = True,
        in_new: bool = False,
        is_careful: bool = False,
    ) -> None:
        """Write a file of its parts, whole or not at all, `in_new` folders where there are none.

        FileExistsError for one that is there already, unless it `replaces` that. With `is_careful`
        it is for its owner alone, and counts when it is on the disk and was read back.
        """


class OwnTerminal:
    """The terminal and the files of the process itself."""

    served_store = None

    def write_text(self, text: str, *, is_error: bool) -> None:
        """Write to standard output or standard error."""
        click.echo(text, nl=False, err=is_error)

    def write_progress(self, done: float, text: str) -> None:
        """Show the progress where standard error is a terminal."""
        if sys.stderr.isatty():
            end = "\n" if done >= 1 else ""
            sys.stderr.write(f"\r{danish.format_percent(done):>5}  {text:<60}{end}")

    def is_file(self, path: Path) -> bool:
        """Whether there is a file of the name."""
        return path.is_file()

    def read_file(self, path: Path) -> bytes:
        """Return a file's bytes; OSError for one that is too large to hold."""
        if path.stat().st_size > _LARGEST_FILE:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return path.read_bytes()

    def write_file(
        self,
        path: Path,
        parts: Iterable[bytes],
        *,
        replaces: bool = True,
        in_new: bool = False,
        is_careful: bool = False,
    ) -> None:
        """Write a file beside its place and move it there when it is whole."""
        if path.exists() and not replaces:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        if in_new:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # a device, which takes what it is given
            _write_parts(path, parts)
            return
        unfinished = path.with_name(f"{path.name}{_UNFINISHED}")
        try:
            if is_careful:
                unfinished.unlink(missing_ok=True)
                unfinished.touch(_OWNER_ONLY)
            digest = _write_parts(unfinished, parts)
            if is_careful:
                _require_same(unfinished, digest)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _write_parts(path: Path, parts: Iterable[bytes]) -> str:
    """Write a file; returns the SHA-256 of what was written."""
    digest = sha256()
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
    return digest.hexdigest()


def _require_same(path: Path, digest: str) -> None:
    """Raise OSError where a file's bytes are not on the disk, or not those that were written."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
        if file_digest(file, "sha256").hexdigest() != digest:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


_TERMINAL: ContextVar[Terminal] = ContextVar("terminal", default=OwnTerminal())  # noqa: B039 - it has no state


@contextmanager
def use_terminal(terminal: Terminal) -> Iterator[None]:
    """Let the commands of this thread use a terminal."""
    before = _TERMINAL.set(terminal)
    try:
        yield
    finally:
        _TERMINAL.reset(before)


def get_terminal() -> Terminal:
    """Return the terminal that the command of this thread was typed in."""
    return _TERMINAL.get()


def echo(text: object = "", *, nl: bool = True, err: bool = False) -> None:
    """Write a line to the terminal, or, without `nl`, a text as it is."""
    get_terminal().write_text(f"{text}\n" if nl else str(text), is_error=err)


def show_progress(done: float, text: str) -> None:
    """Show on a terminal how much is done (0–1), and what was done last."""
    get_terminal().write_progress(done, text)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that was typed. Raises UsageError where it cannot be read."""
    try:
        return get_terminal().read_file(path)
    except OSError as error:
        raise UsageError(
            f"{path} kan ikke læses. Den skal være der, kunne læses af den, der skriver "
            "kommandoen, og fylde højst 200 MB."
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file that was asked for. Raises ChefforumError where it cannot be written whole."""
    try:
        get_terminal().write_file(path, [content])
    except OSError as error:
        raise ChefforumError(
            f"{path} kunne ikke skrives. Findes mappen, må programmets bruger skrive i den, og er "
            "der plads på disken?"
        ) from error


def write_files(contents: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, made if it is not there; return them."""
    terminal = get_terminal()
    try:
        for name, content in contents.items():
            terminal.write_file(folder / name, [content], in_new=True)
    except OSError as error:
        raise ChefforumError(f"Filerne kunne ikke skrives i {folder}.") from error
    return [folder / name for name in contents]
