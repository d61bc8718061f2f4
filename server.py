"""The server: Streamlit's app around `dashboard.py`, closed to requests from foreign websites.

`python server.py` starts it; `make run` and `cli.py serve` do the same. Local mode has no sign-in,
so it answers this machine alone, and without the check of Host a website could give its own name
this machine's address and read all figures through the visitor's browser.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import click
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import cli_util, config
from streamlit.config_option import ConfigOption
from streamlit.web.cli import configurator_options
from streamlit.web.server.server_util import get_display_address, get_url
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

import cli
from access import sign_in
from access.claims import NotAdmittedError, SignInError, read_sign_in
from access.log_lines import Action, Detail, LogEntry
from access.sign_in_gate import SignInChecks, SignInGate
from commands.door_server import open_door
from core.error_places import describe_error
from core.errors import ChefforumError
from pages.parts.file_button import ADDRESS
from services.access_log import log_files, name_person, open_log
from services.configuration import (
    Configuration,
    choose_store,
    read_client_secret,
    read_cookie_secret,
)
from services.downloads import DOWNLOADS
from services.sign_ins import sign_out
from services.stores import share_store
from services.visitors import Visitor, identify_visitor

LOG = logging.getLogger("chefforum")
DASHBOARD = Path(__file__).resolve().parent / "dashboard.py"
WANTED_PORT = "wanted_port"
ANY_PORT = 0

FOREIGN_HOST = (
    "Adressen er ikke en, som dashboardet svarer på. Gyldige værtsnavne står i server.allowedHosts "
    "i .streamlit/config.toml."
)
FOREIGN_ORIGIN = "Kaldet kommer fra en anden webside end dashboardets egne og er afvist."
NOT_ON_OFFER = (
    "Filen er ikke på tilbud her. Gå til siden, den hører til, og hent den derfra; et link til en "
    "fil gælder kun den, der fik det, og kun så længe siden er åben."
)
FILE_FAILED = "Filen kunne ikke laves. Prøv igen, eller giv den ansvarlige for programmet besked."
TELL_ADDRESS = b"<head><script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LOCAL_ONLY = (
    "Uden login svarer siderne kun på denne maskine, men adressen er {address} og værtsnavnene "
    "{hosts}. Brug localhost i .streamlit/config.toml, eller slå login til: se »Login« i "
    "docs/drift.md."
)
BASE_PATH_SET = (
    "server.baseUrlPath er sat til {path}. Siderne skal ligge i roden af deres navn: ellers ville "
    "adresser, der er lukkede, være åbne."
)
HOST_MISSING = (
    "Login er slået til for {host}, men navnet står ikke i server.allowedHosts i "
    ".streamlit/config.toml."
)
SETTINGS_MISSING = (
    "Login er slået til, men client.showErrorDetails skal være none, server.allowedHosts må ikke "
    "være tom, server.enableXsrfProtection må ikke være slået fra, og server.trustedUserHeaders "
    "skal være tom."
)
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
        if scope["type"] == "websocket":
            receive = partial(receive_used, receive)
        await (refusal or self._app)(scope, receive, send)


class RootAddress:
    """Tells the browser in each page that its server is at the root of the page's website.

    Streamlit's client would look below the page's own path first: two requests in vain, and as many
    errors in the browser's console.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a page back with its address in it."""
        if scope.get("method") != "GET" or "text/html" not in Headers(scope=scope).get(
            "accept", ""
        ):
            await self._app(scope, receive, send)
            return
        headers = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        scope = {**scope, "headers": headers}  # what is added to must not be compressed
        opening: list[Message] = []
        content: list[bytes] = []

        async def send_with_address(message: Message) -> None:
            if message["type"] == "http.response.start" and is_page(message):
                opening.append(message)
                return
            if opening and message["type"] == "http.response.body":
                content.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                page = b"".join(content).replace(b"<head>", TELL_ADDRESS, 1)
                start = opening.pop()
                MutableHeaders(scope=start)["content-length"] = str(len(page))
                await send(start)
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self._app(scope, receive, send_with_address)


def is_page(message: Message) -> bool:
    """Whether the beginning of an answer is that of a whole page."""
    kind = Headers(scope=message).get("content-type", "")
    return message["status"] == 200 and kind.startswith("text/html")


async def receive_used(receive: Receive) -> Message:
    """Return the next message of a connection, passing over those that no page sends."""
    while True:
        message = await receive()
        content = message.get("bytes") if message["type"] == "websocket.receive" else None
        if content is None or sign_in.is_used_message(content):
            return message


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
    try:
        website = urlsplit(origin).netloc
    except ValueError:
        return False
    return website == host or origin in st.get_option("server.corsAllowedOrigins")


@asynccontextmanager
async def announce(running: st.App) -> AsyncIterator[None]:
    """Await commands, say where the pages are, and open a browser on them unless headless."""
    port, wanted_port = st.get_option("server.port"), running.state.get(WANTED_PORT)
    with open_door(choose_store(None), cli.run):
        if wanted_port not in {None, ANY_PORT, port}:
            click.echo(PORT_TAKEN.format(wanted=wanted_port, port=port))
        address = get_url(get_display_address(st.get_option("server.address")))
        click.echo(RUNNING.format(address=address))
        if not st.get_option("server.headless"):
            asyncio.get_running_loop().call_soon(cli_util.open_browser, address)
        yield


def make_app(configuration: Configuration) -> st.App:
    """Make the server of a configuration: with sign-in, or for this machine alone."""
    checks = None
    if configuration.sign_in:
        checks = SignInChecks(
            may_upload=partial(may_upload, configuration),
            sign_out=partial(end_sign_in, configuration),
        )
    sign_in.declare_served(configuration.sign_in)
    return st.App(
        DASHBOARD,
        secrets=make_secrets(configuration),
        routes=[Route(f"{ADDRESS}{{token}}", partial(hand_out_file, configuration))],
        middleware=[
            Middleware(RequestCheck),
            Middleware(RootAddress),
            Middleware(SignInGate, settings=configuration.sign_in, checks=checks),
        ],
        lifespan=announce,
    )


