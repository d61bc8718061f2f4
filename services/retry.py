"""Trying again when two people save at once."""

from collections.abc import Callable
from time import sleep
from typing import TypeVar

from core.errors import StoreCollisionError

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds
Answer = TypeVar("Answer")


def retried(attempt: Callable[[], Answer]) -> Answer:
    """Do something until no other transaction comes first; StoreCollisionError in the end."""
    for pause in _PAUSES:
        try:
            return attempt()
        except StoreCollisionError:
            sleep(pause)
    return attempt()
