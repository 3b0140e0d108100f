"""The signature under our list of contacts: Ed25519 (RFC 8032), as a detached JWS (RFC 7797).

The private key lies in the home folder or the environment, never in the database.
"""

import base64
import hashlib
import json
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from octant.kit.secret_file import kept


def sign(body: bytes) -> str:
    """`header..signature` over exactly these bytes."""
    header = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": public_jwk()["kid"]}
    protected = _base64(json.dumps(header, separators=(",", ":")).encode())
    signature = _key().sign(protected.encode() + b"." + body)
    return f"{protected}..{_base64(signature)}"


def public_jwk() -> dict[str, str]:
    """The public key (RFC 8037), named by its thumbprint (RFC 7638)."""
    raw = _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    core = {"crv": "Ed25519", "kty": "OKP", "x": _base64(raw)}
    digest = hashlib.sha256(json.dumps(core, separators=(",", ":"), sort_keys=True).encode())
    return {**core, "alg": "EdDSA", "use": "sig", "kid": _base64(digest.digest())}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_seed(str(settings.OCTANT_HOME)))


@cache
def _seed(home: str) -> bytes:
    """32 bytes from $OCTANT_CONTACTS_KEY (hex) or home/keys/contacts_key, made once."""
    if given := os.environ.get("OCTANT_CONTACTS_KEY"):
        return bytes.fromhex(given)
    file = Path(home) / "keys" / "contacts_key"
    return bytes.fromhex(kept(file, lambda: secrets.token_hex(32)))
