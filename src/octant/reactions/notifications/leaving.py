"""Whoever signs out is told nothing more in that browser: somebody else may be at it next."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from octant.core.people.access import is_user
from octant.reactions.notifications.services.devices import forget_device


def on_signed_out(request: HttpRequest | None, user: Any, **_kwargs: object) -> None:
    """A receiver of Django's `user_logged_out`."""
    if request is not None and is_user(user):
        forget_device(user=user, key=request.COOKIES.get(settings.OCTANT_NOTICES_COOKIE, ""))
