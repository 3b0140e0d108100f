"""The signature over a webhook: Standard Webhooks 1.0.0, symmetric (`v1`, HMAC-SHA256)."""

import base64
import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from octant.kit.secret_file import kept

_PREFIX = "whsec_"
_BYTES = 32  # the standard wants 24 to 64


def headers(key: str, body: bytes, *, at: int) -> dict[str, str]:
    """What goes along with `body`, sent as message `key` at `at` (seconds since 1970)."""
    signed = b".".join([key.encode(), str(at).encode(), body])
    digest = hmac.new(_raw(), signed, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def secret() -> str:
    """The secret as receivers enter it: `whsec_…`."""
    return _secret(str(settings.OCTANT_HOME))


def _raw() -> bytes:
    return base64.b64decode(secret().removeprefix(_PREFIX))


@cache
def _secret(home: str) -> str:
    """From $OCTANT_WEBHOOK_SECRET or home/keys/webhook_secret, made once."""
    if given := os.environ.get("OCTANT_WEBHOOK_SECRET"):
        return given.strip()
    return kept(Path(home) / "keys" / "webhook_secret", _make)


def _make() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
