"""The header as bytes: fields as DKIM sees them, and the From mailbox read strictly.

The verifier and whoever reads the mail must see the same fields. What one parser could take
otherwise than another (a bare CR, a NUL, a line that is no field) is refused, not guessed at.
"""

from __future__ import annotations

import re
from typing import Final

from octant.kit.mail.auth.results import Reason, Sender

Field = tuple[str, bytes]

_FIELD: Final = re.compile(rb"([\x21-\x39\x3b-\x7e]+):(.*)", re.DOTALL)
_END: Final = re.compile(rb"\r?\n\r?\n")
_LINE: Final = re.compile(rb"\r?\n(?![ \t])")
_ATOM: Final = r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\".]+"
_LOCAL: Final = rf"{_ATOM}(?:\.+{_ATOM})*\.?"  # carriers in Japan gave out a..b@ and a.@
_DOMAIN: Final = r"[^\W_](?:[\w-]{0,62})(?:\.[^\W_][\w-]{0,62})+"
_ADDRESS: Final = re.compile(rf"({_LOCAL})@({_DOMAIN})\.?")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONGEST_FROM = 4096


class MalformedHeaders(Exception):
    """The header cannot be read in one way only."""


def fields(raw: bytes) -> list[Field]:
    """(name in lower case, value as it stands) of every header field, in order.

    Raises MalformedHeaders."""
    head = split(raw)[0]
    if b"\0" in head or re.search(rb"\r(?!\n)", head):
        raise MalformedHeaders
    found = []
    for line in _LINE.split(head) if head else []:
        match = _FIELD.fullmatch(line)
        if match is None:
            raise MalformedHeaders
        found.append((match[1].decode("ascii").lower(), match[2]))
    return found


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The header without the line that ends it, and all that follows the header."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw
    match = _END.search(raw)
    return (raw[: match.start()], raw[match.start() :]) if match else (raw.rstrip(b"\r\n"), b"")


def sender(found: list[Field]) -> Sender:
    """The From mailbox (RFC 5322 3.6.2), if there is exactly one.

    Never Reply-To or Sender: neither says who wrote the mail (facts of email)."""
    values = [value for name, value in found if name == "from"]
    if len(values) != 1:
        return Sender(reason="from_several" if values else "from_missing")
    return mailbox(values[0])


def mailbox(value: bytes) -> Sender:
    """`name <a@b>` or `a@b`; a comment or a quoted name may say anything, the rest may not."""
    text = value.decode("utf-8", "surrogateescape")
    if len(text) > _LONGEST_FROM:
        return Sender(reason="from_malformed")
    text = _without_comments(_QUOTED.sub(" q ", text)).strip()
    name, bracket, rest = text.partition("<")
    if not bracket:
        return _checked(text)
    address, closed, after = rest.partition(">")
    if re.search(r"[,;:]", name + after) or "<" in after:
        return Sender(reason="from_several")
    if not closed or after.strip():
        return Sender(reason="from_malformed")
    found = _checked(address.strip())
    # Some write their address as their name without quotes; another's there is a trap.
    if "@" in name and found.address and name.strip().lower() != found.address.lower():
        return Sender(reason="from_several")
    return found


def _checked(text: str) -> Sender:
    match = _ADDRESS.fullmatch(text)
    if match is None or "=?" in text or not text.isprintable():
        several: Reason = "from_several" if re.search(r"[,;:]", text) else "from_malformed"
        return Sender(reason=several if text else "from_missing")
    try:
        domain = match[2].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return Sender(reason="from_malformed")
    return Sender(address=f"{match[1]}@{domain}")


def _without_comments(text: str) -> str:
    """Comments nest (RFC 5322 3.2.2); one that never ends takes all that follows with it."""
    kept, depth, quoted = [], 0, False
    for letter in text:
        if quoted:
            quoted = False
        elif letter == "\\":
            quoted = True
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(letter)
    return "".join(kept)
