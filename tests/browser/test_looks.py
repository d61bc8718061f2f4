"""Danish everywhere, nothing outside the screen, usable by all: each page, light, dark, narrow."""

import re
from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from charts.palette import choose_palette
from tests.browser.helpers import Serve, Visit, settle, wait_for_animations
from tests.browser.test_addresses import WITH_DATA

PAGES = (
    *("overblik", "afdelinger?hvor=afdeling:B%C3%B8rn+%26+Familie", "bilag", "indlaes"),
    *("organisation?soeg=b%C3%B8rnehuset", "om_tallene"),
)
ALL_PAGES = (*PAGES, *(address for address in WITH_DATA if address not in PAGES))
WIDTHS = (1280, 390)
THEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast"]},  # of what a theme says, this is all
}
ENGLISH = re.compile(
    r"\b(the|and|your|file|files|upload|drop|drag|browse|limit|running|deploy|rerun|settings|"
    r"choose|select|option|options|open|close|clear|expand|collapse|remove|delete|fullscreen|"
    r"loading|connection|sidebar|error|page|pages|skip|main|content|press|dismiss|icon)\b",
    re.IGNORECASE,
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# What remains is Streamlit's own: its menu groups lists inside a list that are no items of it, and
# its place to drop files is named though it says that it is nothing.
STREAMLITS_OWN = {
    "list": "[data-testid=stSidebarNav]",
    "listitem": "[data-testid=stSidebarNav]",
    "presentation-role-conflict": "[data-testid=stFileUploaderDropzone]",
}
RUN = """async ([known, rules]) => {
    const {violations} = await axe.run(document, {resultTypes: ["violations"], ...rules});
    return violations.flatMap(({id, nodes}) => nodes
        .filter(({target}) => !(known[id] && document.querySelector(target[0])?.closest(known[id])))
        .map(({html}) => `${id}: ${html}`));
}"""
HAS_INKS = """ink =>
    getComputedStyle(document.documentElement).getPropertyValue("--ink") === ink"""
READ = """() => {
    const texts = [];
    const hidden = "style, script, noscript, [translate=no], [aria-hidden=true], " +
        "[data-testid=stIconMaterial]";
    for (const element of document.querySelectorAll("body *")) {
        if (element.closest(hidden)) continue;
        for (const name of ["aria-label", "title", "placeholder", "alt"])
            if (element.getAttribute(name)) texts.push(element.getAttribute(name));
        for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE && node.nodeValue.trim())
                texts.push(node.nodeValue.trim());
    }
    return texts;
}"""


@pytest.fixture(scope="module")
def server(serve: Serve, sample: Path) -> str:
    return serve(sample)


@pytest.mark.parametrize("address", PAGES)
def test_every_word_is_danish(address: str, server: str, visit: Visit, sample: Path) -> None:
    page = visit(f"{server}/{address}")
    if address == "indlaes":
        page.set_input_files("input[type=file]", next((sample / "eksempeldata").glob("*2022K1*")))
        page.get_by_text("Uændret").wait_for()
        page.get_by_text("Husket:").click()
        page.get_by_role("button", name="Fortryd").first.click()
        page.get_by_role("dialog").wait_for()
    if address == "bilag":
        page.get_by_text("Sagens oplysninger").click()
        page.get_by_label("Sagens titel").fill("Sygefravær")
    if address.startswith("organisation"):
        page.get_by_role("button", name="Tilføj enhed").click()
        page.get_by_role("dialog").get_by_label("Afdeling", exact=True).fill("Ny afdeling")
        page.get_by_role("option").first.wait_for()
    page.wait_for_selector("html[lang=da]", state="attached")  # the page says it once it is drawn
    assert page.evaluate("document.documentElement.lang") == "da"
    assert [text for text in page.evaluate(READ) if ENGLISH.search(text)] == []


def test_an_unknown_address_leads_to_overblik(server: str, visit: Visit) -> None:
    page = visit(f"{server}/findes-ikke", expected="does not seem to exist")
    page.wait_for_url("**/overblik*")
    settle(page)
    expect(page.get_by_text("Siden »findes-ikke« findes ikke. Her er Overblik.")).to_be_visible()
    assert [text for text in page.evaluate(READ) if ENGLISH.search(text)] == []


def test_accessible_to_all(server: str, visit: Visit) -> None:
    page = visit(f"{server}/{PAGES[0]}")
    violations: list[str] = []
    for address in ALL_PAGES:
        page.goto(f"{server}/{address}")
        page.wait_for_selector("h1")
        settle(page)
        _unfold(page)
        page.evaluate(AXE)
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(HAS_INKS, arg=str(choose_palette(dark=theme == "dark").ink))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                settle(page)
                of_page = page.evaluate(RUN, [STREAMLITS_OWN, rules])
                violations += [f"{address}, {theme}, {width}: {one}" for one in of_page]
    assert violations == []


def _unfold(page: Page) -> None:
    """Open what is folded, and what that shows; some is made only then, and the page drawn anew."""
    closed = page.locator("[data-testid=stExpander] details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
        wait_for_animations(page)
        settle(page)
