"""Mails as customers' servers send them: real signatures under names that only the tests know."""

import json
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import cache
from pathlib import Path
from typing import Any

from octant.channels.email.channel import Email, handed_over
from octant.channels.email.models import Arrival
from octant.kit.clock import now
from octant.kit.mail.signing import SigningKey, new_key, public_record, sign

SUPPORT = "support@kraken.example"
DOMAIN = "customers.example"
MEI = f"mei@{DOMAIN}"


@cache
def key(domain: str = DOMAIN) -> SigningKey:
    return new_key(domain=domain, selector="test", kind="ed25519")


def zone_file(folder: Path) -> str:
    """Names of three domains: one with a strict policy, one without any, one of strangers."""
    zone: dict[str, Any] = {
        DOMAIN: {"TXT": ["v=spf1 ip4:192.0.2.1 -all"]},
        f"_dmarc.{DOMAIN}": {"TXT": ["v=DMARC1; p=reject"]},
        "lax.example": {"TXT": ["v=spf1 ip4:192.0.2.1 -all"]},
        "agents.example": {"TXT": ["v=spf1 -all"]},
        "_dmarc.agents.example": {"TXT": ["v=DMARC1; p=reject"]},
        "_dmarc.stranger.example": {"TXT": ["v=DMARC1; p=reject"]},
    }
    for domain in (DOMAIN, "agents.example", "stranger.example", "machines.example"):
        record = public_record(key(domain))
        zone[record.name] = {"TXT": [record.text]}
    file = folder / "zone.json"
    file.write_text(json.dumps(zone))
    return str(file)


def letter(
    text: str = "My withdrawal has not arrived. Please look into it.",
    *,
    sender: str = MEI,
    to: str = SUPPORT,
    subject: str = "Withdrawal missing",
    reply_to: str = "",
    html: str = "",
    files: tuple[tuple[str, str, bytes], ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> EmailMessage:
    """A mail, not signed yet."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">"))
    if reply_to:
        mail["In-Reply-To"] = mail["References"] = reply_to
    for name, value in headers:
        mail[name] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, media_type, content in files:
        main, _slash, sub = media_type.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail


def signed(mail: EmailMessage, domain: str = DOMAIN) -> bytes:
    from email.policy import SMTP

    return sign(mail.as_bytes(policy=SMTP), [key(domain)])


def arrive(raw: bytes | EmailMessage, **envelope: Any) -> Arrival:
    """Hand a mail over as our own server would; an `EmailMessage` is signed by its domain."""
    if isinstance(raw, EmailMessage):
        domain = str(raw["From"]).rpartition("@")[2].strip("> ")
        raw = signed(raw, domain) if domain != "lax.example" else raw.as_bytes()
    given = {"recipients": [SUPPORT], "mail_from": MEI, "peer": "", "via": "smtp", **envelope}
    row: Arrival = Email().receive({"raw": raw, **given}, signature=handed_over(raw))
    return row
