"""Codes by mail, for those who have nothing stronger to prove again that it is they.

Of a code we keep a keyed hash, in the browser's session. Tries are counted in the database, over
all sessions of a person, so that asking from many windows gives no more of them.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.people import step_up
from octant.core.people.access import has_second_factor
from octant.core.people.models import Customer, User
from octant.core.people.services import activity
from octant.core.privacy.mail import tell_code
from octant.core.safety import audit
from octant.core.safety.services.limiting import Limit, spend
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed

DIGITS = 8
TRY = Limit("own_data:try", 5, 15)  # of any kind of proof; with 8 digits, one in 20 million
SEND = Limit("own_data:send", 3, 60)


@dataclass(frozen=True, slots=True)
class Sent:
    """A code on its way: its keyed hash (64 hexadecimal digits) and the moment it dies."""

    digest: str
    until: float  # seconds since 1970


def may_be_mailed(user: User) -> bool:
    """Whether a code by mail would prove anything: to an address that is proved and was not
    changed lately, of somebody who has nothing better, not even something too new to count, and
    took nothing better off lately. Who reads somebody's mail must not get around their passkey."""
    if not step_up.registered_address(user) or has_second_factor(user):
        return False
    if activity.took_off_factor(user=user, since=now() - step_up.address_age()):
        return False
    changed = user.email_changed_at
    return changed is None or changed <= now() - step_up.address_age()


def send_code(*, user: User) -> Sent:
    """Mail a new code to the registered address; an earlier one stops counting with the session
    value that this replaces. Raises `NotAllowed` where no mail would prove anything, `TooMany`
    after three an hour, `DomainError` (503) where the mail could not be handed over."""
    if not may_be_mailed(user):
        raise NotAllowed(_("A code by mail would not prove enough here."), code="address_too_new")
    spend(SEND, str(user.pk))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    lives = step_up.code_lives()
    minutes = round(lives.total_seconds() / 60)
    if not tell_code(user, code=f"{code[:4]} {code[4:]}", minutes=minutes):
        raise DomainError(
            _("The mail could not be sent. Please try again in a few minutes."),
            code="mail_failed",
            status=503,
        )
    return Sent(_digest(user, code), (now() + lives).timestamp())


def code_is_right(*, user: User, sent: Sent | None, code: str) -> bool:
    """Whether this is the code that was mailed and still lives, to the address of now."""
    plain = "".join(code.split())
    if sent is None or now().timestamp() > sent.until or not may_be_mailed(user):
        return False
    return hmac.compare_digest(_digest(user, plain), sent.digest)


def spend_try(*, user: User) -> None:
    """Count one answer, of whatever kind. Raises `TooMany` after five in a quarter of an hour."""
    spend(TRY, str(user.pk))


def note_answer(*, user: User, customer: Customer, method: str, right: bool) -> None:
    """Leave a trace of an answer: `method` is passkey, totp, exchange or mail."""
    verb = "confirm_own_data" if right else "confirm_own_data_wrong"
    audit.record(actor=user, verb=verb, subject=customer, method=method)


def _digest(user: User, code: str) -> str:
    key = hashlib.sha256(b"octant.privacy.code" + settings.SECRET_KEY.encode()).digest()
    value = f"{user.pk}:{user.email}:{code}".encode()
    return hmac.new(key, value, hashlib.sha256).hexdigest()
