"""The claims of whoever signed in, which Streamlit keeps in a signed cookie.

Streamlit itself looks neither at when a token ends nor at who signed out.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import streamlit as st
from itsdangerous import BadSignature, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from access.claims import Claims
from access.sign_in_settings import SignInSettings

_SIGNING_TIME = timedelta(seconds=2)
_SERVED: list[SignInSettings | None] = []  # of the server that this process is
_USED_MESSAGES = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}


def declare_served(settings: SignInSettings | None) -> None:
    """Say that this process is the server, which closes what Streamlit leaves open.

    `settings` are those that people sign in by as long as it runs; None in local mode.
    """
    _SERVED[:] = [settings]


def is_served_otherwise(settings: SignInSettings | None) -> bool:
    """Whether the server was started with other settings for signing in, or without any."""
    return bool(_SERVED) and _SERVED[0] != settings


def is_protected() -> bool:
    """Whether the pages are shown by the server, with the settings that protect them in force."""
    return (
        bool(_SERVED)
        and bool(st.get_option("server.allowedHosts"))
        and st.get_option("client.showErrorDetails") in {"none", False}
        and bool(st.get_option("server.enableXsrfProtection"))
        and not st.get_option("server.trustedUserHeaders")
    )


def read_visit_claims() -> Claims:
    """Return the claims of the visit that a page is shown to; empty where nobody signed in."""
    claims = st.user.to_dict()
    is_known = claims.get("is_logged_in") and is_of_one_sign_in(st.context.cookies.to_dict())
    return claims if is_known else {}


def read_cookie_claims(cookies: Mapping[str, str], *, origin: str) -> Claims:
    """Return the claims in a request's cookies; empty where nobody signed in at the origin."""
    content = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    if not is_of_one_sign_in(cookies):
        return {}
    claims = json.loads(content) if content else {}
    return claims if claims.get("is_logged_in") and claims.get("origin") == origin else {}


def is_of_one_sign_in(cookies: Mapping[str, str]) -> bool:
    """Whether what is in the cookies of a sign-in was signed together.

    A long one is parted into cookies that Streamlit signs one by one, each for its place: parts of
    two sign-ins could be put together.
    """
    signed_at: list[datetime] = []

    def read(name: str) -> bytes | None:
        if name not in cookies:
            return None
        serializer = URLSafeTimedSerializer(get_cookie_secret(), salt=name)
        content, at = serializer.loads(cookies[name], return_timestamp=True)
        signed_at.append(at)
        return str(content).encode()

    try:
        get_cookie_with_chunks(read, USER_COOKIE_NAME)
    except BadSignature:
        return False
    return not signed_at or max(signed_at) - min(signed_at) <= _SIGNING_TIME


def is_used_message(content: bytes) -> bool:
    """Whether a message from a page is one that the pages send, or none at all.

    Streamlit also takes others: to forget what is kept of a visit, and of all, or to write files.
    """
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except Exception:  # noqa: BLE001 - the parser's error is in a library that is not ours to name
        return True  # Streamlit ends the connection
    return message.WhichOneof("type") in _USED_MESSAGES
