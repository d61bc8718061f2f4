"""Fresh servers on empty or filled stores, and a browser that listens for errors.

All have one address and their pages one browser: what the browser has once fetched and compiled,
which is most of opening a page, it has for the next server, too.
"""

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
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from services.configuration import STORE_VARIABLE
from tests.browser.helpers import PATIENCE, Serve, Visit, settle
from tests.browser.server import run
from tests.conftest import SampleStore
from tests.processes import start_process

KEPT_BY_PAGES = "cookies,local_storage,indexeddb,cache_storage,service_workers"
PORTS = range(21_000, 31_000, 2)  # below those that systems give to programs that ask for any

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(
        locale="en-US",  # nothing may follow the browser's language
        accept_downloads=True,
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port of the servers, kept from other test runs by holding the one after it."""
    for port in PORTS:
        with socket.socket() as holder, socket.socket() as probe:
            try:
                holder.bind(("localhost", port + 1))
                probe.bind(("localhost", port))
            except OSError:
                continue
            probe.close()
            yield port
            return
    pytest.fail(f"no free port among {PORTS}")


@pytest.fixture(scope="session")
def sample(sampled: SampleStore) -> Path:
    """A folder with a store that holds the sample data, and the extracts themselves."""
    return sampled.store.parent


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Serve]:
    """Start a server: `serve()` on an empty store, `serve(folder)` on a copy; end the one before.

    With `typed` it is started by the command that a person types.
    """
    running: list[BaseProcess] = []

    def start(filled: Path | None = None, *, typed: bool = False) -> str:
        _end(running)
        folder = tmp_path_factory.mktemp("store")
        if filled:
            shutil.copytree(filled, folder, dirs_exist_ok=True)
        environment = os.environ | {STORE_VARIABLE: str(folder / "chefforum.duckdb")}
        log = folder / "server.log"
        running.append(start_process(run, port, environment, log, typed=typed))
        address = f"http://localhost:{port}"
        _wait_for(address, running[-1], log)
        return address

    yield start
    _end(running)


def _end(running: list[BaseProcess]) -> None:
    while running:
        process = running.pop()
        process.terminate()
        process.join(10)
        process.kill()
        process.join()


@pytest.fixture
def visit(browser: BrowserContext) -> Iterator[Visit]:
    """Open an address like a first visitor; at the end, no error may have been logged."""
    errors: list[str] = []
    expectations: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        source = str(message.location.get("url", ""))
        if message.type == "error":
            errors.append(f"{message.text} ({source})")

    def see(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"localhost", None}:
            errors.append(f"asked a stranger: {request.url}")

    def go(
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        expected: str | tuple[str, ...] = (),
    ) -> Page:
        """Open a page; a logged error that holds any of `expected` is none."""
        page = browser.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.on("console", hear)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", see)
        expectations.extend([expected] if isinstance(expected, str) else expected)
        _forget_visits(page, address)
        page.goto(address)
        page.wait_for_selector("h1")
        settle(page)
        return page

    yield go
    for page in browser.pages:
        page.close()
    assert [error for error in errors if not any(e in error for e in expectations)] == []


def _forget_visits(page: Page, address: str) -> None:
    """Forget what earlier pages have kept in the browser, but for the files that it has fetched."""
    parts = urlsplit(address)
    page.context.clear_cookies()
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin",
        {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": KEPT_BY_PAGES},
    )


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
