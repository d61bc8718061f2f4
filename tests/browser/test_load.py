"""Indlæs data: what files are is shown first; saving and undoing are the user's own decisions."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.helpers import Serve, Visit, choose, download, settle

UPLOAD = "input[type=file]"
BAD = ("notat.txt", "text/plain", "Dette er et notat og ikke et udtræk.\n".encode())


def test_bad_and_good_files_saved_and_undone(serve: Serve, visit: Visit, sample: Path) -> None:
    extracts = sorted((sample / "eksempeldata").glob("*K?.*"), key=lambda file: file.stem[-6:])
    page = visit(f"{serve()}/indlaes")
    name, mime, content = BAD
    good = [
        {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
        for file in extracts[:4]
    ]
    page.set_input_files(UPLOAD, [*good, {"name": name, "mimeType": mime, "buffer": content}])  # type: ignore[arg-type]
    expect(page.get_by_text("Afvist: bliver ikke gemt")).to_have_count(1)
    expect(page.get_by_text("Klar til at gemme")).to_have_count(4)
    expect(page.get_by_text("4 filer kan gemmes · 1 afvist")).to_be_visible()
    change = page.get_by_role("region", name="Hovedtallene før og efter")
    expect(change).to_contain_text("ingen data")
    expect(change).to_contain_text("4. kvartal 2022")
    expect(page.get_by_text("Der er ikke indlæst noget endnu.")).to_be_visible()

    _save(page, "Gem 4 filer")
    expect(page.get_by_text("4 filer er gemt.")).to_be_visible()
    expect(page.get_by_text("gældende", exact=True)).to_have_count(4)

    _undo(page)
    expect(page.get_by_text("er fortrudt.")).to_be_visible()
    expect(page.get_by_text("gældende", exact=True)).to_have_count(3)
    expect(page.get_by_text("fortrudt", exact=True)).to_have_count(1)

    page.get_by_role("button", name="Gendan").click()
    page.get_by_role("dialog").get_by_role("button", name="Ja, gendan").click()
    expect(page.get_by_text("er gendannet.")).to_be_visible()
    expect(page.get_by_text("gældende", exact=True)).to_have_count(4)


def test_the_same_file_again_changes_nothing(serve: Serve, visit: Visit, sample: Path) -> None:
    page = visit(f"{serve(sample)}/indlaes")
    page.set_input_files(UPLOAD, next((sample / "eksempeldata").glob("*2024K4*")))
    expect(page.get_by_text("Uændret: de samme data gælder allerede")).to_be_visible()
    expect(page.get_by_text("Der er ikke noget nyt at gemme.")).to_be_visible()
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)


def test_a_column_is_pointed_out_in_place_and_remembered(serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve()}/indlaes")
    _give(page, "Mystik 2024K4.csv", _strange("01.10.2024 - 31.12.2024"))
    _choose(page, "Filen er læst som", "Sygefravær pr. enhed og kvartal")
    expect(page.get_by_text("Mangler et svar")).to_be_visible()
    expect(page.get_by_text("Svar på det, som mangler ovenfor")).to_be_visible()
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)
    _choose(page, "Hvilken kolonne er fraværsdagsværk", re.compile(r"^Mængde \("))
    expect(page.get_by_text("Klar til at gemme")).to_be_visible()
    drawn = page.get_by_label("Hvilken dag er udtrækket lavet?")
    drawn.fill("i går")
    drawn.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="»i går«")).to_be_visible()
    drawn.fill("14.1.2025")
    drawn.press("Enter")
    expect(page.get_by_text("udtrukket 14. januar 2025")).to_be_visible()
    _save(page, "Gem 1 fil")
    expect(page.get_by_text("Svarene er husket til næste gang.")).to_be_visible()

    _give(page, "Mystik 2025K1.csv", _strange("01.01.2025 - 31.03.2025"))
    expect(page.get_by_text("Klar til at gemme")).to_be_visible()
    expect(page.get_by_text("Læst efter opsætningen »Mystik«.")).to_be_visible()


def test_two_files_of_a_quarter_are_said_in_both_and_one_is_chosen(
    serve: Serve, visit: Visit
) -> None:
    page = visit(f"{serve()}/indlaes")
    text = _strange("01.10.2024 - 31.12.2024").replace("Mængde", "Fraværsdagsværk")
    page.set_input_files(
        UPLOAD,
        [
            {"name": name, "mimeType": "text/csv", "buffer": of.encode()}
            for name, of in (("Første.csv", text), ("Rettet.csv", text.replace("43,5", "47,5")))
        ],  # type: ignore[arg-type]
    )
    expect(page.get_by_text("»Første.csv« og »Rettet.csv« er begge")).to_have_count(2)
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)
    _choose(page, "Hvilken fil skal gælde for 4. kvartal 2024?", "Første.csv")
    expect(page.get_by_text("1 fil kan gemmes · 1 afvist")).to_be_visible()
    expect(page.get_by_text("Filen gemmes ikke: »Første.csv« er valgt")).to_be_visible()
    _save(page, "Gem 1 fil")
    expect(page.get_by_text("1 fil er gemt.", exact=True)).to_be_visible()


def test_files_that_a_restart_has_taken_are_said_to_be_gone(serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve()}/indlaes", expected=("WebSocket", "ERR_CONNECTION_REFUSED"))
    text = _strange("01.10.2024 - 31.12.2024").replace("Mængde", "Fraværsdagsværk")
    for name in ("Første.csv", "Anden.csv"):
        text = text.replace("42,5", "47,5") if name == "Anden.csv" else text
        _give(page, name, text)
        serve()
        save = page.get_by_role("button", name="Gem 1 fil")
        gone = page.get_by_text(f"så »{name}« er ikke længere hos den")
        expect(save.or_(gone)).to_be_visible()
        if save.count():
            save.click()
        expect(gone).to_be_visible()
        expect(page.get_by_role("button", name="Gem")).to_have_count(0)
        settle(page)  # the page is drawn by the new server, which takes the file then
        _give(page, name, text)
        _save(page, "Gem 1 fil")
        expect(page.get_by_text("1 fil er gemt.", exact=True)).to_be_visible()


def test_the_files_of_a_visit_stay_when_the_page_is_left_or_loaded_anew(
    serve: Serve, visit: Visit
) -> None:
    page = visit(f"{serve()}/indlaes")
    text = _strange("01.10.2024 - 31.12.2024")
    _give(page, "Første.csv", text)
    _choose(page, "Filen er læst som", "Sygefravær pr. enhed og kvartal")
    _choose(page, "Hvilken kolonne er fraværsdagsværk", re.compile(r"^Mængde \("))
    expect(page.get_by_text("1 fil kan gemmes")).to_be_visible()
    page.get_by_role("link", name="Om tallene").first.click()
    page.wait_for_url("**/om_tallene*")
    settle(page)
    page.get_by_role("link", name="Indlæs data").first.click()
    expect(page.get_by_text("1 fil kan gemmes")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("1 fil kan gemmes")).to_be_visible()
    settle(page)
    page.set_input_files(
        UPLOAD,
        {
            "name": "Anden.csv",
            "mimeType": "text/csv",
            "buffer": text.replace("2024", "2023").encode(),
        },
    )
    expect(page.get_by_text("2 filer kan gemmes")).to_be_visible()
    expect(page.get_by_role("button", name="Gem 2 filer")).to_be_in_viewport()
    settle(page)
    page.get_by_role("button", name="Fjern", exact=True).click()
    expect(page.get_by_text("1 fil kan gemmes")).to_be_visible()
    _save(page, "Gem 1 fil")
    expect(page.get_by_text("1 fil er gemt.")).to_be_visible()
    assert "omgang" not in page.url
    expect(page.get_by_text("Anden.csv", exact=True)).to_be_visible()
    expect(page.get_by_text("Første.csv")).to_have_count(0)


def test_the_quarter_is_asked_for_where_the_file_does_not_say(serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve()}/indlaes")
    _, _, table = _strange("").replace("Mængde", "Fraværsdagsværk").partition("\n")
    _give(page, "Fravær.csv", table)
    quarter = page.get_by_label("Hvilket kvartal dækker filen?")
    quarter.fill("femte kvartal")
    quarter.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="»femte kvartal«")).to_be_visible()
    quarter.fill("4. kvartal 2024")
    quarter.press("Enter")
    expect(page.get_by_text("Klar til at gemme")).to_be_visible()
    expect(quarter).to_have_count(0)
    _save(page, "Gem 1 fil")  # the quarter was about this file alone
    expect(page.get_by_text("1 fil er gemt.", exact=True)).to_be_visible()


def test_a_column_can_be_read_as_something_else_and_all_is_forgotten_again(
    serve: Serve, visit: Visit
) -> None:
    page = visit(f"{serve()}/indlaes")
    text = _strange("01.10.2024 - 31.12.2024").replace("Mængde", "Fraværsdagsværk")
    _give(page, "Fravær.csv", text)
    expect(page.get_by_text("Klar til at gemme")).to_be_visible()
    rows = page.get_by_role("region", name="De første 3 rækker")
    expect(rows).to_contain_text("Korttidsfravær")
    page.get_by_text("Ret kolonnerne").click()
    _choose(page, "»Heraf kort« læses som", "bruges ikke")
    expect(rows).not_to_contain_text("Korttidsfravær")
    page.get_by_role("button", name="Glem svarene, og læs filen forfra").click()
    expect(page.get_by_role("button", name="Glem svarene")).to_have_count(0)
    settle(page)
    expect(rows).to_contain_text("Korttidsfravær")


def test_a_template_is_handed_out_and_loads_as_it_is(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    page = visit(f"{serve()}/indlaes")
    page.get_by_text("Skabeloner").click()
    template = page.get_by_role("link", name="Måltal for sygefravær")
    expect(template).to_be_visible()
    downloaded = download(page, template)
    file = tmp_path / downloaded.suggested_filename
    downloaded.save_as(file)
    page.set_input_files(UPLOAD, file)
    expect(page.get_by_text("Klar til at gemme")).to_be_visible()
    expect(page.get_by_role("region", name="Rækker, der gælder")).to_contain_text("Måltal")


def _extracts(sample: Path) -> list[Path]:
    folder = sample / "eksempeldata"
    return [file for file in folder.iterdir() if file.name.casefold().startswith("sygefrav")]


def _strange(period: str) -> str:
    head = f"Periode: {period}\nEnhedsnr.;Enhed;Afdeling;Mængde;Heraf kort;Medarbejdere\n"
    return head + "".join(f"10{n};Enhed {n};Miljø & Teknik;4{n},5;1{n},0;1{n}\n" for n in (1, 2, 3))


def _give(page: Page, name: str, text: str) -> None:
    page.set_input_files(UPLOAD, {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    expect(page.get_by_text("Sådan er filen læst")).to_be_visible()
    settle(page)


def _choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    choose(page, page.get_by_label(label).first, option)


def _save(page: Page, label: str) -> None:
    settle(page)
    checkbox = page.get_by_text("Jeg har set")
    if checkbox.count():
        checkbox.click()
    page.get_by_role("button", name=label).click()


def _undo(page: Page) -> None:
    page.get_by_role("button", name="Fortryd").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("tæller ikke længere med")
    dialog.get_by_role("button", name="Behold").click()
    expect(dialog).to_have_count(0)
    settle(page)
    page.get_by_role("button", name="Fortryd").first.click()
    dialog.get_by_role("button", name="Ja, fortryd").click()
