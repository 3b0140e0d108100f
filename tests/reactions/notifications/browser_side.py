"""The browser's side of Web Push, and a push service of our own on the loopback."""

import json
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import LazySettings
from tests.reactions.receiver import Receiver, server

from octant.kit import push

__all__ = ["server"]
AUTH = bytes(range(16))


class BrowserSide:
    """What the Push API does in a browser: a key pair, and reading what was encrypted for it."""

    def __init__(self, receiver: Receiver, name: str = "one") -> None:
        self.receiver, self._own = receiver, ec.generate_private_key(push.CURVE)
        point = self._own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.given = {
            "endpoint": f"https://127.0.0.1:{receiver.server_port}/{name}",
            "their_key": push.encoded(point),
            "auth": push.encoded(AUTH),
        }
        self._point = point

    def read(self, body: bytes) -> dict[str, str]:
        """RFC 8291 from the other side, written apart from `kit.push`."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        point = ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, theirs)
        shared = self._own.exchange(ec.ECDH(), point)
        info = b"WebPush: info" + bytes(1) + self._point + theirs
        secret = HKDF(SHA256(), 32, AUTH, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm" + bytes(1)).derive(secret)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce" + bytes(1)).derive(secret)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(bytes([2]))
        told: dict[str, str] = json.loads(plain[:-1])
        return told

    @property
    def told(self) -> list[dict[str, str]]:
        return [self.read(body) for _headers, body in self.receiver.received]


@pytest.fixture
def receiver(server: tuple[Receiver, Path], settings: LazySettings) -> Receiver:
    made, pem = server
    made.received, made.status = [], 201
    settings.OCTANT_FETCH_INSIDE = (ip_network("127.0.0.0/8"),)
    settings.OCTANT_FETCH_CA_FILE = str(pem)
    settings.OCTANT_PUSH_HOSTS = ("127.0.0.1",)
    return made
