"""What the worker does for insights."""

import time

from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.services.marking import mark_news

BUDGET_SECONDS = 10.0  # of a minute; what is left waits for the next turn


def count() -> None:
    """Count the hours of which something changed."""
    mark_news()
    began = time.monotonic()
    while count_stale() and time.monotonic() - began < BUDGET_SECONDS:
        pass
