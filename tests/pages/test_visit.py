"""What is said about a file is used at once, also for others of its layout; nonsense is not."""

import pytest
from streamlit.testing.v1 import AppTest


def _visit() -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own
    from tempfile import mkdtemp  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import visit_files  # noqa: PLC0415
    from services.downloads import LOCAL  # noqa: PLC0415
    from services.file_rounds import FILE_ROUNDS, HeldFile  # noqa: PLC0415
    from store.database import Store  # noqa: PLC0415

    if "store" not in st.session_state:
        st.session_state["store"] = Store(Path(mkdtemp()) / "test.duckdb")
    head = "Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Heraf kort;Medarbejdere"
    row = "101;Solsikken;Miljø & Teknik;40,5;10,0;11"

    if "round" not in st.session_state:
        current = st.session_state["round"] = FILE_ROUNDS.begin(LOCAL)
        for number in ("1", "2"):
            content = f"Periode: 2024K{number}\n{head}\n{row}\n".encode()
            current.files[number] = HeldFile(number, f"fil{number}.csv", content, "felt")
    app = SimpleNamespace(store=st.session_state["store"], settings=Settings())
    for file in visit_files.read_files(app, st.session_state["round"]):  # type: ignore[arg-type]
        short = file.checked.report.facts["korttid"][0].as_py()
        st.text(f"{file.id} {file.checked.status} {short} {file.checked.report.extract_date}")
        st.text(file.refusal)

    def leave_out() -> None:
        visit_files.add_answer("1", lambda mapping: mapping.ignore_column("Heraf kort"))

    def drawn(text: str) -> None:
        visit_files.add_answer("2", lambda mapping: mapping.add_answer("extract_date", text))

    st.button("uden", on_click=leave_out)
    st.button("dato", on_click=drawn, args=("14.1.2025",))
    st.button("vrøvl", on_click=drawn, args=("i går",))
    st.button("forfra", on_click=visit_files.add_answer, args=("1", lambda _: type(_)()))


def _told(page: AppTest) -> list[str]:
    return [element.value for element in page.text]


def test_an_answer_is_used_at_once_and_for_the_other_files_of_the_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The server reads no file itself: another visitor would wait for it.
    monkeypatch.delattr("services.file_reading.read_report")
    page = AppTest.from_function(_visit).run(timeout=60)
    assert _told(page) == ["1 checked 10.0 None", "", "2 checked 10.0 None", ""]
    page.button[0].click().run(timeout=60)
    assert _told(page) == ["1 checked None None", "", "2 checked None None", ""]
    page.button[3].click().run(timeout=60)
    assert _told(page)[0] == "1 checked 10.0 None"


def test_what_is_about_one_file_is_so_and_nonsense_is_said_and_left() -> None:
    page = AppTest.from_function(_visit).run(timeout=60)
    page.button[1].click().run(timeout=60)
    assert _told(page) == ["1 checked 10.0 None", "", "2 checked 10.0 2025-01-14", ""]
    page.button[2].click().run(timeout=60)
    status, refusal = _told(page)[2:]
    assert status == "2 checked 10.0 2025-01-14"
    assert "»i går«" in refusal
    assert _told(page.run(timeout=60))[3] == ""
