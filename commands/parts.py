"""What the commands share: their refusals in Danish, and their lines of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path, PurePath

import click

from access.viewer import mark_local, read_local_viewer, read_user_name, sign_as
from commands.door_client import find_server
from commands.terminal import echo, get_terminal, read_file
from core import cpr
from core.errors import ChefforumError, UsageError
from services.access_log import act_as, name_person
from services.configuration import Configuration, choose_store

REFUSED, WRONG_USE = 1, 2
_LARGEST_TEXT = 100_000  # bytes


@dataclass(frozen=True)
class Typed:
    """What somebody typed: all the words, and the store that they name before the command."""

    words: tuple[str, ...] = ()
    store: Path | None = None


def command(function: Callable[..., None], *, beside_server: bool = True) -> Callable[..., None]:
    """Give a command its --store, and say what was refused in Danish, without a traceback.

    Where a server holds the store, the command is carried out by it, unless it is one that is never
    carried out `beside_server`.
    """

    @click.option("--store", type=click.Path(path_type=Path), help="Databasens fil.")
    @wraps(function)
    def wrapped(store: Path | None, **arguments: object) -> None:
        typed: Typed = click.get_current_context().obj
        served = get_terminal().served_store
        path = served or choose_store(store or typed.store)
        try:
            if beside_server and not served and (server := find_server(path)):
                sys.exit(server.carry_out(typed.words, frozenset(_list_paths(arguments))))
            _carry_out(function, Configuration.read(path), arguments)
        except UsageError as error:
            _exit_with_error(error, WRONG_USE)
        except ChefforumError as error:
            _exit_with_error(error, REFUSED)

    return wrapped


# A command that is carried out where it is typed, also beside a running server.
own_command = partial(command, beside_server=False)


def _carry_out(
    function: Callable[..., None], configuration: Configuration, arguments: dict[str, object]
) -> None:
    """Carry out a command, signed by the account that it was typed as, which has HR's rights.

    Where people sign in the account's name is marked: it is no name of theirs.
    """
    name = read_user_name()
    with (
        sign_as(mark_local(name) if configuration.sign_in else name),
        act_as(name_person(read_local_viewer())),
    ):
        function(configuration, **arguments)


def _list_paths(arguments: dict[str, object]) -> Iterator[PurePath]:
    """List what was typed that may be the name of a file or a folder."""
    for value in arguments.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str | Path) and str(part):
                yield Path(part)


def _exit_with_error(error: ChefforumError, code: int) -> None:
    echo(f"{error.title}: {cpr.scrub_text(str(error))}", err=True)
    sys.exit(code)


def read_text_file(file: Path) -> str:
    """Read a file of text; UsageError for one that is not there, is none, or is too large."""
    try:
        content = read_file(file)
        if len(content) > _LARGEST_TEXT:
            raise UsageError(f"{file} fylder over 100 kB; så stor er ingen opsætning.")
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} kan ikke læses som tekst.") from error


def write_json_line(answer: dict[str, object]) -> str:
    """Write an answer as a line of JSON."""
    return json.dumps(answer, ensure_ascii=False)
