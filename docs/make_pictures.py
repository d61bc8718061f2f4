"""Make the README's picture: Overblik with the sample data, from a server of its own.

`python docs/make_pictures.py` writes docs/overblik.png. It needs what the tests need: Playwright
and Chrome, Chromium or Edge.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.settings import Settings  # noqa: E402 - found through the path above
from services.configuration import STORE_VARIABLE  # noqa: E402
from services.sample import load_sample  # noqa: E402
from setup_env import find_browser  # noqa: E402
from store.database import Store  # noqa: E402

PICTURE = ROOT / "docs" / "overblik.png"
WIDTH, HEIGHT = 1280, 900
LOADED_AT = datetime(2025, 1, 14, 8, 12)  # noqa: DTZ001 - the store keeps UTC without a zone
SECONDS_TO_START = 60


def main() -> None:
    """Fill a store, serve it, take the picture."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "chefforum.duckdb", clock=lambda: LOADED_AT)
        load_sample(store, settings=Settings(), by="HR", progress=_ignore_progress)
        store.close()
        with _start_server(store.path) as address:
            _take_picture(f"{address}/overblik")


def _ignore_progress(done: float, text: str) -> None:
    """Take progress and show nothing."""


@contextmanager
def _start_server(store: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "server.py", "--server.headless=true"]
    environment = os.environ | {STORE_VARIABLE: str(store)}
    server = subprocess.Popen(  # noqa: S603 - our own server
        [*command, f"--server.port={port}"], cwd=ROOT, env=environment
    )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {address}")


def _take_picture(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot .barlayer path")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_function("document.fonts.status === 'loaded'")
        page.wait_for_timeout(1000)  # charts take the width that they are given
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
