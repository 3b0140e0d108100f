"""Keyed fingerprints: tell that a secret came twice without keeping the secret."""

import hmac
import os

# Until the process is given its key, a random one: fingerprints then do not match
# over restarts, but a weak password can never be guessed from them.
_key = os.urandom(32)


def use_fingerprint_key(key: bytes) -> None:
    """Set this process's key (32 bytes or more, kept outside the database)."""
    if len(key) < 32:
        raise ValueError("a fingerprint key has at least 32 bytes")
    global _key
    _key = key


def fingerprint(kind: str, value: str) -> str:
    """32 hex digits of HMAC-SHA-256 over the kind and the value without white space."""
    message = f"{kind}\0{''.join(value.split())}".encode("utf-8", "surrogatepass")
    return hmac.digest(_key, message, "sha256").hex()[:32]
