"""Who a mail is from, as the rule for "the registered address" wants it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from octant.channels.email import config
from octant.core.people.selectors import knows_address, staff_of_address
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.kit.clock import now
from octant.kit.mail.auth import Authenticity, authenticate, trusted_results

if TYPE_CHECKING:
    from octant.channels.email.envelope import Envelope
    from octant.core.people.models import Customer, User


@dataclass(frozen=True, slots=True)
class Sender:
    """Exactly one of `customer`, `staff` or none of both for somebody who proved nothing.

    `registered`: it is the address of an account. `is_new`: they never wrote before. `proved`: the
    address's domain vouched.
    """

    address: str
    name: str
    authenticity: Authenticity
    customer: "Customer | None" = None
    staff: "User | None" = None
    registered: bool = False
    is_new: bool = False

    @property
    def proved(self) -> bool:
        return self.authenticity.verdict == "pass"

    @property
    def assurance(self) -> Assurance:
        return Assurance.VERIFIED_EMAIL if self.proved else Assurance.CLAIMED


def authenticity_of(raw: bytes, envelope: "Envelope") -> Authenticity:
    """By our border server's word where mail comes from one, else by looking ourselves."""
    if envelope.via == "demo":  # the page is the mailbox, and its reader the mailbox's owner
        address = envelope.mail_from
        return Authenticity(verdict="pass", from_address=address, reasons=("aligned_dkim",))
    ours = settings.OCTANT_MAIL_AUTHSERV_ID
    if ours and envelope.via in ("lmtp", "imap"):
        return trusted_results(raw, ours)
    return authenticate(
        raw,
        peer_ip=envelope.peer if envelope.via == "smtp" and envelope.peer else None,
        helo=envelope.helo,
        mail_from=envelope.mail_from,
        resolver=config.resolver(),
        trusted_arc=config.trusted_forwarders(),
        now=now(),
    )


def known_sender(*, address: str, name: str, found: Authenticity, language: str) -> Sender:
    """The person behind an address that was authenticated; nobody for one that was not."""
    if found.verdict != "pass":
        return Sender(address, name, found)
    if knows_address(address):
        if staff := staff_of_address(address):
            return Sender(address, name, found, staff=staff)
        if customer := customers.of_registered_address(address=address):
            return Sender(address, name, found, customer=customer, registered=True)
    customer, new = customers.of_proved_mail(address=address, name=name, language=language)
    return Sender(address, name, found, customer=customer, is_new=new)
