"""DKIM (RFC 6376, 8301, 8463) by dkimpy. What it takes and we do not is looked at before it."""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from dkim.util import InvalidTagValueList, parse_tag_value

from octant.kit.mail.auth.headers import Field
from octant.kit.mail.auth.results import Reason, Signature
from octant.kit.mail.dns import Resolver, TemporaryDnsError

# Each costs a look-up and a hash of the whole mail; honest mail has one to three.
MOST_SIGNATURES: Final = 6
LEAST_KEY_BITS: Final = 1024
# What dkimpy raises for bytes that are no signature: its own, and what the standard library says.
BROKEN: Final = (dkim.DKIMException, ValueError, LookupError, TypeError, AttributeError)

# The library logs a line for each bad mail, in the sender's words; results say as much.
QUIET: Final = logging.getLogger(__name__)
QUIET.disabled = True

Tags = dict[str, str]


class _Refused(Exception):
    """`reason` says why this signature counts for nothing."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def check(
    raw: bytes, found: list[Field], *, resolver: Resolver, now: datetime
) -> tuple[Signature, ...]:
    """Every signature of the mail in order, as far as MOST_SIGNATURES."""
    values = [value for name, value in found if name == "dkim-signature"][:MOST_SIGNATURES]
    if not values:
        return ()
    try:
        verifier = dkim.DKIM(raw, minkey=LEAST_KEY_BITS, logger=QUIET)
    except BROKEN:
        return tuple(_result(tags(value), "dkim_malformed", found) for value in values)
    return tuple(
        _check_one(_Mail(verifier, found, resolver, now), index, tags(value))
        for index, value in enumerate(values)
    )


@dataclass(frozen=True)
class _Mail:
    verifier: Any
    found: list[Field]
    resolver: Resolver
    now: datetime


def _check_one(mail: _Mail, index: int, given: Tags) -> Signature:
    try:
        _refuse_before_looking(given, mail.now)
        key = _key(given, mail.resolver)
        valid = mail.verifier.verify(idx=index, dnsfunc=lambda *_, **__: key)
    except _Refused as refused:
        return _result(given, refused.reason, mail.found)
    except dkim.ValidationError as error:
        altered = str(error).startswith("body hash mismatch")
        return _result(given, "dkim_altered_body" if altered else "dkim_malformed", mail.found)
    except BROKEN:
        return _result(given, "dkim_malformed", mail.found)
    return _result(given, "" if valid else "dkim_bad_signature", mail.found)


def _refuse_before_looking(given: Tags, now: datetime) -> None:
    """No look-up for a signature that cannot count."""
    if not {"a", "b", "bh", "d", "h", "s"} <= given.keys() or "@" in given["d"]:
        raise _Refused("dkim_malformed")
    if given["a"].lower().endswith("sha1"):
        raise _Refused("dkim_weak_hash")
    if "from" not in signed(given):
        raise _Refused("dkim_from_unsigned")
    if "l" in given:
        raise _Refused("dkim_partial_body")
    if given.get("x", "").isdecimal() and int(given["x"]) < now.timestamp():
        raise _Refused("dkim_expired")


def _key(given: Tags, resolver: Resolver) -> bytes:
    """The key record as published; refuses those that the library would take."""
    try:
        texts = resolver.txt(f"{given['s']}._domainkey.{given['d']}")
    except TemporaryDnsError:
        raise _Refused("dkim_temporary") from None
    read = [(text.encode("latin-1"), tags(text.encode("latin-1"))) for text in texts]
    # A wildcard may bring other records along; several keys: undefined (3.6.2.2), so none.
    keys = [(text, key) for text, key in read if "p" in key and key.get("v", "DKIM1") == "DKIM1"]
    if len(keys) != 1:
        raise _Refused("dkim_no_key")
    text, key = keys[0]
    if not key["p"]:
        raise _Refused("dkim_revoked_key")
    _refuse_flags(key, given)
    if key.get("k", "rsa") == "rsa" and _bits(key["p"]) < LEAST_KEY_BITS:
        raise _Refused("dkim_weak_key")
    return text


def _refuse_flags(key: Tags, given: Tags) -> None:
    """RFC 6376 3.6.1: t=y, t=s (no sub-domain in i=), and h= and s= that leave us out."""
    flags = _split(key.get("t", ""))
    if "y" in flags:
        raise _Refused("dkim_testing")
    identity = given.get("i", "").rpartition("@")[2].lower()
    strange = "s" in flags and identity and identity != given["d"].lower()
    elsewhere = "h" in key and "sha256" not in _split(key["h"])
    if strange or elsewhere or not {"*", "email"} & set(_split(key.get("s", "*"))):
        raise _Refused("dkim_no_key")


def _bits(text: str) -> int:
    """Of an RSA key: some publish it bare and not as RFC 6376 says; dkimpy reads both."""
    try:
        der = base64.b64decode(re.sub(r"\s", "", text), validate=True)
        key = load_der_public_key(der)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise _Refused("dkim_no_key") from None
    return key.key_size if isinstance(key, RSAPublicKey) else 0


def tags(value: bytes) -> Tags:
    """The tag=value list; empty where it is none."""
    try:
        parsed = parse_tag_value(re.sub(rb"\r?\n[ \t]+", b" ", value))
    except (InvalidTagValueList, IndexError):
        return {}
    return {name.decode("latin-1"): text.decode("latin-1") for name, text in parsed.items()}


def signed(given: Tags) -> list[str]:
    """Names in h=, in lower case."""
    return _split(given.get("h", ""))


def _split(text: str) -> list[str]:
    return [part.strip().lower() for part in text.split(":")]


def covered(given: Tags, found: list[Field]) -> frozenset[str]:
    """Fields of which no instance is left unsigned: one added on top would be read, not proven."""
    present, counted = Counter(name for name, _ in found), Counter(signed(given))
    return frozenset(name for name in counted if 0 < present[name] <= counted[name])


def _result(given: Tags, reason: Reason | Literal[""], found: list[Field]) -> Signature:
    result: Literal["pass", "fail", "permerror", "temperror"] = "permerror"
    if reason in ("", "dkim_temporary"):
        result = "temperror" if reason else "pass"
    elif reason in ("dkim_altered_body", "dkim_bad_signature"):
        result = "fail"
    proven = frozenset[str]() if reason else covered(given, found)
    return Signature(given.get("d", "").lower(), given.get("s", ""), result, reason, proven)
