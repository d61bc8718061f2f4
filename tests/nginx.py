"""Debian's nginx with the very settings that docs/drift.md shows, in front of a server."""

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import setup_env

GUIDE = (setup_env.ROOT / "docs" / "drift.md").read_text("utf-8")
PUBLIC_NAME = "sygefravaer.kommune.dk"
SERVER_PORT = "8501"
# What a system's own nginx.conf has around the settings of a website.
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/fejl.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/krop;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {website}
}}
"""


@dataclass(frozen=True)
class Nginx:
    """nginx that answers: its ports with and without TLS, and where it writes what was asked."""

    port: int
    plain_port: int
    log: Path


def require_nginx() -> str:
    """Return the path of nginx; without one a test is skipped."""
    path = setup_env.find_nginx()
    if not path:
        pytest.skip("NO NGINX, SO THE SETTINGS OF docs/drift.md ARE NOT TESTED")
    return path


def reserve_ports(count: int) -> tuple[int, ...]:
    """Return ports that nobody has."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = tuple(int(holder.getsockname()[1]) for holder in holders)
    for holder in holders:
        holder.close()
    return ports


@contextmanager
def start_nginx(
    folder: Path, ports: tuple[int, int], *, server_port: int, host: str = PUBLIC_NAME
) -> Iterator[Nginx]:
    """Start nginx on two ports, with and without TLS, in front of a server on a third."""
    port, plain_port = ports
    (website,) = re.findall(r"```nginx\n(.+?)```", GUIDE, re.DOTALL)
    certificate, key = _write_certificate(folder, host)
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{plain_port}",
        PUBLIC_NAME: host,
        f":{SERVER_PORT}": f":{server_port}",
        "/etc/ssl/certs/sygefravaer.pem": str(certificate),
        "/etc/ssl/private/sygefravaer.key": str(key),
        "/var/log/nginx": str(folder),
    }
    for shown, used in changes.items():
        assert shown in website, shown
        website = website.replace(shown, used)
    settings = folder / "nginx.conf"
    settings.write_text(AROUND.format(folder=folder, website=website), "utf-8")
    command = [require_nginx(), "-p", str(folder), "-c", str(settings), "-e", "stderr"]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield Nginx(port, plain_port, folder / "sygefravaer.log")
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens on a port."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            continue
        return
    pytest.fail(f"nginx ended with {process.returncode}")


def _write_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Write a certificate that a name has given itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    places = folder / "certifikat.pem", folder / "certifikat.key"
    places[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return places
