"""A provider of sign-ins for the tests: it lets in whom it is told to, with what token."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "chefforum"


@dataclass
class Provider:
    """A provider at an address; `claims` are added to the next tokens, `forged` signs them wrong.

    `person` is who signs in next: the provider asks nothing.
    """

    address: str
    person: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "real"}))
    stranger: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "real"}))
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sign_token(self, nonce: str) -> dict[str, Any]:
        """Make the answer to a code: a token for who signs in."""
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": self.person, "nonce": nonce,
            "iat": now, "exp": now + 3600, "preferred_username": self.person,
        } | self.claims  # fmt: skip
        key = self.stranger if self.forged else self.key
        token = jwt.encode({"alg": "RS256", "kid": "real"}, claims, key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def describe(self) -> dict[str, Any]:
        """Describe the provider, as its metadata address does."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }


@contextmanager
def run_provider() -> Iterator[Provider]:
    """Run a provider on this machine until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                code = f"code-{len(provider.codes)}"
                provider.codes[code] = provider.sign_token(asked.get("nonce", ""))
                answer = urlencode({"code": code, "state": asked["state"]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
                self.end_headers()
            elif parts.path == "/keys":
                self._answer({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._answer(provider.describe())

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = provider.codes.pop(parse_qs(content)["code"][0], None)  # a code is for once
            self._answer(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _answer(self, content: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
