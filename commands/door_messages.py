"""The command door: where it is, and what passes through it.

A running server holds its store alone. Commands that meet it are carried out by it, through a Unix
socket beside the key of people's marks, which only the server's user can open. Where there are no
such sockets (Windows), it is a port of this machine alone, with a token in a file that only that
user can read. No proxy sees either.
"""

import json
import os
import socket
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

from core.errors import ChefforumError
from services.configuration import find_key_file

LOOPBACK = "127.0.0.1"
PATIENCE = 10.0  # seconds in which the other end must begin to speak
HAS_SOCKET_FILES = hasattr(socket, "AF_UNIX") and os.name != "nt"


@dataclass(frozen=True)
class Message:
    """Something that one end says to the other: what kind of thing, its values, and bytes."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""


def find_door_file(store: Path) -> Path:
    """Return where a store's door is: a socket, or the file with the port and its token."""
    name = os.path.normcase(store.resolve())
    ending = "sock" if HAS_SOCKET_FILES else "json"
    return find_key_file().parent / f"{sha256(name.encode()).hexdigest()[:16]}.{ending}"


def connect_to_door(file: Path) -> Connection | None:
    """Return a connection to the server behind a door; None where no server is behind it.

    Raises ChefforumError where this user may not use it.
    """
    if not file.exists():
        return None
    try:
        return _connect_to_socket(file) if HAS_SOCKET_FILES else _connect_to_port(file)
    except PermissionError as error:
        raise ChefforumError(
            f"Serveren, der holder databasen, kører som en anden bruger: {file} kan ikke åbnes. "
            "Skriv kommandoen som den bruger."
        ) from error
    except (OSError, EOFError, ValueError, KeyError, AssertionError, AuthenticationError):
        return None  # what a server left that was killed, or another program on its port


def _connect_to_socket(file: Path) -> Connection:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.connect(str(file))
        return Connection(opened.detach())


def _connect_to_port(file: Path) -> Connection:
    place = json.loads(file.read_text("ascii"))
    with socket.create_connection((LOOPBACK, int(place["port"]))) as opened:
        connection = Connection(opened.detach())
    prove_token(connection, bytes.fromhex(place["token"]), first=False)
    return connection


def prove_token(connection: Connection, token: bytes, *, first: bool) -> None:
    """Make sure that the other end has the token too. Raises OSError or AssertionError if not.

    It never passes itself. The end that was called goes `first`.
    """
    if not first:
        _await_word(connection)
        answer_challenge(connection, token)
    deliver_challenge(connection, token)
    if first:
        _await_word(connection)
        answer_challenge(connection, token)


def _await_word(connection: Connection) -> None:
    if not connection.poll(PATIENCE):
        raise TimeoutError("the other end of the command door says nothing")


def send(connection: Connection, message: Message) -> None:
    """Send a message. Raises OSError where the other end is gone."""
    connection.send_bytes(json.dumps([message.kind, message.values]).encode())
    connection.send_bytes(message.content)


def receive(connection: Connection) -> Message:
    """Wait for a message. Raises EOFError or OSError where the other end is gone."""
    kind, values = json.loads(connection.recv_bytes())
    return Message(kind, values, connection.recv_bytes())
