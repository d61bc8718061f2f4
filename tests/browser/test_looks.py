"""Danish everywhere, nothing outside the screen, usable by all: each page, light, dark, narrow."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import Serve, Visit, settle, wait_for_animations

PAGES = (
    *("overblik", "afdelinger?hvor=afdeling:B%C3%B8rn+%26+Familie", "bilag", "indlaes"),
    *("organisation?soeg=b%C3%B8rnehuset", "om_tallene"),
)
ENGLISH = re.compile(
    r"\b(the|and|your|file|files|upload|drop|drag|browse|limit|running|deploy|rerun|settings|"
    r"choose|select|option|options|open|close|clear|expand|collapse|remove|delete|fullscreen|"
    r"loading|connection|sidebar|error|page|pages|skip|main|content|press|dismiss|icon)\b",
    re.IGNORECASE,
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Streamlit groups its menu by lists inside a list that are no items of it; nobody else may.
STREAMLITS_MENU = ("list", "listitem")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations
        .filter(({impact}) => ["serious", "critical"].includes(impact))
        .flatMap(({id, nodes}) => nodes.map(({html, target}) => ({
            id, html,
            inMenu: !!document.querySelector(target[0])?.closest("[data-testid=stSidebarNav]"),
        })));
}"""
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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_accessible_to_all(dark: bool, server: str, visit: Visit) -> None:  # noqa: FBT001
    page = visit(f"{server}/{PAGES[0]}", dark=dark)
    violations: list[str] = []
    for address in PAGES:
        page.goto(f"{server}/{address}")
        page.wait_for_selector("h1")
        settle(page)
        _unfold(page)
        violations += [f"{address}: {violation}" for violation in _violations(page)]
    assert violations == []


def _unfold(page: Page) -> None:
    for expander in page.locator("[data-testid=stExpander]").all():
        expander.locator("summary").click()
        expect(expander.locator("details")).to_have_attribute("open", "")
    wait_for_animations(page)


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [
        f"{violation['id']}: {violation['html']}"
        for violation in page.evaluate(RUN)
        if not (violation["id"] in STREAMLITS_MENU and violation["inMenu"])
    ]
