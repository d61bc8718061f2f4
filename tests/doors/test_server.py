"""The server in a process of its own: who it answers, which port it takes, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TextIO, cast

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from access.sign_in_gate import CLOSED, CLOSED_PATHS
from services.configuration import ROOT, STORE_VARIABLE
from tests.house.sources import list_python_files, name

FOREIGN_HOST, FOREIGN_ORIGIN = (
    (400, "Adressen er ikke en, som"),
    (403, "Kaldet kommer fra en anden"),
)
FOREIGN_HOSTS = (
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "192.0.2.1:{port}",
    "",
    None,
)
FOREIGN_ORIGINS = (
    "http://evil.example",
    "http://localhost.evil.example:{port}",
    "null",
    "http://[x",
)
OTHER_PORT = "http://localhost:1"
ALLOWED_HOSTS = ("localhost:{port}", "127.0.0.1:{port}", "LOCALHOST")
READ = {
    "page": "/",
    "deep link": "/overblik",
    "health": "/_stcore/health",
    "file": "/favicon.png",
    "script": "{script}",
}
WRITTEN = {
    "upload": ("PUT", "/_stcore/upload_file/session/file"),
    "deletion": ("DELETE", "/_stcore/upload_file/session/file"),
    "preflight": ("OPTIONS", "/_stcore/upload_file/session/file"),
    "head": ("HEAD", "/"),
}


@dataclass(frozen=True)
class Running:
    """A server that answers: its store, port and process, and the first lines that it printed."""

    store: Path
    port: int
    process: subprocess.Popen[str]
    printed: tuple[str, ...]

    def ask(self, method: str, path: str, *, host: str | None, origin: str = "") -> tuple[int, str]:
        """Send a request with a Host header, or none, and an Origin; return status and text."""
        connection = HTTPConnection("localhost", self.port)
        connection.putrequest(method, path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host.format(port=self.port))
        if origin:
            connection.putheader("Origin", origin.format(port=self.port))
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")

    def open_websocket(self, *, host: str, origin: str = "") -> ClientConnection:
        """Open the pages' websocket; raises InvalidStatus where it is refused."""
        return connect(
            f"ws://{host.format(port=self.port)}/_stcore/stream",
            sock=socket.create_connection(("localhost", self.port)),
            origin=Origin(origin.format(port=self.port)) if origin else None,
            subprotocols=[Subprotocol("streamlit")],
        )

    def read_refusal(self, *, host: str, origin: str = "") -> tuple[int, str]:
        """Return the status and the text with which a websocket is refused."""
        with pytest.raises(InvalidStatus) as caught:
            self.open_websocket(host=host, origin=origin)
        response = caught.value.response
        return response.status_code, response.body.decode("utf-8")


