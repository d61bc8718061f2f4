"""Open the store that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.command_log import log_command
from commands.terminal import get_terminal
from core.errors import StoreBusyError
from services import stores
from services.access_log import log_settings
from services.configuration import Configuration
from store.database import Store

_NO_ANSWER = (
    "En server, der kører som samme bruger og med samme CHEFFORUM_KEY, udfører selv kommandoen; "
    "her svarede ingen."
)


@contextmanager
def open_store(configuration: Configuration) -> Iterator[Store]:
    """Open the store, and close it however the command ends; a server's stays open."""
    with _open(configuration) as store, log_command(configuration):
        log_settings(store, configuration)
        yield store


@contextmanager
def _open(configuration: Configuration) -> Iterator[Store]:
    if get_terminal().served_store:
        yield stores.share_store(configuration.store)
        return
    try:
        store = stores.open_store(configuration.store)
    except StoreBusyError as error:
        raise StoreBusyError(f"{error} {_NO_ANSWER}") from error
    try:
        yield store
    finally:
        store.close()
