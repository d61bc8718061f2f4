"""Every page is opened by its address on a server that nobody has visited yet."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from store.database import Store
from tests.browser.helpers import Serve, Visit, change_filter, settle
from tests.stored_rows import put, row

WITH_DATA = {
    "overblik": "Sygefraværet er faldet til 14,0 dagsværk pr. medarbejder (−0,5)",
    "afdelinger": "Sygefraværet er faldet i alle 7 afdelinger",
    "enheder": "Sygefraværet er faldet i 61 af 82 enheder",
    "langtidsfriske": "Andelen af langtidsfriske er steget til 34 % (+2 procentpoint)",
    "maaltal": "Sygefraværet er 1,0 dagsværk over de indmeldte måltal for 2025",
    "forklaring": "Dagtilbud & Skole bidrager mest til faldet (−0,2), "
    "derefter 4 afdelinger (−0,1 hver)",
    "noegletal": "9 af 21 nøgletal når deres mål; 7 er i gang",
    "bilag": "Sagspakken for 4. kvartal 2024",
    "indlaes": "Indlæs data",
    "organisation": "95 enheder i 7 afdelinger",
    "adgang": "Adgang og log",
    "om_tallene": "Sådan er tallene opgjort",
}
EMPTY = {
    "overblik": "Overblik",
    "afdelinger": "Afdelinger",
    "enheder": "Enheder",
    "langtidsfriske": "Langtidsfriske",
    "maaltal": "Måltal",
    "forklaring": "Hvad ligger bag udviklingen?",
    "noegletal": "Øvrige nøgletal",
    "bilag": "Bilag",
    "indlaes": "Indlæs data",
    "organisation": "Organisation og hændelser",
    "adgang": "Adgang og log",
    "om_tallene": "Sådan er tallene opgjort",
}
MENU = [
    *(
        "Overblik",
        "Afdelinger",
        "Enheder",
        "Langtidsfriske",
        "Måltal",
        "Hvad ligger bag udviklingen?",
        "Øvrige nøgletal",
        "Bilag",
        "Indlæs data",
        "Organisation og hændelser",
        "Adgang og log",
    ),
    "Om tallene",
]
HOSTILE = "[a](http://evil.example) ![p](http://evil.example/p.png) $x$ :red[y] www.evil.example"
HOSTS = """() => [...document.querySelectorAll("[data-testid=stMain] a[href]")]
    .map(link => new URL(link.href).hostname)"""
AT_ANOTHER_TIME = "?kvartal=2024K3&hvor=afdeling%3ADagtilbud+%26+Skole"


@pytest.mark.parametrize("address", WITH_DATA)
def test_a_page_shows_itself_on_a_fresh_server(
    address: str, serve: Serve, visit: Visit, sample: Path
) -> None:
    page = visit(f"{serve(sample)}/{address}")
    expect(page.locator("h1")).to_have_text([WITH_DATA[address]])
    expect(page.locator("[data-testid=stSidebarNavLink] p")).to_have_text(MENU)
    expect(page.locator("[role=dialog]")).to_have_count(0)


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_store_is_said_on_a_fresh_server(address: str, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve()}/{address}")
    expect(page.locator("h1")).to_have_text([EMPTY[address]])
    expect(page.locator(".st-key-valg")).to_be_hidden()
    offered = address not in {"organisation", "adgang", "om_tallene"}
    expect(page.get_by_role("button", name="Prøv med eksempeldata")).to_have_count(int(offered))


def test_the_bare_address_leads_to_overblik(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/?kvartal=2024K2")
    page.wait_for_url("**/overblik?kvartal=2024K2&hvor=kommune")
    expect(page.locator("h1")).to_have_text(
        "Sygefraværet er faldet til 14,8 dagsværk pr. medarbejder (−0,3)"
    )


def test_a_copied_link_brings_the_view_back(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/afdelinger{AT_ANOTHER_TIME}")
    expect(page.locator("h1")).to_have_text(
        "Dagtilbud & Skole: sygefraværet er faldet til 15,2 dagsværk pr. medarbejder (−0,3)"
    )
    expect(page.locator("[data-testid=stMain]")).to_contain_text(
        "1. oktober 2023 – 30. september 2024"
    )
    assert page.url.endswith(AT_ANOTHER_TIME)


def test_choices_reach_the_address_and_follow_to_other_pages(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    page = visit(f"{serve(sample)}/overblik")
    change_filter(page, "Opgørelse", "2. kvartal 2024")
    page.wait_for_url("**/overblik?kvartal=2024K2&hvor=kommune")
    page.get_by_role("link", name="Afdelinger").click()
    page.wait_for_url("**/afdelinger?kvartal=2024K2&hvor=kommune")
    settle(page)
    page.get_by_role("link", name="Overblik").click()
    page.wait_for_url("**/overblik?kvartal=2024K2&hvor=kommune")
    expect(page.locator("h1")).to_contain_text("14,8")


def test_an_address_that_asks_for_nonsense_gets_the_newest_and_a_word(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    server = serve(sample)
    page = visit(f"{server}/overblik?kvartal=2031K9")
    expect(page.locator("h1")).to_contain_text("14,0")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("»2031K9« findes ikke her")
    for code in ("<script>", HOSTILE):
        page.goto(f"{server}/overblik?kvartal={quote(code)}")
        page.wait_for_selector("h1")
        settle(page)
        expect(page.locator("h1")).to_contain_text("14,0")
        assert set(page.evaluate(HOSTS)) <= {"localhost"}


def test_names_from_files_are_shown_as_they_are(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    store = Store(tmp_path / "chefforum.duckdb")
    put(store, [row(f"2024K{n}", afdeling=HOSTILE, omraade=HOSTILE) for n in range(1, 5)])
    store.close()
    server = serve(tmp_path)
    for address in (
        "overblik",
        f"afdelinger?hvor={quote(f'afdeling:{HOSTILE}')}",
        f"enheder?soeg={quote(HOSTILE)}",
        "bilag",
        "indlaes",
        "organisation",
    ):
        page = visit(f"{server}/{address}")
        assert set(page.evaluate(HOSTS)) <= {"localhost"}
        assert page.locator("[data-testid=stMain] img[src*=evil]").count() == 0
        if address.startswith("afdelinger"):
            heading = page.locator("h1").inner_text().replace("\u2060", "")
            assert "[a](http://evil.example) ![p](http://evil.example/p.png) $x$ :red[y]" in heading
