"""Trying again when two people save at once."""

from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import ParamSpec, TypeVar

from core.errors import StoreCollisionError

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def retry_on_collision(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Let a function begin again while other transactions come first.

    It raises StoreCollisionError after the last try.
    """

    @wraps(function)
    def try_again(*arguments: Arguments.args, **options: Arguments.kwargs) -> Answer:
        for pause in _PAUSES:
            try:
                return function(*arguments, **options)
            except StoreCollisionError:
                sleep(pause)
        return function(*arguments, **options)

    return try_again