def make_secrets(configuration: Configuration) -> dict[str, Any] | None:
    """Return what Streamlit signs people in by; None in local mode.

    Raises ChefforumError where the client's secret is missing, or the cookies' cannot be had.
    """
    settings = configuration.sign_in
    if settings is None:
        return None
    return {
        "auth": {
            "redirect_uri": settings.redirect_uri,
            "cookie_secret": read_cookie_secret(configuration.store),
            "client_id": settings.client_id,
            "client_secret": read_client_secret(),
            "server_metadata_url": settings.metadata_url,
            "client_kwargs": {"scope": "openid email profile"},
        }
    }


def identify_request(configuration: Configuration, cookies: Mapping[str, str]) -> Visitor:
    """Return who sends a request. Raises ChefforumError for one who may not come in."""
    settings = configuration.sign_in
    claims = sign_in.read_cookie_claims(cookies, origin=settings.origin) if settings else {}
    return identify_visitor(share_store(configuration.store), configuration, claims)


async def may_upload(configuration: Configuration, cookies: Mapping[str, str]) -> bool:
    """Whether a request comes from somebody who loads data."""
    try:
        visitor = await run_in_threadpool(identify_request, configuration, cookies)
    except ChefforumError:
        return False
    return visitor.viewer.rights.loads_data


async def end_sign_in(configuration: Configuration, cookies: Mapping[str, str]) -> None:
    """End the sign-in of a request in all tabs, and for every copy of its cookie."""
    await run_in_threadpool(_end_sign_in, configuration, cookies)


def _end_sign_in(configuration: Configuration, cookies: Mapping[str, str]) -> None:
    settings, store = configuration.sign_in, share_store(configuration.store)
    if settings is None:
        return
    claims = sign_in.read_cookie_claims(cookies, origin=settings.origin)
    with suppress(SignInError, NotAdmittedError):  # it is over already, or never gave anything
        ended = read_sign_in(claims, settings, now=store.clock().replace(tzinfo=UTC))
        sign_out(store, ended)


async def hand_out_file(configuration: Configuration, request: Request) -> Response:
    """Answer a request for a file that a page has offered to the one who asks."""
    return await run_in_threadpool(_make_file_response, configuration, request)


def _make_file_response(configuration: Configuration, request: Request) -> Response:
    try:
        visitor = identify_request(configuration, request.cookies)
        download = DOWNLOADS.find(request.path_params["token"], visitor.owner)
        if download is None:
            _log_refused_file(configuration, visitor)
            return PlainTextResponse(NOT_ON_OFFER, 404)
        content = download.make()
        log_files(
            open_log(configuration.store),
            name_person(visitor.viewer),
            {download.file_name: content},
            download.details,
        )
    except ChefforumError as error:
        return PlainTextResponse(f"{error.title}. {error}", 403)
    except Exception as error:  # noqa: BLE001 - the last door: a traceback would hold data
        LOG.error("; ".join(describe_error(error)))  # noqa: TRY400 - values stand in tracebacks
        return PlainTextResponse(FILE_FAILED, 500)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(download.file_name)}",
        "cache-control": "no-store",
    }
    return Response(content, media_type=download.mime, headers=headers)


def _log_refused_file(configuration: Configuration, visitor: Visitor) -> None:
    person, details = name_person(visitor.viewer), {Detail.GRUND: "filen er ikke på tilbud"}
    open_log(configuration.store).write(LogEntry(*person, Action.AFVIST, details))


def prepare_start(app: st.App, configuration: Configuration) -> None:
    """Refuse settings that would open what is closed; let the next port be used for a taken one.

    Streamlit goes on to the next port only for one that it chose itself, so the settings' port is
    declared as such.
    """
    if reason := find_open_settings(configuration):
        click.echo(f"Siderne er ikke startet. {reason}", err=True)
        raise SystemExit(1)
    app.state[WANTED_PORT] = st.get_option("server.port")
    config.set_option("server.port", app.state[WANTED_PORT], ConfigOption.STREAMLIT_DEFINITION)


def find_open_settings(configuration: Configuration) -> str:
    """Say which of the settings in force opens what is to be closed; "" where none does."""
    address, hosts = st.get_option("server.address"), set(st.get_option("server.allowedHosts"))
    if path := st.get_option("server.baseUrlPath"):
        return BASE_PATH_SET.format(path=path)
    if configuration.sign_in is None:
        if address not in LOOPBACK or not hosts <= LOOPBACK or not hosts:
            return LOCAL_ONLY.format(address=address, hosts=", ".join(sorted(hosts)) or "ingen")
        return ""
    if configuration.sign_in.host not in hosts:
        return HOST_MISSING.format(host=configuration.sign_in.host)
    return "" if sign_in.is_protected() else SETTINGS_MISSING


@click.command()
@configurator_options
def main(**options: object) -> None:
    """Serve the pages until Ctrl+C or SIGTERM; takes the options and variables of Streamlit."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack Danish letters
    try:
        configuration = Configuration.read()
        app = make_app(configuration)
    except ChefforumError as error:
        click.echo(f"{error.title}. {error}", err=True)
        raise SystemExit(1) from error
    config.on_config_parsed(partial(prepare_start, app, configuration), force_connect=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = {name.replace("_", "."): value for name, value in options.items()}
    with suppress(KeyboardInterrupt):
        app.run(config={name: value for name, value in chosen.items() if value not in (None, ())})


if __name__ == "__main__":
    main()
