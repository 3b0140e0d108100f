"""Fetching what somebody named, from a real server, without reaching into our own network."""

import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from octant.kit.clock import now
from octant.kit.fetch import FetchError, Limits, fetch

INSIDE = (ip_network("127.0.0.0/8"),)


class Answers(BaseHTTPRequestHandler):
    """/list gives a list, /to/X leads on to X, /round to itself; anything else is not there."""

    def do_GET(self) -> None:
        if self.path.startswith("/list"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"bad.test\n" * 100)
        elif self.path.startswith(("/to/", "/round")):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        else:
            self.send_error(404)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own authority for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "feed")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Limits]]:
    """A server's address, and limits that let it be reached."""
    pem, key = certificate(tmp_path_factory.mktemp("tls"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    limits = Limits(inside=INSIDE, ca_file=str(pem), timeout_seconds=5)
    yield f"https://127.0.0.1:{server.server_port}", limits
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_list_is_fetched_also_over_a_redirect(served: tuple[str, Limits]) -> None:
    base, limits = served
    assert fetch(f"{base}/list", limits) == b"bad.test\n" * 100
    assert fetch(f"{base}/to//list?x", limits) == b"bad.test\n" * 100


def code(url: str, limits: Limits | None = None) -> str:
    with pytest.raises(FetchError) as refused:
        fetch(url, limits)
    return refused.value.code


def test_what_is_refused_endless_too_large_or_untrusted_is_told_apart(
    served: tuple[str, Limits],
) -> None:
    base, limits = served
    assert code(f"{base}/nothing", limits) == "refused"
    assert code(f"{base}/round", limits) == "redirects"
    small = Limits(inside=INSIDE, ca_file=limits.ca_file, most_bytes=10)
    assert code(f"{base}/list", small) == "too_large"
    assert code(f"{base}/list", Limits(inside=INSIDE)) == "no_answer"  # not a known authority


def test_a_redirect_cannot_lead_where_an_address_may_not(served: tuple[str, Limits]) -> None:
    base, limits = served
    assert code(f"{base}/to/https://10.0.0.1/", limits) == "private_address"
    assert code(f"{base}/to/http://127.0.0.1/list", limits) == "not_https"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::1]/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
    ],
)
def test_no_notation_of_a_private_address_gets_through(url: str) -> None:
    assert code(url) == "private_address"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("", "not_https"),
        ("https:///x", "bad_address"),
        ("https://user:word@example.com/", "bad_address"),
        ("https://example.com:99999/", "bad_address"),
        ("https://[::1", "bad_address"),
    ],
)
def test_what_is_no_plain_https_address_is_refused(url: str, why: str) -> None:
    assert code(url) == why
