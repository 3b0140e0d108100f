"""The mail that pages the security team. It names no customer: mailboxes are read by others."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from octant.core.ports.workspace import workspace
from octant.core.takeover.selectors import case_of, security_team
from octant.core.tickets import chats
from octant.kit.mail.automatic import MARKS

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket


def on_takeover(name: str, payload: dict[str, Any]) -> None:
    """Mail everybody of the team, unless somebody answered meanwhile. A mail server that is
    away lets the outbox try again; a mail sent twice has the same Message-ID."""
    ticket = chats.by_pk(int(payload["ticket"]))
    case = case_of(ticket) if ticket else None
    if ticket is None or case is None or case.answered_at or case.dismissed_at:
        return
    for user in security_team():
        compose(user, ticket, page=int(payload["page"])).send()


def compose(user: "User", ticket: "Ticket", *, page: int) -> EmailMessage:
    """One page, in its reader's language."""
    with translation.override(user.language):
        values = {"ticket": ticket.public_id, "page": page}
        url = settings.OCTANT_URL + reverse("desk:ticket", args=[ticket.public_id])
        parts = [
            _("A customer reports that somebody else is in their account: ticket %(ticket)s.")
            % values,
            _("Open it and press “I am on it”. Until somebody does, this mail comes again."),
            url,
        ]
        if page > 1:
            parts.insert(1, _("This is page %(page)d: nobody has answered yet.") % values)
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return EmailMessage(
            subject=f"{workspace().name}: " + _("take-over reported, ticket %(ticket)s") % values,
            body="\n\n".join(parts) + "\n",
            to=[user.email],
            headers={
                "Message-ID": f"<takeover.{ticket.public_id}.{page}.{user.pk}@{domain}>",
                **MARKS,
            },
        )
