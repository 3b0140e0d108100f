"""Keep the outbox small."""

from datetime import timedelta

from octant.core.outbox.models import Event
from octant.kit.clock import now

KEEP_DAYS = 7


def forget_delivered() -> int:
    """Delete events older than a week that owe nothing to anybody; failed ones stay visible."""
    old = Event.objects.filter(at__lt=now() - timedelta(days=KEEP_DAYS))
    owed = old.filter(deliveries__done_at=None, deliveries__isnull=False)
    gone, _ = old.exclude(pk__in=owed.values("pk")).delete()
    return gone
