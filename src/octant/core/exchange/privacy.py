"""Requests to lock an account at the exchange."""

import hashlib
import hmac

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.exchange.models import Freeze
from octant.core.ports.privacy import Eraser, Kept, Kind, Personal, Removed, Rows, Subject

KINDS = (
    Kind(
        key="freezes",
        name=_("Requests to lock an account"),
        about=_("That your account at the exchange was to be locked, when and why."),
        days=1825,
        least=365,
        store=Rows(rows=Freeze.objects.all, at="requested_at"),
    ),
)

PERSONAL = (Personal("exchange.Freeze", "account_locks", "account", account=True),)


def pseudonym(account: str) -> str:
    """A name that only we can make from the account's, and that leads back to nothing."""
    key = hashlib.sha256(b"octant.exchange.pseudonym" + settings.SECRET_KEY.encode()).digest()
    return "erased-" + hmac.new(key, account.encode(), hashlib.sha256).hexdigest()[:24]


def _freezes(subject: Subject, limit: int) -> Removed:
    changed = 0
    for account in subject.accounts:
        rows = Freeze.objects.filter(account=account)
        changed += rows.update(account=pseudonym(account), reason="")
    return Removed(changed)


ERASERS = (Eraser("freezes", _("Account locks: made anonymous"), 70, _freezes),)

KEPT = (
    Kept(
        "freezes",
        _("When an account lock was asked for and confirmed, under a pseudonym"),
        _("Law on fraud and money laundering asks exchanges for a record of what was stopped."),
    ),
)
