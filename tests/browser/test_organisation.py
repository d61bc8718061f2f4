"""Organisation og hændelser: made from the data, put right with dates, undone."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import Serve, Visit, choose, settle, wait_until


def test_from_the_data_to_an_organisation_that_is_put_right(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    server = serve(sample)
    page = visit(f"{server}/organisation")
    make = page.get_by_role("button", name="Lav organisationen ud fra data")
    if make.count():  # the sample may bring an organisation
        make.click()
        expect(page.get_by_text("Organisationen er lavet ud fra data. Nu kan")).to_be_visible()

    before = _count(page)
    _go(page, f"{server}/organisation?enhed=2201")
    page.get_by_role("button", name="Luk", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Sidste dag").fill("30.02.2025")
    dialog.get_by_role("button", name="Luk enheden").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Sidste dag er »30.02.2025«")
    dialog.get_by_label("Sidste dag").fill("28.02.2025")
    dialog.get_by_role("button", name="Luk enheden").click()
    expect(page.get_by_text("(2201) lukket 28.02.2025: nedlagt.")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(f"{before - 1} enheder")

    expect(dialog).to_have_count(0)
    settle(page)
    page.get_by_role("button", name="Fortryd").first.click()
    dialog.get_by_role("button", name="Ja, fortryd").click()
    expect(page.get_by_text("er fortrudt.")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(f"{before} enheder")


def test_an_enhed_is_added_with_a_new_afdeling_and_found_on_its_days_only(
    serve: Serve, visit: Visit
) -> None:
    server = serve()
    page = visit(f"{server}/organisation")
    page.get_by_role("button", name="Tilføj enhed").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nummer").fill("1050")
    dialog.get_by_label("Navn").fill("Regnbuen")
    _choose_new(page, "Afdeling", "Dagtilbud & Skole")
    _choose_new(page, "Område", "Børn")
    dialog.get_by_label("Første dag").fill("1.8.2025")
    dialog.get_by_role("button", name="Tilføj enheden").click()
    expect(page.get_by_text("Regnbuen (1050) åbnet 01.08.2025.")).to_be_visible()
    for day, is_there in (("31.7.2025", False), ("1.8.2025", True)):
        _go(page, f"{server}/organisation?den={day}&soeg=regnb")
        expect(page.get_by_role("rowheader", name="Regnbuen")).to_have_count(int(is_there))


def test_a_day_that_is_none_is_told_below_the_fields(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    page = visit(f"{serve(sample)}/organisation?den=30.02.2025")
    message = page.get_by_role("alert").filter(has_text="»30.02.2025«")
    field = page.get_by_label("Søg")
    wait_until(page, lambda: _is_below(message, field), what="the message stands below the field")
    page.get_by_label("Søg").fill("findes ikke")
    page.get_by_label("Søg").press("Enter")
    expect(page.get_by_text("Ret dagen, afdelingen eller søgningen.")).to_be_visible()


def test_events_are_added_changed_and_removed(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/organisation")
    page.get_by_role("button", name="Tilføj hændelse").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Dato").fill("01.02.2031")
    dialog.get_by_label("Hvad skete der?").fill("Prøven *begynder*")
    dialog.get_by_role("button", name="Tilføj hændelsen").click()
    expect(page.get_by_text("Databrud 01.02.2031 tilføjet.")).to_be_visible()
    expect(page.get_by_text("Prøven *begynder*")).to_be_visible()

    page.get_by_role("button", name="Ret", exact=True).first.click()
    choose(page, dialog.get_by_label("Hvem gælder det?"), "Én afdeling")
    choose(page, dialog.get_by_label("Afdeling", exact=True), "Miljø & Teknik")
    dialog.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Databrud 01.02.2031 rettet.")).to_be_visible()
    expect(page.get_by_text("1. februar 2031 · Miljø & Teknik")).to_be_visible()

    page.get_by_role("button", name="Fjern", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Ja, fjern").click()
    expect(page.get_by_text("Databrud 01.02.2031 fjernet.")).to_be_visible()


def _is_below(lower: Locator, upper: Locator) -> bool:
    """Whether both are drawn, and the first begins where the second has ended."""
    low, high = lower.bounding_box(), upper.bounding_box()
    return bool(low and high and low["y"] >= high["y"] + high["height"])


def _go(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)


def _count(page: Page) -> int:
    return int(page.locator("h1").inner_text().split()[0])


def _choose_new(page: Page, label: str, text: str) -> None:
    field = page.get_by_role("dialog").get_by_label(label, exact=True)
    field.fill(text)
    page.get_by_role("option", name=f"Tilføj: {text}").click()
    settle(page)
