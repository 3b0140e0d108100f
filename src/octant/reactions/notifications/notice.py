"""What a notice says. It may be read over a shoulder: no word of the conversation is in it."""

import json
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from octant.core.ports.workspace import workspace
from octant.core.tickets import chats

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket
    from octant.reactions.notifications.models import Device


def notice(device: "Device", ticket: "Ticket | None") -> bytes:
    """JSON for static/notifications/worker.js: title, body, url (a path of ours) and tag; a later
    one with the same tag takes the place of the earlier one."""
    with translation.override(device.language):
        if ticket is None:
            told = {
                "body": _("This is how we tell you of answers."),
                "url": reverse("notices"),
                "tag": "trial",
            }
        else:
            count = len(chats.unseen_answers(ticket))
            body = ngettext(
                "There is a new answer to your request %(ticket)s.",
                "There are %(count)d new answers to your request %(ticket)s.",
                count,
            ) % {"count": count, "ticket": ticket.public_id}
            url = reverse("request", args=[ticket.public_id])
            told = {"body": body, "url": url, "tag": ticket.public_id}
        return json.dumps({"title": workspace().name, **told}, ensure_ascii=False).encode()
