"""Ending what somebody is signed in to: browser sessions and the sockets they opened."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from octant.core.outbox.services import publish, tell
from octant.core.people.events import SignedOut
from octant.core.people.models import User


@transaction.atomic
def tell_signed_out(*, user: Any) -> None:
    """Ask every socket of this user to close; a browser still signed in comes back by itself.
    Whatever holds for a session only is told as well."""
    if isinstance(user, User):
        publish(SignedOut(user=user.pk))
        tell(f"user:{user.pk}", signed_out=True)


def end_all(*, user: User) -> int:
    """End every session of this user on every device; returns how many were known."""
    ended = 0
    for session in UserSession.objects.filter(user=user):
        session.end()
        ended += 1
    tell_signed_out(user=user)
    return ended
