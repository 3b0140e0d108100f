"""Mails that went out, as far as the file mailbox keeps them."""

from django.utils.translation import gettext_lazy as _

from octant.core.ports.privacy import Eraser, Kind, NotExported, Removed, Subject
from octant.reactions.notifications.mailbox import Mailbox, forget_mails

KINDS = (
    Kind(
        key="mailbox",
        name=_("Copies of mails that went out"),
        about=_("Copies of the mails that we sent you, where this system keeps any."),
        days=30,
        least=1,
        store=Mailbox(),
    ),
)

NOT_EXPORTED = (
    NotExported("notifications.Notice", "Which answers a mail told of; goes with the ticket."),
)


def _mails(subject: Subject, limit: int) -> Removed:
    return forget_mails(subject.emails, limit)


ERASERS = (Eraser("mailbox", _("Copies of mails"), 80, _mails),)
