"""Who may import what: the doors, streamlit, the database, and the ban on assert."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import (
    ROOMS,
    ROOT,
    does_import,
    find_imports,
    find_room,
    list_source_files,
    name,
    parse_file,
)

DOORS = {"server", "dashboard", "cli", "setup_env"}
CORE_ROOMS = ("services", "metrics", "phrases", "charts", "bilag", "data_loaders", "store")
SQL_ROOMS = {"store", "metrics"}
SQL_CALLS = {"execute", "executemany", "sql"}
SQL_TEXT = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b"
    r"|\bcreate\s+(?:or\s+replace\s+)?(?:temp\s+)?(?:table|view)\b|\battach\s+'",
    re.IGNORECASE | re.DOTALL,
)


def find_guard_imports(path: Path) -> set[str]:
    """What a file imports under `if __name__ == "__main__"` alone."""
    return {
        alias.name
        for node in parse_file(path).body
        if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)
        for line in node.body
        if isinstance(line, ast.Import)
        for alias in line.names
    }


def find_imports_outside_guard(path: Path) -> set[str]:
    bare = ast.Module(
        [node for node in parse_file(path).body if not isinstance(node, ast.If)], type_ignores=[]
    )
    return {
        alias.name
        for node in ast.walk(bare)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(bare) if isinstance(node, ast.ImportFrom)}


def test_nothing_imports_a_door_but_the_guards_of_the_pages_and_the_server() -> None:
    """The server carries out commands, so it has the service door."""
    offenders = {
        name(path): doors
        for path in list_source_files()
        if (
            doors := DOORS
            & (
                find_imports_outside_guard(path)
                if find_room(path) == "pages"
                else find_imports(path)
            )
        )
    }
    assert offenders == {"server.py": {"cli"}}


def test_a_page_guards_with_the_dashboard() -> None:
    pages = [path for path in list_source_files() if find_room(path) == "pages"]
    assert {
        name(path): doors
        for path in pages
        if (doors := find_guard_imports(path)) and doors != {"dashboard"}
    } == {}


def test_streamlit_is_met_in_the_server_the_pages_and_the_front_door_only() -> None:
    def allowed(path: Path) -> bool:
        where = name(path)
        return where in {"server.py", "dashboard.py"} or where.startswith(
            ("pages/", "access/sign_in.py")
        )

    assert [
        name(path)
        for path in list_source_files()
        if does_import(path, "streamlit") and not allowed(path)
    ] == []


def test_plotly_is_met_where_a_page_shows_a_chart_only() -> None:
    assert [name(path) for path in list_source_files() if does_import(path, "plotly")] == [
        "pages/parts/chart_view.py"
    ]


@pytest.mark.parametrize("where", CORE_ROOMS)
def test_a_room_loads_without_streamlit_and_plotly(where: str) -> None:
    script = (
        "import importlib, pkgutil, sys\n"
        "sys.modules['streamlit'] = sys.modules['plotly'] = None\n"
        f"import {where} as room\n"
        "for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_no_assert_in_the_program() -> None:
    assert [
        f"{name(path)}:{node.lineno}"
        for path in list_source_files()
        for node in ast.walk(parse_file(path))
        if isinstance(node, ast.Assert)
    ] == []


def test_sql_is_written_in_store_and_metrics_only() -> None:
    other_files = [path for path in list_source_files() if find_room(path) not in SQL_ROOMS]
    assert [name(path) for path in other_files if does_import(path, "duckdb")] == []
    assert [
        f"{name(path)}:{node.lineno}"
        for path in other_files
        for node in ast.walk(parse_file(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SQL_CALLS
    ] == []


def test_no_text_outside_is_sql() -> None:
    other_files = [path for path in list_source_files() if find_room(path) not in SQL_ROOMS]
    assert [
        f"{name(path)}:{node.lineno}"
        for path in other_files
        for node in ast.walk(parse_file(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SQL_TEXT.search(node.value)
    ] == []
    rooms = {find_room(path) for path in ROOT.glob("*/**/*.sql") if find_room(path) in ROOMS}
    assert rooms <= SQL_ROOMS


@pytest.mark.parametrize("text", ["select days from facts", "INSERT INTO head VALUES (1)"])
def test_sql_is_known_when_seen(text: str) -> None:
    assert SQL_TEXT.search(text)


def test_figures_as_they_were_computed_are_read_for_signals_alone() -> None:
    users = {name(path) for path in list_source_files() if "read_exact_values(" in path.read_text()}
    readers = {name(path) for path in list_source_files() if "query_exact(" in path.read_text()}
    assert users == {"metrics/figures.py", "metrics/signal/kpi.py"}
    assert readers == {"store/figures.py", "metrics/figures.py"}


def test_commands_reach_words_and_files_through_the_terminal_alone() -> None:
    """A command may be carried out by the server: what it prints and opens itself is not there."""
    own = re.compile(
        r"click\.(?:echo|secho|confirm|prompt|File)\b|\bprint\(|sys\.std|getpass|\.is_file\("
        r"|\.(?:read|write)_(?:text|bytes)\(|\.open\(|\bopen\(|\.exists\(|\.mkdir\("
    )
    ends_of_the_door = {"terminal", "door_client", "door_server", "door_messages"}
    commands = [path for path in list_source_files() if find_room(path) == "commands"]
    assert commands
    assert {
        name(path): offences
        for path in commands
        if path.stem not in ends_of_the_door
        and (offences := own.findall(path.read_text("utf-8").replace("terminal.is_file(", "")))
    } == {}
