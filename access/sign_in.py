"""The claims of whoever signed in, which Streamlit keeps in a signed cookie.

Streamlit itself looks neither at when a token ends nor at who signed out.
"""

import json
import threading
from collections.abc import Mapping

import streamlit as st
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from access.claims import Claims

_SERVED = threading.Event()


def declare_served() -> None:
    """Say that this process is the server, which closes what Streamlit leaves open."""
    _SERVED.set()


def is_protected() -> bool:
    """Whether the pages are shown by the server, with the settings that protect them in force."""
    return (
        _SERVED.is_set()
        and bool(st.get_option("server.allowedHosts"))
        and st.get_option("client.showErrorDetails") in {"none", False}
        and bool(st.get_option("server.enableXsrfProtection"))
    )


def read_visit_claims() -> Claims:
    """Return the claims of the visit that a page is shown to; empty where nobody signed in."""
    claims = st.user.to_dict()
    return claims if claims.get("is_logged_in") else {}


def read_cookie_claims(cookies: Mapping[str, str], *, origin: str) -> Claims:
    """Return the claims in a request's cookies; empty where nobody signed in at the origin."""
    content = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    claims = json.loads(content) if content else {}
    return claims if claims.get("is_logged_in") and claims.get("origin") == origin else {}
