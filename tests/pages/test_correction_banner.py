"""The message on a correction of what was sent, and what HR can do there."""

from streamlit.testing.v1 import AppTest


def _show_banner() -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own
    from tempfile import mkdtemp  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from core.nodes import Level  # noqa: PLC0415
    from core.quarter import Quarter  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from metrics import rullende  # noqa: PLC0415
    from pages.parts import correction_banner, message  # noqa: PLC0415
    from services import opgoerelser  # noqa: PLC0415
    from tests.stored_rows import fresh, put, reading, row  # noqa: PLC0415

    quarter = Quarter(2024, 4)
    if "store" not in st.session_state:
        store = st.session_state["store"] = fresh(Path(mkdtemp()))
        put(store, [row(str(quarter - back), days="60", heads="30") for back in range(4)])
        opgoerelser.release(store, quarter, settings=Settings(), by="hr")
        opgoerelser.send(store, quarter, settings=Settings(), by="hr")
        put(store, [row(str(quarter), days="66", heads="30")], name="ret.xlsx")
    store = st.session_state["store"]
    viewer = SimpleNamespace(is_hr=True, name="hr")
    app = SimpleNamespace(store=store, settings=Settings(), viewer=viewer)
    with reading(store) as reader:
        result = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
    message.show_message()
    correction_banner.show(app, result)  # type: ignore[arg-type]


def test_a_correction_stands_with_both_figures_until_hr_lets_it_wait() -> None:
    page = AppTest.from_function(_show_banner).run(timeout=60)
    text = page.info[0].value.replace("\\", "")
    assert "8,0. Med de data, der er nu: 8,2 (+0,2). Årsag: »ret.xlsx«" in text
    assert [button.label for button in page.button] == [
        "Frigiv rettelsen",
        "Indgår i næste opgørelse",
    ]
    page.button[1].click().run(timeout=60)
    assert not page.info
    assert "indgår i næste opgørelse" in page.success[0].value
