"""The front door: which pages there are, and that none can be entered beside it."""

import ast
import gc
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from access.grants import FILE_NAME, make_grant, write_grants
from access.log_lines import Action, LogEntry
from services.access_log import keep_anchor, open_log, read_checked_log
from services.configuration import ROOT, STORE_VARIABLE
from store.database import Store
from tests.processes import PROCESSES, start_process

PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
GUARD = 'if __name__ == "__main__":\n    import dashboard\n    dashboard.main()'


def test_every_page_is_in_the_menu_under_the_name_of_its_file() -> None:
    assert sorted(entry.address for entry in dashboard.PAGES) == [path.stem for path in PAGES]


def test_every_page_is_described_under_its_name_in_the_docs() -> None:
    docs = (ROOT / "docs" / "udvikling.md").read_text("utf-8")
    rows = [line.split(" | ")[:2] for line in docs.splitlines() if line.startswith("| ")]
    described = [[name.removeprefix("| "), address.strip("`")] for name, address in rows]
    assert [[page.title, page.address] for page in dashboard.PAGES] == [
        row for row in described if row[1] in {page.address for page in dashboard.PAGES}
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


def hold_store(path: Path, receiver: Connection, sender: Connection) -> None:
    """What another server does: it has the store open until it is told to end."""
    store = Store(path)
    keep_anchor(store)
    sender.send("held")
    receiver.recv()
    store.close()


def test_a_second_server_is_refused_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data" / "chefforum.duckdb"
    log = open_log(path)
    log.write(LogEntry("anna", "hr", Action.SIDE))
    grant = make_grant("anna", "hr", "", first=None, last=None)
    write_grants(path.parent / FILE_NAME, [grant])
    told, ended = PROCESSES.Pipe(duplex=False), PROCESSES.Pipe(duplex=False)
    process = start_process(hold_store, path, ended[0], told[1])
    assert told[0].recv() == "held"
    before = {file.name: file.stat().st_mtime_ns for file in path.parent.iterdir()}
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    texts = AppTest.from_file(str(ROOT / "dashboard.py")).run(timeout=30)
    assert "er i brug af et andet program" in texts.error[0].value
    assert {file.name: file.stat().st_mtime_ns for file in path.parent.iterdir()} == before
    ended[1].send("end")
    process.join()
    store = Store(path)
    assert read_checked_log(store).faults == ()
    store.close()


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
