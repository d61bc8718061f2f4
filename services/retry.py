"""Trying again when two people save at once."""

from collections.abc import Callable
from time import sleep
from typing import TypeVar

from core.errors import StoreCollisionError

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds
Answer = TypeVar("Answer")


def retry_on_collision(attempt: Callable[[], Answer]) -> Answer:
    """Try again while other transactions come first; StoreCollisionError after the last try."""
    for pause in _PAUSES:
        try:
            return attempt()
        except StoreCollisionError:
            sleep(pause)
    return attempt()
