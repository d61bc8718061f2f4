"""Open the store that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.command_log import log_command
from services import stores
from services.configuration import Configuration
from store.database import Store


@contextmanager
def open_store(configuration: Configuration) -> Iterator[Store]:
    """Open the store, and close it however the command ends."""
    store = stores.open_store(configuration.store)
    try:
        with log_command(configuration):
            yield store
    finally:
        store.close()
