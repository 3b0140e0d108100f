"""The mail that tells a customer of answers they have not seen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from octant.core.people import anti_phishing
from octant.core.ports.workspace import workspace
from octant.core.safety.labels import readable
from octant.core.safety.links.words import disarmed
from octant.core.tickets.access import link_for
from octant.core.tickets.codes import code_of
from octant.core.tickets.reply_address import reply_address
from octant.kit.mail.automatic import MARKS

if TYPE_CHECKING:
    from octant.core.tickets.models import Message, Ticket


def compose(ticket: "Ticket", answers: Sequence["Message"]) -> EmailMessage:
    """One mail with all `answers` and the customer's own link, in the ticket's language.

    The Message-ID names the last answer, so that a mail which a crash sends twice is one to
    the reader's mail program.
    """
    with translation.override(ticket.language):
        values = {"ticket": ticket.public_id, "name": ticket.customer.name}
        greeting = _("Hello %(name)s,") if ticket.customer.name else _("Hello,")
        parts = [
            greeting % values,
            _("There is a new answer on your ticket %(ticket)s.") % values,
            *(_quoted(answer) for answer in answers),
            _("Read it all and answer here, or just answer this mail:") + "\n" + link_for(ticket),
            _("The link is yours alone. Please do not pass it on."),
            _proof(ticket, answers[-1]),
            _(
                "We never ask for a password, a code, a private key or recovery words, "
                "by email or in the chat."
            ),
            workspace().name,
        ]
        if workspace().demo:
            parts.append(workspace().text("demo_notice", language=ticket.language))
        return EmailMessage(
            subject=_("An answer to your ticket %(ticket)s") % values,
            body="\n\n".join(parts) + "\n",
            to=[ticket.customer.email],
            reply_to=[reply_address(ticket)],
            headers=_headers(ticket, answers[-1].seq),
        )


def _quoted(answer: "Message") -> str:
    name = answer.author.shown_name if answer.author else workspace().name
    files = [f"[{file.name}]" for file in answer.files.all()]
    return "\n".join(
        [f"{name}:", *readable(disarmed(answer.text, answer.findings)).splitlines(), *files]
    )


def _proof(ticket: "Ticket", answer: "Message") -> str:
    """How the reader can tell that this mail is ours: by a code, and by their own words."""
    code = code_of(ticket.pk, answer.seq)
    url = f"{settings.OCTANT_URL}{reverse('verify')}"
    lines = [_("Is this really us? Enter the message code %(code)s at:") % {"code": code}, url]
    if own := anti_phishing.shown_to(ticket.customer.user, address=ticket.customer.email):
        lines.append(_("Your anti-phishing code: %(code)s") % {"code": own})
    return "\n".join(lines)


def _headers(ticket: "Ticket", seq: int) -> dict[str, str]:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return {
        "Message-ID": f"<{ticket.public_id}.{seq}@{domain}>",
        "References": f"<{ticket.public_id}@{domain}>",
        **MARKS,
    }
