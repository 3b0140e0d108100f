"""The conversation as mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from octant.core.people import anti_phishing
from octant.core.tickets.transcript import transcript
from octant.kit.errors import DomainError
from octant.kit.mail.automatic import MARKS

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket


def _own_code(ticket: Ticket, email: str) -> str:
    own = anti_phishing.shown_to(ticket.customer.user, address=email)
    return "\n" + _("Your anti-phishing code: %(code)s") % {"code": own} + "\n" if own else ""


def mail_transcript(*, ticket: Ticket) -> str:
    """Send the conversation to the ticket's address, which is returned."""
    email = ticket.customer.email
    if not email:
        raise DomainError(_("We have no email address of yours for this chat."), code="no_email")
    mail = EmailMessage(
        subject=_("Your conversation %(ticket)s") % {"ticket": ticket.public_id},
        body=transcript(ticket) + _own_code(ticket, email),
        to=[email],
        headers=MARKS,
    )
    mail.send()
    return email
