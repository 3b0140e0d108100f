"""Set and remove a user's anti-phishing code."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.anti_phishing import seal
from octant.core.people.models import AntiPhishingCode, User
from octant.core.safety.audit import record
from octant.core.safety.text import screen
from octant.kit.clock import now
from octant.kit.errors import DomainError

SHORTEST, LONGEST = 4, 32


@transaction.atomic
def set_code(*, user: User, code: str) -> None:
    """Keep a new code in place of any earlier one. The trail tells that, never the code.

    Raises `DomainError` for one that is too short or long, is the user's password, or is
    another secret: it stands in mails, where a secret must not.
    """
    code = code.strip()
    if not SHORTEST <= len(code) <= LONGEST:
        raise _bad(_("Use 4 to 32 characters."))
    if code.casefold() in user.email.casefold() or code.casefold() == user.name.casefold():
        raise _bad(_("Choose something that nobody could know from your name or address."))
    if user.check_password(code) or screen(code).findings:
        raise _bad(_("Do not use a password, a PIN or recovery words: this stands in mails."))
    AntiPhishingCode.objects.update_or_create(
        user=user, defaults={"sealed": seal(code), "set_at": now()}
    )
    record(actor=user, verb="set_anti_phishing_code", subject=user)


@transaction.atomic
def remove_code(*, user: User) -> None:
    """Forget the code; mails then come without one."""
    if AntiPhishingCode.objects.filter(user=user).delete()[0]:
        record(actor=user, verb="remove_anti_phishing_code", subject=user)


def _bad(sentence: object) -> DomainError:
    return DomainError(sentence, code="bad_code", field="code")
