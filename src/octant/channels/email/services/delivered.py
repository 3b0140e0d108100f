"""What a provider tells of a mail that we sent: it arrived, came back, or was called unwanted."""

from datetime import timedelta

from django.db import transaction

from octant.channels.email.models import Outgoing
from octant.channels.email.services.machines import COMPLAINT, came_back, suppress
from octant.kit.clock import now

# Events of anymail. A mail that is put off is tried again by the provider: no news.
BACK, FAILED, COMPLAINED, DELIVERED = ("bounced", "rejected"), "failed", "complained", "delivered"
# Providers that name mails by numbers of their own: then it is the last one to that address.
RECENT = timedelta(days=5)


@transaction.atomic
def note_event(*, kind: str, mail_id: str, to: str, said: str = "") -> bool:
    """Work one event in; whether it was about a mail of ours. The same event again changes
    nothing. An address is only believed where the mail went to it."""
    sent = _mail(mail_id.strip("<> "), to.strip())
    if sent is None or (to and sent.to.casefold() != to.strip().casefold()):
        return False
    if kind in BACK:
        came_back(sent, kind="hard", said=said)
    elif kind == FAILED:
        came_back(sent, kind="soft", said=said)
    elif kind == COMPLAINED:
        suppress(sent.to, "complaint", COMPLAINT)
    elif kind == DELIVERED and sent.delivered_at is None:
        sent.delivered_at = now()
        sent.save(update_fields=["delivered_at"])
    return True


def _mail(mail_id: str, to: str) -> Outgoing | None:
    rows = Outgoing.objects.select_related("ticket").select_for_update(of=("self",))
    if mail_id and (found := rows.filter(mail_id=mail_id[:200]).first()):
        return found
    if not to or "@" in mail_id:  # a Message-ID, but none of ours
        return None
    recent = rows.filter(to__iexact=to, created_at__gt=now() - RECENT).exclude(
        state__in=(Outgoing.State.QUEUED, Outgoing.State.CANCELLED)
    )
    return recent.order_by("-pk").first()
