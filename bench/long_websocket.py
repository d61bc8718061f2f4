"""A page that stays open behind nginx, set as docs/drift.md shows: does its websocket live on?

`python -m bench.long_websocket --minutes 10`. Ends with 1 where it was closed meanwhile.
"""

import argparse
import socket
import ssl
import sys
import tempfile
import time
from pathlib import Path

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from services.configuration import ROOT
from tests.doors.test_server import start_server
from tests.nginx import reserve_ports, start_nginx

NAME = "localhost"
ANSWER = 30.0  # seconds


def open_websocket(port: int) -> ClientConnection:
    """Open the websocket of a page, as a browser does that trusts the certificate."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return connect(
        f"wss://{NAME}:{port}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        ssl=trusting,
        origin=Origin(f"https://{NAME}:{port}"),
        subprotocols=[Subprotocol("streamlit")],
    )


def hold(opened: ClientConnection, minutes: float) -> bool:
    """Say nothing for so long, and then ask; returns whether the other end still answers."""
    end = time.monotonic() + 60 * minutes
    while (left := end - time.monotonic()) > 0:
        try:
            opened.recv(timeout=left)
        except TimeoutError:
            break
        except ConnectionClosed:
            return False
    return opened.ping().wait(ANSWER)


def main() -> int:
    """Start all of it, hold the websocket, and say how it went."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    folder = Path(tempfile.mkdtemp())
    port, plain_port, server_port = reserve_ports(3)
    command = [str(ROOT / "server.py"), "--server.port", str(server_port)]
    with (
        start_server(command, folder / "chefforum.duckdb"),
        start_nginx(folder, (port, plain_port), server_port=server_port, host=NAME),
        open_websocket(port) as opened,
    ):
        lives = hold(opened, minutes)
    print(f"{minutes:g} minutter: {'åben' if lives else 'lukket'}")
    return int(not lives)


if __name__ == "__main__":
    sys.exit(main())
