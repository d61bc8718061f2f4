"""What the browser tests share."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 60_000  # milliseconds; two servers may be starting on two cores

Serve = Callable[..., str]
Visit = Callable[..., Page]


def settle(page: Page) -> None:
    """Wait until the page's script has run to its end and what it shows has been drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function("document.fonts.status === 'loaded'")
