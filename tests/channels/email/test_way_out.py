"""The way out is encrypted to whom it says: a server with a made-up certificate gets no mail."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail
from tests.mail.certificates import self_signed

from octant.channels.email.transport import Later, way_out
from octant.project.outgoing_mail import smtp_settings

HEARD: list[bytes] = []


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[int]:
    """It speaks TLS and notes what it hears."""
    HEARD.clear()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        thread = threading.Thread(target=_take, args=(listening, context))
        thread.start()
        yield listening.getsockname()[1]
        thread.join(20)


def _take(listening: socket.socket, context: ssl.SSLContext) -> None:
    raw, _peer = listening.accept()
    try:
        with context.wrap_socket(raw, server_side=True) as connection:
            connection.sendall(b"220 mail.example\r\n")
            HEARD.append(connection.recv(1000))
    except OSError:
        raw.close()


@pytest.mark.parametrize("by", ["ours", "django"])
def test_a_certificate_that_nobody_vouches_for_ends_it(
    impostor: int, settings: LazySettings, by: str
) -> None:
    settings.OCTANT_SMTP_URL = f"smtps://me:secret@localhost:{impostor}"
    for name, value in smtp_settings(settings.OCTANT_SMTP_URL).items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "octant.channels.email.backend.EmailBackend"
    if by == "ours":
        with pytest.raises(Later, match=r"(?i)certificate"), way_out():
            pass
    else:
        with pytest.raises(ssl.SSLError):
            send_mail("A link", "To a password.", "support@kraken.example", ["mei@x.example"])
    assert b"".join(HEARD) == b""
