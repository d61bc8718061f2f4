"""The server of the pages, as `make run` starts it, in a process that knows no page yet."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from streamlit.web import cli

ROOT = Path(__file__).parents[2]


def run(port: int, environment: Mapping[str, str], log: Path, *, typed: bool = False) -> None:
    """Serve until the process is ended; what the server says goes to the log.

    Where it is `typed`, by the command itself: nothing at all has been imported then.
    """
    os.chdir(ROOT)
    with log.open("wb") as heard:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(heard.fileno(), stream.fileno())
    words = ["run", "dashboard.py", "--server.port", str(port), "--server.headless", "true"]
    if typed:
        command = [sys.executable, "-m", "streamlit", *words]
        os.execve(command[0], command, dict(environment))  # noqa: S606 - our own, no shell
    os.environ.update(environment)
    cli.main(words)
