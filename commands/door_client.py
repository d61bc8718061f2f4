"""Have a command carried out by the server that holds its store, and be its terminal meanwhile."""

import errno
import getpass
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path, PurePath

from commands.door_messages import (
    Message,
    connect_to_door,
    find_door_file,
    receive,
    send,
)
from commands.terminal import OwnTerminal
from core.errors import ChefforumError, StoreBusyError
from services.program import identify_program

_GONE = (
    "Serveren standsede, før kommandoen var færdig. Det, der allerede er sagt, er sket; resten er "
    "måske. Se i »history«, når serveren kører igen, eller kør kommandoen igen."
)


@dataclass(frozen=True)
class ServerDoor:
    """The way to the server that holds a store."""

    connection: Connection

    def close(self) -> None:
        """Leave the server alone."""
        self.connection.close()

    def carry_out(self, words: Sequence[str], typed: frozenset[PurePath]) -> int:
        """Have a command carried out; returns the code that it ends with.

        The server may read and write only the files that were `typed`, and write in the folders
        that were. Raises StoreBusyError where it refuses, ChefforumError where it ends meanwhile.
        """
        user, is_terminal = _read_user_name(), sys.stderr.isatty()
        named = {"user": user, "is_terminal": is_terminal, "program": identify_program()}
        with self.connection:
            errand = _Errand(self.connection, typed)
            errand.send(Message("command", {"words": list(words), **named}))
            return errand.serve()


def find_server(store: Path) -> ServerDoor | None:
    """Return the way to the server that holds a store; None where none answers.

    Raises ChefforumError where it is another user's.
    """
    connection = connect_to_door(find_door_file(store))
    return ServerDoor(connection) if connection else None


@dataclass(frozen=True)
class _Errand:
    """What the server asks for while it carries out a command: output, and the typed files."""

    connection: Connection
    typed: frozenset[PurePath]
    terminal: OwnTerminal = OwnTerminal()  # noqa: RUF009 - it has no state

    def serve(self) -> int:
        """Do what the server asks until it says that the command has ended, and with what code."""
        while True:
            message = self.receive()
            match message.kind:
                case "ended":
                    return int(message.values["code"])
                case "refused":
                    raise StoreBusyError(str(message.values["text"]))
                case "text":
                    self.terminal.write_text(**message.values)
                case "progress":
                    self.terminal.write_progress(**message.values)
                case _:
                    self.send(self._answer_about_file(message))

    def send(self, message: Message) -> None:
        """Send the server a message. Raises ChefforumError where it has ended."""
        with _say_that_it_ended():
            send(self.connection, message)

    def receive(self) -> Message:
        """Wait for the server's next message. Raises ChefforumError where it has ended."""
        with _say_that_it_ended():
            return receive(self.connection)

    def _answer_about_file(self, message: Message) -> Message:
        path = Path(message.values.pop("path"))
        try:
            match message.kind:
                case "write":
                    self._write(path, message.values)
                    return Message("done")
                case "is_file":
                    self._require_typed(path)
                    return Message("done", {"is_file": self.terminal.is_file(path)})
                case _:
                    self._require_typed(path)
                    return Message("done", content=self.terminal.read_file(path))
        except OSError as error:
            return Message("failed", {"errno": error.errno or errno.EIO})

    def _require_typed(self, *places: PurePath) -> None:
        """Raise PermissionError where nobody typed the places: the server is not to choose them."""
        if self.typed.isdisjoint(places):
            raise PermissionError(errno.EPERM, "not a file of the command")

    def _write(self, path: Path, ways: dict[str, bool]) -> None:
        """Write a file that the server sends; what is left of one that cannot be is received."""
        parts = self._receive_parts()
        try:
            self._require_typed(path, *(() if ".." in path.parts else path.parents))
            self.terminal.write_file(path, parts, **ways)
        finally:
            with suppress(OSError):
                deque(parts, maxlen=0)

    def _receive_parts(self) -> Iterator[bytes]:
        while (message := self.receive()).kind == "part":
            yield message.content
        if message.kind != "whole":
            raise OSError(errno.ECANCELED, "the server gave the file up")


@contextmanager
def _say_that_it_ended() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise ChefforumError(_GONE) from error


def _read_user_name() -> str:
    try:
        return getpass.getuser()
    except OSError:  # a machine account without a name
        return ""
