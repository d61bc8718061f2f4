"""Behind nginx, set as docs/drift.md shows: sign-in, pages, a large upload, and what is logged."""

import ssl
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from access.grants import make_grant, write_grants
from services.configuration import CLIENT_SECRET_VARIABLE, ROOT
from tests.browser.helpers import PATIENCE
from tests.browser.provider import CLIENT, run_provider
from tests.browser.test_sign_in import open_page, press_sign_in
from tests.browsers import ARGUMENTS, require_browser
from tests.doors.test_server import start_server
from tests.nginx import PUBLIC_NAME, Nginx, require_nginx, reserve_ports, start_nginx

HR = "hr@kommune.example"
FIFTY_MEGABYTES = 50_000_000


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx in front of a server with sign-in, at which HR signs in."""
    require_nginx()
    folder = tmp_path_factory.mktemp("nginx")
    store = folder / "data" / "chefforum.duckdb"
    store.parent.mkdir()
    ports, (server_port,) = reserve_ports(2), reserve_ports(1)
    write_grants(store.parent / "roller.toml", [make_grant(HR, "hr", "", first=None, last=None)])
    with run_provider() as provider:
        provider.person = HR
        (store.parent / "indstillinger.toml").write_text(
            f"""
            [sign_in]
            metadata_url = "{provider.address}/.well-known/openid-configuration"
            client_id = "{CLIENT}"
            redirect_uri = "https://{PUBLIC_NAME}:{ports[0]}/oauth2callback"
            """,
            "utf-8",
        )
        command = [str(ROOT / "server.py"), "--server.port", str(server_port)]
        environment = {
            CLIENT_SECRET_VARIABLE: "hemmelig",
            "STREAMLIT_SERVER_ALLOWED_HOSTS": PUBLIC_NAME,
        }
        with (
            start_server(command, store, **environment),
            start_nginx(folder, (ports[0], ports[1]), server_port=server_port) as running,
        ):
            yield running


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """Somebody at a browser that finds the server by its public name."""
    found = f"--host-resolver-rules=MAP {PUBLIC_NAME} 127.0.0.1"
    browser = chromium.browser_type.launch(
        executable_path=require_browser(), args=[*ARGUMENTS, found]
    )
    context = browser.new_context(ignore_https_errors=True)
    context.set_default_timeout(PATIENCE)
    yield context
    browser.close()


def test_hr_signs_in_and_uploads_fifty_megabytes_and_no_secret_is_logged(
    visitor: BrowserContext, nginx: Nginx, tmp_path: Path
) -> None:
    address = f"https://{PUBLIC_NAME}:{nginx.port}"
    page = open_page(visitor, f"{address}/indlaes?vis=hemmelig")
    press_sign_in(page)
    assert page.url.startswith(f"{address}/indlaes")
    cookies = [cookie for cookie in visitor.cookies() if "user" in cookie["name"]]
    assert cookies
    assert all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies)
    (file := tmp_path / "tom.csv").write_bytes(b" " * FIFTY_MEGABYTES)
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text("Filen er tom").first).to_be_visible()
    logged = nginx.log.read_text("utf-8")
    assert "/oauth2callback" in logged
    for secret in ("code=", "state=", "hemmelig", HR, "127.0.0.1"):
        assert secret not in logged


def ask(port: int, path: str, *, host: str = PUBLIC_NAME) -> tuple[int, bytes]:
    """Ask nginx for something by a name, with TLS."""
    unproven = ssl._create_unverified_context()  # noqa: S323 - a certificate of our own
    connection = HTTPSConnection("127.0.0.1", port, context=unproven)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", f"{host}:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_health_says_nothing_more_and_the_rest_is_closed(nginx: Nginx) -> None:
    assert ask(nginx.port, "/_stcore/health") == (200, b"ok")
    assert ask(nginx.port, "/_stcore/health", host="evil.example")[0] in {400, 404, 421, 444}
    assert ask(nginx.port, "/_stcore/metrics")[0] == 404
    connection = HTTPConnection("127.0.0.1", nginx.plain_port)
    connection.request("GET", "/overblik", headers={"Host": PUBLIC_NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{PUBLIC_NAME}/overblik")


def test_what_is_too_large_is_refused_before_it_is_sent(nginx: Nginx) -> None:
    unproven = ssl._create_unverified_context()  # noqa: S323 - a certificate of our own
    connection = HTTPSConnection("127.0.0.1", nginx.port, context=unproven)
    headers = {"Host": f"{PUBLIC_NAME}:{nginx.port}", "Content-Length": "120000000"}
    connection.request("PUT", "/_stcore/upload_file/a/b", headers=headers)
    assert connection.getresponse().status == 413
