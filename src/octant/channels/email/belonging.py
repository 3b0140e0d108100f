"""On which ticket a mail belongs: what names a candidate, and who may write there."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.senders import Sender
from octant.core.people.identities import is_same
from octant.core.tickets.reply_address import ticket_of_address
from octant.core.tickets.selectors import active_of_channel, ticket_by_number
from octant.kit.clock import now

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket
    from octant.kit.mail.reading import Mail

RESENT_WITHIN = timedelta(days=30)
COMPARED = 20  # letters of the customer, the newest first
_ALIKE, _CHARACTERS = 0.5, 4000
_WORDS, _CHINESE = re.compile(r"\w+"), re.compile(r"[\u3400-\u9fff]")
# "Re:", "AW:", "回复：", "Fwd:" … with numbers and in any repetition.
_PREFIX = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|vl|fw|fwd|wg|tr|rv|res|enc|r|i|rif|odp|pd|doorst|ynt|ilt|vá"
    r"|отв|ответ|пересл|回复|答复|回覆|答復|回信|转发|轉寄|轉發|转寄)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：])+\s*",
    re.IGNORECASE,
)


def plain_subject(subject: str) -> str:
    """A subject without what mail programs put before it."""
    return " ".join(_PREFIX.sub("", subject).split())


def addresses_of(mail: "Mail", recipients: Iterable[str]) -> list[str]:
    """Every address that this mail went to: the envelope's first, then the header's."""
    named = [box.address for box in (*mail.to, *mail.cc)]
    delivered = [mail.headers.get(name) for name in ("delivered-to", "x-original-to")]
    return [each for each in (*recipients, *delivered, *named) if each]


def candidate(mail: "Mail", recipients: Iterable[str]) -> "tuple[Ticket, bool] | None":
    """The ticket that a mail says it is about, and whether by a keyed address, which only a
    reader of ours mail has. A number in the subject is never asked."""
    for address in addresses_of(mail, recipients):
        if (number := ticket_of_address(address)) and (found := ticket_by_number(number)):
            return found, True
    ids = [*mail.in_reply_to, *reversed(mail.references)][:50]
    if not ids:
        return None
    ours = Outgoing.objects.filter(mail_id__in=ids).select_related("ticket__customer")
    if row := ours.order_by("-pk").first():
        return row.ticket, False
    # Somebody goes on from their own mail, which may have been moved to a ticket of its own.
    theirs = Letter.objects.filter(mail_id__in=ids, message__author_kind="customer")
    if own := theirs.select_related("message__ticket__customer").order_by("-pk").first():
        return own.message.ticket, False
    return None


def may_write(sender: Sender, ticket: "Ticket", *, keyed: bool) -> bool:
    """Whether this sender takes part in that ticket.

    Its customer does, in whichever row of theirs, by an authenticated address; so does a guest
    whose mail we wrote to, if their answer comes from that very address and carries the ticket's
    key.
    """
    owner = ticket.customer
    if sender.customer is not None and is_same(sender.customer, owner):
        return True
    same = bool(owner.email) and owner.email.casefold() == sender.address.casefold()
    guest = owner.user_id is None and not owner.exchange_account
    return guest and same and keyed and (sender.proved or owner.mail_proved_at is None)


def resent(sender: Sender, subject: str, text: str, named: set[str]) -> "Ticket | None":
    """The open ticket that this mail says again: same proved customer, the same subject or a
    common reference, and a similar text. Who waits writes once more, and it stays one ticket."""
    if sender.customer is None or sender.is_new:
        return None
    wanted = plain_subject(subject).casefold()
    written = Letter.objects.filter(
        message__author_kind="customer",
        message__ticket__in=active_of_channel(
            sender.customer, "email", since=now() - RESENT_WITHIN
        ),
    )
    recent = written.select_related("message__ticket__customer").order_by("-pk")
    for letter in recent[:COMPARED]:
        values = {str(each.get("value", "")).casefold() for each in letter.details}
        same_subject = bool(wanted) and plain_subject(letter.subject).casefold() == wanted
        if (same_subject or named & values) and alike(text, letter.message.text):
            return letter.message.ticket
    return None


def alike(one: str, other: str) -> bool:
    """Whether two texts share most of their words: pieces of three letters, of two in Chinese,
    where two already are a word."""
    first, second = _pieces(one), _pieces(other)
    if not first or not second:
        return not first and not second
    return len(first & second) / min(len(first), len(second)) >= _ALIKE


def _pieces(text: str) -> set[str]:
    plain = "".join(_WORDS.findall(text[:_CHARACTERS].casefold()))
    size = 2 if 2 * len(_CHINESE.findall(plain)) > len(plain) else 3
    last = len(plain) - size + 1
    return {plain[at : at + size] for at in range(last)} or ({plain} if plain else set())
