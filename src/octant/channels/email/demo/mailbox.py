"""Whose mailboxes a demonstration shows, and what lies in them.

Only addresses under names that are kept for examples (RFC 2606), so that nobody's real mailbox is
played, and never one of ours or of staff.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from octant.channels.email import config
from octant.channels.email.models import Arrival
from octant.channels.email.services.keeping import raw_of
from octant.core.people.selectors import mail_people, staff_of_address
from octant.kit.errors import NotFound
from octant.kit.mail.files import mail_files, mails_in
from octant.kit.mail.reading import Mail, read_mail

MOST_PEOPLE, MOST_FILES, MOST_SHOWN = 60, 2000, 60
_KEPT_DOMAINS = ("example.com", "example.net", "example.org")


@dataclass(frozen=True, slots=True)
class Item:
    """One mail in somebody's mailbox. `sent`: they wrote it; `ticket` is then where it stands."""

    id: str
    at: datetime
    who: str
    subject: str
    sent: bool = False
    ticket: str = ""


def may_be_read(address: str) -> bool:
    """Whether this is the address of somebody who is made up."""
    local, _at, domain = address.lower().rpartition("@")
    if not local or len(address) > 254 or not address.isprintable() or " " in address:
        return False
    made_up = domain.endswith(".example") or domain in _KEPT_DOMAINS
    return made_up and not config.is_ours(address) and staff_of_address(address) is None


def people() -> list[tuple[str, str, bool]]:
    """(name, address, has an account) of those whose mailboxes are offered."""
    found = mail_people(limit=MOST_PEOPLE)
    return [row for row in found if may_be_read(row[1])]


def name_of(address: str) -> str:
    """The name that belongs to an address, else nothing. Raises `NotFound` for an address that
    is not of the demonstration."""
    if not may_be_read(address):
        raise NotFound(_("There is no such mailbox."))
    return next((n for n, a, _known in people() if a.casefold() == address.casefold()), "")


def items(address: str) -> list[Item]:
    """What came and what was sent, the newest first."""
    came = [_item(raw, mail) for raw, mail in _received(address)]
    sent = [_sent(row) for row in _written_by(address).order_by("-pk")[:MOST_SHOWN]]
    return sorted([*came, *sent], key=lambda item: item.at, reverse=True)[:MOST_SHOWN]


def open_item(address: str, item: str) -> tuple[Item, Mail]:
    """One mail of a mailbox. Raises `NotFound`."""
    if item.startswith("s") and item[1:].isascii() and item[1:].isdigit() and len(item) < 19:
        row = _written_by(address).filter(pk=int(item[1:])).first()
        if row is not None:
            return _sent(row), _read(row)
    for raw, mail in _received(address):
        if _id(raw) == item:
            return _item(raw, mail), mail
    raise NotFound(_("There is no such mail."))


def _written_by(address: str) -> QuerySet[Arrival]:
    """What somebody sent; of a mail that nobody sorted yet the envelope says by whom."""
    unsorted = Q(sender="", envelope__mail_from__iexact=address)
    rows = Arrival.objects.filter(Q(sender__iexact=address) | unsorted, envelope__via="demo")
    return rows.select_related("ticket")


def _read(row: Arrival) -> Mail:
    try:
        return read_mail(raw_of(row))
    except FileNotFoundError:
        words = _("The original is gone: it held a secret, or its time was over.")
        return Mail(subject=row.subject, text=words)


def _received(address: str) -> list[tuple[bytes, Mail]]:
    wanted = address.casefold()
    needle = wanted.encode()
    found = []
    for file in reversed(mail_files(Path(str(settings.EMAIL_FILE_PATH)))[-MOST_FILES:]):
        for raw in reversed([each for each in mails_in(file) if needle in each.lower()]):
            mail = read_mail(raw.lstrip())
            if any(box.address.casefold() == wanted for box in (*mail.to, *mail.cc)):
                found.append((raw, mail))
        if len(found) >= MOST_SHOWN:
            break
    return found


def _id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:20]


def _item(raw: bytes, mail: Mail) -> Item:
    who = mail.from_[0].name or mail.from_[0].address if mail.from_ else ""
    return Item(_id(raw), mail.date or datetime.min.replace(tzinfo=UTC), who, mail.subject)


def _sent(row: Arrival) -> Item:
    boxes = ", ".join(str(each) for each in row.envelope.get("recipients", ()))
    number = row.ticket.public_id if row.ticket else ""
    subject = row.subject if row.sender else _read(row).subject
    return Item(f"s{row.pk}", row.received_at, boxes, subject, sent=True, ticket=number)
