"""The server of the pages, as `make run` starts it, in a process that knows no page yet."""

import os
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(port: int, environment: Mapping[str, str], log: Path, *, typed: bool = False) -> None:
    """Serve until the process is ended; what the server says goes to the log.

    Where it is `typed`, by the command itself: nothing at all has been imported then.
    """
    os.chdir(ROOT)
    with log.open("wb") as log_file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(log_file.fileno(), stream.fileno())
    options = ["--server.port", str(port), "--server.headless", "true"]
    if typed:
        command = [sys.executable, "server.py", *options]
        os.execve(command[0], command, dict(environment))  # noqa: S606 - our own, no shell
    os.environ.update(environment)
    sys.argv = [str(ROOT / "server.py"), *options]
    runpy.run_path(sys.argv[0], run_name="__main__")
