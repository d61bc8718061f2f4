"""Øvrige nøgletal: one item of the agenda at a quarter, brought back by its address."""

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.helpers import Serve, Visit, change_filter, settle, wait_for_charts

ITEM = "Chefforum 29.01.2025, punkt 5"


def test_a_link_brings_back_the_item_and_the_quarter(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    server = serve(sample)
    page = visit(f"{server}/noegletal?indtil=2024K4&punkt={quote(ITEM)}")
    expect(page.locator("h1")).to_have_text("3 af 5 nøgletal når deres mål; 1 er i gang")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("Kulturhuset Remisen og Børnehuset Månestrålen")
    expect(main.locator("[data-testid=stPlotlyChart]")).to_have_count(0)
    page.get_by_text("Sted for sted og over tid").click()
    expect(main).to_contain_text("Mangler: Kulturhuset Remisen og Børnehuset Månestrålen.")
    expect(main.locator("[data-testid=stPlotlyChart]").first).to_be_visible()
    expect(main).not_to_contain_text("punkt 2")
    change_filter(page, "Til og med", "1. kvartal 2025")
    page.wait_for_url("**indtil=2025K1**")
    expect(main).to_contain_text("2 af 16")
    # Its quarter is its own: other pages keep theirs.
    page.get_by_role("link", name="Overblik").click()
    expect(page.locator("h1")).to_contain_text("14,0")
    expect(main).not_to_contain_text("findes ikke her")


def test_nothing_is_cut_off_on_a_telephone(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/noegletal")
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    wait_for_charts(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
