"""What happens at once when a customer has proved that it is they. Apps say so in ready().

The event `SteppedUp` tells the same at least once: what is done here is done there again, and
must not mind. This way the customer does not wait for the worker.
"""

from collections.abc import Callable

from octant.core.tickets.models import Ticket

# Given the ticket; the path where the customer goes on, or nothing.
Follower = Callable[[Ticket], str]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    if follower not in _followers:
        _followers.append(follower)


def go_on(ticket: Ticket) -> str:
    """Run them all; the first path that one of them wants."""
    return next((path for each in _followers if (path := each(ticket))), "")
