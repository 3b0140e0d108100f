"""Reports about mail of ours: it could not be delivered (RFC 3464), or somebody called it spam
(RFC 5965).

Anybody can write such a report. Act on one only where `original_message_id` names a mail that we
sent, and to that address.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from typing import Final, Literal

from flufl.bounce import all_failures

Kind = Literal["hard", "soft", "unknown"]

MOST_RECIPIENTS: Final = 100
BEGINNING: Final = 500_000  # bytes
LONGEST_DIAGNOSTIC: Final = 500
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NAMES: Final = r"mailer-daemon|postmaster|mail-daemon|mailerdaemon"
_MACHINES: Final = re.compile(rf"(?:{_NAMES})@?", re.I)
# Without one of these in its header a mail needs no parser to say that no machine wrote it.
_HINTS: Final = re.compile(rf"{_NAMES}|return-path:\s*<>".encode())
# A permanent failure about the address itself (RFC 3463 3.2, 3.3, 3.5). What else is permanent,
# such as a full mailbox or a refusal by policy, may be over tomorrow.
_ABOUT_THE_ADDRESS: Final = re.compile(r"5\.(?:[014]\.\d+|2\.[01])")


@dataclass(frozen=True, slots=True)
class Failed:
    """One recipient. `status` as in RFC 3463 ("5.1.1"), "" where it is not told. `final`: their
    server gave up, be it for a reason that may be over tomorrow."""

    address: str
    kind: Kind
    status: str = ""
    diagnostic: str = ""
    final: bool = True


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[Failed, ...]
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """`feedback_type` as in RFC 5965 7.3: abuse, fraud, virus, other, not-spam."""

    feedback_type: str
    recipients: tuple[str, ...]
    original_message_id: str | None


def read_bounce(raw: bytes) -> Bounce | None:
    """None where the mail reports no failure, a report of delivery among them. Raises nothing
    for any bytes."""
    if not _holds(raw, b"delivery-status") and not _seems_from_a_machine(raw):
        return None
    mail = _beginning(raw)
    reports = [part for part in mail.walk() if _type(part) == "message/delivery-status"]
    if reports:
        failed = tuple(one for part in reports for one in _failed(part))
    else:
        failed = tuple(_guessed(mail)) if _is_from_a_machine(mail) else ()
    return Bounce(failed[:MOST_RECIPIENTS], _original_id(mail)) if failed else None


def read_complaint(raw: bytes) -> Complaint | None:
    """A feedback report in the Abuse Reporting Format, else None."""
    if not _holds(raw, b"feedback-report"):
        return None
    mail = _beginning(raw)
    for part in mail.walk():
        if _type(part) != "message/feedback-report":
            continue
        for block in _blocks(part):
            if kind := _text(block, "Feedback-Type").lower():
                return Complaint(kind, _complaining(block), _original_id(mail))
    return None


def _holds(raw: bytes, part: bytes) -> bool:
    """Whether a part of this type may be there: most mails are no reports, and need no parser."""
    return part in raw[:BEGINNING].lower()


def _seems_from_a_machine(raw: bytes) -> bool:
    blank = re.search(rb"\r?\n\r?\n|\r\r", raw[:BEGINNING])
    head = raw[: blank.start() if blank else BEGINNING]
    if not _HINTS.search(head.lower()):
        return False
    return _is_from_a_machine(message_from_bytes(head, policy=policy.compat32))


def _beginning(raw: bytes) -> Message:
    """The report stands before the mail that it brings along, of which the head is enough: this
    parser holds whatever it reads six times over."""
    return message_from_bytes(raw[:BEGINNING], policy=policy.compat32)


def _failed(part: Message) -> Iterator[Failed]:
    for block in _blocks(part):
        action = _text(block, "Action").lower()
        named = _text(block, "Original-Recipient") or _text(block, "Final-Recipient")
        address = _address(named.rpartition(";")[2])
        if not address or action not in ("failed", "delayed"):
            continue
        diagnostic = " ".join(_text(block, "Diagnostic-Code").split())[:LONGEST_DIAGNOSTIC]
        match = _STATUS.search(_text(block, "Status")) or _STATUS.search(diagnostic)
        status = match[0] if match else ""
        yield Failed(address, _kind(action, status), status, diagnostic, action == "failed")


def _kind(action: str, status: str) -> Kind:
    if action == "delayed" or status.startswith("4"):
        return "soft"
    if not status.startswith("5"):
        return "unknown"
    return "hard" if _ABOUT_THE_ADDRESS.fullmatch(status) else "soft"


def _guessed(mail: Message) -> Iterator[Failed]:
    """By the habits of servers that write no report (flufl.bounce)."""
    try:
        soft, hard = all_failures(mail)
    except (ValueError, LookupError, TypeError, AttributeError):  # bytes that it did not expect
        return
    for addresses, kind in ((hard, "hard"), (soft - hard, "soft")):
        for address in sorted(addresses):
            if plain := _address(address.decode("ascii", "replace")):
                gone = kind == "hard"
                yield Failed(plain, "hard" if gone else "soft", final=gone)


def _is_from_a_machine(mail: Message) -> bool:
    """A customer who quotes a bounce has not bounced."""
    if _text(mail, "Return-Path") == "<>":
        return True
    return _MACHINES.match(parseaddr(_text(mail, "From"))[1]) is not None


def _blocks(part: Message) -> list[Message]:
    """The groups of fields; those of a report that came in base64 too."""
    payload = part.get_payload()
    found = (
        [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    )
    if any(one.keys() for one in found):
        return found
    text = "\n".join(str(one.get_payload()) for one in found)
    try:
        groups = re.split(rb"\r?\n\r?\n", base64.b64decode(text))
    except ValueError:
        return []
    return [message_from_bytes(group, policy=policy.compat32) for group in groups]


def _original_id(mail: Message) -> str | None:
    """The Message-ID of the mail that the report brings along."""
    for part in mail.walk():
        if _type(part) == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            return _text(inner, "Message-ID") or None if isinstance(inner, Message) else None
        if _type(part) in ("text/rfc822-headers", "message/rfc822-headers"):
            data = part.get_payload(decode=True)
            head = message_from_bytes(data if isinstance(data, bytes) else b"")
            return _text(head, "Message-ID") or None
    return None


def _complaining(block: Message) -> tuple[str, ...]:
    values = [str(v) for v in block.get_all("Original-Rcpt-To", [])][:MOST_RECIPIENTS]
    return tuple(filter(None, (_address(value) for value in values)))


def _address(text: str) -> str:
    """The address in `text`, as it is written; "" where there is none."""
    plain = text.strip().strip("<>").strip()
    fits = len(plain) <= 320 and re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", plain)
    return plain if fits else ""


def _text(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip()


def _type(part: Message) -> str:
    return part.get_content_type()
