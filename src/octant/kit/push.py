"""Web Push: a message to one browser, by way of whoever runs its push service.

Encryption by RFC 8291 (one record, aes128gcm of RFC 8188): only that browser can read it. Who we
are by RFC 8292 (VAPID), so that the push service knows whom to tell of trouble.
"""

import base64
import os
import struct
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

CURVE = ec.SECP256R1()
MOST_BYTES = 3993  # of a message, so that every push service takes the record (RFC 8291, 4)
_RECORD = 4096
_LAST = b"\x02"  # ends the last record (RFC 8188, 2)
VALID = timedelta(hours=12)  # of a signature; a day at most (RFC 8292, 2)


def decoded(text: str) -> bytes:
    """The bytes of base64url, with or without its padding. Raises `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def encoded(data: bytes) -> str:
    """base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_key(point: bytes) -> bool:
    """Whether this is a public key as browsers give one: a point of P-256, uncompressed."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        return False
    return len(point) == 65


def new_key() -> str:
    """A private key of ours, in PEM."""
    key = ec.generate_private_key(CURVE)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public(pem: str) -> str:
    """What browsers are given of our key, as base64url."""
    return encoded(_point(_private(pem)))


def encrypted(
    message: bytes,
    *,
    their_key: bytes,
    auth: bytes,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body for a browser with public key `their_key` (65 bytes) and secret `auth` (16 bytes).
    `own` and `salt` are drawn anew for each message; tests give those of the standard."""
    if len(message) > MOST_BYTES:
        raise ValueError(f"{len(message)} bytes are more than {MOST_BYTES}")
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, their_key)
    mine, shared = _point(own), own.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, auth, b"WebPush: info\x00" + their_key + mine, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + struct.pack(">IB", _RECORD, len(mine)) + mine
    return head + AESGCM(key).encrypt(nonce, message + _LAST, None)


def headers(
    endpoint: str, pem: str, *, contact: str, at: datetime, keep: timedelta
) -> dict[str, str]:
    """What goes along with a body to `endpoint`. `contact`: a mailto: or https: address of the
    operator. `keep`: so long the service tries, should the browser be off."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": at + VALID, "sub": contact}
    token = jwt.encode(claims, pem, algorithm="ES256")
    return {
        "Authorization": f"vapid t={token}, k={public(pem)}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(keep.total_seconds())),
        "Urgency": "normal",
    }


def _private(pem: str) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
