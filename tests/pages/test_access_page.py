"""Adgang og log: roles are given and ended there, and IT sees the server and nothing else."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from access.grants import read_grants
from access.viewer import read_user_name
from services.stores import close_shared_store


def _open_page(file: str, role: str) -> None:
    from dataclasses import replace  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from access.roles import Role, make_scope  # noqa: PLC0415
    from access.viewer import Position, read_local_viewer  # noqa: PLC0415
    from core.errors import ChefforumError  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages import adgang  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415

    position = Position(Role(role))
    viewer = replace(read_local_viewer(), positions=(position,), scope=make_scope(position.role))
    try:
        adgang.render(App(viewer, Configuration(Path(file), Settings()), {}))
    except ChefforumError as error:
        st.text(str(error))


def run_page(file: Path, role: str) -> AppTest:
    page = AppTest.from_function(_open_page, args=(str(file), role)).run(timeout=60)
    assert not page.exception
    return page


def list_headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.header]


def test_a_role_is_given_and_ended_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "s.duckdb"
    page = run_page(file, "hr")
    assert list_headings(page) == ["Log", "Roller", "Drift"]
    for person in (read_user_name(), "Bo@Kommune.dk"):
        next(box for box in page.text_input if box.label.startswith("Person")).set_value(person)
        next(button for button in page.button if button.label == "Giv rollen").click()
        page.run(timeout=60)
        assert not page.exception
    table = read_grants(tmp_path / "roller.toml")
    assert [grant.person for grant in table] == [read_user_name().casefold(), "bo@kommune.dk"]
    ending = next(box for box in page.selectbox if box.label == "Rolle, der skal slutte")
    ending.set_value(1)
    next(button for button in page.button if button.label == "Afslut rollen").click()
    page.run(timeout=60)
    assert [grant.person for grant in read_grants(tmp_path / "roller.toml")] == [
        read_user_name().casefold()
    ]
    close_shared_store(file)


def test_each_sees_what_the_own_rights_are_for(tmp_path: Path) -> None:
    file = tmp_path / "s.duckdb"
    shown = {
        role: list_headings(run_page(file, role))
        for role in ("it", "databeskyttelsesraadgiver", "afdelingschef")
    }
    assert shown == {"it": ["Drift"], "databeskyttelsesraadgiver": ["Log"], "afdelingschef": []}
    close_shared_store(file)
