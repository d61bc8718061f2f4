"""Indlæs data: what files are is shown first; saving and undoing are the user's own decisions."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.helpers import Serve, Visit

UPLOAD = "input[type=file]"
BAD = ("notat.txt", "text/plain", "Dette er et notat og ikke et udtræk.\n".encode())


def test_bad_and_good_files_saved_and_undone(serve: Serve, visit: Visit, sample: Path) -> None:
    extracts = sorted((sample / "eksempeldata").iterdir(), key=lambda file: file.stem[-6:])
    page = visit(f"{serve()}/indlaes")
    name, mime, content = BAD
    good = [
        {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
        for file in extracts[:4]
    ]
    page.set_input_files(UPLOAD, [*good, {"name": name, "mimeType": mime, "buffer": content}])  # type: ignore[arg-type]
    expect(page.get_by_text("Afvist: bliver ikke gemt")).to_have_count(1)
    expect(page.get_by_text("Klar til at gemme")).to_have_count(4)
    change = page.get_by_role("region", name="Hovedtallene før og efter")
    expect(change).to_contain_text("ingen data")
    expect(change).to_contain_text("4. kvartal 2022")
    expect(page.get_by_text("Der er ikke indlæst noget endnu.")).to_be_visible()

    page.get_by_role("button", name="Gem 4 filer").click()
    expect(page.get_by_text("4 filer er gemt.")).to_be_visible()
    expect(page.get_by_text("gældende", exact=True)).to_have_count(4)

    _undo(page)
    expect(page.get_by_text("er fortrudt.")).to_be_visible()
    expect(page.get_by_text("gældende", exact=True)).to_have_count(3)
    expect(page.get_by_text("fortrudt", exact=True)).to_have_count(1)


def test_the_same_file_again_changes_nothing(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/indlaes")
    page.set_input_files(UPLOAD, next((sample / "eksempeldata").glob("*2024K4*")))
    expect(page.get_by_text("Uændret: de samme data gælder allerede")).to_be_visible()
    expect(page.get_by_text("Der er ikke noget nyt at gemme.")).to_be_visible()
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)


def _undo(page: Page) -> None:
    page.get_by_role("button", name="Fortryd").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("tæller ikke længere med")
    dialog.get_by_role("button", name="Behold den").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Fortryd").first.click()
    dialog.get_by_role("button", name="Ja, fortryd").click()
