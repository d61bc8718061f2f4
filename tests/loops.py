"""Run a coroutine in a thread of its own: beside the browser's tests a loop runs already."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def run_alone(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine to its end and return what it returns."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
