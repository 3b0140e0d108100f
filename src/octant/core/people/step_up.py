"""Numbers of proving again that it is you, from `step_up` in workspace.yaml, unit in the name."""

from datetime import timedelta
from typing import Any

from octant.core.people.models import User
from octant.core.ports.workspace import workspace


def _number(name: str, default: int) -> int:
    own: dict[str, Any] = workspace().raw.get("step_up") or {}
    return int(own.get(name, default))


def holds() -> timedelta:
    """How long a confirmation holds."""
    return timedelta(minutes=_number("holds_minutes", 15))


def asked_for() -> timedelta:
    """How long a request to a customer waits for them."""
    return timedelta(minutes=_number("asked_minutes", 10))


def factor_age() -> timedelta:
    """How old an authenticator app or passkey must be to count."""
    return timedelta(hours=_number("factor_age_hours", 24))


def address_age() -> timedelta:
    """How long ago an address must have been changed for a mailed code to count: whoever took
    an account over may have put their own address in, and its owner needs time to notice."""
    return timedelta(days=_number("address_age_days", 7))


def code_lives() -> timedelta:
    """How long a mailed code may be typed in."""
    return timedelta(minutes=_number("mailed_code_minutes", 10))


def mailed_export_waits() -> timedelta:
    """How long an archive waits that was asked for by a mailed code alone: who reads somebody's
    mail could otherwise take all their data in one go, unseen."""
    return timedelta(hours=_number("mailed_export_wait_hours", 24))


def registered_address(user: User) -> str:
    """Where a mailed code may go at all: the user's own address, once proved; else nothing."""
    from allauth.account.models import EmailAddress

    proved = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return user.email if proved.exists() else ""
