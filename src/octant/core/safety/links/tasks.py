"""What the worker does for links."""

from datetime import timedelta

from octant.core.safety.links import here
from octant.core.safety.links.lists import FEED
from octant.core.safety.links.selectors import feed, feed_address
from octant.core.safety.links.services import refresh_feed, write_lists
from octant.kit.clock import now

FEED_EVERY_MINUTES = 60
FEED_AGAIN_MINUTES = 10  # after a fetch that failed


def keep_lists() -> None:
    """Lists of this node as the database has them; the feed when it is due or missing here."""
    write_lists()
    if feed_due():
        refresh_feed()


def feed_due() -> bool:
    """Whether the feed should be fetched now."""
    row, here_already = feed(), (here.folder() / FEED).exists()
    if not feed_address():
        return bool(row.entries) or (row.pk is not None and row.checked_at is None)
    if row.checked_at is None or (not here_already and not row.error):
        return True
    minutes = FEED_AGAIN_MINUTES if row.error else FEED_EVERY_MINUTES
    return now() - row.checked_at >= timedelta(minutes=minutes)
