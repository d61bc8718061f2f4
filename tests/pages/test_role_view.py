"""HR looks at the pages as a role: the address asks for it, a bar says so and leads back."""

from streamlit.testing.v1 import AppTest


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
    role_view.show_bar(app)
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
