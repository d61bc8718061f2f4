"""HR looks at the pages as a role: the address asks for it, a bar says so and leads back."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.roles import Role, make_scope
from access.viewer import Position, read_local_viewer
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.forklaring import ROLLING, read_node_changes
from pages.parts.app import App
from services import opgoerelser
from services.configuration import Configuration
from store.database import Store
from tests.stored_rows import put, row


def _look() -> None:
    from pathlib import Path  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.errors import ChefforumError  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import role_view  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415
    from store.database import Store  # noqa: PLC0415
    from tests.stored_rows import put, row  # noqa: PLC0415

    if "folder" not in st.session_state:
        st.session_state["folder"] = Path(mkdtemp())
        store = Store(st.session_state["folder"] / "x.duckdb")
        put(store, [row(f"2024K{number}", days="60", heads="30") for number in range(1, 5)])
        store.close()
    file = st.session_state["folder"] / "x.duckdb"
    hr = App(viewer=read_local_viewer(), configuration=Configuration(file, Settings()), pages={})
    try:
        app = role_view.look_as_role(hr)
    except ChefforumError as error:
        st.text(str(error))
        return
    role_view.show_bar(app, read_local_viewer())
    st.text(app.viewer.title)
    role_view.ask_role(app)


def test_the_address_makes_hr_look_as_a_role_and_the_bar_leads_back() -> None:
    page = AppTest.from_function(_look)
    page.query_params["rolle"] = "afdelingschef:Miljø & Teknik"
    page.run(timeout=60)
    assert "Du ser siden som afdelingschef for Miljø" in page.markdown[0].value
    assert page.text[0].value == "afdelingschef for Miljø & Teknik"
    page.button(key="rolle-tilbage").click().run(timeout=60)
    assert page.text[0].value == "HR"
    assert "rolle" not in page.query_params
    page.selectbox(key="rolle-valg").select("enhedsleder").run(timeout=60)
    page.button(key="rolle-se").click().run(timeout=60)
    assert page.text[0].value == "enhedsleder for Enhed 1001"
    assert page.query_params["rolle"] == "enhedsleder:1001"


def test_a_role_that_is_none_is_said_and_forgotten() -> None:
    page = AppTest.from_function(_look)
    page.query_params["rolle"] = "chef"
    page.run(timeout=60)
    assert "»chef« er ikke en rolle" in page.text[0].value
    assert "rolle" not in page.query_params


def test_a_role_is_told_what_drove_a_change_by_what_is_released_alone(tmp_path: Path) -> None:
    file, now = tmp_path / "x.duckdb", Quarter(2024, 4)
    store = Store(file)
    put(store, [row(str(now - back), days="60", heads="50") for back in range(6)])
    opgoerelser.release(store, now, settings=Settings(), by="hr")
    put(store, [row(str(now), days="90", heads="50")], name="ny.xlsx")
    store.close()
    hr = App(viewer=read_local_viewer(), configuration=Configuration(file, Settings()), pages={})
    role = replace(
        hr.viewer, positions=(Position(Role.SEKRETARIAT),), scope=make_scope(Role.SEKRETARIAT)
    )
    changes = {}
    for app in (hr, replace(hr, viewer=role)):
        with app.compared_figures((now - 1, now)) as reader:
            result = read_node_changes(
                reader, ROLLING, quarter=now, level=Level.KOMMUNE, against=now - 1
            )
            changes[app.viewer.is_hr] = result.rows[0].value
    assert changes == pytest.approx({True: 0.6, False: 0.0})
