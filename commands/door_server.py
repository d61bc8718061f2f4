"""Carry out commands in the server that holds their store, each as if it were alone."""

import json
import logging
import os
import secrets
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection
from pathlib import Path

from access.viewer import sign_as
from commands.door_messages import (
    HAS_SOCKET_FILES,
    LOOPBACK,
    PATIENCE,
    Message,
    connect_to_door,
    find_door_file,
    prove_token,
    receive,
    send,
)
from commands.terminal import use_terminal
from core.error_places import describe_error
from core.errors import ChefforumError, StoreBusyError
from services.program import identify_program

_LOG = logging.getLogger("chefforum")
_OWNER_ONLY = 0o600
_ADMINISTRATOR = 0  # the user's number on Unix
_REST = 0.1  # seconds
_OTHER_PROGRAM = (
    "Serveren, der holder databasen, kører en anden udgave af programmet, end kommandoen kommer "
    "fra. Genstart serveren, så den kører den nye, eller skriv kommandoen i serverens mappe."
)
_FAILED = (
    "Det kunne ikke lade sig gøre: Programmet fejlede, mens serveren udførte kommandoen. Fejlen er "
    "programmets. Bed IT om at se i serverens log, hvor den skete.\n"
)
_NOT_OPENED = (
    "Kommandoer, der skrives til %s, bliver ikke udført af denne server (%s): en anden server gør "
    "det, eller der kan ikke lyttes i mappen med personnøglen."
)
RunCommand = Callable[[Sequence[str]], int]


@contextmanager
def open_door(store: Path, run: RunCommand) -> Iterator[None]:
    """Carry out the commands that are typed beside a server, as long as it runs.

    `run` takes a command's words and returns its code. Where the door cannot be opened, or another
    server has that of the store, it is logged, and the server goes on without.
    """
    file = find_door_file(store)
    try:
        listening, token = _open_file(file)
    except (OSError, ChefforumError) as error:
        _LOG.warning(_NOT_OPENED, store.name, type(error).__name__)
        yield
        return
    closing = threading.Event()
    doorkeeper = _Doorkeeper(store.resolve(), run, token, identify_program(), closing)
    threading.Thread(target=doorkeeper.keep, args=[listening], daemon=True).start()
    try:
        yield
    finally:
        closing.set()
        file.unlink(missing_ok=True)
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _open_file(file: Path) -> tuple[socket.socket, bytes]:
    """Listen at the door's place, readable by the owner only; returns the token too, or b"".

    Raises StoreBusyError where another server listens there, OSError where it cannot be done.
    """
    if other := connect_to_door(file):
        other.close()
        raise StoreBusyError("another server has the door")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    if HAS_SOCKET_FILES:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(file))
        file.chmod(_OWNER_ONLY)
        listening.listen()
        return listening, b""
    listening, token = socket.create_server((LOOPBACK, 0)), secrets.token_bytes(32)
    place = {"port": listening.getsockname()[1], "token": token.hex()}
    opened = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
    with os.fdopen(opened, "w", encoding="ascii") as written:
        json.dump(place, written)
    return listening, token


@dataclass(frozen=True)
class _Doorkeeper:
    store: Path
    run: RunCommand
    token: bytes
    program: str
    closing: threading.Event

    def keep(self, listening: socket.socket) -> None:
        """Let each who comes have a command carried out, several at once, until it is closed."""
        while True:
            try:
                opened, _ = listening.accept()
            except OSError:  # it is closed, or the process has too many files open just now
                if self.closing.wait(_REST):
                    return
                continue
            threading.Thread(target=self._receive_visitor, args=[opened], daemon=True).start()

    def _receive_visitor(self, opened: socket.socket) -> None:
        """Carry out a visitor's command; whatever happens to it, the server goes on."""
        try:
            with opened:
                user = read_peer(opened)
                connection = Connection(opened.detach())
            with connection:
                if self.token:
                    prove_token(connection, self.token, first=True)
                if connection.poll(PATIENCE):
                    self._carry_out(connection, user)
        except (OSError, EOFError, AuthenticationError):
            return  # the visitor has gone, or was none
        except Exception as error:  # noqa: BLE001 - the last door: a traceback would hold data
            _LOG.error("; ".join(describe_error(error)))

    def _carry_out(self, connection: Connection, user: str) -> None:
        asked = receive(connection).values
        if asked["program"] != self.program:
            send(connection, Message("refused", {"text": _OTHER_PROGRAM}))
            return
        terminal = _DistantTerminal(connection, self.store, bool(asked["is_terminal"]))
        with use_terminal(terminal), sign_as(user or str(asked["user"])):
            try:
                code = self.run(asked["words"])
            except Exception as error:  # noqa: BLE001 - as above
                _LOG.error("; ".join(describe_error(error)))
                terminal.write_text(_FAILED, is_error=True)
                code = 1
        send(connection, Message("ended", {"code": code}))


def read_peer(opened: socket.socket) -> str:
    """Return the name of the user at the other end of a socket; "" where the system cannot say.

    Raises PermissionError for any but the server's own and the administrator.
    """
    if not HAS_SOCKET_FILES or not hasattr(socket, "SO_PEERCRED"):
        return ""
    import pwd  # noqa: PLC0415 - the module exists on Unix only

    credentials = struct.Struct("3i")
    answer = opened.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, credentials.size)
    _, number, _ = credentials.unpack(answer)
    if number not in {os.getuid(), _ADMINISTRATOR}:
        raise PermissionError("another user is at the command door")
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # an account without a name
        return str(number)


@dataclass(frozen=True)
class _DistantTerminal:
    """The terminal and the files at the other end of the door."""

    connection: Connection
    served_store: Path
    is_terminal: bool

    def write_text(self, text: str, *, is_error: bool) -> None:
        send(self.connection, Message("text", {"text": text, "is_error": is_error}))

    def write_progress(self, done: float, text: str) -> None:
        if self.is_terminal:
            send(self.connection, Message("progress", {"done": done, "text": text}))

    def is_file(self, path: Path) -> bool:
        return bool(self._ask(Message("is_file", {"path": str(path)})).values["is_file"])

    def read_file(self, path: Path) -> bytes:
        return self._ask(Message("read", {"path": str(path)})).content

    def write_file(
        self,
        path: Path,
        parts: Iterable[bytes],
        *,
        replaces: bool = True,
        in_new: bool = False,
        is_careful: bool = False,
    ) -> None:
        ways = {"replaces": replaces, "in_new": in_new, "is_careful": is_careful}
        send(self.connection, Message("write", {"path": str(path), **ways}))
        try:
            for part in parts:
                send(self.connection, Message("part", content=part))
        except BaseException:
            with suppress(OSError):
                self._ask(Message("given up"), of=path)
            raise
        self._ask(Message("whole"), of=path)

    def _ask(self, message: Message, *, of: Path | None = None) -> Message:
        """Send a question and return the answer; OSError where it is that it failed."""
        send(self.connection, message)
        answer = receive(self.connection)
        if answer.kind == "failed":
            number = int(answer.values["errno"])
            raise OSError(number, os.strerror(number), str(of or message.values["path"]))
        return answer
