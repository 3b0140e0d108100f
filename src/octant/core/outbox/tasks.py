"""Keep the outbox small."""

from octant.core.outbox.services import forget

KEEP_DAYS = 7


def forget_delivered() -> int:
    """Drop what was delivered more than a week ago."""
    return forget(days=KEEP_DAYS)