@contextmanager
def start_server(command: list[str], store: Path, **environment: str) -> Iterator[Running]:
    """Start a server and wait until it has said where it is; it is ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=store.parent,
        env=os.environ
        | {STORE_VARIABLE: str(store), "STREAMLIT_SERVER_HEADLESS": "true"}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    printed: list[str] = []
    stdout = cast(TextIO, process.stdout)
    for line in stdout:
        printed.append(line.strip())
        if address := re.search(r"Dashboardet kører på http://localhost:(\d+)", line):
            break
    else:
        pytest.fail(f"the server did not start: {printed}")
    try:
        yield Running(store, int(address[1]), process, tuple(printed))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        stdout.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = tmp_path_factory.mktemp("server") / "chefforum.duckdb"
    with start_server([str(ROOT / "server.py"), "--server.port", "0"], store) as server:
        yield server


@pytest.fixture(scope="module")
def script(running: Running) -> str:
    """The path of one of the scripts that the page loads."""
    _, page = running.ask("GET", "/", host="localhost")
    (path, *_) = re.findall(r'src="\.?(/static/js/[^"]+)"', page)
    return str(path)


def is_refused(answer: tuple[int, str], refusal: tuple[int, str]) -> bool:
    return answer[0] == refusal[0] and answer[1].startswith(refusal[1])


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_host_is_refused_on_every_path(
    host: str | None, running: Running, script: str
) -> None:
    for what, path in READ.items():
        answer = running.ask("GET", path.format(script=script), host=host)
        assert answer[0] == 400, what
        # A request without Host does not reach the program.
        assert host is None or is_refused(answer, FOREIGN_HOST), what
    for what, (method, path) in WRITTEN.items():
        assert running.ask(method, path, host=host)[0] == 400, what


@pytest.mark.parametrize("host", [host for host in FOREIGN_HOSTS if host and "@" not in host])
def test_a_websocket_with_a_foreign_host_is_refused(host: str, running: Running) -> None:
    for origin in ("", f"http://{host}", "http://localhost:{port}"):
        assert is_refused(running.read_refusal(host=host, origin=origin), FOREIGN_HOST)


@pytest.mark.parametrize("origin", [*FOREIGN_ORIGINS, OTHER_PORT])
def test_a_foreign_origin_is_refused_on_all_that_is_not_read(origin: str, running: Running) -> None:
    for what, (method, path) in WRITTEN.items():
        answer = running.ask(method, path, host="localhost:{port}", origin=origin)
        assert answer[0] == 403, what
        assert method == "HEAD" or is_refused(answer, FOREIGN_ORIGIN), what
    refusal = running.read_refusal(host="localhost:{port}", origin=origin)
    assert is_refused(refusal, FOREIGN_ORIGIN)


@pytest.mark.parametrize("host", ALLOWED_HOSTS)
def test_a_host_that_is_allowed_is_answered(host: str, running: Running, script: str) -> None:
    for what, path in READ.items():
        status, _ = running.ask("GET", path.format(script=script), host=host)
        assert status == 200, what
    assert running.ask("GET", "/_stcore/health", host=host) == (200, "ok")
    for origin in ("", f"http://{host}"):
        for method, path in WRITTEN.values():
            answer = running.ask(method, path, host=host, origin=origin)
            assert not is_refused(answer, FOREIGN_HOST)
            assert not is_refused(answer, FOREIGN_ORIGIN)


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}"])
def test_a_websocket_of_the_pages_own_is_opened(host: str, running: Running) -> None:
    for origin in ("", f"http://{host}"):
        with running.open_websocket(host=host, origin=origin) as opened:
            assert opened.subprotocol == "streamlit"


@pytest.mark.parametrize(
    ("name", "value"),
    [("ADDRESS", "0.0.0.0"), ("ALLOWED_HOSTS", "chefforum.kommune.example")],  # noqa: S104 - refused
)
def test_without_sign_in_the_net_is_not_answered(name: str, value: str, tmp_path: Path) -> None:
    environment = os.environ | {
        STORE_VARIABLE: str(tmp_path / "chefforum.duckdb"),
        "STREAMLIT_SERVER_HEADLESS": "true",
        f"STREAMLIT_SERVER_{name}": value,
    }
    command = [sys.executable, str(ROOT / "server.py"), "--server.port", "0"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "Uden login svarer siderne kun på denne maskine" in run.stderr
    assert value in run.stderr


@pytest.mark.parametrize("path", CLOSED_PATHS)
def test_what_streamlit_serves_to_everybody_is_closed(path: str, running: Running) -> None:
    for address in (path, f"{path}/x"):
        status, text = running.ask("GET", address, host="localhost:{port}")
        assert (status, text) == (404, CLOSED)


def test_an_address_of_a_file_that_nobody_was_offered_gives_nothing(running: Running) -> None:
    status, text = running.ask("GET", "/filer/gaet", host="localhost:{port}")
    assert status == 404
    assert text.startswith("Filen er ikke på tilbud her.")


def test_an_empty_list_of_hosts_opens_to_nobody() -> None:
    script = (
        "import server\n"
        "server.config.set_option('server.allowedHosts', [])\n"
        "request = {'type': 'http', 'method': 'GET', 'headers': [(b'host', b'localhost')]}\n"
        "print(server.find_refusal(request).status_code)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.strip() == b"400"


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("localhost", 0)) as listening:
        yield int(listening.getsockname()[1])


@pytest.mark.parametrize(
    "command",
    [[str(ROOT / "server.py")], [str(ROOT / "cli.py"), "serve"]],
    ids=["server.py", "cli.py serve"],
)
def test_the_next_port_is_used_and_named(
    command: list[str], taken_port: int, tmp_path: Path
) -> None:
    store = tmp_path / "chefforum.duckdb"
    with start_server(command, store, STREAMLIT_SERVER_PORT=str(taken_port)) as server:
        assert server.printed == (
            f"Port {taken_port} er optaget: dashboardet bruger port {server.port}.",
            f"Dashboardet kører på http://localhost:{server.port} (stop med Ctrl+C)",
        )
        assert server.port > taken_port
        assert server.ask("GET", "/_stcore/health", host="localhost") == (200, "ok")


@pytest.mark.parametrize(
    ("command", "ending"),
    [(["server.py"], signal.SIGINT), (["cli.py", "serve"], signal.SIGTERM)],
    ids=["server.py", "cli.py serve"],
)
def test_a_server_with_an_open_page_ends_cleanly(
    command: list[str], ending: signal.Signals, tmp_path: Path
) -> None:
    """Nothing is left of it either: its output ends, as it would not with a child that goes on."""
    place = [str(ROOT / command[0]), *command[1:]]
    with (
        start_server(place, tmp_path / "chefforum.duckdb", STREAMLIT_SERVER_PORT="0") as server,
        server.open_websocket(host="localhost:{port}"),
    ):
        server.process.send_signal(ending)
        output, _ = server.process.communicate()
        assert (server.process.returncode, "Traceback" in output) == (0, False)


def test_every_start_goes_through_the_server() -> None:
    unchecked = re.compile(r'"run",\s*(?:str\(ROOT / )?"dashboard\.py"')
    texts = {name(path): path.read_text("utf-8") for path in list_python_files()}
    assert [path for path, text in texts.items() if unchecked.search(text)] == []
