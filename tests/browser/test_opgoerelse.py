"""An opgørelse's life on Overblik: released, taken back, sent; and its bilag as it was sent."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.helpers import Serve, Visit, press_until_closed


def test_an_opgoerelse_is_released_taken_back_and_sent(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    address = serve(sample)
    page = visit(f"{address}/overblik")
    status = page.locator(".st-key-opgoerelse")
    expect(status).to_contain_text("Kladde – kun HR ser den")
    _press(page, "Frigiv til Chefforum", "Annullér")
    expect(status).to_contain_text("Kladde – kun HR ser den")
    _press(page, "Til sekretariatet", "Ja, til sekretariatet")
    expect(status).to_contain_text("Næste: frigiv den til chefer. Filerne er mærket UDKAST")

    page.get_by_role("button", name="Frigiv til Chefforum").click()
    page.get_by_label("Hvad ligger bag tallene").fill("010203-1234 var syg *længe*")
    page.get_by_role("button", name="Ja, frigiv").click()
    expect(page.get_by_role("dialog")).to_contain_text("CPR-nummer")
    page.get_by_label("Hvad ligger bag tallene").fill("Influenza *i februar*")
    page.get_by_label("Enhedsledere fra").fill("30.01.2099")
    page.get_by_label("Enhedsledere fra").press("Tab")  # what is typed is taken then
    press_until_closed(page, page.get_by_role("button", name="Ja, frigiv"))
    expect(status).to_contain_text("Frigivet til Chefforum den")
    expect(status).to_contain_text("Bag tallene: Influenza *i februar*")
    expect(status).to_contain_text("Næste: enhedsledere fra den 30. januar 2099.")

    _press(page, "Træk tilbage", "Ja, træk tilbage")
    expect(status).to_contain_text("Kladde – kun HR ser den")
    _press(page, "Frigiv til Chefforum", "Ja, frigiv")
    _press(page, "Markér som udsendt", "Ja, den er udsendt")
    expect(status).to_contain_text("Udsendt den")
    expect(status.get_by_role("button")).to_have_count(0)

    page = visit(f"{address}/langtidsfriske?tal=udsendt")
    expect(page.locator(".st-key-grundlag")).to_contain_text("Som udsendt den")
    page = visit(f"{address}/bilag?tal=udsendt")
    expect(page.locator(".st-key-valg")).to_contain_text("Som udsendt den")
    page.get_by_text("Læs bilaget som tekst").click()
    expect(page.locator(".st-key-papir")).to_contain_text("14,0 dagsværk pr. medarbejder")


def _press(page: Page, button: str, answer: str) -> None:
    page.get_by_role("button", name=button).click()
    press_until_closed(page, page.get_by_role("dialog").get_by_role("button", name=answer))
