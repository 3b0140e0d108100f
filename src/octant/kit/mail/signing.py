"""Mail of ours being believed: DKIM keys and signatures, and what to publish in the DNS."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import dkim
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from octant.kit import clock
from octant.kit.mail.auth.headers import Field, fields, split
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
_EMPTY_B: Final = re.compile(rb"([;\s]b=)(?:\s*[a-zA-Z0-9+/=])*")


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
    found = fields(raw)
    present = Counter(name for name, _ in found)
    if present["from"] != 1:
        raise ValueError("a mail of ours has one From")
    names = [n for name in FROZEN for n in [name] * (present[name] + 1)]
    names += [n for name in ALSO for n in [name] * present[name]]
    line_end = b"\r\n" if b"\r\n" in raw else b"\n"
    _head, body = split(raw)
    digest = hashlib.sha256(_relaxed_body(body)).digest()
    lines = [_relaxed_field(name, value) for name, value in _chosen(found, names)]
    added = b"".join(_signature(key, names, lines, digest) for key in keys)
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


def _signature(key: SigningKey, names: list[str], lines: list[bytes], body: bytes) -> bytes:
    """The DKIM-Signature field (RFC 6376) over the relaxed `lines` and the hash of the body: byte
    for byte what dkimpy writes, which takes 57 ms for RSA because it reckons in Python."""
    tags: list[tuple[bytes, bytes]] = [
        (b"v", b"1"),
        (b"a", f"{key.kind}-sha256".encode()),
        (b"c", b"relaxed/relaxed"),
        (b"d", key.domain.encode()),
        (b"i", b"@" + key.domain.encode()),
        (b"q", b"dns/txt"),
        (b"s", key.selector.encode()),
        (b"t", str(int(clock.now().timestamp())).encode()),
        (b"h", b" : ".join(name.encode() for name in names)),
        (b"bh", base64.b64encode(body)),
        (b"b", b"0" * 60),  # folded as if it were there
    ]
    unsigned = _EMPTY_B.sub(rb"\1", b" " + _folded(tags))
    said = b"\r\n".join([*lines, _relaxed_field("dkim-signature", unsigned)])
    tags[-1] = (b"b", base64.b64encode(_signed(said, _private(key.pem))))
    return b"DKIM-Signature: " + _folded(tags) + b"\r\n"


def _folded(tags: list[tuple[bytes, bytes]]) -> bytes:
    value = b"; ".join(b"=".join(tag) for tag in tags)
    folded: bytes = dkim.fold(value, namelen=len(b"DKIM-Signature"), linesep=b"\r\n")
    return folded


def _chosen(found: list[Field], names: list[str]) -> list[Field]:
    """The field that each name stands for: the last that is left (RFC 6376 5.4.2)."""
    left: dict[str, list[Field]] = {}
    for field in found:
        left.setdefault(field[0], []).append(field)
    return [left[name].pop() for name in names if left.get(name)]


def _relaxed_field(name: str, value: bytes) -> bytes:
    """RFC 6376 3.4.2."""
    unfolded = re.sub(rb"[\t ]+", b" ", re.sub(rb"\r?\n", b"", value))
    return name.encode() + b":" + unfolded.strip()


def _relaxed_body(after_head: bytes) -> bytes:
    """RFC 6376 3.4.4, from what `split` leaves behind the header: the line that ends it first."""
    body = re.sub(rb"\r?\n", b"\r\n", re.sub(rb"\A(?:\r?\n){1,2}", b"", after_head))
    body = re.sub(rb" (?=\r\n)", b"", re.sub(rb"[\t ]+", b" ", body))
    body = re.sub(rb"(?:\r\n)*\Z", b"", body)
    return body + b"\r\n" if body else b""


def _signed(said: bytes, private: RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    if isinstance(private, RSAPrivateKey):
        return private.sign(said, PKCS1v15(), SHA256())
    return private.sign(hashlib.sha256(said).digest())  # RFC 8463 3


@lru_cache(maxsize=16)
def _private(pem: str) -> RSAPrivateKey | Ed25519PrivateKey:
    """Kept: reading an RSA key checks it, which takes longer than signing with it."""
    private = load_pem_private_key(pem.encode(), None)
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
        raise ValueError("a key of another kind")
    return private
