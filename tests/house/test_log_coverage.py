"""No change escapes the access log, and no page reads figures but through what logs it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, find_room, list_source_files, name, parse_file

LOG_ALONE = {"services/access_log.py"}  # its anchors are no change of data
OPENERS = {"open_figures", "open_comparison", "open_released", "open_sent", "open_reader"}
APP = "pages/parts/app.py"


def find_calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(parse_file(path)):
        if isinstance(node, ast.Call):
            called = node.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if word in names:
                yield node


def test_every_change_of_the_store_by_a_service_is_logged() -> None:
    changing = {
        name(path): sum(1 for _ in find_calls(path, {"transaction"}))
        for path in list_source_files()
        if find_room(path) == "services" and name(path) not in LOG_ALONE
    }
    logged = {
        name(path): sum(1 for _ in find_calls(path, {"log_change"}))
        for path in list_source_files()
        if find_room(path) == "services"
    }
    assert sum(changing.values()) > 8
    assert {file: count for file, count in changing.items() if count > logged[file]} == {}


def test_no_page_reads_figures_but_through_what_is_watched() -> None:
    reading = {
        name(path): sorted(ast.unparse(call.func) for call in find_calls(path, OPENERS))
        for path in list_source_files()
        if find_room(path) == "pages" or name(path) == "dashboard.py"
    }
    assert {file: calls for file, calls in reading.items() if calls} == {
        APP: ["open_comparison", "open_figures", "open_released", "open_sent"]
    }
    yields = [
        ast.unparse(node.value) if node.value else ""
        for node in ast.walk(parse_file(ROOT / APP))
        if isinstance(node, ast.Yield)
    ]
    watched = "view_log.watch(self.configuration.store, reader"
    assert set(yields) == {f"{watched})", f"{watched}, is_sent=True)"}
