"""Cookies, wanted pages and closed paths: what the gate does to requests and answers."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from access.sign_in_gate import (
    CLOSED,
    CLOSED_PATHS,
    SignInChecks,
    SignInGate,
    find_wanted_address,
    harden_cookie,
    is_own_address,
)
from access.sign_in_settings import SignInSettings
from tests.access.test_claims import SETTINGS, VALUES
from tests.loops import run_alone

LOCAL_SETTINGS = SignInSettings.from_values(
    VALUES | {"redirect_uri": "http://localhost:8501/oauth2callback"}
)
COOKIE = "_streamlit_user=abc; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"
ORIGIN = "https://fravaer.example"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "",
        "evil",
        "/a\\b",
        "/a\nb",
        "/" * 3000,
    ],
)
def test_only_a_page_of_this_website_is_gone_back_to(address: str) -> None:
    assert not is_own_address(address)


def test_the_page_that_somebody_wanted_is_found_in_the_referer() -> None:
    assert find_wanted_address(f"{ORIGIN}/afdelinger?a=b%20c", ORIGIN) == "/afdelinger?a=b%20c"
    assert find_wanted_address(ORIGIN, ORIGIN) == "/"
    for foreign in (
        "",
        "https://evil.example/x",
        f"{ORIGIN}.evil/x",
        "http://fravaer.example/x",
        "http://[x",
    ):
        assert find_wanted_address(foreign, ORIGIN) == ""


def test_a_cookie_ends_with_the_sign_in_and_goes_by_tls_alone() -> None:
    parts = {part.strip().casefold() for part in harden_cookie(COOKIE, SETTINGS).split(";")}
    assert parts >= {"secure", "httponly", "samesite=lax", "max-age=28800", "_streamlit_user=abc"}
    assert "secure" not in harden_cookie(COOKIE, LOCAL_SETTINGS).casefold()


def test_a_cookie_that_the_page_reads_is_left_to_it() -> None:
    assert "httponly" not in harden_cookie("_streamlit_xsrf=1; Path=/", SETTINGS).casefold()


async def answer_anything(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
    headers = [(b"set-cookie", COOKIE.encode()), (b"location", b"/")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b"x"})


def ask(
    path: str, *, loads_data: bool = True, **headers: str
) -> tuple[int, dict[str, list[str]], list[Any]]:
    """Send a request through the gate: the status, the headers by name, and who was signed out."""
    signed_out: list[Any] = []
    messages: list[Message] = []

    async def may_upload(_: dict[str, str]) -> bool:
        return loads_data

    async def sign_out(cookies: dict[str, str]) -> None:
        signed_out.append(cookies)

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    gate = SignInGate(answer_anything, SETTINGS, SignInChecks(may_upload, sign_out))
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
    run_alone(gate(scope, receive, send))
    answered: dict[str, list[str]] = {}
    for name, value in messages[0]["headers"]:
        answered.setdefault(name.decode(), []).append(value.decode())
    return messages[0]["status"], answered, signed_out


@pytest.mark.parametrize("path", CLOSED_PATHS)
def test_what_is_closed_is_closed_to_those_who_signed_in_too(path: str) -> None:
    status, _, _ = ask(f"{path}/x")
    assert status == 404
    assert CLOSED


def test_nobody_uploads_who_does_not_load_data() -> None:
    assert ask("/_stcore/upload_file/a/b", loads_data=False)[0] == 403
    assert ask("/_stcore/upload_file/a/b", loads_data=True)[0] == 302


def test_the_callback_leads_back_to_the_page_that_was_wanted() -> None:
    _, login, _ = ask("/auth/login", referer=f"{ORIGIN}/afdelinger?a=b")
    (kept,) = [cookie for cookie in login["set-cookie"] if cookie.startswith("chefforum_wanted")]
    assert "HttpOnly" in kept
    assert "Secure" in kept
    cookie = kept.partition(";")[0]
    _, callback, _ = ask("/oauth2callback", cookie=cookie)
    assert callback["location"] == ["/afdelinger?a=b"]
    _, foreign, _ = ask("/oauth2callback", cookie="chefforum_wanted=//evil.example")
    assert foreign["location"] == ["/"]


def test_signing_out_ends_the_sign_in_of_the_cookie() -> None:
    _, _, signed_out = ask("/auth/logout", cookie="a=b")
    assert signed_out == [{"a": "b"}]


def test_every_answer_has_the_headers_that_protect() -> None:
    _, headers, _ = ask("/overblik")
    assert headers["x-content-type-options"] == ["nosniff"]
    assert headers["x-frame-options"] == ["DENY"]
    assert headers["referrer-policy"] == ["same-origin"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"][0]
    assert headers["strict-transport-security"] == ["max-age=31536000"]
