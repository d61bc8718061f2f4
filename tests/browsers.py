"""The browser that pages and pictures are tested with: the machine's own."""

import os

import pytest

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
