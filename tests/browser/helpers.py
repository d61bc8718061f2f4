"""What the browser tests share."""

import re
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Download, Error, Locator, Page

PATIENCE = 60_000  # milliseconds; two servers may be starting on two cores

_NEXT_DRAWING = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_CHARTS_ARE_DRAWN = """() =>
    [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
        .filter(chart => chart.checkVisibility())
        .every(chart => {
            const drawn = chart.querySelector("svg.main-svg")?.getBoundingClientRect();
            return drawn && drawn.width <= chart.getBoundingClientRect().width + 1;
        })
"""
_NOTHING_MOVES = "() => document.getAnimations().every(one => one.playState !== 'running')"

Serve = Callable[..., str]
Visit = Callable[..., Page]


def settle(page: Page, *, patience: float = PATIENCE) -> None:
    """Wait until the page's script has run to its end and what it shows has been drawn."""
    at_rest = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.wait_for_selector(at_rest, timeout=patience)
    page.wait_for_function("document.fonts.status === 'loaded'")


def wait_until(page: Page, holds: Callable[[], bool], *, what: str) -> None:
    """Look again at each drawing of the page until something holds; `what` says it in a failure."""
    deadline = monotonic() + PATIENCE / 1000
    while not holds():
        if monotonic() > deadline:
            pytest.fail(f"never happened: {what}")
        page.evaluate(_NEXT_DRAWING)


def wait_for_charts(page: Page) -> None:
    """Wait until every chart that is seen is drawn, no wider than the room that it is given."""
    page.wait_for_function(_CHARTS_ARE_DRAWN)


def wait_for_animations(page: Page) -> None:
    """Wait until nothing on the page moves, fades or unfolds any more."""
    page.evaluate(_NEXT_DRAWING)  # what was just clicked begins then
    page.wait_for_function(_NOTHING_MOVES)


def choose(page: Page, field: Locator, option: str | re.Pattern[str]) -> None:
    """Choose an option of a list, which is opened again where the page closed it meanwhile.

    A list closes when the page is scrolled or drawn anew, also after its script has ended.
    """
    choice = page.get_by_role("option", name=option, exact=isinstance(option, str))
    deadline = monotonic() + PATIENCE / 1000
    while True:
        settle(page)
        field.focus()
        field.press("ArrowDown")
        try:
            choice.click(timeout=PATIENCE / 12)
            break
        except Error:
            if monotonic() > deadline:
                raise
            field.press("Escape")
    settle(page)


def change_filter(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Open the filters of a page with »Skift«, choose an option of one, and close them again."""
    settle(page)
    field = page.get_by_label(label, exact=True)
    opener = page.get_by_role("button", name="Skift", exact=False).first
    opener.click()
    field.wait_for()
    choose(page, field, option)
    page.keyboard.press("Escape")
    field.wait_for(state="hidden")


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


def press_until_closed(page: Page, button: Locator) -> None:
    """Press a dialog's button until the dialog closes: a drawing anew may swallow a click."""
    dialog = page.get_by_role("dialog")
    deadline = monotonic() + PATIENCE / 1000
    while True:
        settle(page)
        try:
            button.click(timeout=PATIENCE / 12)
            dialog.wait_for(state="hidden", timeout=PATIENCE / 12)
            break
        except Error:
            settle(page, patience=4 * PATIENCE)  # a release makes many figures
            if not dialog.is_visible():
                break
            if monotonic() > deadline:
                raise
    settle(page)
