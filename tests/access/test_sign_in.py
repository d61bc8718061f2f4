"""The cookies of a sign-in: claims that were not signed together are nobody's."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from access import sign_in

ORIGIN = "https://sygefravaer.kommune.example"
NOW = int(datetime(2026, 12, 1, 9).timestamp())


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    secret = "hemmelig"  # noqa: S105 - of this test alone
    for module in (
        "access.sign_in",
        "streamlit.web.server.starlette.starlette_websocket",
    ):
        monkeypatch.setattr(f"{module}.get_cookie_secret", lambda: secret)
    return secret


def make_groups(count: int) -> list[str]:
    """The names of groups as Entra ID gives them: they cannot be packed into one cookie."""
    return [sha256(str(number).encode()).hexdigest()[:36] for number in range(count)]


def sign(monkeypatch: pytest.MonkeyPatch, secret: str, at: int, **claims: Any) -> dict[str, str]:
    """Sign claims as Streamlit does, in as many cookies as they take; they are read then too."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: at)
    cookies: dict[str, str] = {}

    def make(name: str, value: str) -> bytes:
        return create_signed_value(secret, name, value)

    def keep(name: str, value: str) -> None:
        cookies[name] = make(name, value).decode()

    whole = {"is_logged_in": True, "origin": ORIGIN, **claims}
    set_cookie_with_chunks(keep, make, "_streamlit_user", whole, cookie_attr_size=60)
    return cookies


def test_parts_of_two_sign_ins_are_no_sign_in(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    groups = make_groups(200)
    earlier = sign(monkeypatch, secret, NOW - 90_000, groups=groups, exp=1)
    later = sign(monkeypatch, secret, NOW, groups=groups[::-1], exp=2)
    assert len(earlier) == len(later) > 2
    assert sign_in.read_cookie_claims(later, origin=ORIGIN)["exp"] == 2
    last = max(later)
    assert sign_in.read_cookie_claims(earlier | {last: later[last]}, origin=ORIGIN) == {}


def test_what_an_earlier_sign_in_left_is_no_part_of_a_shorter_one(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    left = sign(monkeypatch, secret, NOW - 90_000, groups=make_groups(300))
    for groups in (make_groups(200), []):
        now = left | sign(monkeypatch, secret, NOW, groups=groups)
        assert sign_in.read_cookie_claims(now, origin=ORIGIN)["groups"] == groups
