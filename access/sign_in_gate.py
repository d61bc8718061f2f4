"""What the server adds round Streamlit's own paths: what is closed, headers, cookies, deep links.

Streamlit keeps a sign-in thirty days in a cookie that also travels unencrypted, forgets which page
was wanted, and serves files to whoever has their address.
"""

from collections.abc import Awaitable, Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.sign_in_settings import CALLBACK, SignInSettings

LOGIN, LOGOUT = "/auth/login", "/auth/logout"
UPLOAD = "/_stcore/upload_file"
CLOSED_PATHS = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/script-health-check",
    "/app/static",
    "/media",
)
CLOSED = "Adressen er lukket. Filer hentes med knapperne på siderne."
MAY_NOT_UPLOAD = "Kun den, der indlæser data, kan sende filer hertil. Log ind, og prøv igen."
_WANTED = "chefforum_wanted"
_WANTED_SECONDS = 600
_LONGEST_ADDRESS = 2000
_AUTH_COOKIE = "_streamlit_user"
_READ_BY_SCRIPTS = "_streamlit_xsrf"
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",  # Streamlit's page and Plotly need both
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
_ONLY_ENCRYPTED = {"strict-transport-security": "max-age=31536000"}


class SignInChecks(NamedTuple):
    """What the gate asks about the cookies of a request."""

    may_upload: Callable[[dict[str, str]], Awaitable[bool]]
    sign_out: Callable[[dict[str, str]], Awaitable[None]]


class SignInGate:
    """Closes paths of Streamlit's, and sets headers and cookies on what it answers.

    Without `settings` the mode is local: nobody signs in.
    """

    def __init__(
        self, app: ASGIApp, settings: SignInSettings | None, checks: SignInChecks | None
    ) -> None:
        self._app = app
        self._settings = settings
        self._checks = checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        if any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED_PATHS):
            await self._answer(PlainTextResponse(CLOSED, 404), scope, receive, send)
            return
        if self._checks and self._settings:
            cookies = cookie_parser(headers.get("cookie", ""))
            if path.startswith(UPLOAD) and not await self._checks.may_upload(cookies):
                await self._answer(PlainTextResponse(MAY_NOT_UPLOAD, 403), scope, receive, send)
                return
            if path == LOGOUT:
                await self._checks.sign_out(cookies)
        await self._app(scope, receive, self._dress(send, headers, path))

    async def _answer(
        self, response: PlainTextResponse, scope: Scope, receive: Receive, send: Send
    ) -> None:
        await response(scope, receive, self._dress(send, Headers(scope=scope), scope["path"]))

    def _dress(self, send: Send, request: Headers, path: str) -> Send:
        """Return a `send` that sets headers and cookies on the answer to a request."""

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(raw=message["headers"])
                for name, value in _HEADERS.items():
                    answer.setdefault(name, value)
                if self._settings:
                    self._set_cookies(answer, self._settings, request, path)
                message["headers"] = answer.raw
            await send(message)

        return send_dressed

    @staticmethod
    def _set_cookies(
        answer: MutableHeaders, settings: SignInSettings, request: Headers, path: str
    ) -> None:
        if settings.is_encrypted:
            for name, value in _ONLY_ENCRYPTED.items():
                answer.setdefault(name, value)
        cookies = [harden_cookie(text, settings) for text in answer.getlist("set-cookie")]
        wanted = ""
        if path == LOGIN:
            wanted = find_wanted_address(request.get("referer", ""), settings.origin)
        elif path == CALLBACK:
            kept = unquote(cookie_parser(request.get("cookie", "")).get(_WANTED, ""))
            if is_own_address(kept) and any(text.startswith(_AUTH_COOKIE) for text in cookies):
                answer["location"] = kept
        if wanted or path == CALLBACK:
            cookies.append(_write_wanted_cookie(wanted, settings))
        _replace_cookies(answer, cookies)


def find_wanted_address(referer: str, origin: str) -> str:
    """Return the path and query of the page that a sign-in began on; "" where it was no page."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != origin:
        return ""
    address = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return address if is_own_address(address) else ""


def is_own_address(address: str) -> bool:
    """Whether an address is a page of this website: a path, and no other host behind slashes."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
        and len(address) <= _LONGEST_ADDRESS
    )


def harden_cookie(text: str, settings: SignInSettings) -> str:
    """Return a Set-Cookie of Streamlit's that ends with the sign-in and is sent by TLS alone."""
    try:
        cookie = SimpleCookie(text)
    except CookieError:
        return text
    longest = settings.session_hours * 3600
    for name, morsel in cookie.items():
        if name.startswith(_AUTH_COOKIE) and int(morsel["max-age"] or 0) > longest:
            morsel["max-age"] = str(longest)
        morsel["httponly"] = name != _READ_BY_SCRIPTS
        morsel["samesite"] = morsel["samesite"] or "Lax"
        morsel["secure"] = settings.is_encrypted
        return morsel.OutputString()
    return text


def _write_wanted_cookie(address: str, settings: SignInSettings) -> str:
    """Write the short-lived cookie that remembers the wanted page until the provider answers."""
    seconds = _WANTED_SECONDS if address else 0
    secure = "; Secure" if settings.is_encrypted else ""
    value = quote(address, safe="/")
    return f"{_WANTED}={value}; Path={CALLBACK}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def _replace_cookies(answer: MutableHeaders, cookies: Iterable[str]) -> None:
    del answer["set-cookie"]
    for cookie in cookies:
        answer.append("set-cookie", cookie)
