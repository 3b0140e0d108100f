"""Addresses of our own, with which nobody else may have an account.

The "ticket trick": whoever signs up somewhere with an address that ends in a help desk reads the
confirmation there. With an account here in an address of ours, the same works the other way
round: others would take its owner for one of us.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from octant.core.ports.workspace import workspace


def is_ours(email: str) -> bool:
    """Whether `email` lies at an official domain of the workspace or below one."""
    host = email.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return False  # no address at all; the field says so
    return any(host == own or host.endswith(f".{own}") for own in workspace().official_domains)


def demand_foreign(email: str) -> None:
    """Raises ValidationError for an address of ours; staff get theirs by invitation."""
    if is_ours(email):
        raise ValidationError(_("This address is ours. Please use an address of your own."))
