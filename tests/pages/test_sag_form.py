"""A case on the page: filled in, saved, and carried over to the next opgørelse."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.follow_up import FollowUp, FollowUpKind
from core.quarter import Quarter
from services import follow_ups
from store.database import Store

FOLLOW_UP = FollowUp(
    tekst="Perioden skal fremgå",
    slags=FollowUpKind.BESLUTNING,
    forum="Chefforum",
    moede=date(2024, 10, 30),
    punkt=3,
    ansvarlig="HR",
    frist=None,
    besvaret=None,
    svar="",
)
Q4, NEXT = Quarter(2024, 4), Quarter(2025, 1)
EFFORTS = "Sygefraværsindsats"


def _show(folder: str, quarter: str) -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own

    import streamlit as st  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.quarter import Quarter  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import follow_up_list, message, sag_form  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415
    from services.kept_cases import read_case  # noqa: PLC0415

    file = Path(folder) / "x.duckdb"
    app = App(viewer=read_local_viewer(), configuration=Configuration(file, Settings()), pages={})
    message.show_message()
    asked = sag_form.ask_case(app, read_case(app.store, Quarter.parse(quarter)), [])
    follow_up_list.show(app, Quarter.parse(quarter))
    st.text("i orden" if asked else "mangler")


def open_page(folder: Path, quarter: Quarter) -> AppTest:
    arguments = {"folder": str(folder), "quarter": str(quarter)}
    return AppTest.from_function(_show, kwargs=arguments).run(timeout=60)


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click()
    page.run(timeout=60)


def save_efforts(folder: Path, text: str) -> AppTest:
    page = open_page(folder, Q4)
    page.text_area(key=f"tekst-{EFFORTS}-2024K4").set_value(text).run(timeout=60)
    press(page, "Gem sagen")
    return page


def test_what_is_typed_is_saved_and_comes_back(tmp_path: Path) -> None:
    Store(tmp_path / "x.duckdb").close()
    page = save_efforts(tmp_path, "Et kursus.")
    assert [success.value for success in page.success] == ["Sagen for 4\\. kvartal 2024 er gemt\\."]
    assert next(button for button in page.button if button.label == "Gem sagen").disabled
    again = open_page(tmp_path, Q4)
    assert again.text_area(key=f"tekst-{EFFORTS}-2024K4").value == "Et kursus."
    assert any("Gemt" in caption.value for caption in again.caption)


def test_a_text_that_is_carried_over_holds_when_it_is_said_to(tmp_path: Path) -> None:
    Store(tmp_path / "x.duckdb").close()
    save_efforts(tmp_path, "Et kursus.")
    page = open_page(tmp_path, NEXT)
    (holds,) = [box for box in page.checkbox if box.label.startswith("Gennemgået")]
    assert "4. kvartal 2024" in holds.label
    holds.check().run(timeout=60)
    press(page, "Gem sagen")
    again = open_page(tmp_path, NEXT)
    assert not [box for box in again.checkbox if box.label.startswith("Gennemgået")]


def test_a_field_that_is_not_valid_keeps_the_case_from_being_saved(tmp_path: Path) -> None:
    Store(tmp_path / "x.duckdb").close()
    page = open_page(tmp_path, Q4)
    page.text_input(key="punkt-2024K4").set_value("tre").run(timeout=60)
    assert page.text[0].value == "mangler"
    assert "Gem sagen" not in [button.label for button in page.button]


def test_what_is_to_be_followed_up_is_listed(tmp_path: Path) -> None:
    store = Store(tmp_path / "x.duckdb")
    for row in (FOLLOW_UP, replace(FOLLOW_UP, tekst="Måltal", besvaret=NEXT, svar="Sendt")):
        follow_ups.store_change(store, partial(follow_ups.add, new=row), by="Anna")
    store.close()
    page = open_page(tmp_path, Q4)
    assert page.expander[1].label == "Opfølgning: 1 åben"
    origin = "Besluttet i Chefforum 30.10.2024, punkt 3 · HR"
    captions = [caption.value.replace("\\", "") for caption in page.expander[1].caption[1:]]
    assert captions == [f"{origin} · 1. kvartal 2025: Sendt", origin]
