"""Choosing a chart for a bilag: a button that remembers, and a list in order."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.quarter import Quarter
from services.chosen_parts import ChosenPart
from services.kept_cases import read_case
from store.database import Store

AT = Quarter(2024, 4)


def _show(folder: str) -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.quarter import Quarter  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import part_choice  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415
    from services.kept_cases import read_case  # noqa: PLC0415

    file = Path(folder) / "x.duckdb"
    app = App(viewer=read_local_viewer(), configuration=Configuration(file, Settings()), pages={})
    at = Quarter(2024, 4)
    choice = part_choice.PartChoice(app, at)
    choice.offer("maaltal")
    choice.offer("enheder", "afdeling:Børn & Familie")
    chosen = read_case(app.store, at).chosen
    part_choice.show_list(app, at, chosen)
    part_choice.ask_text(app, at, chosen)


def press(page: AppTest, key: str) -> None:
    page.button(key=key).click().run(timeout=60)


def list_kept(folder: Path) -> list[str]:
    store = Store(folder / "x.duckdb")
    kept = [str(part) for part in read_case(store, AT).chosen]
    store.close()
    return kept


def test_what_is_put_in_is_listed_and_can_be_moved_and_taken_out(tmp_path: Path) -> None:
    Store(tmp_path / "x.duckdb").close()
    page = AppTest.from_function(_show, kwargs={"folder": str(tmp_path)}).run(timeout=60)
    enheder = ChosenPart("enheder", "afdeling:Børn & Familie")
    press(page, "valg-maaltal")
    press(page, f"valg-{enheder}")
    texts = [text.value.replace("\\", "") for text in page.markdown]
    assert texts == ["1. Måltal", "2. Enhederne: Børn & Familie"]
    assert page.button(key="valg-maaltal").label == "Tag ud af bilag"
    assert page.button(key="op-0").disabled
    press(page, "op-1")
    assert list_kept(tmp_path) == [str(enheder), "maaltal"]
    press(page, "valg-maaltal")
    press(page, "ud-0")
    assert list_kept(tmp_path) == []
    assert not page.markdown


def test_a_text_is_added_shown_as_it_is_and_refused_with_a_cpr_number(tmp_path: Path) -> None:
    Store(tmp_path / "x.duckdb").close()
    page = AppTest.from_function(_show, kwargs={"folder": str(tmp_path)}).run(timeout=60)
    assert any("også i den offentlige udgave" in text.value for text in page.caption)
    for text, refusal in (("", "ingen tekst"), ("Om 010190-1234", "CPR")):
        page.text_area(key="fritekst-0").input(text)
        press(page, "foej-tekst")
        assert refusal in page.error[0].value
        assert list_kept(tmp_path) == []
    page.text_input(key="overskrift-0").input("Om <b>tallene</b>")
    page.text_area(key="fritekst-0").input("=Først *dette*\n\nog så | det")
    press(page, "foej-tekst")
    assert list_kept(tmp_path) == ["tekst|Om <b>tallene</b>\n=Først *dette*\n\nog så | det"]
    assert page.markdown[0].value.startswith("1. Tekst\\: Om \\<b\\>tallene")
    assert page.text_area(key="fritekst-1").value == ""
