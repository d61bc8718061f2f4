"""Fresh servers on empty or filled stores, and a browser that listens for errors."""

import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from charts.images import NoBrowserError, find_browser
from services.configuration import STORE_VARIABLE
from tests.browser.helpers import PATIENCE, Serve, Visit, settle
from tests.browser.server import run
from tests.conftest import SampleStore
from tests.processes import start_process

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Streamlit looks for its own server below the page's address first, and then where it is.
EXPECTED_404 = ("/_stcore/health", "/_stcore/host-config")

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        path = find_browser()
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have a browser: {error}")
        pytest.skip(f"NO BROWSER, SO THE PAGES ARE NOT TESTED: {error}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sample(sampled: SampleStore) -> Path:
    """A folder with a store that holds the sample data, and the extracts themselves."""
    return sampled.store.parent


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a server of its own: `serve()` on an empty store, `serve(folder)` on a copy.

    With `typed` it is started by the command that a person types.
    """
    running: list[BaseProcess] = []

    def start(filled: Path | None = None, *, typed: bool = False) -> str:
        folder = tmp_path_factory.mktemp("store")
        if filled:
            shutil.copytree(filled, folder, dirs_exist_ok=True)
        port = _free_port()
        environment = os.environ | {STORE_VARIABLE: str(folder / "chefforum.duckdb")}
        log = folder / "server.log"
        running.append(start_process(run, port, environment, log, typed=typed))
        address = f"http://localhost:{port}"
        _wait_for(address, running[-1], log)
        return address

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.join(10)
        process.kill()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open an address in a browser of its own; at the end, no error may have been logged."""
    contexts = []
    errors: list[str] = []
    expectations: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        source = str(message.location.get("url", ""))
        if message.type == "error" and not source.endswith(EXPECTED_404):
            errors.append(f"{message.text} ({source})")

    def see(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"localhost", None}:
            errors.append(f"asked a stranger: {request.url}")

    def go(address: str, *, width: int = 1280, dark: bool = False, expected: str = "") -> Page:
        """Open a page; a logged error that holds `expected` is none."""
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="en-US",  # nothing may follow the browser's language
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", hear)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", see)
        expectations.append(expected)
        page.goto(address)
        page.wait_for_selector("h1")
        settle(page)
        return page

    yield go
    for context in contexts:
        context.close()
    assert [error for error in errors if not any(e and e in error for e in expectations)] == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(address: str, process: BaseProcess, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        if not process.is_alive():
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8', 'replace')}")
