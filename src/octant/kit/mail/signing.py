"""Mail of ours being believed: DKIM keys and signatures, and what to publish in the DNS."""

from __future__ import annotations

import base64
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import dkim
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from octant.kit.mail.auth.headers import fields
from octant.kit.mail.dns import Resolver

Kind = Literal["rsa", "ed25519"]
RSA_BITS: Final = 2048  # RFC 8301: at least 1024, better 2048; more does not fit one UDP answer
# Signed once more than they are there, so that none can be added: each changes what is read.
FROZEN: Final = ("from", "to", "cc", "subject", "date", "reply-to", "message-id", "content-type")
ALSO: Final = (
    "mime-version",
    "content-transfer-encoding",
    "in-reply-to",
    "references",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (PEM) and where its public half is published."""

    domain: str
    selector: str
    kind: Kind
    pem: str

    def __repr__(self) -> str:
        return f"SigningKey({self.selector}._domainkey.{self.domain}, {self.kind})"


@dataclass(frozen=True, slots=True)
class Record:
    """A TXT record to publish."""

    name: str
    text: str

    def zone_line(self) -> str:
        """As a line of a zone file; strings of at most 255 bytes (RFC 1035 3.3.14)."""
        parts = [self.text[i : i + 255] for i in range(0, len(self.text), 255)]
        return f"{self.name}. IN TXT " + " ".join(f'"{part}"' for part in parts)


def new_key(*, domain: str, selector: str, kind: Kind) -> SigningKey:
    """A fresh key pair. Sign with both kinds: not every receiver knows Ed25519 (RFC 8463)."""
    private = Ed25519PrivateKey.generate() if kind == "ed25519" else None
    key = private or generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return SigningKey(domain=domain, selector=selector, kind=kind, pem=pem)


def sign(raw: bytes, keys: list[SigningKey]) -> bytes:
    """The mail with a DKIM-Signature of each key on top. Line ends stay as they are.

    Raises MalformedHeaders for a header that cannot be read in one way, and ValueError where
    there is not one From."""
    present = Counter(name for name, _ in fields(raw))
    if present["from"] != 1:
        raise ValueError("a mail of ours has one From")
    names = [n for name in FROZEN for n in [name] * (present[name] + 1)]
    names += [n for name in ALSO for n in [name] * present[name]]
    line_end = b"\r\n" if b"\r\n" in raw else b"\n"
    added = b"".join(_signature(raw, key, names) for key in keys)
    return re.sub(rb"\r?\n", line_end, added) + raw


def records(
    keys: list[SigningKey], *, domain: str, senders: list[str], reports_to: str, sts_id: str
) -> list[Record]:
    """What `domain` should publish. `senders`: SPF terms such as "ip4:192.0.2.1" or
    "include:_spf.example.net"; `reports_to`: the mailbox for reports; `sts_id`: letters and
    digits that change whenever the MTA-STS policy does, such as a date (RFC 8461 3.1)."""
    return [
        *(public_record(key) for key in keys),
        Record(domain, " ".join(["v=spf1", *senders, "-all"])),
        Record(f"_dmarc.{domain}", f"v=DMARC1; p=reject; rua=mailto:{reports_to}"),
        Record(f"_mta-sts.{domain}", f"v=STSv1; id={sts_id}"),
        Record(f"_smtp._tls.{domain}", f"v=TLSRPTv1; rua=mailto:{reports_to}"),
    ]


def public_record(key: SigningKey) -> Record:
    """The public half, for `selector._domainkey.domain` (RFC 6376 3.6.1, RFC 8463 3)."""
    public = load_pem_private_key(key.pem.encode(), None).public_key()
    if key.kind == "ed25519":
        data = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    else:
        data = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = f"v=DKIM1; k={key.kind}; p={base64.b64encode(data).decode()}"
    return Record(f"{key.selector}._domainkey.{key.domain}", text)


def mta_sts_policy(mail_hosts: list[str], *, mode: Literal["testing", "enforce"]) -> str:
    """What to serve at https://mta-sts.<domain>/.well-known/mta-sts.txt (RFC 8461 3.2)."""
    lines = ["version: STSv1", f"mode: {mode}", *(f"mx: {host}" for host in mail_hosts)]
    return "\r\n".join([*lines, "max_age: 604800", ""])


def unpublished(wanted: list[Record], resolver: Resolver) -> list[Record]:
    """Those that the DNS does not have word for word. Raises TemporaryDnsError."""
    return [one for one in wanted if one.text not in resolver.txt(one.name)]


def _signature(raw: bytes, key: SigningKey, names: list[str]) -> bytes:
    line: bytes = dkim.sign(
        raw,
        key.selector.encode(),
        key.domain.encode(),
        for_the_library(key),
        canonicalize=(b"relaxed", b"relaxed"),
        signature_algorithm=f"{key.kind}-sha256".encode(),
        include_headers=[name.encode() for name in names],
    )
    return line


def for_the_library(key: SigningKey) -> bytes:
    """The private half as dkimpy takes it: PKCS #1 as PEM, or the raw seed in base64."""
    private = load_pem_private_key(key.pem.encode(), None)
    if isinstance(private, RSAPrivateKey):
        form = PrivateFormat.TraditionalOpenSSL
        return private.private_bytes(Encoding.PEM, form, NoEncryption())
    if isinstance(private, Ed25519PrivateKey):
        return base64.b64encode(private.private_bytes_raw())
    raise ValueError(f"{key!r} holds a key of another kind")
