"""The first minute: an empty store, the sample data, the figures, one afdeling, the bilag."""

import re
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.helpers import Serve, Visit, change_filter, download, settle

LOADING = 240_000  # ms; all sample files, where other tests run beside it


def test_from_the_empty_store_to_the_bilag(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    page = visit(serve(typed=True))
    page.get_by_role("button", name="Prøv med eksempeldata").click()
    page.wait_for_selector("h1:has-text('faldet til 14,0')", timeout=LOADING)
    settle(page)
    page.wait_for_selector(".js-plotly-plot .barlayer path")
    expect(page.locator(".st-key-ved-figuren")).to_contain_text("43 %")

    page.get_by_role("link", name="Afdelinger").click()
    change_filter(page, "Hvor", "Afdeling: Dagtilbud & Skole")
    expect(page.locator("h1")).to_have_text(
        "Dagtilbud & Skole: sygefraværet er faldet til 14,7 dagsværk pr. medarbejder (−0,5)"
    )
    expect(page.locator(".js-plotly-plot:visible")).to_have_count(1)

    page.get_by_role("link", name="Bilag").click()
    expect(page.locator("h1")).to_have_text("Sagspakken for 4. kvartal 2024")
    _check_pdf(_downloaded(page, "Hent PDF", tmp_path))
    first, last = page.locator(".ark img").first, page.locator(".ark img").last
    expect(first).to_have_attribute("alt", re.compile(r"^Side 1 af 2: Sygefravær pr. 4. kvartal"))
    expect(last).to_have_attribute("alt", "Side 2 af 2")
    assert first.evaluate("picture => picture.naturalWidth") > 1000

    page.get_by_text("Filerne i sagen").click()
    files = page.locator(".filer tbody tr")
    expect(files).to_have_count(7)
    expect(files.nth(1)).to_contain_text("Bilag, PDF")
    expect(files.nth(1)).to_contain_text(re.compile(r"Offentlig\s*\d+ kB"))
    _check_pdf(_downloaded(page, "Sygefravær pr 4 kvartal 2024 - afdelinger.pdf", tmp_path))


def test_figures_and_pictures_are_handed_out(
    serve: Serve, visit: Visit, sample: Path, tmp_path: Path
) -> None:
    page = visit(f"{serve(sample)}/overblik")
    page.get_by_text("Tal og filer").first.click()
    figures = _downloaded(page, "Hent tal (CSV)", tmp_path).read_text("utf-8-sig")
    head, *lines = figures.splitlines()
    assert head.startswith("niveau;noegle;navn;under;periode_fra;periode_til;naevner;")
    assert len(lines) == 12
    picture = _downloaded(page, "Hent billede (PNG)", tmp_path)
    assert picture.name == "Sygefravær 2024K4 - udvikling-kommune.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_sag_stands_on_the_bilag_and_what_is_wrong_is_said(
    serve: Serve, visit: Visit, sample: Path
) -> None:
    page = visit(f"{serve(sample)}/bilag?bilag=enheder")
    page.get_by_text("Sagens oplysninger").click()
    page.get_by_label("Sagsnummer").fill("81.28.00-A00-1-25")
    page.get_by_label("Mødedato").fill("i morgen")
    page.get_by_label("Mødedato").press("Enter")
    expect(page.get_by_text("Mødedatoen er »i morgen«")).to_be_visible()
    page.get_by_label("Mødedato").fill("29.1.2025")
    page.get_by_label("Mødedato").press("Enter")
    settle(page)
    page.get_by_text("Læs bilaget som tekst").click()
    expect(page.locator(".st-key-papir header")).to_contain_text("Sagsnummer 81.28.00-A00-1-25")
    expect(page.locator(".st-key-papir header")).to_contain_text("29. januar 2025")


def _downloaded(page: Page, button: str, folder: Path) -> Path:
    downloaded = download(page, page.get_by_role("link", name=button).first)
    file = folder / downloaded.suggested_filename
    downloaded.save_as(file)
    return file


def _check_pdf(file: Path) -> None:
    assert file.name == "Sygefravær pr 4 kvartal 2024 - afdelinger.pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    for figure in ("14,0", "14,5", "−0,5", "43 %", "1. januar 2024", "31. december 2024"):
        assert figure in text
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang).startswith("da")
        assert "/StructTreeRoot" in pdf.Root
        assert list(pdf.attachments.values()) == []  # the public edition has none
        assert "Søjlediagram" in str(_alts(pdf))


def _alts(pdf: pikepdf.Pdf) -> list[str]:
    """The alt texts of the structure tree."""
    return [
        str(thing.Alt)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
    ]
