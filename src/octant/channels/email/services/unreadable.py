"""A mail that we could not read is a ticket all the same, with the original kept for staff."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from octant.channels.email.channel import KEY
from octant.channels.email.models import Arrival, Letter
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.safety.text import Screened, screen
from octant.core.tickets.services.conversation import event, open_ticket

if TYPE_CHECKING:
    from octant.kit.mail.reading import Mail

SHOWN = 4000


def open_for(row: Arrival, mail: "Mail | None") -> dict[str, Any]:
    """Open it, once; returns the arrival's fields that name it."""
    if row.ticket_id is not None:
        return {}
    language = workspace().default_language
    words = _("(This mail could not be read. The original is kept for our staff.)")
    text = (
        screen(mail.text[:SHOWN])
        if mail and mail.text.strip()
        else Screened.trusted(words, "words of our own")
    )
    ticket = open_ticket(
        customer=guest(name=row.sender[:120], email="", language=language),
        subject=Screened.trusted(row.subject, "screened when it was noted"),
        text=text,
        channel=KEY,
        assurance=Assurance.ANONYMOUS,
        language=language,
        context={"mail": {"registered": False, "verdict": row.verdict or "none"}},
    )
    event(ticket, "mail_unread")
    Letter.objects.create(
        message=ticket.messages.get(seq=1),
        arrival=row,
        from_address=row.sender,
        subject=row.subject,
        problems=["reader-failed"],
    )
    return {"ticket": ticket}
