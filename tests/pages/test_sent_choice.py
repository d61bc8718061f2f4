"""An opgørelse that was sent, shown with the figures as they were sent."""

from streamlit.testing.v1 import AppTest

from pages.parts.escaping import escape_text


def _show_figure() -> None:
    from contextlib import nullcontext  # noqa: PLC0415 - the function is a script of its own
    from pathlib import Path  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.nodes import Level  # noqa: PLC0415
    from core.quarter import Quarter  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from metrics import rullende  # noqa: PLC0415
    from pages.parts import figure_choice  # noqa: PLC0415
    from services import opgoerelser  # noqa: PLC0415
    from tests.stored_rows import fresh, put, reading, row  # noqa: PLC0415

    quarter = Quarter(2024, 3)
    if "store" not in st.session_state:
        store = st.session_state["store"] = fresh(Path(mkdtemp()))
        put(store, [row(str(quarter + 1 - back), days="60", heads="30") for back in range(5)])
        opgoerelser.release(store, quarter, settings=Settings(), by="hr")
        opgoerelser.send(store, quarter, settings=Settings(), by="hr")
        late = [row(str(quarter + 1 - back), days="66", heads="30") for back in range(5)]
        put(store, late, name="ret.xlsx")
    store = st.session_state["store"]
    with reading(store) as usual:
        app = SimpleNamespace(
            store=store,
            viewer=read_local_viewer(),
            figures=lambda: nullcontext(usual),
            sent_figures=lambda quarter: opgoerelser.open_sent(store, read_local_viewer(), quarter),
            link=lambda *_: None,
        )
        with figure_choice.choose_figures(app) as chosen:  # type: ignore[arg-type]
            result = rullende.read_rullende(
                chosen.reader, quarter=chosen.quarter, level=Level.KOMMUNE
            )
    chosen.head.write(app, "Titel", result, sending=chosen.sending)  # type: ignore[arg-type]
    st.text(f"{result.rows[0].value:.1f}")


def test_what_was_sent_is_chosen_and_stays_in_the_address() -> None:
    page = AppTest.from_function(_show_figure)
    page.query_params["kvartal"] = "2024K3"
    page.run(timeout=60)
    assert page.text[0].value == "8.8"
    assert "Som udsendt" not in page.markdown[0].value
    page.selectbox(key="felt-tal").select("udsendt").run(timeout=60)
    assert page.text[0].value == "8.0"
    assert page.markdown[0].value.startswith("**Som udsendt den ")
    assert page.query_params["tal"] == "udsendt"
    page.selectbox(key="felt-tal").select("nu").run(timeout=60)
    assert page.text[0].value == "8.8"
    assert "tal" not in page.query_params


def test_an_opgoerelse_that_was_never_sent_says_so() -> None:
    page = AppTest.from_function(_show_figure)
    page.query_params["tal"] = "udsendt"
    page.run(timeout=60)
    assert page.caption[0].value == escape_text(
        "Opgørelsen for 4. kvartal 2024 er ikke udsendt. Viser den, som data er nu."
    )
