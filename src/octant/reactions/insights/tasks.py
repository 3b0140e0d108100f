"""What the worker does for insights."""

import time

from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.services.marking import mark_news

# The worker's other work waits meanwhile: a freeze too. What is left waits for the next turn.
BUDGET_SECONDS = 1.0


def look() -> None:
    """Mark the hours of tickets on which something was said; at first, all."""
    mark_news()


def count() -> None:
    """Count hours that were marked."""
    began = time.monotonic()
    while count_stale() and time.monotonic() - began < BUDGET_SECONDS:
        pass
