"""A mail as somebody's mail program would write it, handed to our own way in."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from octant.channels.email import config
from octant.channels.email.channel import Email, handed_over
from octant.kit.clock import now
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from octant.channels.email.models import Arrival
    from octant.kit.mail.reading import Mail

MOST_QUOTED = 6000


def answers_to(mail: "Mail") -> str:
    """The address of ours that an answer to this mail goes to; empty where nobody reads one."""
    boxes = [*mail.reply_to, *mail.from_]
    return next((box.address for box in boxes if config.is_ours(box.address)), "")


def write(
    *,
    sender: str,
    name: str,
    to: str,
    subject: str,
    text: str,
    files: "Sequence[UploadedFile[Any]]" = (),
    answered: "Mail | None" = None,
) -> "Arrival":
    """Write and hand over one mail of a person of the demonstration. Raises `DomainError`."""
    if not config.is_ours(to):
        raise DomainError(_("Choose one of our addresses."), field="to")
    mail = EmailMessage()
    mail["From"] = Address(display_name=_plain(name), addr_spec=sender)
    mail["To"], mail["Subject"] = to, _plain(subject)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    if answered is not None and answered.message_id:
        chain = [*answered.references[-18:], answered.message_id]
        mail["In-Reply-To"] = f"<{answered.message_id}>"
        mail["References"] = " ".join(f"<{each}>" for each in dict.fromkeys(chain))
    mail.set_content(text + (_quoted(answered) if answered else ""))
    for file in files:
        main, _slash, sub = (file.content_type or "application/octet-stream").partition("/")
        mail.add_attachment(
            file.read(), maintype=main, subtype=sub or "octet-stream", filename=file.name
        )
    raw = mail.as_bytes(policy=SMTP)
    if len(raw) > config.max_mail_bytes():
        raise DomainError(_("This mail is too large."), field="files", code="too_large")
    given = {"raw": raw, "recipients": [to], "mail_from": sender, "via": "demo"}
    row: Arrival = Email().receive(given, signature=handed_over(raw))
    return row


def _plain(text: str) -> str:
    """One line that may stand in a header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:200]


def _quoted(answered: "Mail") -> str:
    who = answered.from_[0].name or answered.from_[0].address if answered.from_ else ""
    head = f"On {answered.date:%d %b %Y at %H:%M}, {who} wrote:" if answered.date else ""
    lines = "\n".join(f"> {line}" for line in answered.text[:MOST_QUOTED].splitlines())
    return f"\n\n{head}\n{lines}\n"
