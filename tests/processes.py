"""Processes of their own, born of one that has imported what takes long: they begin sooner.

Nothing of services, pages and doors is imported: a server begins as fresh as one that is typed.
"""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        *("babel", "holidays", "openpyxl", "plotly.graph_objects", "PIL.Image"),
        *("streamlit.web.cli", "tests.stored_rows"),
    ]
)


def start_process(target: Callable[..., None], *args: Any, **named: Any) -> BaseProcess:
    """Start a process.

    It would first run the main module, as which a page's script may still stand that a test ran.
    """
    process = PROCESSES.Process(target=target, args=args, kwargs=named)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process
