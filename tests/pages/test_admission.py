"""Dialogs and clicks after access was taken away, and what nobody but the server decides."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.testing.v1 import AppTest

import server
from access import sign_in
from access.roles import Role
from access.viewer import Position, read_local_viewer
from core.errors import ChefforumError
from core.quarter import Quarter
from pages import bilag as bilag_page
from pages.parts import admission, part_choice, sign_in_view
from pages.parts.app import App
from services import visitors
from services.chosen_parts import ChosenPart
from services.configuration import ROOT, Configuration
from services.kept_cases import CHOSEN_ANNEX, read_case
from services.visitors import Visitor
from store.database import Store
from tests.access.test_claims import SETTINGS
from tests.clock import Clock
from tests.loops import run_alone
from tests.services.test_sign_ins import ANNA, BO, NOW, configure, grant, make_claims

AT = Quarter(2024, 4)
WRITING_FILES = BackendOperationRequest(install_skills=InstallSkillsRequestPayload())
MAALTAL = ChosenPart("maaltal")
CALLED_BY_CLICKS = {  # what only changes the visit itself, or asks anew who is there
    "_forget_role", "_keep_role", "_keep", "_store_choice", "_take_answer", "_take_column",
    "_take_kind", "remove", "st.logout", "visit_files.add_answer",
}  # fmt: skip


class RerunError(Exception):
    """The page is shown anew."""


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """A page of the secretariat, as it was shown."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(NOW))
    grant(store, (ANNA, "hr", ""), (BO, "sekretariat", ""))
    configuration = configure(store)
    monkeypatch.setattr(App, "store", store)
    monkeypatch.setattr(admission, "read_visit_claims", lambda: make_claims(BO))
    visitor = visitors.identify_visitor(store, configuration, make_claims(BO))
    return App(visitor.viewer, configuration, {}, owner=visitor.owner)


@pytest.fixture
def take_away(visit: App, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def take(how: str) -> None:
        if how == "role":
            grant(visit.store, (ANNA, "hr", ""), (BO, "it", ""))
        elif how == "all roles":
            grant(visit.store, (ANNA, "hr", ""))
        elif how == "time":
            monkeypatch.setattr(admission, "read_visit_claims", lambda: make_claims(BO, exp=1))
        else:
            monkeypatch.setattr(admission, "read_visit_claims", lambda: {})

    return take


WAYS = pytest.mark.parametrize("how", ["role", "all roles", "time", "sign-out"])


@WAYS
def test_a_dialog_does_nothing_once_access_was_taken_away(
    how: str, visit: App, take_away: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rerun() -> None:
        raise RerunError

    monkeypatch.setattr(st, "dialog", lambda _: lambda show: show)
    monkeypatch.setattr(st, "rerun", rerun)
    done: list[str] = []
    ask = admission.dialog("Frigiv?")(lambda _, text: done.append(text))
    ask(visit, "before")
    take_away(how)
    with pytest.raises(RerunError):
        ask(visit, "after")
    assert done == ["before"]


@WAYS
def test_a_click_does_nothing_once_access_was_taken_away(
    how: str, visit: App, take_away: Callable[[str], None]
) -> None:
    take_away(how)
    part_choice._keep(visit, AT, [MAALTAL])
    assert read_case(visit.store, AT).chosen == ()


def test_a_click_works_while_nothing_has_changed(visit: App) -> None:
    part_choice._keep(visit, AT, [MAALTAL])
    assert read_case(visit.store, AT).chosen == (MAALTAL,)


def test_dialogs_are_made_here_alone_and_clicks_call_what_asks_anew() -> None:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        source = path.read_text("utf-8")
        if path.name != "admission.py":
            assert "st.dialog" not in source, path
        assert "st.fragment" not in source, path
        called = {
            ast.unparse(keyword.value)
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call)
            for keyword in node.keywords
            if keyword.arg in {"on_click", "on_change"}
            and not (isinstance(keyword.value, ast.Constant) and keyword.value.value == "rerun")
        }
        assert called <= CALLED_BY_CLICKS, path


def test_settings_that_lose_sign_in_make_nobody_hr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while the file is being written, when it is empty for a moment."""
    monkeypatch.setattr(sign_in, "_SERVED", [SETTINGS])
    local = Configuration(tmp_path / "s.duckdb", settings=None)  # type: ignore[arg-type]
    for changed in (local, replace(local, sign_in=replace(SETTINGS, groups=("others",)))):
        with pytest.raises(ChefforumError, match="er ændret, siden serveren blev startet"):
            sign_in_view.admit_visitor(changed)


@pytest.mark.parametrize(
    ("message", "is_used"),
    [
        (BackMsg(clear_cache=True), False),  # also of the visit, whose views are logged from it
        (BackMsg(load_git_info=True), False),
        (BackMsg(set_run_on_save=True), False),
        (BackMsg(debug_shutdown_runtime=True), False),
        (BackMsg(backend_operation_request=WRITING_FILES), False),
        (BackMsg(rerun_script=ClientState(query_string="a=b")), True),
        (BackMsg(app_heartbeat=True), True),
        (BackMsg(stop_script=True), True),
    ],
)
def test_only_messages_that_a_page_sends_are_heard(message: BackMsg, *, is_used: bool) -> None:
    asked, next_one = message.SerializeToString(), BackMsg(stop_script=True).SerializeToString()
    sent: list[Message] = [
        {"type": "websocket.receive", "bytes": content} for content in (asked, next_one)
    ]

    async def receive() -> Message:
        return sent.pop(0)

    heard = run_alone(server.receive_used(receive))
    assert heard["bytes"] == (asked if is_used else next_one)
    assert len(sent) == is_used


@pytest.mark.parametrize("role", Role)
def test_only_who_loads_data_may_send_files(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = replace(read_local_viewer(), positions=(Position(role),))
    monkeypatch.setattr(server, "identify_request", lambda *_: Visitor(viewer))
    any_configuration: Any = None
    assert run_alone(server.may_upload(any_configuration, {})) == role.rights.loads_data


def test_a_bilag_that_is_being_written_is_its_authors_alone() -> None:
    for role in Role:
        assert (CHOSEN_ANNEX in bilag_page._list_kinds(role.rights)) == role.rights.keeps_case


def _show_empty(folder: str, role: str) -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own

    from access.roles import Role, make_scope  # noqa: PLC0415
    from access.viewer import Position, Viewer  # noqa: PLC0415
    from core.errors import NoDataError  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages.parts import states  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415

    viewer = Viewer("x", (Position(Role(role)),), make_scope(Role(role)))
    app = App(viewer, Configuration(Path(folder) / "x.duckdb", Settings()), {})
    states.show_empty(app, NoDataError("Ingen opgørelse er frigivet endnu."), page_title="x")


@pytest.mark.parametrize(("role", "buttons"), [("hr", 2), ("kommunaldirektoer", 0)])
def test_only_who_loads_data_is_offered_the_sample(role: str, buttons: int, tmp_path: Path) -> None:
    page = AppTest.from_function(_show_empty, kwargs={"folder": str(tmp_path), "role": role})
    assert len(page.run(timeout=60).button) == buttons
