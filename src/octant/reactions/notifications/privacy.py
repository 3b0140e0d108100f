"""Mails that went out, as far as the file mailbox keeps them, and browsers that are told."""

from django.utils.translation import gettext_lazy as _

from octant.core.ports.privacy import Eraser, Kind, NotExported, Personal, Removed, Rows, Subject
from octant.reactions.notifications.mailbox import Mailbox, forget_mails
from octant.reactions.notifications.models import Device

KINDS = (
    Kind(
        key="mailbox",
        name=_("Copies of mails that went out"),
        about=_("Copies of the mails that we sent you, where this system keeps any."),
        days=30,
        least=1,
        store=Mailbox(),
    ),
    Kind(
        key="devices",
        order=22,
        name=_("Browsers with notices"),
        about=_("In which of your browsers we tell you of answers, from the day you chose it."),
        days=730,
        least=30,
        store=Rows(rows=Device.objects.all, at="made_at", customer="user__customer"),
    ),
)

PERSONAL = (
    Personal(
        "notifications.Device",
        "browsers_with_notices",
        "user",
        user=True,
        withheld=("user", "endpoint", "their_key", "auth", "key"),
    ),
)

NOT_EXPORTED = (
    NotExported("notifications.Notice", "Which answers a mail told of; goes with the ticket."),
    NotExported("notifications.Push", "Which notice a browser is owed; goes when it was told."),
)


def _mails(subject: Subject, limit: int) -> Removed:
    return forget_mails(subject.emails, limit)


ERASERS = (Eraser("mailbox", _("Copies of mails"), 80, _mails),)
