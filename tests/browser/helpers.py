"""What the browser tests share."""

from collections.abc import Callable

from playwright.sync_api import Download, Error, Locator, Page

PATIENCE = 60_000  # milliseconds; two servers may be starting on two cores

Serve = Callable[..., str]
Visit = Callable[..., Page]


def settle(page: Page) -> None:
    """Wait until the page's script has run to its end and what it shows has been drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function("document.fonts.status === 'loaded'")


def download(page: Page, button: Locator) -> Download:
    """Ask for a file, and again where the page was drawn anew in the moment of the click.

    Each drawing of a page gives its files new addresses; the page itself says »Prøv igen« then.
    """
    settle(page)
    try:
        with page.expect_download(timeout=PATIENCE / 4) as waiting:
            button.click()
    except Error:
        settle(page)
        with page.expect_download() as waiting:
            button.click()
    return waiting.value
