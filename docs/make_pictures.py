"""Make pictures of the pages with the sample data, from a server of its own.

`python docs/make_pictures.py` writes docs/overblik.png, the README's. With a folder, as `make
pictures` gives it one, it writes each page there, whole, in three widths, light and dark. It needs
what the tests need: Playwright and Chrome, Chromium or Edge.
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
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dashboard  # noqa: E402 - found through the path above
from core.settings import Settings  # noqa: E402 - found through the path above
from services.configuration import STORE_VARIABLE  # noqa: E402
from services.sample import load_sample  # noqa: E402
from setup_env import find_browser  # noqa: E402
from store.database import Store  # noqa: E402

PICTURE = ROOT / "docs" / "overblik.png"
WIDTH, HEIGHT = 1280, 900
WIDTHS = (1280, 1024, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OF_AFDELING = "hvor=afdeling%3AB%C3%B8rn+%26+Familie"
ADDRESSES = (
    *(entry.address for entry in dashboard.PAGES),
    *(f"{page}?{OF_AFDELING}" for page in ("overblik", "afdelinger", "forklaring", "maaltal")),
)
LOADED_AT = datetime(2025, 1, 14, 8, 12)  # noqa: DTZ001 - the store keeps UTC without a zone
SECONDS_TO_START = 60
TO_DRAW = 1000  # milliseconds; charts take the width that they are given


def main(words: list[str]) -> None:
    """Fill a store, serve it, take the pictures."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "chefforum.duckdb", clock=lambda: LOADED_AT)
        load_sample(store, settings=Settings(), by="HR", progress=_ignore_progress)
        store.close()
        with _start_server(store.path) as address, _open_browser() as browser:
            if words:
                _take_all(browser, address, Path(words[0]))
            else:
                page = _open(browser, f"{address}/overblik", width=WIDTH, theme="light")
                page.screenshot(path=PICTURE)


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


@contextmanager
def _open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def _take_all(browser: Browser, address: str, folder: Path) -> None:
    """Take a picture of each page as it is in each width and theme, from its top to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in ADDRESSES:
        name = path.partition("?")[0] + ("-afdeling" if "?" in path else "")
        for width in WIDTHS:
            for theme in THEMES:
                page = _open(browser, f"{address}/{path}", width=width, theme=theme)
                height = page.evaluate(
                    "document.querySelector('[data-testid=stMain]').scrollHeight"
                )
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(TO_DRAW)
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
                page.close()


def _open(browser: Browser, address: str, *, width: int, theme: Literal["light", "dark"]) -> Page:
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=theme)
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(TO_DRAW)
    return page


if __name__ == "__main__":
    main(sys.argv[1:])
