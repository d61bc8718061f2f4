"""Where things stand: the news above the fold, nothing cut, a page on paper, and what has focus."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator
from pypdf import PdfReader

from tests.browser.helpers import Serve, Visit, settle, wait_for_animations, wait_for_charts
from tests.browser.test_addresses import WITH_DATA

TABLET_WIDTH, TABLET_HEIGHT = 1024, 768
OF_AFDELING = "hvor=afdeling%3AB%C3%B8rn+%26+Familie"
NEWS = (
    *("overblik", f"overblik?{OF_AFDELING}", "afdelinger", f"afdelinger?{OF_AFDELING}"),
    "forklaring",
)
WIDTHS = (390, 768, 1024, 1280)
ADDRESSES = (*WITH_DATA, f"afdelinger?{OF_AFDELING}")
FIRST_CHART = "[data-testid=stPlotlyChart]:visible, .linjer:visible"
FIND_CUT = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const cut = [];
    if (main.scrollWidth > main.clientWidth) cut.push(`sideways: ${main.scrollWidth}`);
    for (const element of main.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const isClipped = ancestor => ancestor && ancestor !== main &&
            (getComputedStyle(ancestor).clipPath !== "none" || isClipped(ancestor.parentElement));
        const isHidden = isClipped(element) || !element.checkVisibility() || box.width < 2;
        const hasText = [...element.childNodes].some(
            node => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
        if (isHidden || !hasText || element.closest("svg, [data-baseweb], textarea")) continue;
        const hides = ["hidden", "clip"].includes(style.overflowX);
        if (hides && element.scrollWidth > element.clientWidth + 1)
            cut.push(`cut: ${element.textContent.trim().slice(0, 60)}`);
        if (box.right > window.innerWidth + 1)
            cut.push(`outside: ${element.textContent.trim().slice(0, 60)}`);
    }
    const getLines = element => {
        const range = document.createRange();
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const lines = [];
        while (texts.nextNode()) {
            range.selectNodeContents(texts.currentNode);
            lines.push(...range.getClientRects());
        }
        return lines;
    };
    for (const heading of main.querySelectorAll("h1, h2, h3")) {
        const below = heading.closest("[data-testid=stElementContainer]")?.nextElementSibling;
        if (!below?.checkVisibility()) continue;
        const [own, next] = [getLines(heading).at(-1), getLines(below)[0]];
        const room = own && next ? next.top - own.bottom : 0;
        if (room < -own?.height / 3 && next.left < own.right && own.top < next.bottom)
            cut.push(`over the text below: ${heading.textContent}`);
    }
    return cut;
}"""
MEASURE_FOCUS = """element => {
    const style = getComputedStyle(element);
    const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
    return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor, ground];
}"""


@pytest.fixture(scope="module")
def server(serve: Serve, sample: Path) -> str:
    return serve(sample)


def get_box(element: Locator) -> tuple[float, float]:
    """The top and the bottom of an element, in pixels of the window."""
    box = element.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("address", NEWS)
def test_the_news_stand_above_the_fold_of_a_tablet(address: str, server: str, visit: Visit) -> None:
    page = visit(f"{server}/{address}", width=TABLET_WIDTH, height=TABLET_HEIGHT)
    wait_for_charts(page)
    assert get_box(page.locator("h1"))[0] < 120
    assert get_box(page.locator(FIRST_CHART).first)[1] <= TABLET_HEIGHT


def test_nothing_is_cut_and_nothing_scrolls_sideways(server: str, visit: Visit) -> None:
    page = visit(f"{server}/overblik", width=390)
    cut: dict[str, list[str]] = {}
    for address in ADDRESSES:
        page.goto(f"{server}/{address}")
        page.wait_for_selector("h1")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            wait_for_charts(page)
            if width == WIDTHS[0]:
                assert get_box(page.locator("h1"))[0] < 120, address
            if texts := page.evaluate(FIND_CUT):
                cut[f"{address} at {width}"] = texts
    assert not cut, "\n".join(f"{where}: {texts}" for where, texts in cut.items())


def test_a_printed_page_has_its_charts_whole_and_its_period_at_the_foot(
    server: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit(f"{server}/overblik")
    settle(page)
    wait_for_charts(page)
    wait_for_animations(page)
    file = tmp_path / "side.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(file).pages]
    first = " ".join(sheets[0].split())
    assert first.count("kvt.") >= 9  # a name under each bar, and the last of them on the sheet
    assert {"15,8", "14,5", "14,0", "8,0", "6,0"} <= set(first.split())
    for number, sheet in enumerate(sheets, 1):
        assert "1. januar 2024 – 31. december 2024" in sheet
        assert f"{number} af {len(sheets)}" in sheet
    assert "Skift" not in "".join(sheets)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_has_the_focus_can_be_seen(dark: bool, server: str, visit: Visit) -> None:  # noqa: FBT001
    page = visit(f"{server}/overblik", dark=dark)
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        assert focused
        if page.evaluate("document.activeElement === document.body"):
            continue
        style, width, ink, ground = focused.evaluate(MEASURE_FOCUS)
        assert (style, width >= 2) == ("solid", True), focused.evaluate("e => e.outerHTML")[:200]
        assert compute_contrast(ink, ground) >= 3
        seen += 1
    assert seen > 15


def compute_contrast(first: str, second: str) -> float:
    """The contrast of two colours of a style, as WCAG 2.1 measures it."""
    low, high = sorted(_compute_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def _compute_luminance(colour: str) -> float:
    shares = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_back_and_forward_go_where_somebody_was(server: str, visit: Visit) -> None:
    page = visit(f"{server}/afdelinger")
    page.get_by_role("link", name="Børn & Familie", exact=True).click()
    page.wait_for_selector("h1:has-text('Børn & Familie')")
    settle(page)
    page.go_back()
    page.wait_for_selector("h1:has-text('alle 7 afdelinger')")
    page.go_forward()
    page.wait_for_selector("h1:has-text('Børn & Familie')")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overblik").click()
    page.wait_for_url(f"**/overblik?*{OF_AFDELING}")
    settle(page)
    page.go_back()
    page.wait_for_url(f"**/afdelinger?*{OF_AFDELING}")
    page.go_back()
    page.wait_for_selector("h1:has-text('alle 7 afdelinger')")
