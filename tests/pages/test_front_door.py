"""The front door: which pages there are, and that none can be entered beside it."""

import ast
import gc
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from services.configuration import ROOT, STORE_VARIABLE

PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
GUARD = 'if __name__ == "__main__":\n    import dashboard\n    dashboard.main()'


def test_every_page_is_in_the_menu_under_the_name_of_its_file() -> None:
    assert sorted(entry.address for entry in dashboard._PAGES) == [path.stem for path in PAGES]


def test_every_page_is_described_under_its_name_in_the_docs() -> None:
    docs = (ROOT / "docs" / "udvikling.md").read_text("utf-8")
    rows = [line.split(" | ")[:2] for line in docs.splitlines() if line.startswith("| ")]
    described = [[name.removeprefix("| "), address.strip("`")] for name, address in rows]
    assert [[page.title, page.address] for page in dashboard._PAGES] == [
        row for row in described if row[1] in {page.address for page in dashboard._PAGES}
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_run_as_a_script_goes_through_the_front_door(path: Path) -> None:
    *_, last = ast.parse(path.read_text("utf-8")).body
    assert ast.unparse(last) == ast.unparse(ast.parse(GUARD))


def test_a_setting_that_is_wrong_is_said_in_danish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "indstillinger.toml").write_text("municipalty = 'Bykøbing'", "utf-8")
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "chefforum.duckdb"))
    texts = AppTest.from_file(str(ROOT / "dashboard.py")).run(timeout=30)
    assert "Mente du »municipality«?" in texts.error[0].value.replace("\\", "")
    assert not texts.exception


def test_what_is_loaded_is_not_looked_through_after_each_run() -> None:
    class Page:
        def run(self) -> None:
            pass

    dashboard._run(None, Page())  # type: ignore[arg-type]
    assert gc.get_freeze_count()


def test_a_fault_of_the_program_is_told_without_its_data(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Page:
        title = "Overblik"

        def run(self) -> None:
            raise ValueError("010203-1234")

    calls: list[str] = []
    monkeypatch.setattr("pages.parts.states.show_failure", lambda: calls.append("failed"))
    dashboard._run(None, Page())  # type: ignore[arg-type]
    assert calls == ["failed"]
    assert "ValueError" in caplog.text
    assert "010203" not in caplog.text
