"""The browser that pages and pictures are tested with: the machine's own."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

import setup_env

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def require_browser() -> str:
    """Return its path; without one a test is skipped, and fails in CI."""
    path = setup_env.find_browser()
    if not path and os.environ.get("CI") == "true":
        pytest.fail("CI must have a browser")
    if not path:
        pytest.skip("NO BROWSER, SO WHAT IS SEEN IS NOT TESTED")
    return path


def open_browser() -> Iterator[Browser]:
    """Open a browser, and close it again."""
    path = require_browser()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
