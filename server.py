"""The server: Streamlit's app around `dashboard.py`, closed to requests from foreign websites.

`python server.py` starts it; `make run` and `cli.py serve` do the same. Local mode has no sign-in:
without the check of Host, a website could give its own name this machine's address and read all
figures through the visitor's browser.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import urlsplit

import click
import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import cli_util, config
from streamlit.config_option import ConfigOption
from streamlit.web.cli import configurator_options
from streamlit.web.server.server_util import get_display_address, get_url
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

DASHBOARD = Path(__file__).resolve().parent / "dashboard.py"
WANTED_PORT = "wanted_port"
ANY_PORT = 0

FOREIGN_HOST = (
    "Adressen er ikke en, som dashboardet svarer på. Gyldige værtsnavne står i server.allowedHosts "
    "i .streamlit/config.toml."
)
FOREIGN_ORIGIN = "Kaldet kommer fra en anden webside end dashboardets egne og er afvist."
PORT_TAKEN = "Port {wanted} er optaget: dashboardet bruger port {port}."
RUNNING = "Dashboardet kører på {address} (stop med Ctrl+C)"


class RequestCheck:
    """Answers requests, websockets too, that were sent to or from a foreign website with a refusal.

    400 for a Host that `server.allowedHosts` does not name; 403 for an Origin that is not the
    Host, on websockets and on every method but GET. Both are text in Danish.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; the server's own start and stop pass always."""
        refusal = None if scope["type"] == "lifespan" else find_refusal(scope)
        await (refusal or self._app)(scope, receive, send)


def find_refusal(scope: Scope) -> PlainTextResponse | None:
    """Return the answer to a request that must be refused; None for one that may pass."""
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    if len(hosts) != 1 or not st.get_option("server.allowedHosts") or not is_host_allowed(hosts[0]):
        return PlainTextResponse(FOREIGN_HOST, 400)
    is_read = scope["type"] == "http" and scope["method"] == "GET"
    if not is_read and not all(is_same_website(origin, hosts[0]) for origin in origins):
        return PlainTextResponse(FOREIGN_ORIGIN, 403)
    return None


def is_same_website(origin: str, host: str) -> bool:
    """Whether an Origin is the website of a Host: the same name and port.

    A website that a proxy serves under a name other than the Host is known by
    `server.corsAllowedOrigins`.
    """
    return urlsplit(origin).netloc == host or origin in st.get_option("server.corsAllowedOrigins")


@asynccontextmanager
async def announce(running: st.App) -> AsyncIterator[None]:
    """Say where the pages are, and open a browser on them unless the server is headless."""
    port, wanted_port = st.get_option("server.port"), running.state.get(WANTED_PORT)
    if wanted_port not in {None, ANY_PORT, port}:
        click.echo(PORT_TAKEN.format(wanted=wanted_port, port=port))
    address = get_url(get_display_address(st.get_option("server.address")))
    click.echo(RUNNING.format(address=address))
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_soon(cli_util.open_browser, address)
    yield


app = st.App(DASHBOARD, middleware=[Middleware(RequestCheck)], lifespan=announce)


def allow_next_port() -> None:
    """Let Streamlit go on to the next port where the one in the settings is taken.

    It does so only for a port that it chose itself, so the settings' port is declared as such.
    """
    app.state[WANTED_PORT] = st.get_option("server.port")
    config.set_option("server.port", app.state[WANTED_PORT], ConfigOption.STREAMLIT_DEFINITION)


@click.command()
@configurator_options
def main(**options: object) -> None:
    """Serve the pages until Ctrl+C or SIGTERM; takes the options and variables of Streamlit."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack Danish letters
    config.on_config_parsed(allow_next_port, force_connect=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = {name.replace("_", "."): value for name, value in options.items()}
    with suppress(KeyboardInterrupt):
        app.run(config={name: value for name, value in chosen.items() if value not in (None, ())})


if __name__ == "__main__":
    main()
