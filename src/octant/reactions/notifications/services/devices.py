"""Browsers in which people are told of answers: added and taken away by themselves."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from octant.kit.clock import now
from octant.reactions.notifications.models import Device, Push

if TYPE_CHECKING:
    from octant.core.people.models import User

MOST = 10  # of one person; the eleventh takes the place of the oldest


@transaction.atomic
def add_device(
    *, user: "User", endpoint: str, their_key: str, auth: str, name: str, language: str
) -> Device:
    """Tell `user` in this browser from now on, and show them once how that looks. A browser that
    was another person's, or theirs before, is theirs now."""
    Device.objects.filter(endpoint=endpoint).delete()
    device = Device.objects.create(
        user=user,
        endpoint=endpoint,
        their_key=their_key,
        auth=auth,
        name=name[:80],
        language=language,
        key=secrets.token_urlsafe(16),
        made_at=now(),
    )
    kept = Device.objects.filter(user=user).order_by("-made_at", "-pk")[:MOST]
    Device.objects.filter(user=user).exclude(
        pk__in=list(kept.values_list("pk", flat=True))
    ).delete()
    Push.objects.create(device=device, ticket=None, due_at=now())
    return device


def remove_device(*, user: "User", pk: int) -> bool:
    """Tell them no longer there; whether there was such a device of theirs."""
    return bool(Device.objects.filter(user=user, pk=pk).delete()[0])


def forget_device(*, user: "User", key: str) -> None:
    """They signed out in the browser whose cookie says `key`."""
    if key:
        Device.objects.filter(user=user, key=key).delete()
