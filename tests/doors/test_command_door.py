"""The command door: what passes through it, whom it opens to, and how both ends can end."""

import os
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path, PurePath

import pytest

from access.viewer import read_local_viewer
from commands import door_client, door_messages, door_server
from commands.door_client import ServerDoor, find_server
from commands.door_messages import Message, connect_to_door, find_door_file, receive, send
from commands.door_server import open_door, read_peer
from commands.terminal import OwnTerminal, echo, get_terminal, show_progress, write_files
from core.errors import ChefforumError, StoreBusyError

TYPED = frozenset({PurePath("ind.csv"), PurePath("ud")})


@pytest.fixture(params=[True, False], ids=["socket", "port"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Both ways through: the Unix socket, and the port with a token that Windows has."""
    if request.param and not door_messages.HAS_SOCKET_FILES:
        pytest.skip("there are no such sockets here")
    for module in (door_messages, door_server):
        monkeypatch.setattr(module, "HAS_SOCKET_FILES", request.param)
    monkeypatch.chdir(tmp_path)


@contextmanager
def visit(folder: Path, run: Callable[[Sequence[str]], int]) -> Iterator[ServerDoor]:
    """Come to the door of a server that carries commands out by a function."""
    with open_door(folder / "s.duckdb", run):
        server = find_server(folder / "s.duckdb")
        assert server
        yield server


def test_words_go_in_and_output_and_the_code_come_out(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(words: Sequence[str]) -> int:
        echo(f"{' '.join(words)} for {read_local_viewer().name}")
        echo("uden linje", nl=False)
        echo("afvist", err=True)
        show_progress(0.5, "ses ikke: der er ingen terminal")
        return 7

    with visit(tmp_path, run) as server:
        assert server.carry_out(["kpi", "sære »tegn«"], TYPED) == 7
    out, err = capfd.readouterr()
    assert out == f"kpi sære »tegn« for {read_local_viewer().name}\nuden linje"
    assert err == "afvist\n"


def test_progress_is_shown_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def run(_: Sequence[str]) -> int:
        show_progress(1, "færdig")
        return 0

    with visit(tmp_path, run) as server:
        server.carry_out([], TYPED)
    assert "100 %  færdig" in capsys.readouterr().err


def test_typed_files_are_read_and_written_where_they_were_typed(tmp_path: Path) -> None:
    (tmp_path / "ind.csv").write_bytes(bytes(range(256)) * 1000)

    def run(_: Sequence[str]) -> int:
        terminal = get_terminal()
        content = terminal.read_file(Path("ind.csv"))
        missing = terminal.is_file(Path("ud"))
        write_files({"a/b.bin": content, "tom": b""}, Path("ud"))
        terminal.write_file(Path("ud/dele"), (part for part in (b"1", b"2")))
        return int(missing)

    with visit(tmp_path, run) as server:
        assert server.carry_out([], TYPED) == 0
    assert (tmp_path / "ud" / "a" / "b.bin").read_bytes() == bytes(range(256)) * 1000
    assert (tmp_path / "ud" / "tom").read_bytes() == b""
    assert (tmp_path / "ud" / "dele").read_bytes() == b"12"


@pytest.mark.parametrize(
    "ask",
    [
        lambda terminal: terminal.read_file(Path("hemmelig")),
        lambda terminal: terminal.is_file(Path("hemmelig")),
        lambda terminal: terminal.read_file(Path("ud/hemmelig")),
        lambda terminal: terminal.write_file(Path("hemmelig"), [b"x"]),
        lambda terminal: terminal.write_file(Path("ud/../hemmelig"), [b"x"]),
        lambda terminal: terminal.write_file(Path("ind.csv"), [b"x"], replaces=False),
        lambda terminal: terminal.write_file(Path("ud/nej/x"), [b"x"]),
    ],
)
def test_a_server_gets_no_other_file_and_goes_on_after_a_refusal(
    ask: Callable[[OwnTerminal], object], tmp_path: Path
) -> None:
    (tmp_path / "ud").mkdir()
    for name in ("hemmelig", "ud/hemmelig", "ind.csv"):
        (tmp_path / name).write_text("som før", "utf-8")

    def run(_: Sequence[str]) -> int:
        with pytest.raises(OSError, match=r"\w"):
            ask(get_terminal())  # type: ignore[arg-type]
        return 3

    with visit(tmp_path, run) as server:
        assert server.carry_out([], TYPED) == 3
    for name in ("hemmelig", "ud/hemmelig", "ind.csv"):
        assert (tmp_path / name).read_text("utf-8") == "som før"
    assert sorted(file.name for file in (tmp_path / "ud").iterdir()) == ["hemmelig"]


def test_a_file_that_the_server_gives_up_is_not_left(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"halv"
        raise ChefforumError("disken er fuld")

    def run(_: Sequence[str]) -> int:
        with pytest.raises(ChefforumError):
            get_terminal().write_file(Path("ud"), parts())
        return 4

    with visit(tmp_path, run) as server:
        assert server.carry_out([], TYPED) == 4
    assert not list(tmp_path.glob("ud*"))


def test_a_command_that_fails_is_logged_by_place_and_the_server_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def run(words: Sequence[str]) -> int:
        if words:
            raise ValueError("Solsikken")
        return 0

    with visit(tmp_path, run) as server:
        assert server.carry_out(["fejl"], TYPED) == 1
        again = find_server(tmp_path / "s.duckdb")
        assert again
        assert again.carry_out([], TYPED) == 0
    assert "serverens log" in capsys.readouterr().err
    assert "ValueError in" in caplog.text
    assert "Solsikken" not in caplog.text


def test_another_edition_of_the_program_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visit(tmp_path, lambda _: pytest.fail("carried out")) as server:
        monkeypatch.setattr(door_client, "identify_program", lambda: "en anden")
        with pytest.raises(StoreBusyError, match="anden udgave"):
            server.carry_out([], TYPED)


def test_a_server_that_ends_meanwhile_is_said() -> None:
    here, there = socket.socketpair()
    server = ServerDoor(Connection(here.detach()))
    there.shutdown(socket.SHUT_WR)
    with there, pytest.raises(ChefforumError, match="Serveren standsede"):
        server.carry_out(["history"], TYPED)


def test_several_commands_are_carried_out_at_once(tmp_path: Path) -> None:
    both = threading.Barrier(2)  # none gets past it alone

    def run(_: Sequence[str]) -> int:
        both.wait()
        return 0

    with visit(tmp_path, run) as first:
        second = find_server(tmp_path / "s.duckdb")
        assert second
        carrying = threading.Thread(target=first.carry_out, args=([], TYPED))
        carrying.start()
        assert second.carry_out([], TYPED) == 0
        carrying.join()


def test_a_door_is_its_users_alone_and_gone_with_the_server(tmp_path: Path) -> None:
    file = find_door_file(tmp_path / "s.duckdb")
    with open_door(tmp_path / "s.duckdb", lambda _: 0):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert find_door_file(tmp_path / "anden.duckdb") != file
        assert find_server(tmp_path / "anden.duckdb") is None
    assert not file.exists()
    assert find_server(tmp_path / "s.duckdb") is None


def test_what_a_killed_server_left_is_no_server_and_is_replaced(tmp_path: Path) -> None:
    file = find_door_file(tmp_path / "s.duckdb")
    with open_door(tmp_path / "s.duckdb", lambda _: 0):
        file.rename(kept := file.with_name("efterladt"))
    kept.rename(file)
    assert find_server(tmp_path / "s.duckdb") is None
    with visit(tmp_path, lambda _: 5) as server:
        assert server.carry_out([], TYPED) == 5


def test_a_second_server_leaves_the_firsts_door_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_door(tmp_path / "s.duckdb", lambda _: 1):
        with open_door(tmp_path / "s.duckdb", lambda _: 2):
            pass
        assert "en anden server gør det" in caplog.text
        server = find_server(tmp_path / "s.duckdb")
        assert server
        assert server.carry_out([], TYPED) == 1


@pytest.mark.skipif(not door_messages.HAS_SOCKET_FILES, reason="a port has a token instead")
@pytest.mark.parametrize("way", [True], indirect=True)
@pytest.mark.parametrize("user", [os.getuid() + 1, 0])
def test_a_socket_of_another_user_is_refused(user: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator's is not, where the server's user is another."""
    here, there = socket.socketpair(socket.AF_UNIX)
    monkeypatch.setattr(os, "getuid", lambda: user + 10)
    monkeypatch.setattr(door_server, "_ADMINISTRATOR", os.geteuid() if user == 0 else -1)
    with here, there:
        if user == 0:
            assert read_peer(here)
        else:
            with pytest.raises(PermissionError):
                read_peer(here)


@pytest.mark.parametrize("way", [False], indirect=True)
def test_a_wrong_token_opens_nothing(tmp_path: Path) -> None:
    file = find_door_file(tmp_path / "s.duckdb")
    with open_door(tmp_path / "s.duckdb", lambda _: pytest.fail("carried out")):
        place = file.read_text("ascii")
        file.write_text(place.replace('"token": "', '"token": "00')[:-4] + '"}', "ascii")
        assert connect_to_door(file) is None
        file.write_text(place, "ascii")
        with connect_to_door(file) or pytest.fail("closed") as connection:
            send(connection, Message("command", {"words": [], "program": "en anden"}))
            assert receive(connection).kind == "refused"
