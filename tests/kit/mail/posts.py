"""Mail and names to try the checks with: a bank that signs, and somebody who does not."""

from __future__ import annotations

from functools import cache
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from octant.kit import clock
from octant.kit.mail.auth import Authenticity, authenticate
from octant.kit.mail.dns import Zone
from octant.kit.mail.signing import Kind, SigningKey, new_key, public_record, sign

Names = dict[str, dict[str, list[str]]]

HONEST_IP, STRANGE_IP = "192.0.2.1", "203.0.113.9"


def key(domain: str, kind: Kind = "rsa") -> SigningKey:
    return _made(domain, kind)


@cache
def _made(domain: str, kind: Kind) -> SigningKey:
    return new_key(domain=domain, selector=kind, kind=kind)


def zone(*domains: str, policy: str = "v=DMARC1; p=reject", **more: Any) -> Names:
    """Each domain signs with both kinds, sends from HONEST_IP and has `policy` (unless "")."""
    names: Names = {}
    for domain in domains:
        names[domain] = {"TXT": [f"v=spf1 ip4:{HONEST_IP} -all"]}
        for kind in ("rsa", "ed25519"):
            record = public_record(key(domain, kind))
            names[record.name] = {"TXT": [record.text]}
        if policy:
            names[f"_dmarc.{domain}"] = {"TXT": [policy]}
    return names | more


def mail(author: str = "An <an@bank.example>", body: str = "Hello", extra: str = "") -> bytes:
    text = (
        f"{extra}From: {author}\r\nTo: support@octant.example\r\nSubject: My withdrawal\r\n"
        f"Date: Fri, 27 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@bank.example>\r\n\r\n{body}\r\n"
    )
    return text.encode()


def signed(domain: str = "bank.example", kind: Kind = "rsa", **kwargs: str) -> bytes:
    return sign(mail(**kwargs), [key(domain, kind)])


def check(raw: bytes, names: Names | None = None, **kwargs: Any) -> Authenticity:
    """Through `authenticate`, from a stranger's server unless told otherwise."""
    failing = kwargs.pop("failing", frozenset())
    given: dict[str, Any] = {
        "peer_ip": STRANGE_IP,
        "helo": "mx.stranger.example",
        "mail_from": "an@stranger.example",
        "trusted_arc": frozenset(),
        "now": clock.now(),
    }
    resolver = Zone(zone("bank.example") if names is None else names, failing)
    return authenticate(raw, resolver=resolver, **(given | kwargs))


def as_dkimpy_takes_it(signing: SigningKey) -> bytes:
    """The private half for dkimpy, an RSA key: PKCS #1 as PEM."""
    private = load_pem_private_key(signing.pem.encode(), None)
    return private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
